"""The catalogue of fields: everything that a flow may ask of, with what may be asked."""

import re
from pathlib import Path

import pytest

from bot.domain.flow import conditions
from bot.domain.flow.fields import FIELDS, SETTABLE
from bot.domain.flow.vocabulary import OPERATORS, OWN_SLOTS, FieldFact, catalogue, fact_of, label_of, operators_of


def test_every_field_that_has_a_value_is_in_the_catalogue() -> None:
    """And no field is offered that has none."""
    assert {fact.name for fact in catalogue()} == set(FIELDS)


def test_labels_are_told_apart() -> None:
    """Whoever picks one from a list sees no two alike."""
    labels = [fact.label for fact in catalogue()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("kind", OPERATORS)
def test_what_may_be_asked_can_be_asked(kind: str) -> None:
    """Every operator of a kind is one that conditions know."""
    assert set(OPERATORS[kind]) <= set(conditions.OPERATORS)  # type: ignore[index]  # a kind


def test_every_operator_is_offered_somewhere() -> None:
    """None is there for nothing."""
    assert {op for ops in OPERATORS.values() for op in ops} == set(conditions.OPERATORS)


def test_what_flows_may_write_is_what_can_be_set() -> None:
    """The form offers to set exactly what a flow can set."""
    inside = {"trip.nights"}
    assert {fact.name for fact in catalogue() if fact.writer == "flow"} == SETTABLE - inside


def test_a_field_comes_with_one_that_is_there() -> None:
    """What is known of a flight is known with the flight."""
    assert {fact.comes_with for fact in catalogue()} - {""} <= set(FIELDS)


def test_slots_and_turns_have_fields_of_their_own() -> None:
    """Notes of a flow are texts about somebody; what only a turn knows can be anything."""
    assert fact_of("slots.seat_wish") == FieldFact(
        "slots.seat_wish", "Note “seat wish”", "text", "flow", "personal", "slots.seat_wish"
    )
    said = fact_of("said.minutes")
    assert said is not None
    assert (said.label, operators_of(said)) == ("Minutes", ("present", "missing"))
    assert (fact_of("trip.moon"), label_of("trip.moon"), label_of("trip.origin")) == (None, "trip.moon", "From")


def test_what_is_about_somebody_says_so() -> None:
    """Exports and logs know what not to show."""
    classes = {fact.name: fact.privacy for fact in catalogue()}
    names = ("basket.email", "basket.given", "basket.total")
    assert [classes[name] for name in names] == ["contact", "personal", "none"]


def test_what_the_program_notes_for_itself_is_known() -> None:
    """A flow may write none of it; what it asks of a booking is the flow's own affair."""
    sources = [path.read_text(encoding="utf-8") for path in Path(conditions.__file__).parent.rglob("*.py")]
    calls = [call for source in sources for call in re.findall(r"change_slots\(((?:[^()]|\([^()]*\))*)\)", source)]
    written = {name for call in calls for name in re.findall(r"\b([a-z_]+)=", call)}
    read = {name for source in sources for name in re.findall(r"slots(?:\.get\(|\[)\"([a-z_]+)\"", source)}
    assert (written | read) - {"booking_locator", "booking_surname"} <= OWN_SLOTS
