"""What agents send: once, never past a colleague's answer, never through a closed window."""

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.conversation.answers import AnsweredError
from bot.domain.conversation.events import ChoiceTapped, MessageEchoed, TextReceived
from bot.domain.conversation.messages import Message, Text
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.staff.person import Person
from bot.ports.template_records import APPROVED, TemplateState
from bot.services import answering, desk, drafts, turns
from bot.services.answering import Filling, Typed
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

THREAD, PHONE = "webchat:TF:marie", "whatsapp:106:447700900001"
HOUR = 3_600_000
ANA, BO = Person("per_ana", "Ana"), Person("per_bo", "Bo")


def asked(stage: Bench, thread: str = THREAD, *, silent_ms: int = 0) -> int:
    """A traveller asks for a person, and Ana takes over; gives the newest row."""
    turns.take(stage.runtime, thread, ChoiceTapped("t1", NOW_MS - silent_ms, "go:person", "Talk to a person"))
    desk.take(stage.runtime, thread, ANA)
    return stage.archive.lines(thread)[-1].row


@pytest.fixture
def stage() -> Bench:
    """A Runtime whose WhatsApp has approved what agents send."""
    found = bench(notices=catalogue.notices())
    for language in ("en", "fr"):
        name = catalogue.notices()["agent_news"].template
        found.archive.templates.note(TemplateState("whatsapp", name, language, APPROVED))
    return found


def said(stage: Bench, thread: str = THREAD) -> list[Message]:
    """What agents said, as channels are given it."""
    ours = (line for line in stage.archive.lines(thread) if line.author == "Ana")
    return [msgspec.json.decode(line.body, type=Message) for line in ours]


def test_a_reply_goes_out_and_its_draft_is_gone(stage: Bench) -> None:
    """What was sent is no draft any more."""
    row = asked(stage)
    drafts.keep(stage.runtime, THREAD, ANA, "Good ev")
    assert answering.send(stage.runtime, THREAD, ANA, Typed("Good evening", "aaaa", row=row)) == ""
    assert said(stage) == [Text("Good evening")]
    assert stage.archive.drafts.known == {}


def test_words_of_the_traveller_that_crossed_are_told_and_hold_nothing_back(stage: Bench) -> None:
    """The reply went out; its writer reads what came meanwhile."""
    row = asked(stage)
    turns.take(stage.runtime, THREAD, TextReceived("m1", NOW_MS, "Are you there?"))
    assert answering.send(stage.runtime, THREAD, ANA, Typed("Hello", "aaaa", row=row)) == "Are you there?"


def test_a_colleagues_answer_is_read_first_and_what_was_typed_is_kept(stage: Bench) -> None:
    """Sending all the same is a choice that is made once the other answer is in view."""
    row = asked(stage)
    turns.take(stage.runtime, THREAD, MessageEchoed("e1", NOW_MS, "From the inbox", app="77"))
    desk.take(stage.runtime, THREAD, ANA)
    with pytest.raises(AnsweredError) as refused:
        answering.send(stage.runtime, THREAD, ANA, Typed("Mine", "aaaa", row=row))
    assert said(stage) == []
    [draft] = stage.archive.drafts.known.values()
    assert draft.text == "Mine"
    line = answering.newest_of(stage.runtime, THREAD, refused.value.answer)
    assert line is not None
    assert "From the inbox" in line.body
    again = Typed("Mine", "aaaa", row=row, known=refused.value.answer.version)
    answering.send(stage.runtime, THREAD, ANA, again)
    answering.send(stage.runtime, THREAD, ANA, again)
    assert said(stage) == [Text("Mine")]


def test_a_row_of_another_thread_says_nothing_of_what_was_seen(stage: Bench) -> None:
    """A form that was tampered with holds off nobody but is no key to other threads either."""
    asked(stage)
    turns.take(stage.runtime, "webchat:TF:luc", TextReceived("m9", NOW_MS, "A secret"))
    other = stage.archive.lines("webchat:TF:luc")[0].row
    answering.send(stage.runtime, THREAD, ANA, Typed("Hello", "aaaa", row=other, about=other))
    assert said(stage) == [Text("Hello")]


def test_an_answer_points_at_what_it_answers(stage: Bench) -> None:
    """The platform's id for the traveller's words, the beginning for ours."""
    asked(stage)
    turns.take(stage.runtime, THREAD, TextReceived("m1", NOW_MS, "Is TF101 on time?"))
    theirs, ours = stage.archive.lines(THREAD)[-1], stage.archive.say(THREAD, Text("We look into it"))
    answering.send(stage.runtime, THREAD, ANA, Typed("Yes", "aaaa", about=theirs.row))
    answering.send(stage.runtime, THREAD, ANA, Typed("Done", "bbbb", about=ours.row))
    assert said(stage) == [
        Text("Yes", answers="m1", quote="Is TF101 on time?"),
        Text("Done", quote="We look into it"),
    ]


@pytest.mark.parametrize("text", ["4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00"])
def test_card_and_account_numbers_are_not_sent(stage: Bench, text: str) -> None:
    """An agent who pastes one is told, and it is stored nowhere."""
    row = asked(stage)
    with pytest.raises(InvalidError, match="card or account number"):
        answering.send(stage.runtime, THREAD, ANA, Typed(text, "aaaa", row=row))
    assert said(stage) == []


def test_a_window_that_has_ended_refuses_words_and_keeps_them(stage: Bench) -> None:
    """The server's clock decides, whatever the page still showed."""
    row = asked(stage, PHONE, silent_ms=24 * HOUR - 90_000)
    stage.clock.pass_time(minutes=3)
    with pytest.raises(ConflictError, match="not sent"):
        answering.send(stage.runtime, PHONE, ANA, Typed("Still there?", "aaaa", row=row))
    [draft] = stage.archive.drafts.known.values()
    assert draft.text == "Still there?"


def test_a_template_goes_where_words_do_not(stage: Bench) -> None:
    """With what the agent filled in and their own name, in the traveller's language, once."""
    asked(stage, PHONE, silent_ms=30 * HOUR)
    filling = Filling("agent_news", {"about": " your  bag ", "agent": "Eve"}, "aaaa")
    answering.send_template(stage.runtime, PHONE, ANA, filling)
    answering.send_template(stage.runtime, PHONE, ANA, filling)
    [told] = said(stage, PHONE)
    assert isinstance(told, Text)
    assert told.text.startswith("There is an answer about your bag for you from Ana of our team.")


@pytest.mark.parametrize(
    ("name", "about", "words"),
    [
        ("agent_news", " ", "Fill in about"),
        ("agent_news", "4111 1111 1111 1111", "no card"),
        ("agent_question", "x", "does not take this template"),
        ("tickets_issued", "x", "does not take this template"),
    ],
)
def test_a_template_that_cannot_be_sent_is_refused(stage: Bench, name: str, about: str, words: str) -> None:
    """One that is not whole, not approved, or not for agents."""
    asked(stage, PHONE, silent_ms=30 * HOUR)
    with pytest.raises(InvalidError, match=words):
        answering.send_template(stage.runtime, PHONE, ANA, Filling(name, {"about": about}, "aaaa"))
    assert said(stage, PHONE) == []


def test_a_template_is_refused_while_words_can_be_written(stage: Bench) -> None:
    """A page that was old, or a form that was forged: words are free now, and cost nothing."""
    asked(stage, PHONE)
    with pytest.raises(ConflictError, match="free words"):
        answering.send_template(stage.runtime, PHONE, ANA, Filling("agent_news", {"about": "x"}, "aaaa"))


def test_a_template_is_sent_by_who_has_the_thread(stage: Bench) -> None:
    """Nobody else's thread is written in by this door either."""
    asked(stage, PHONE, silent_ms=30 * HOUR)
    with pytest.raises(ConflictError):
        answering.send_template(stage.runtime, PHONE, BO, Filling("agent_news", {"about": "x"}, "aaaa"))


def _failed(stage: Bench, message: Message, *, author: str = "bot", thread: str = THREAD) -> int:
    line = stage.archive.say(thread, message, author=author)
    stage.archive.move(line.row, "failed", "transient")
    return line.row


def test_what_failed_is_said_once_more_exactly_and_noted(stage: Bench) -> None:
    """However often it is pressed, by whomever may; the audit has who did it."""
    asked(stage)
    message = Text("Your pass", answers="m1", quote="Where is my pass?")
    row = _failed(stage, message)
    for _ in range(3):
        answering.repeat(stage.runtime, THREAD, ANA, row)
    lines = [line for line in stage.archive.lines(THREAD) if "Your pass" in line.body]
    assert [(line.author, msgspec.json.decode(line.body, type=Message)) for line in lines] == [("bot", message)] * 2
    assert [(act.who, act.what) for act in stage.archive.audit.acts] == [("per_ana", "message.repeat")]


def test_a_repetition_settles_what_needed_somebody(stage: Bench) -> None:
    """The list of what needs action counts a message until it is repeated, and its repetition if that fails."""
    asked(stage)
    row = _failed(stage, Text("Your pass"))
    assert stage.archive.desk.thread(THREAD).failed == 1
    answering.repeat(stage.runtime, THREAD, ANA, row)
    assert stage.archive.desk.thread(THREAD).failed == 0
    stage.archive.move(stage.archive.lines(THREAD)[-1].row, "failed", "transient")
    assert stage.archive.desk.thread(THREAD).failed == 1


@pytest.mark.parametrize("fate", ["sent", "delivered", "dropped", "said"])
def test_only_what_was_not_delivered_is_repeated(stage: Bench, fate: str) -> None:
    """Nothing that a traveller may have read is said twice, and nothing that was held back is let out."""
    asked(stage)
    row = _failed(stage, Text("Your pass"))
    stage.archive.move(row, fate)
    with pytest.raises(InvalidError, match="not delivered"):
        answering.repeat(stage.runtime, THREAD, ANA, row)


@pytest.mark.parametrize("row", [0, 999])
def test_a_line_that_is_none_is_not_repeated(stage: Bench, row: int) -> None:
    """Nor is what the traveller said, nor a line of another thread."""
    asked(stage)
    with pytest.raises(InvalidError):
        answering.repeat(stage.runtime, THREAD, ANA, row)
    with pytest.raises(InvalidError):
        answering.repeat(stage.runtime, "webchat:TF:luc", ANA, _failed(stage, Text("x")))
    with pytest.raises(InvalidError):
        answering.repeat(stage.runtime, THREAD, ANA, 1)


def test_nobody_repeats_in_anothers_thread(stage: Bench) -> None:
    """Who has the thread decides."""
    asked(stage)
    row = _failed(stage, Text("Your pass"))
    with pytest.raises(ConflictError, match="Another agent"):
        answering.repeat(stage.runtime, THREAD, BO, row)


@pytest.mark.parametrize(("author", "words"), [("bot", "closed to the bot"), ("Ana", "not sent")])
def test_what_the_channel_would_not_take_is_not_repeated(stage: Bench, author: str, words: str) -> None:
    """A second failure is told before it happens."""
    asked(stage, PHONE, silent_ms=30 * HOUR)
    row = _failed(stage, Text("Your pass"), author=author, thread=PHONE)
    with pytest.raises(ConflictError, match=words):
        answering.repeat(stage.runtime, PHONE, ANA, row)
