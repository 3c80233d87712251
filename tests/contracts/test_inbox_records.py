"""What every inbox promises, in memory and in a real PostgreSQL alike: true lists, true counts, a true projection."""

from itertools import pairwise
from random import Random
from typing import Any, get_args

import msgspec
import pytest

from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.channel_events import WritingRefused
from bot.domain.conversation.desk_events import MessageRepeated, again_of
from bot.domain.conversation.effects import Say
from bot.domain.conversation.entry import FateEntry, Said, TurnEntry
from bot.domain.conversation.events import Event, MessageEchoed, TextReceived
from bot.domain.conversation.messages import Text
from bot.ports.desk_records import DeskThread
from bot.ports.inbox_records import Asked, Place, SavedFilter, Sort, View
from bot.services import projecting
from bot.services.desk_lists import key_of, shows
from tests.builders.entries import THREAD, heard, talk, turn

NOW = 1_000_000
VIEWS: tuple[View, ...] = get_args(View)
SORTS: tuple[Sort, ...] = get_args(Sort)
TABLES = "transcript, conversations, desk_threads, desk_filters, search_lines"


def dice(seed: int) -> Random:
    """The same throws in every run."""
    return Random(seed)  # noqa: S311  no secret hangs on it


def strew(records: Any, chance: Random, many: int) -> list[DeskThread]:
    """Threads in all states, of few kinds so that every list has some."""
    with records.begin() as work:
        for number in range(many):
            owner = chance.choice(["bot", "queue", "human"])
            work.desk.change(
                f"{chance.choice(['webchat', 'whatsapp'])}:a:{number}",
                owner=owner,
                agent=chance.choice(["agt_ana", "agt_bo", "app 7"]) if owner == "human" else "",
                offered_to=chance.choice(["", "", "agt_ana"]) if owner == "queue" else "",
                team=chance.choice(["", "fr"]),
                labels=chance.choice([(), ("vip",), ("vip", "late")]),
                language=chance.choice(["en", "fr"]),
                snoozed_until=chance.choice([0, 0, NOW - 1, NOW, NOW + 1]),
                done_at=chance.choice([0, 0, 0, 5]),
                unanswered_since=chance.choice([0, 7, 7, 9]) if owner != "bot" else 0,
                last_at=chance.choice([10, 11, 12]),
                failed=chance.choice([0, 0, 2]),
                stuck_since=chance.choice([0, NOW, NOW + 1]) if owner == "bot" else 0,
                first_due=chance.choice([0, 3]),
                next_due=chance.choice([0, 2, 4]),
            )
        return list(work.inbox.threads(tuple(f"{one}:a:{n}" for one in ("webchat", "whatsapp") for n in range(many))))


def all_asked() -> list[Asked]:
    """Every view in every order, and with each filter."""
    plain = [Asked(view=view, sort=sort) for view in VIEWS for sort in SORTS]
    return [
        *plain,
        *(msgspec.structs.replace(one, channel="whatsapp") for one in plain),
        *(msgspec.structs.replace(one, team="fr", language="fr") for one in plain),
        *(msgspec.structs.replace(one, label="vip") for one in plain),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_every_count_is_the_length_of_its_list(records: Any, seed: int) -> None:
    """A number beside a view is the number of threads that open behind it, whoever looks."""
    rows = strew(records, dice(seed), 90)
    for me in ("agt_ana", "agt_bo"):
        asked = all_asked()
        with records.begin() as work:
            counts = work.inbox.counts(now=NOW, me=me, lists=tuple(asked))
            lists = [work.inbox.listed(one, me=me, now=NOW, most=200) for one in asked]
        assert list(counts.lists) == [len(found) for found in lists]
        for one, found in zip(asked[: len(VIEWS) * len(SORTS)], lists, strict=False):
            told = counts.mine.get(me, 0) if one.view == "mine" else counts.views[one.view]
            assert told == len(found), one
        for one, found in zip(asked, lists, strict=True):
            wanted = {row.thread for row in rows if shows(one, row, me=me, now=NOW)}
            assert {row.thread for row in found} == wanted, one


def test_pages_of_a_list_are_the_list(records: Any) -> None:
    """Whoever reads on misses nobody and sees nobody twice, though many have waited equally long."""
    strew(records, dice(7), 120)
    for asked in (Asked(sort=sort, view=view) for sort in SORTS for view in ("all", "bot", "done")):
        with records.begin() as work:
            whole = work.inbox.listed(asked, me="agt_ana", now=NOW, most=200)
            pages: list[DeskThread] = []
            after: Place | None = None
            while page := work.inbox.listed(asked, me="agt_ana", now=NOW, after=after, most=7):
                pages += page
                after = Place(key_of(page[-1], asked.sort_of), page[-1].number)
        assert pages == list(whole)
        assert len(whole) > 14
        order = [key_of(row, asked.sort_of) for row in whole]
        assert order == sorted(order)


def test_a_list_of_nobody_shows_nobody(records: Any) -> None:
    """Who has no id is no agent: the threads that nobody has are not theirs."""
    strew(records, dice(1), 20)
    with records.begin() as work:
        assert work.inbox.listed(Asked(view="mine"), me="", now=NOW) == ()


def test_where_nobody_has_anything_every_number_is_nought(records: Any) -> None:
    """An empty desk counts as well as a full one."""
    with records.begin() as work:
        counts = work.inbox.counts(now=NOW, me="agt_ana", lists=(Asked(),))
    assert (set(counts.views.values()), counts.mine, counts.lists) == ({0}, {}, (0,))


def test_labels_are_those_in_use(records: Any) -> None:
    """A filter offers no label that finds nothing."""
    strew(records, dice(2), 20)
    with records.begin() as work:
        assert work.inbox.labels() == ("late", "vip")


def test_filters_are_a_persons_own_or_everybodys(records: Any) -> None:
    """What an agent keeps for herself nobody else sees."""
    hers = SavedFilter("flt_1", "agt_ana", "French", "language=fr")
    ours = SavedFilter("flt_2", "agt_ana", "Late", "label=late", shared=True)
    with records.begin() as work:
        work.inbox.keep_filter(hers)
        work.inbox.keep_filter(ours)
        assert work.inbox.filters("agt_ana") == (hers, ours)
        assert work.inbox.filters("agt_bo") == (ours,)
        work.inbox.keep_filter(msgspec.structs.replace(hers, name="Z"))
        assert [one.name for one in work.inbox.filters("agt_ana")] == ["Late", "Z"]
        work.inbox.drop_filter("flt_1")
        assert work.inbox.filters("agt_ana") == (ours,)


# --- the projection


def history(chance: Random, thread: str, many: int) -> list[TurnEntry]:
    """Turns of a talk in which anything may follow anything."""
    turns: list[TurnEntry] = []
    owner, at = "bot", 1000
    for version in range(1, many + 1):
        at += chance.choice([0, 5, 70_000])
        name = f"{thread}.{version}"
        said: list[Say] = []
        event: Event = TextReceived(name, at, f"word {version}")
        kind = chance.choice(["hear", "hear", "ask", "take", "speak", "return", "echo", "quiet"])
        if kind == "ask" and owner == "bot":
            owner = "queue"
        elif kind == "take":
            owner, event = "human", AgentTook(name, at, "agt_ana", "Ana")
        elif kind == "speak" and owner == "human":
            event = AgentSpoke(name, at, "agt_ana", "Ana", f"answer {version}")
            said.append(Say(Text(f"answer {version}"), "Ana"))
        elif kind == "return":
            owner, event = "bot", AgentReturned(name, at, "agt_ana")
        elif kind == "echo":
            owner, event = "human", MessageEchoed(name, at, f"echo {version}", "7")
        elif kind == "quiet":
            event = WritingRefused(name, at, "unavailable")
        if owner == "bot" and chance.random() < 0.6:
            said.append(Say(Text(f"bot {version}")))
        ids = tuple(Said(f"{name}#{index}", one) for index, one in enumerate(said))
        misses = chance.choice([0, 0, 1, 2])
        turns.append(TurnEntry(thread, version, 0, owner, event, ids, at=at, misses=misses))
    return turns


def recount(turns: list[TurnEntry]) -> dict[str, object]:
    """The same by looking at the whole history, the slow and plain way."""
    owners = ["bot", *(turn.owner for turn in turns)]
    came = [index for index, (before, after) in enumerate(pairwise(owners)) if before == "bot" and after != "bot"]
    spoke = [index for index, turn in enumerate(turns) if isinstance(turn.event, TextReceived)]
    answers = [
        index
        for index, turn in enumerate(turns)
        if isinstance(turn.event, MessageEchoed) or any(said.say.author != "bot" for said in turn.said)
    ]
    unanswered = 0
    if turns[-1].owner != "bot":
        begun = max(came)
        answered = [index for index in answers if index >= begun]
        owed = [index for index in spoke if index > max(answered)] if answered else [begun]
        unanswered = turns[owed[0]].at if owed else 0
    lines = [(turn.at, line) for turn in turns for line in projecting.said_in(turn) if line.text]
    return {
        "owner": turns[-1].owner,
        "opened_at": turns[came[-1]].at if came else 0,
        "heard_at": turns[spoke[-1]].at if spoke else 0,
        "answered_at": turns[answers[-1]].at if answers else 0,
        "unanswered_since": unanswered,
        "last_at": lines[-1][0] if lines else 0,
        "last_author": lines[-1][1].author if lines else "",
        "last_text": lines[-1][1].text if lines else "",
    }


def archive(records: Any, turns: list[TurnEntry]) -> None:
    """Write a batch as the archivist does."""
    with records.begin() as work:
        work.talk.archive_turns(tuple(("1-1", turn) for turn in turns))
        projecting.keep(work, tuple(turns))


def test_what_is_kept_equals_a_recount_of_the_whole_history(records: Any) -> None:
    """However the talk went, was cut into batches, and was written twice, the list tells what the transcript tells."""
    chance = dice(20261129)
    for number in range(25):
        ours, theirs = (history(chance, f"webchat:a:{name}{number}", chance.randint(1, 14)) for name in "ab")
        mixed = sorted([*ours, *theirs], key=lambda turn: (turn.version, turn.thread))
        done = 0
        while done < len(mixed):
            begin = max(0, done - chance.choice([0, 0, 3]))  # a batch that was not acknowledged comes again
            done += chance.randint(1, 6)
            archive(records, mixed[begin:done])
        with records.begin() as work:
            for turns in (ours, theirs):
                kept = work.desk.thread(turns[0].thread)
                assert {name: getattr(kept, name) for name in recount(turns)} == recount(turns)
                lines = [line for line in work.talk.lines(kept.thread) if "Refused" not in line.kind]
                assert kept.last_row == (lines[-1].row if lines else 0)


def test_messages_that_need_somebody_are_counted_until_a_person_gets_through(records: Any) -> None:
    """A failure is in the list of what needs action; an agent's word that goes out takes it off."""
    thread = "webchat:a:failing"
    said = TurnEntry(thread, 1, 0, "bot", TextReceived("e1", 1, "hi"), (Said("e1#0", Say(Text("hello"))),), at=1)
    archive(records, [said])

    def fate(message: str, name: str) -> int:
        fates = (FateEntry(thread, name, message),)
        with records.begin() as work:
            moved = work.talk.archive_fates(fates)
            projecting.keep(work, (), fates, {one for one, _ in moved})
            return int(work.desk.thread(thread).failed)

    assert fate("e1#0", "failed") == 1
    assert fate("e1#0", "failed") == 1
    assert fate("e1#0", "sent") == 0
    assert fate("e1#0", "undelivered") == 1
    event = AgentSpoke("e2", 2, "agt_ana", "Ana", "I am here")
    archive(records, [TurnEntry(thread, 2, 1, "human", event, (Said("e2#0", Say(Text("I am here"), "Ana")),), at=2)])
    with records.begin() as work:
        assert work.desk.thread(thread).failed == 0
    assert fate("e2#0", "failed") == 2
    archive(records, [])


def test_what_agents_put_on_a_thread_stays_while_turns_come_in(records: Any) -> None:
    """Labels and priority are an agent's; what a traveller writes undoes a snooze and a close, and nothing else."""
    thread = "webchat:a:labelled"
    with records.begin() as work:
        work.desk.change(thread, labels=("vip",), priority=3, snoozed_until=99, done_at=5, team="fr")
    quiet = TurnEntry(thread, 1, 0, "bot", WritingRefused("q", 1, "unavailable"), at=1)
    archive(records, [quiet])
    with records.begin() as work:
        assert work.desk.thread(thread).done_at == 5
    archive(records, [TurnEntry(thread, 2, 0, "bot", TextReceived("t", 2, "hello"), at=2)])
    with records.begin() as work:
        kept = work.desk.thread(thread)
    assert (kept.labels, kept.priority, kept.team) == (("vip",), 3, "fr")
    assert (kept.snoozed_until, kept.done_at) == (0, 0)


def test_what_was_sent_once_more_needs_nobody(records: Any) -> None:
    """A failed message is counted until it is repeated; its repetition is a message of its own."""
    with records.begin() as work:
        work.desk.change(THREAD, opened_at=1)
        work.talk.archive_turns((("1-1", turn(heard("m1"), "one")),))
        line = work.talk.lines(THREAD)[-1]
        work.talk.archive_fates((FateEntry(THREAD, "failed", line.message, reason="transient"),))
        work.inbox.count_failed((THREAD,), ())
        assert work.desk.thread(THREAD).failed == 1
        again = MessageRepeated(again_of(line.row), 2, "agt_ana", "bot", Text("one"))
        repeated = turn(again, "one", of=talk(2))
        work.talk.archive_turns((("1-2", repeated),))
        projecting.keep(work, (repeated,))
        assert work.desk.thread(THREAD).failed == 0
