"""How travellers are asked how they were helped: once, in their language, and in nobody's way."""

from typing import Any

import msgspec
import pytest

from bot.domain.conversation import handover
from bot.domain.conversation.effects import Say
from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.conversation.messages import Text, options_of, spoken
from bot.domain.conversation.rating_effects import KeepRating
from bot.domain.conversation.rating_events import RatingAsked
from bot.domain.conversation.state import Conversation, new_conversation
from bot.domain.conversation.window import WINDOW_MS
from bot.domain.turn import Turn, advance
from tests.builders.world import NOW_MS, world

THREAD = "webchat:TF:marie"


def begun(thread: str = THREAD, text: str = "Hello") -> Conversation:
    """A talk with the bot, of which the traveller wrote just now."""
    return take(new_conversation(thread), TextReceived("t0", NOW_MS, text)).conversation


def take(talk: Conversation, event: Any, now: int = NOW_MS) -> Turn:
    """The turn of an event."""
    return advance(talk, event, world=world(), now=now)


def asked(talk: Conversation) -> Turn:
    """The turn in which they are asked."""
    return take(talk, RatingAsked("cls_1", NOW_MS))


def texts(turn: Turn) -> list[str]:
    """What the bot says."""
    return [spoken(effect.message) for effect in turn.effects if isinstance(effect, Say)]


def kept(turn: Turn) -> list[KeepRating]:
    """What is to be kept."""
    return [effect for effect in turn.effects if isinstance(effect, KeepRating)]


@pytest.mark.parametrize(
    ("text", "question", "best"),
    [
        ("Hello", "How did we help you just now?", "Very well"),
        ("Bonjour", "Comment vous avons-nous aidé ?", "Très bien"),
    ],
)
def test_five_answers_are_offered_in_the_language_of_the_talk(text: str, question: str, best: str) -> None:
    """The best first, in words that mean something without a number."""
    turn = asked(begun(text=text))
    (said,) = [effect.message for effect in turn.effects if isinstance(effect, Say)]
    assert spoken(said) == question
    assert len(options_of(said)) == 5
    assert options_of(said)[0].title == best


def test_an_answer_is_kept_whether_it_is_tapped_or_typed() -> None:
    """And a comment is offered, not demanded."""
    talk = asked(begun()).conversation
    for event in (ChoiceTapped("t1", NOW_MS, "rate:cls_1:4", "Well"), TextReceived("t1", NOW_MS, "well")):
        turn = take(talk, event)
        assert kept(turn) == [KeepRating("cls_1", 4)]
        (said,) = [effect.message for effect in turn.effects if isinstance(effect, Say)]
        assert isinstance(said, Text)
        assert said.options[0].title == "Add a comment"


def test_whoever_writes_something_else_is_answered_as_ever() -> None:
    """The question is in nobody's way."""
    before = begun()
    plain = take(before, TextReceived("t1", NOW_MS, "Paris to Rome next Friday"))
    turn = take(asked(before).conversation, TextReceived("t1", NOW_MS, "Paris to Rome next Friday"))
    assert kept(turn) == []
    assert turn.conversation.trip == plain.conversation.trip
    assert texts(turn) == texts(plain)


def commenting() -> Conversation:
    """A talk in which the traveller wants to add something."""
    rated = take(asked(begun()).conversation, ChoiceTapped("t1", NOW_MS, "rate:cls_1:1"))
    return take(rated.conversation, ChoiceTapped("t2", NOW_MS, "rate:cls_1:add", "Add a comment")).conversation


def test_a_comment_is_the_next_message() -> None:
    """It is kept by its id, whose words stand in the transcript alone; then the talk goes on."""
    turn = take(commenting(), TextReceived("t3", NOW_MS, "Too slow, but friendly"))
    assert kept(turn) == [KeepRating("cls_1", comment="t3")]
    assert texts(turn) == ["Thank you. We have passed your comment on."]
    again = take(turn.conversation, TextReceived("t4", NOW_MS, "Paris to Rome next Friday"))
    assert kept(again) == []


@pytest.mark.parametrize(
    ("event", "later"),
    [
        (TextReceived("t3", NOW_MS, "I want to talk to a person"), 0),
        (TextReceived("t3", NOW_MS, "My card is", redacted=1), 0),
        (TextReceived("t3", NOW_MS, "Paris to Rome"), 31 * 60_000),
        (ChoiceTapped("t3", NOW_MS, "go:help", "Help"), 0),
    ],
)
def test_what_is_no_comment_goes_its_way(event: Any, later: int) -> None:
    """Who asks for a person gets one; half an hour later nobody is taken at an old word."""
    turn = take(commenting(), event, now=NOW_MS + later)
    assert kept(turn) == []
    assert texts(turn)


def test_nobody_is_asked_while_a_person_has_them() -> None:
    """Or when the channel takes nothing: the turn is empty."""
    talk = begun()
    waits = handover.queue(talk, reason="asked", now=NOW_MS)
    assert asked(waits).conversation == waits
    muted = msgspec.structs.replace(talk, muted="unavailable")
    assert asked(muted).effects == ()
    old = begun("whatsapp:106:491")
    assert take(old, RatingAsked("cls_1", NOW_MS), now=NOW_MS + WINDOW_MS).effects == ()
    assert take(old, RatingAsked("cls_1", NOW_MS)).effects != ()


def test_an_answer_beside_a_person_is_kept_in_silence() -> None:
    """An old button does not make the bot speak over an agent."""
    talk = handover.take(asked(begun()).conversation, agent="per_1", now=NOW_MS)
    turn = take(talk, ChoiceTapped("t1", NOW_MS, "rate:cls_1:5"))
    assert kept(turn) == [KeepRating("cls_1", 5)]
    assert texts(turn) == []


def test_a_forged_answer_is_none() -> None:
    """Neither six nor words."""
    for given in ("6", "0", "x", "²"):
        assert kept(take(begun(), ChoiceTapped("t1", NOW_MS, f"rate:cls_1:{given}"))) == []


def test_one_closing_is_asked_about_once() -> None:
    """However often the event is handed over."""
    turn = asked(begun())
    assert asked(turn.conversation).effects == ()
