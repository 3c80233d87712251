"""The summary with which a thread goes to a person: made once, in the turn that hands it over, and gone with it."""

import pytest

from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.control_events import ControlMoved
from bot.domain.conversation.events import Event, MessageEchoed
from bot.domain.conversation.summary import Summary
from tests.builders.talk import Talk
from tests.builders.ways import WAITS, talk_at


def summary(talk: Talk) -> Summary:
    """What a talk goes to a person with."""
    assert talk.conversation.summary is not None
    return talk.conversation.summary


@pytest.mark.parametrize("node", WAITS)
def test_at_every_step_it_tells_the_step_and_as_much_of_the_trip_as_is_known(node: str) -> None:
    """Whoever takes a thread up knows where it stood."""
    talk = talk_at(node, "en").say("I want to talk to a person")
    told = summary(talk)
    assert (told.node, told.why, told.at) == (node, "paying" if node == "check_out" else "asked", talk.now)
    assert told.heard == f"m_{talk.heard}"
    assert told.wanted.origin == talk.conversation.trip.origin or talk.conversation.basket.offer is not None
    offer = talk.conversation.basket.offer
    assert told.total == (offer.total if offer else None)
    assert (told.step > 0) == (told.steps > 0)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (AgentTook("a", 0, "ana", "Ana"), ""),
        (AgentSpoke("a", 0, "ana", "Ana", "Hello"), ""),
        (MessageEchoed("e", 0, "Hello", "263902037430900"), "answered elsewhere"),
        (ControlMoved("c", 0, "another app"), "answered elsewhere"),
    ],
)
def test_however_a_thread_leaves_the_bot_it_is_summed_up(event: Event, why: str) -> None:
    """An agent who steps in, and one who follows another tool, reads it, too."""
    told = summary(talk_at("review", "en").happen(event))
    assert (told.why, told.heard, told.node) == (why, "", "review")
    assert told.wanted.flights == ("TF101",)


def test_it_stays_as_it_was_made_until_the_bot_has_the_thread_again() -> None:
    """What the agent reads does not change under their eyes, and tells nothing of another time."""
    talk = talk_at("offers", "en").say("talk to a person")
    made = summary(talk)
    talk.happen(AgentTook("a", talk.now, "ana", "Ana")).say("hello?")
    assert summary(talk) == made
    talk.happen(AgentReturned("r", talk.now, "ana"))
    assert talk.conversation.summary is None
    talk.happen(AgentTook("a2", talk.now, "ana", "Ana"))
    assert summary(talk).at > made.at


def test_a_talk_that_stands_nowhere_is_summed_up_without_a_step() -> None:
    """Nothing is made up."""
    talk = Talk().happen(AgentTook("a", 0, "ana", "Ana"))
    told = summary(talk)
    assert (told.node, told.step, told.total, told.wanted.origin) == ("", 0, None, "")
