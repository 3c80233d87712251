"""A person can be had anywhere, by the way that staff gave it, and the talk goes on where it stood."""

from typing import Any

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.conversation.agent_events import AgentReturned, AgentTook
from bot.domain.conversation.effects import CallAgent
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.world import World
from tests.builders import world as builders
from tests.builders.talk import Talk
from tests.builders.trips import trip
from tests.domain.test_turn_trips import answered


def changed(name: str, **nodes: Any) -> World:
    """The world in which some steps of a shipped flow are others."""
    documents = map(msgspec.json.decode, catalogue.sample_flows())
    flows: list[Flow] = []
    for document in documents:
        if document["flow"] == name:
            document["nodes"] |= nodes
        flows.append(parse_flow(msgspec.json.encode(document), revision=1))
    return builders.world_with(*flows)


def _returned(talk: Talk) -> Talk:
    talk.happen(AgentTook("a1", talk.now, "sam", "Sam", talk.conversation.epoch))
    return talk.happen(AgentReturned("a2", talk.now, "sam"))


def test_who_searches_hears_that_the_search_is_kept() -> None:
    """The desk hears that a person was asked for; afterwards the open question comes again."""
    talk = Talk().say("Paris to New York").say("I want to talk to a person")
    assert talk.words == "I'm calling a colleague; somebody will answer here. Your search is kept meanwhile."
    assert talk.of(CallAgent) == (CallAgent("asked"),)
    assert _returned(talk).words == "The assistant is back with you. When would you like to leave?"
    assert talk.conversation.parents == ()


def test_who_pays_is_called_for_as_such() -> None:
    """Seats stay held, and the payment is awaited when the person has gone."""
    talk = Talk()
    talk.to_checkout()
    talk.say("I want to talk to a person")
    assert "you can still pay meanwhile" in talk.words
    assert talk.of(CallAgent) == (CallAgent("paying"),)
    assert talk.node == "check_out"


def test_who_looks_at_a_booking_is_called_for_as_such() -> None:
    """The booking is there again afterwards."""
    talk = answered(Talk().say("my trip"), trip()).tap("Talk to a person")
    assert talk.of(CallAgent) == (CallAgent("booking"),)
    assert "booking ABC234" in _returned(talk).words


def test_a_team_that_a_flow_names_goes_before_the_common_way() -> None:
    """What staff settled for one flow is not taken away by another."""
    own = {"do": [{"do": "hand_over", "text": "person_coming", "team": "vip"}]}
    talk = Talk(changed("book", person=own)).say("Paris to New York").say("I want to talk to a person")
    assert talk.of(CallAgent) == (CallAgent("asked", "vip"),)


def _asking() -> World:
    question = {
        "do": [{"do": "ask", "text": "person_coming", "options": [{"text": "person_flights", "value": "bags"}]}],
        "wait": {
            "for": "choice",
            "exits": {"bags": "booking", "no_match": "anything", "timeout": "anything", "person": "anything"},
        },
    }
    return changed("person", begin=question)


@pytest.mark.parametrize(
    ("answer", "reason"), [("I lost my umbrella", "asked"), ("I want to talk to a person", "asked"), ("1", "booking")]
)
def test_a_question_before_the_person_comes_keeps_nobody_from_them(answer: str, reason: str) -> None:
    """Whatever is answered, a person is called, and the talk comes back to where it had been before."""
    talk = Talk(_asking()).say("Paris to New York").say("I want to talk to a person")
    assert talk.of(CallAgent) == ()
    talk.say(answer)
    assert talk.of(CallAgent) == (CallAgent(reason),)
    assert "When would you like to leave?" in _returned(talk).words


def test_help_leads_to_the_questions() -> None:
    """By a button beside the others."""
    talk = Talk().say("Paris to New York").say("help").tap("Questions")
    assert "What would you like to know?" in talk.words
