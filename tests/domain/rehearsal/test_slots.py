"""The inspector: where a talk stands, and every declared field with its kind and value."""

from datetime import date

import pytest

from bot.domain.booking.passengers import Party
from bot.domain.flow.fields import FIELDS
from bot.domain.money import Money
from bot.domain.rehearsal.acts import Says
from bot.domain.rehearsal.slots import in_words, state
from tests.builders.rehearsals import TO_CHECKOUT, TO_REVIEW, TO_TICKETS, means, stage


def test_the_state_of_a_talk_is_told() -> None:
    """Step, wait, clock, timer, checkout: what somebody who looks for a fault asks first."""
    told = state(stage(*TO_REVIEW), means().world)
    assert (told.flow, told.step, told.waits_for, told.owner, told.language) == (
        "book",
        "review",
        "yes_no",
        "bot",
        "en",
    )
    assert (told.alarm, told.checkout, told.behind) == (0, False, ())
    assert state(stage(*TO_CHECKOUT), means().world).checkout
    assert state(stage(), means().world).step == ""
    assert state(stage(*TO_CHECKOUT, Says("my booking")), means().world).behind == ("book.check_out",)


def test_every_declared_field_is_listed_with_its_value_in_words() -> None:
    """Staff read what their conditions read."""
    slots = {slot.name: slot for slot in state(stage(*TO_TICKETS), means().world).slots}
    assert set(FIELDS) <= set(slots)
    assert (slots["trip.origin"].kind, slots["trip.origin"].value) == ("text", "PAR")
    assert (slots["trip.depart"].kind, slots["trip.depart"].value) == ("date", "2026-12-04")
    assert (slots["basket.total"].kind, slots["basket.total"].value) == ("money", "€525.00")
    assert (slots["trip.party"].kind, slots["trip.party"].value) == ("people", "adults 1")
    assert (slots["trip.back"].kind, slots["trip.back"].value) == ("", "")
    assert slots["basket.offer"].value == "CDG → JFK 2026-12-04 07:10, light, €525.00"
    assert "family Durand" in slots["basket.passengers"].value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ((), ""),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        ("x" * 400, "x" * 300),
        (date(2026, 12, 4), "2026-12-04"),
        (Money(100, "EUR"), "€1.00"),
        ((1, "two"), "1, two"),
        (Party(2, 1), "adults 2, children 1"),
        (1.5, "1.5"),
    ],
)
def test_a_value_has_words(value: object, words: str) -> None:
    """Whatever a field may hold can be read."""
    assert in_words(value) == words
