"""How far a talk has come: the steps of the sample flow in their order, and places that are no step."""

from bot.domain.conversation.state import Position
from bot.domain.flow.definition import Flow, Node, Wait
from bot.domain.flow.progress import place_of
from tests.builders.talk import Talk
from tests.builders.world import book, my_trip


def at(node: str) -> tuple[int, int]:
    """The step of a node of the sample flow, and of how many."""
    place = place_of(Position("book", 14, node), book())
    assert place is not None
    return place.step, place.steps


def test_steps_are_counted_in_the_order_in_which_a_traveller_meets_them() -> None:
    """An agent reads how far somebody is from the ticket."""
    nodes = ["ask_origin", "ask_destination", "ask_party", "offers", "ask_name", "ask_born", "review", "check_out"]
    steps = [at(node)[0] for node in nodes]
    assert steps == sorted(steps)
    assert steps[0] == 1
    assert at("check_out") == (13, 13)


def test_a_question_aside_is_no_step() -> None:
    """What shall be changed is asked anywhere, so it has no number."""
    assert at("what_change") == (0, 0)


def test_a_talk_stands_at_the_step_of_its_wait() -> None:
    """The place names what is waited for and the revision on which the talk began."""
    talk = Talk().to_offers()
    assert talk.conversation.position is not None
    place = place_of(talk.conversation.position, book())
    assert place is not None
    assert (place.subject, place.revision, place.flow) == ("offer", 1, "book")


def test_nobody_waits_at_a_node_that_is_gone() -> None:
    """A flow that was changed under a talk leaves no place to name."""
    assert place_of(Position("book", 1, "gone"), book()) is None
    assert place_of(Position("book", 1, "done"), book()) is None
    assert place_of(Position("my_trip", 1, "menu"), my_trip()) is not None


def test_a_way_to_a_step_that_is_gone_is_no_step() -> None:
    """A flow that leads nowhere at some exit still counts what there is."""
    wait = Wait("text:note", {"answered": "gone", "no_match": "a", "timeout": "a", "person": "a"})
    place = place_of(Position("odd", 1, "a"), Flow("odd", "a", {"a": Node(wait=wait)}, {}, 1))
    assert place is not None
    assert (place.step, place.steps) == (1, 1)
