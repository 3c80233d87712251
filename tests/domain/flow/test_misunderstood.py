"""Twice not understood in one step: a person is called, unless the flow has a way of its own."""

import msgspec
import pytest

from bot.domain.conversation.effects import CallAgent
from bot.domain.flow.definition import Node
from tests.builders import world as builders
from tests.builders.talk import Talk
from tests.builders.ways import talk_at


def world_where(node: str, no_match: str) -> Talk:
    """A talk on a flow in which what is not understood at a step leads elsewhere."""
    flow = builders.book()
    wait = flow.nodes[node].wait
    assert wait is not None
    led = msgspec.structs.replace(wait, exits={**wait.exits, "no_match": no_match})
    nodes: dict[str, Node] = {**flow.nodes, node: msgspec.structs.replace(flow.nodes[node], wait=led)}
    return Talk(builders.world_with(msgspec.structs.replace(flow, nodes=nodes), builders.my_trip()))


def test_a_flow_that_leads_elsewhere_keeps_its_own_way() -> None:
    """What an airline has worded for the case that nothing is understood is said, and nobody is called for it."""
    talk = world_where("ask_origin", "what_change").say("hello").say("%%%")
    assert talk.node == "what_change"
    assert not talk.of(CallAgent)
    assert talk.say("%%%").conversation.owner == "bot"
    assert talk.say("%%%").of(CallAgent) == (CallAgent("lost"),)


def test_two_steps_are_not_counted_together() -> None:
    """One slip here and one there is no trouble."""
    talk = talk_at("ask_origin", "en").say("%%%").say("Paris").say("%%%")
    assert (talk.node, talk.conversation.owner) == ("ask_destination", "bot")


def test_what_helps_in_between_begins_the_count_anew() -> None:
    """Who asks something sensible has not been misunderstood."""
    talk = talk_at("ask_depart", "en").say("%%%").say("help").say("%%%")
    assert talk.conversation.owner == "bot"


def test_the_cards_and_the_help_about_them_are_one_step() -> None:
    """The traveller is asked for a flight in both."""
    talk = talk_at("offers", "en").say("%%%")
    assert (talk.node, talk.conversation.owner) == ("offers_help", "bot")
    assert talk.say("%%%").of(CallAgent) == (CallAgent("lost"),)


@pytest.mark.parametrize("text", ["Oslo", "Tokyo"])
def test_what_was_understood_and_cannot_be_is_answered_as_often_as_needed(text: str) -> None:
    """A place that is not served is no riddle."""
    talk = talk_at("ask_destination", "en")
    for _ in range(3):
        talk.say(text)
    assert talk.conversation.owner == "bot"


def test_after_the_person_the_step_is_asked_as_at_first() -> None:
    """Back with the bot, a traveller has two tries again."""
    talk = talk_at("ask_depart", "en").say("%%%").say("%%%").tap("Back to assistant")
    assert talk.conversation.owner == "bot"
    assert "The assistant is back with you. When would you like to leave?" in talk.words
    assert talk.say("%%%").conversation.owner == "bot"
    assert talk.say("%%%").conversation.owner == "queue"
