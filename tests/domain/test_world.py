"""A World in which some threads try a draft: what every way into a flow gives them."""

import msgspec
import pytest

from bot.domain.conversation.events import TextReceived
from bot.domain.conversation.state import new_conversation
from bot.domain.flow.actions import enter_flow
from bot.domain.flow.definition import EnterFlowAction
from bot.domain.flow.scene import Scene
from bot.domain.turn import advance
from bot.domain.world import World
from tests.builders import world as builders

TESTER, OTHER = "messenger:page:tess", "messenger:page:olga"


def trying(*flows: str) -> World:
    """A world in which one thread tries drafts of some flows."""
    there = builders.world()
    drafts = {
        name: {**revisions, -3: msgspec.structs.replace(revisions[1], revision=-3)}
        for name, revisions in there.flows.items()
    }
    return msgspec.structs.replace(there, flows=drafts, trying={TESTER: dict.fromkeys(flows, -3)})


def heard(thread: str, text: str, world: World) -> tuple[str, int]:
    """The flow and the revision on which a new thread stands after its first words."""
    event = TextReceived("m1", builders.NOW_MS, text)
    at = advance(new_conversation(thread), event, world=world, now=builders.NOW_MS).conversation.position
    assert at is not None
    return at.flow, at.revision


@pytest.mark.parametrize(("text", "flow"), [("I want to book a flight", "book"), ("my trip", "my_trip")])
def test_every_way_into_a_flow_leads_those_who_try_its_draft_there(text: str, flow: str) -> None:
    """And everybody else to the live revision."""
    world = trying("book", "my_trip")
    assert heard(TESTER, text, world) == (flow, -3)
    assert heard(OTHER, text, world) == (flow, 1)


def test_who_tries_one_flow_has_all_others_live() -> None:
    """Each flow is tried by itself."""
    world = trying("my_trip")
    assert (world.begins("my_trip", TESTER), world.begins("book", TESTER)) == (-3, 1)
    assert heard(TESTER, "I want to book a flight", world) == ("book", 1)


def test_a_flow_that_another_one_enters_is_tried_as_well() -> None:
    """The draft is behind the same door."""
    for thread, revision in ((TESTER, -3), (OTHER, 1)):
        event = TextReceived("m1", builders.NOW_MS, "hello")
        scene = Scene(new_conversation(thread), event, trying("my_trip"), builders.NOW_MS)
        assert enter_flow.run(EnterFlowAction("my_trip"), scene).position.revision == revision


def test_a_talk_on_a_draft_that_is_gone_goes_on_with_the_live_revision() -> None:
    """Nobody is stranded."""
    world = builders.world()
    assert world.flow("book", -3) is world.flow("book", 1)
