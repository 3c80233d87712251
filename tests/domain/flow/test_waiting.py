"""What a traveller hears while they wait for a person, and who has them after a transfer."""

from typing import Any

import msgspec
import pytest

from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.effects import Say
from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.conversation.messages import options_of, spoken
from bot.domain.conversation.service_events import AgentAccepted, AgentLeft, WaitTold
from bot.domain.conversation.state import Conversation, new_conversation
from bot.domain.conversation.window import WINDOW_MS
from bot.domain.turn import Turn, advance
from tests.builders.world import NOW_MS, world

THREAD = "whatsapp:106:447700900001"
OPENS = 1_796_112_000_000
"""Wednesday, the first of December 2026, 8:00 UTC."""


def take(talk: Conversation, event: Any, now: int = NOW_MS) -> Turn:
    """The turn of an event."""
    return advance(talk, event, world=world(), now=now)


def waits(text: str = "Hello") -> Conversation:
    """A talk whose traveller has asked for a person."""
    begun = take(new_conversation(THREAD), TextReceived("t0", NOW_MS, text)).conversation
    return take(begun, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person")).conversation


def with_ana() -> Conversation:
    """A talk that Ana has."""
    return take(waits(), AgentTook("e1", NOW_MS, "per_ana", "Ana")).conversation


def texts(turn: Turn) -> list[str]:
    """What is said."""
    return [spoken(effect.message) for effect in turn.effects if isinstance(effect, Say)]


@pytest.mark.parametrize(
    ("text", "told", "said"),
    [
        ("Hello", WaitTold("w", 1, place=1), "You are next. A colleague will answer you here."),
        (
            "Hello",
            WaitTold("w", 1, place=1, minutes=4),
            "You are next: a colleague will answer you here, likely within 4 min.",
        ),
        ("Hello", WaitTold("w", 1, place=3), "You are number 3 in the line. A colleague will answer you here."),
        (
            "Bonjour",
            WaitTold("w", 1, place=3, minutes=9),
            "Vous êtes numéro 3 dans la file. L'attente sera sans doute d'environ 9 min.",
        ),
    ],
)
def test_place_and_time_are_told_in_their_language(text: str, told: WaitTold, said: str) -> None:
    """With the way back to the assistant beside it."""
    turn = take(waits(text), told)
    assert texts(turn) == [said]
    (message,) = [effect.message for effect in turn.effects if isinstance(effect, Say)]
    assert [option.payload for option in options_of(message)] == ["go:bot"]
    assert turn.conversation.owner == "queue"


def test_when_somebody_is_there_again_is_told_on_the_airlines_clock() -> None:
    """With day, time and place, so that nobody has to guess a zone; they stay in the line."""
    told = WaitTold("w", 1, opens=OPENS, zone="Europe/Paris")
    assert "from Tue, Dec 1, 9:00" in texts(take(waits(), told))[0].replace("\u202f", " ")
    assert "AM (Paris)" in texts(take(waits(), told))[0].replace("\u202f", " ")
    assert "mar. 1 déc., 09:00 (Paris)" in texts(take(waits("Bonjour"), told))[0]
    assert take(waits(), told).conversation.owner == "queue"


def test_the_assistant_goes_on_with_whom_a_closed_desk_has_told_so() -> None:
    """The button below the words leads back to it."""
    told = take(waits(), WaitTold("w", 1, opens=OPENS)).conversation
    assert take(told, ChoiceTapped("t2", NOW_MS, "go:bot", "Back to assistant")).conversation.owner == "bot"


def test_who_waits_no_more_or_cannot_be_written_to_hears_nothing() -> None:
    """A word that comes too late is no word."""
    told = WaitTold("w", 1, place=1)
    muted = msgspec.structs.replace(waits(), muted="gone")
    for turn in (take(with_ana(), told), take(waits(), told, NOW_MS + WINDOW_MS), take(muted, told)):
        assert turn.effects == ()
    assert take(new_conversation(THREAD), told).effects == ()


def test_who_accepts_a_transfer_has_the_thread_from_then_on() -> None:
    """The traveller is told who answers now; what was decided before counts under an older epoch."""
    before = with_ana()
    turn = take(before, AgentAccepted("trf_1", NOW_MS, "per_bo", "Bo", "per_ana"))
    assert (turn.conversation.owner, turn.conversation.agent) == ("human", "per_bo")
    assert turn.conversation.epoch > before.epoch
    assert texts(turn) == ["You're now talking with Bo."]


def test_a_transfer_counts_only_while_its_sender_has_the_thread() -> None:
    """Whoever was faster keeps it, and accepting twice is accepting once."""
    accepted = AgentAccepted("trf_1", NOW_MS, "per_bo", "Bo", "per_ana")
    others = take(waits(), AgentTook("e1", NOW_MS, "per_cat", "Cat")).conversation
    once = take(with_ana(), accepted).conversation
    for talk in (others, waits(), once):
        assert take(talk, accepted).conversation == talk


def test_a_thread_whose_agent_left_waits_again() -> None:
    """From now on, and for the reason for which it waited before; another agent's thread is left alone."""
    turn = take(with_ana(), AgentLeft("e2", NOW_MS, "per_ana"), NOW_MS + 5)
    assert (turn.conversation.owner, turn.conversation.agent) == ("queue", "")
    assert turn.conversation.waiting_since == NOW_MS + 5
    assert turn.effects == ()
    talk = with_ana()
    assert take(talk, AgentLeft("e2", NOW_MS, "per_bo")).conversation == talk
