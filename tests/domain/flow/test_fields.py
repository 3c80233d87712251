"""Where the values of fields come from."""

from bot.domain.booking.passengers import Party
from bot.domain.conversation.state import Trip, new_conversation
from bot.domain.flow.fields import is_field, value
from tests.builders import world as builders


def test_the_number_of_travellers_counts_everybody() -> None:
    """Children and infants, too; before anybody said how many there is none."""
    talk = new_conversation("terminal:TF:u1")
    assert value("trip.passengers", talk, builders.world()) is None
    talk = type(talk)(0, 0, "bot", "terminal:TF:u1", trip=Trip(party=Party(2, 1, 1)))
    assert value("trip.passengers", talk, builders.world()) == 4


def test_slots_are_fields_and_what_nobody_declared_is_none() -> None:
    """Whatever a flow keeps for itself can be told."""
    assert (is_field("slots.wish"), is_field("trip.moon")) == (True, False)
    talk = type(new_conversation("terminal:TF:u1"))(0, 0, "bot", "terminal:TF:u1", slots={"wish": "aisle"})
    assert value("slots.wish", talk, builders.world()) == "aisle"
    assert value("trip.moon", talk, builders.world()) is None
