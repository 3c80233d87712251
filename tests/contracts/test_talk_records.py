"""What every archive of talk promises, in memory and in a real PostgreSQL alike."""

from contextlib import suppress
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.agent_events import AgentSpoke, AgentTook
from bot.domain.conversation.context import Context
from bot.domain.conversation.entry import FateEntry
from bot.domain.conversation.events import (
    CheckoutEnded,
    ChoiceTapped,
    FormSent,
    MessageEchoed,
    MessageEdited,
    MessageUnsent,
    OffersFound,
    TextReceived,
)
from bot.domain.conversation.messages import Text
from bot.domain.errors import IllegalError
from bot.ports.talk_records import Owed, Take
from tests.builders.entries import heard, talk, turn
from tests.builders.world import NOW_MS, offers

TABLES = "transcript, message_parts, conversations, thread_outbox, effects, set_aside"


ADA = talk()
BOB = talk(thread="messenger:page:bob")


def archive(records: Any, *turns: Any) -> tuple[tuple[str, int], ...]:
    """Write turns in one transaction; gives what was said in them."""
    with records.begin() as work:
        found: tuple[tuple[str, int], ...] = work.talk.archive_turns(tuple(("1-1", entry) for entry in turns))
        return found


def move(records: Any, *fates: FateEntry) -> tuple[tuple[str, int], ...]:
    """Move messages in one transaction; gives what changed."""
    with records.begin() as work:
        found: tuple[tuple[str, int], ...] = work.talk.archive_fates(fates)
        return found


def lines(records: Any, thread: str = ADA.thread, **how: int) -> list[tuple[str, str, str]]:
    """Who said what and what became of it."""
    with records.begin() as work:
        return [(line.author, line.message, line.fate) for line in work.talk.lines(thread, **how)]


def sent(message: str = "m1#0", platform_id: str = "mid.1", **more: Any) -> FateEntry:
    """A message went out."""
    return FateEntry(ADA.thread, "sent", message, platform_id, **more)


def test_a_turn_is_written_once_however_often_it_comes(records: Any) -> None:
    """An archivist that died before it said so writes its batch again in vain, and may tell pages of it again."""
    entry, rows = turn(heard(), "hello", "where to?"), ((ADA.thread, 1), (ADA.thread, 2), (ADA.thread, 3))
    assert archive(records, entry) == rows
    assert archive(records, entry, entry) == rows
    assert lines(records) == [("traveller", "m1", ""), ("bot", "m1#0", "said"), ("bot", "m1#1", "said")]


def test_a_line_is_what_was_said(records: Any) -> None:
    """Pages show words, kind, language and time as they were."""
    archive(records, turn(heard("m1", "à Paris"), "where to?"))
    with records.begin() as work:
        first, second = work.talk.lines(ADA.thread)
        assert work.talk.line(second.row) == second
    assert (first.kind, msgspec.json.decode(first.body)["text"], first.at) == ("TextReceived", "à Paris", NOW_MS)
    assert (second.kind, msgspec.json.decode(second.body, type=Text), second.language) == (
        "Text",
        Text("where to?"),
        "en",
    )


def test_the_newest_lines_come_in_order(records: Any) -> None:
    """A long talk opens at its end, and a page asks for what came after what it has."""
    for number in range(5):
        archive(records, turn(heard(f"m{number}")))
    assert [message for _, message, _ in lines(records, most=2)] == ["m3", "m4"]
    assert [message for _, message, _ in lines(records, after=3)] == ["m3", "m4"]
    assert lines(records, BOB.thread) == []


def test_a_form_that_is_taken_back_keeps_none_of_its_values(records: Any) -> None:
    """What was typed into fields goes as words go."""
    archive(records, turn(FormSent("f1", NOW_MS, "7", {"given": "Marie"})))
    with records.begin() as work:
        work.talk.erase_event(ADA.thread, "f1")
        [line] = work.talk.lines(ADA.thread)
    assert msgspec.json.decode(line.body, type=FormSent) == FormSent("f1", NOW_MS, "7", {})


def test_earlier_lines_come_page_by_page(records: Any) -> None:
    """Who reads back sees what stood before, in order, and nothing twice."""
    for number in range(5):
        archive(records, turn(heard(f"m{number}")))
    assert [message for _, message, _ in lines(records, before=4, most=2)] == ["m1", "m2"]
    assert [message for _, message, _ in lines(records, before=2, most=2)] == ["m0"]
    assert lines(records, before=1) == []


def test_who_waits_longest_is_next(records: Any) -> None:
    """Each place in the line is one traveller's; who has a person, or the bot, stands in no line."""
    waits = [talk(thread=f"webchat:TF:{name}", owner="queue", since=since) for name, since in _LINE]
    others = [talk(thread="webchat:TF:bot"), talk(thread="webchat:TF:had", owner="human", since=1)]
    with records.begin() as work:
        work.talk.save_conversations(tuple((one, "1-1") for one in (*waits, *others)))
        places = {name: work.talk.place(f"webchat:TF:{name}") for name in ("ann", "ben", "cy", "bot", "had", "nobody")}
    assert places == {"ben": 1, "ann": 2, "cy": 3, "bot": 0, "had": 0, "nobody": 0}


_LINE = (("ann", 20), ("ben", 10), ("cy", 20))


def test_how_long_travellers_waited_is_kept(records: Any) -> None:
    """The newest takes out of the line are told in order; takes from the bot tell nothing."""
    for number, waited in enumerate((5000, 0, 7000, 9000)):
        took = AgentTook(f"a{number}", NOW_MS, "mia", "Mia", waited)
        archive(records, msgspec.structs.replace(turn(took), at=NOW_MS + number))
    with records.begin() as work:
        assert work.talk.takes(since=NOW_MS, most=50) == (
            Take(NOW_MS, 5000),
            Take(NOW_MS + 2, 7000),
            Take(NOW_MS + 3, 9000),
        )
        assert work.talk.takes(since=NOW_MS + 1, most=1) == (Take(NOW_MS + 3, 9000),)
        assert work.talk.line(1) is None


def test_how_long_a_traveller_waited_for_a_first_word_is_kept_without_the_word(records: Any) -> None:
    """Who answers without taking the thread first counts as one who took it, and the words are kept once."""
    archive(records, turn(AgentSpoke("a1", NOW_MS, "mia", "Mia", "Hello", 5000), "Hello", author="Mia"))
    archive(records, turn(AgentSpoke("a2", NOW_MS, "mia", "Mia", "And more"), "And more", author="Mia"))
    with records.begin() as work:
        assert work.talk.takes(since=0, most=50) == (Take(NOW_MS, 5000),)
    assert [item for _, item, _ in lines(records)] == ["a1#0", "a2#0"]


def test_what_nobody_said_is_remembered_and_not_shown(records: Any) -> None:
    """A search's answer is no line of the talk, but it is known to have been taken."""
    found = OffersFound("m1#3", NOW_MS, offers(2))
    assert archive(records, turn(found, "here they are")) == ((ADA.thread, 2),)
    assert lines(records) == [("bot", "m1#3#0", "said")]
    with records.begin() as work:
        assert work.talk.line(1) is None
        assert work.talk.line(99) is None
        assert work.talk.has_event(ADA.thread, "m1#3")
        assert not work.talk.has_event(BOB.thread, "m1#3")


def test_an_agents_words_carry_the_agents_name(records: Any) -> None:
    """A transcript tells the bot, an agent and somebody in another tool apart."""
    archive(records, turn(AgentTook("a1", NOW_MS, "mia", "Mia"), "Hello, Mia here", author="Mia"))
    archive(records, turn(MessageEchoed("e1", NOW_MS, "from the inbox", "263902037430900")))
    assert [author for author, _, _ in lines(records)] == ["Mia", "263902037430900"]


def test_a_message_moves_along_its_fates_and_never_back(records: Any) -> None:
    """What was read is not delivered again because a platform told it late."""
    archive(records, turn(heard(), "hello"))
    assert move(records, sent()) == ((ADA.thread, 2),)
    assert move(records, sent()) == ()
    assert move(records, FateEntry(ADA.thread, "read", platform_id="mid.1")) == ((ADA.thread, 2),)
    assert move(records, FateEntry(ADA.thread, "delivered", platform_id="mid.1"), sent()) == ()
    assert lines(records)[1] == ("bot", "m1#0", "read")


def test_a_whole_life_in_one_batch_ends_where_it_should(records: Any) -> None:
    """A busy second does not lose a fate."""
    archive(records, turn(heard(), "hello"))
    move(
        records,
        FateEntry(ADA.thread, "sending", "m1#0"),
        sent(),
        FateEntry(ADA.thread, "delivered", platform_id="mid.1"),
    )
    assert lines(records)[1] == ("bot", "m1#0", "delivered")


def test_a_watermark_moves_what_was_sent_before_it(records: Any) -> None:
    """Messenger tells "seen until": what was sent by then is read, what was not sent stays."""
    archive(records, turn(heard(), "one", "two"))
    move(records, sent("m1#0"))
    assert move(records, FateEntry(ADA.thread, "read", until=NOW_MS - 1)) == ()
    assert move(records, FateEntry(ADA.thread, "read", until=NOW_MS)) == ((ADA.thread, 2),)
    assert lines(records)[1:] == [("bot", "m1#0", "read"), ("bot", "m1#1", "said")]


def test_a_message_that_was_given_up_and_went_out_is_sent(records: Any) -> None:
    """The platform's word counts more than our doubt; what was sent does not fail afterwards."""
    archive(records, turn(heard(), "hello"))
    move(records, FateEntry(ADA.thread, "failed", "m1#0", reason="unknown_outcome"))
    assert lines(records)[1] == ("bot", "m1#0", "failed")
    move(records, sent())
    move(records, FateEntry(ADA.thread, "dropped", "m1#0"))
    assert lines(records)[1] == ("bot", "m1#0", "sent")


def test_what_the_platform_could_not_deliver_ends_there_in_whatever_order_it_is_told(records: Any) -> None:
    """A platform may take a message and fail later: agents see it, unless it was delivered after all."""
    archive(records, turn(heard(), "one", "two"))
    gone = FateEntry(ADA.thread, "undelivered", "m1#0", "mid.1", reason="window_closed")
    move(records, sent(), gone)
    assert lines(records)[1] == ("bot", "m1#0", "undelivered")
    assert move(records, sent()) == ()
    move(records, FateEntry(ADA.thread, "delivered", platform_id="mid.1"))
    assert move(records, gone) == ()
    assert lines(records)[1] == ("bot", "m1#0", "delivered")
    move(records, FateEntry(ADA.thread, "undelivered", "m1#1", "mid.2"), FateEntry(ADA.thread, "sent", "m1#1", "mid.2"))
    assert lines(records)[2] == ("bot", "m1#1", "undelivered")


def test_fates_of_what_is_not_there_change_nothing(records: Any) -> None:
    """A platform that speaks of messages of another tool is heard in vain, and nobody else's line moves."""
    archive(records, turn(heard(), "hello"), turn(heard(), "hello", of=BOB))
    strange = FateEntry(ADA.thread, "exploded", "m1#0")
    assert move(records, sent("m9#0"), strange, FateEntry(ADA.thread, "read", platform_id="mid.9")) == ()
    assert move(records) == ()
    move(records, sent())
    assert lines(records, BOB.thread)[1] == ("bot", "m1#0", "said")


def test_words_that_were_taken_back_are_blanked(records: Any) -> None:
    """A traveller who unsends a message finds it gone from our records too, before or after it was written."""
    archive(records, turn(heard("m1", "my secret")), turn(ChoiceTapped("m2", NOW_MS, "go:help", "Help")))
    archive(records, turn(MessageUnsent("u1", NOW_MS, "m1")))
    archive(records, turn(heard("m3", "another")), turn(MessageUnsent("u2", NOW_MS, "m3")))
    with records.begin() as work:
        bodies = {line.message: msgspec.json.decode(line.body) for line in work.talk.lines(ADA.thread)}
        work.talk.erase_event(ADA.thread, "never")
    assert (bodies["m1"]["text"], bodies["m3"]["text"]) == ("", "")
    assert bodies["m2"]["title"] == "Help"


def test_edits_of_a_message_that_was_taken_back_are_blanked_with_it(records: Any) -> None:
    """Nothing of a message stays: neither its later wording, nor what its link carried; other messages stay."""
    linked = TextReceived("m1", NOW_MS, "my secret", context=Context(ref="to-NYC", reply_to="m0"))
    archive(records, turn(linked), turn(heard("m2", "another")))
    archive(records, turn(MessageEdited("e1", NOW_MS, "m1", "my new secret")))
    archive(records, turn(MessageEdited("e2", NOW_MS, "m2", "another one")))
    archive(records, turn(MessageUnsent("u1", NOW_MS, "m1")))
    with records.begin() as work:
        bodies = {line.message: msgspec.json.decode(line.body) for line in work.talk.lines(ADA.thread)}
    assert (bodies["m1"]["text"], bodies["m1"]["context"], bodies["e1"]["text"]) == ("", None, "")
    assert (bodies["m2"]["text"], bodies["e2"]["text"]) == ("another", "another one")


def test_what_an_answer_is_about_is_found_by_either_id(records: Any) -> None:
    """The platform names a message of the traveller's by its id, and one of ours by the id that it gave."""
    archive(records, turn(heard("m1", "to Rome"), "which day?"))
    move(records, sent())
    with records.begin() as work:
        mine, ours = work.talk.known_as(ADA.thread, "m1"), work.talk.known_as(ADA.thread, "mid.1")
        assert (mine.author, mine.message) == ("traveller", "m1")
        assert (ours.author, ours.message) == ("bot", "m1#0")
        assert work.talk.known_as(BOB.thread, "m1") is None
        assert work.talk.known_as(ADA.thread, "mid.2") is None


def test_the_newest_body_of_a_thread_is_kept(records: Any) -> None:
    """After Redis was lost a thread goes on from its last archived state, whatever order batches came in."""
    with records.begin() as work:
        work.talk.save_conversations(((talk(2), "1-2"), (talk(1), "1-1"), (BOB, "1-3")))
        work.talk.save_conversations(((talk(1), "1-1"),))
        work.talk.save_conversations(())
    with records.begin() as work:
        assert work.talk.conversation(ADA.thread) == talk(2)
        assert work.talk.conversation("messenger:page:nobody") is None
        assert work.talk.conversations_after("", most=9) == (talk(2), BOB)
        assert work.talk.conversations_after(ADA.thread, most=9) == (BOB,)
        assert work.talk.conversations_after("", most=1) == (talk(2),)


def test_the_desk_sees_who_waits_and_what_they_said_last(records: Any) -> None:
    """The one who waits longest stands first."""
    later = msgspec.structs.replace(talk(2, epoch=1, owner="queue"), waiting_since=NOW_MS, reason="wish")
    first = msgspec.structs.replace(
        talk(2, thread=BOB.thread, epoch=2, owner="human"), waiting_since=NOW_MS - 9, agent="mia"
    )
    archive(
        records,
        turn(heard("m1", "a person please")),
        turn(heard("m1", "hi"), of=BOB),
        turn(heard("m2", "help"), of=BOB),
    )
    with records.begin() as work:
        work.talk.save_conversations(((later, "1-1"), (first, "1-2"), (talk(1, thread="messenger:page:eve"), "1-3")))
        found = work.talk.waiting()
    assert [(one.thread, one.owner, one.epoch, one.agent, one.last_text) for one in found] == [
        (BOB.thread, "human", 2, "mia", "help"),
        (ADA.thread, "queue", 1, "", "a person please"),
    ]
    assert (found[1].reason, found[1].since, found[1].language) == ("wish", NOW_MS, "en")


def test_what_is_owed_is_owed_once_until_it_is_paid(records: Any) -> None:
    """A ticket is told in its thread, once, whoever dies on the way."""
    debts = [
        Owed(f"c1:{number}", ADA.thread, CheckoutEnded(f"c1:{number}", NOW_MS, "c1", "expired")) for number in (1, 2)
    ]
    other = Owed("c2:1", BOB.thread, CheckoutEnded("c2:1", NOW_MS, "c2", "expired"))
    with records.begin() as work:
        for debt in (*debts, debts[0], other):
            work.talk.owe(debt)
    with records.begin() as work:
        assert work.talk.owed(most=9) == (*debts, other)
        assert work.talk.owed(most=1) == (debts[0],)
        assert work.talk.owed_to(ADA.thread) == tuple(debts)
        work.talk.paid_off("c1:1")
        work.talk.owe(debts[0])
        assert work.talk.owed_to(ADA.thread) == (debts[1],)


def test_what_is_decided_in_a_transaction_that_fails_is_not_owed(records: Any) -> None:
    """A traveller is never told what did not happen."""
    debt = Owed("c1:1", ADA.thread, CheckoutEnded("c1:1", NOW_MS, "c1", "expired"))
    with suppress(IllegalError), records.begin() as work:
        work.talk.owe(debt)
        raise IllegalError("no")
    with records.begin() as work:
        assert work.talk.owed(most=9) == ()


def test_an_effect_is_claimed_for_one_request(records: Any) -> None:
    """A checkout that is begun twice is one checkout; the same name for another wish is a fault."""
    with records.begin() as work:
        assert work.talk.claim_effect("m1#0", "hash")
        assert not work.talk.claim_effect("m1#0", "hash")
        with pytest.raises(IllegalError):
            work.talk.claim_effect("m1#0", "other")


def test_a_body_that_could_not_be_read_is_noted_without_its_content(records: Any) -> None:
    """Staff see that something came that we could not read, and nothing of what it said."""
    with records.begin() as work:
        work.talk.set_aside(channel="messenger", reason="malformed", body_digest="ab" * 32, size=17, at=NOW_MS)


def test_ids_that_a_database_cannot_hold_are_kept_without_what_it_cannot(records: Any) -> None:
    """A stranger's odd id does not stop the archive of everybody else."""
    archive(records, turn(heard("m\x00x", "hello \x00 there"), "hi"))
    with records.begin() as work:
        assert work.talk.has_event(ADA.thread, "m\x00x")
        assert [line.message for line in work.talk.lines(ADA.thread)] == ["mx", "mx#0"]


def test_what_went_another_way_is_sent_and_stays_so(records: Any) -> None:
    """A message refused at last and then told by mail is sent; the refusal told once more does not undo that."""
    archive(records, turn(heard(), "hello", "there"))
    refused = FateEntry(ADA.thread, "undelivered", "m1#0", reason="window_closed")
    move(records, refused)
    move(records, FateEntry(ADA.thread, "sent", "m1#0", reason="email"))
    move(records, refused)
    assert fate_and_reason(records) == ("sent", "email")
    move(records, FateEntry(ADA.thread, "read", until=NOW_MS + 1))
    assert fate_and_reason(records) == ("sent", "email")


def test_a_template_that_could_not_be_delivered_ends_there(records: Any) -> None:
    """The desk sees that the news did not arrive."""
    archive(records, turn(heard(), "hello"))
    move(records, FateEntry(ADA.thread, "sent", "m1#0", "wamid.1", reason="template"))
    move(records, FateEntry(ADA.thread, "undelivered", "m1#0", "wamid.1", reason="unavailable"))
    assert fate_and_reason(records) == ("undelivered", "unavailable")


def test_how_a_message_went_stands_beside_how_far_it_came(records: Any) -> None:
    """A status that comes before our own note, or after it, takes nothing away."""
    archive(records, turn(heard(), "hello"))
    move(records, FateEntry(ADA.thread, "sent", "m1#0", "wamid.1"))
    move(records, FateEntry(ADA.thread, "sent", "m1#0", "wamid.1", reason="template"))
    move(records, FateEntry(ADA.thread, "sent", "m1#0", "wamid.1"))
    assert fate_and_reason(records) == ("sent", "template")
    move(records, FateEntry(ADA.thread, "delivered", platform_id="wamid.1"))
    assert fate_and_reason(records) == ("delivered", "template")


def fate_and_reason(records: Any) -> tuple[str, str]:
    """What the page of the first thing said would show."""
    with records.begin() as work:
        line = work.talk.lines(ADA.thread)[1]
    return line.fate, line.reason


def test_what_was_owed_is_found_again_after_it_was_paid(records: Any) -> None:
    """News can be told once more by the id of its event."""
    owed = Owed("told_1", ADA.thread, heard())
    with records.begin() as work:
        work.talk.owe(owed)
        work.talk.paid_off("told_1")
        assert work.talk.promised("told_1") == owed
        assert work.talk.promised("told_2") is None


def test_a_message_is_found_by_the_platforms_id_of_it(records: Any) -> None:
    """A reply or a reaction is traced to what it is to, ours or the traveller's own, and only within its thread."""
    archive(records, turn(heard("mid.in"), "hello"))
    move(records, sent("mid.in#0", "mid.out"))
    with records.begin() as work:
        ours = work.talk.known_as(ADA.thread, "mid.out")
        theirs = work.talk.known_as(ADA.thread, "mid.in")
        assert (ours.author, ours.message) == ("bot", "mid.in#0")
        assert (theirs.author, theirs.message) == ("traveller", "mid.in")
        assert work.talk.known_as(ADA.thread, "mid.none") is None
        assert work.talk.known_as("messenger:page:bob", "mid.out") is None
        assert work.talk.known_as(ADA.thread, "") is None


def test_a_message_in_several_pieces_is_found_by_each_of_them(records: Any) -> None:
    """A traveller may react to the first bubble of an answer or to the last."""
    archive(records, turn(heard(), "a long answer"))
    move(records, sent("m1#0", "mid.last"))
    move(records, sent("m1#0", "mid.first"), sent("m1#0", "mid.last"))
    move(records, FateEntry(ADA.thread, "read", "", "mid.last"), sent("m1#0", "mid.middle"))
    with records.begin() as work:
        for piece in ("mid.first", "mid.middle", "mid.last"):
            assert work.talk.known_as(ADA.thread, piece).message == "m1#0"
        assert work.talk.known_as(BOB.thread, "mid.first") is None
        assert work.talk.lines(ADA.thread)[-1].fate == "read"


def test_a_failure_keeps_its_reason_whoever_names_the_message(records: Any) -> None:
    """The desk says why, whether our own id came back or only the platform's."""
    archive(records, turn(heard(), "one", "two"))
    move(records, sent("m1#0", "mid.1"), sent("m1#1", "mid.2"))
    move(records, FateEntry(ADA.thread, "undelivered", "m1#0", "mid.1", "unavailable"))
    move(records, FateEntry(ADA.thread, "undelivered", "", "mid.2", "content"))
    with records.begin() as work:
        assert [line.reason for line in work.talk.lines(ADA.thread) if line.fate] == ["unavailable", "content"]


def test_a_line_knows_the_version_of_its_turn(records: Any) -> None:
    """A page that shows it has seen the talk so far."""
    archive(records, turn(heard("m1"), "one", of=talk(4)), turn(heard("m2"), "two", of=talk(5)))
    with records.begin() as work:
        assert [line.version for line in work.talk.lines(ADA.thread)] == [4, 4, 5, 5]


def test_an_answer_to_what_was_taken_back_quotes_it_no_more(records: Any) -> None:
    """Words that their author took back stand nowhere, not even above an answer to them."""
    answers = (
        Text("Yes", answers="m1", quote="my secret"),
        Text("No", answers="m10", quote="my other"),
        Text("Plain"),
    )
    archive(records, turn(heard("m1", "my secret")), turn(heard("m2"), *answers), turn(MessageUnsent("u1", 3, "m1")))
    with records.begin() as work:
        lines = [line for line in work.talk.lines(ADA.thread) if line.author == "bot"]
    told = [msgspec.json.decode(line.body, type=Text) for line in lines]
    assert told == [Text("Yes", answers="m1"), answers[1], answers[2]]
