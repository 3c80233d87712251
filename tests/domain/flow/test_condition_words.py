"""Conditions in words: who reviews a change reads what it does, not how it is written."""

from typing import Any

import pytest

from bot.domain.flow.condition_words import condition_words, operator_words
from bot.domain.flow.conditions import OPERATORS, from_data

PARIS = {"field": "trip.destination", "value": "PAR"}
MANY = {"field": "trip.passengers", "op": "at_least", "value": 3}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (PARIS, "To is PAR"),
        (MANY, "Number of travellers is at least 3"),
        ({"all": [PARIS, MANY]}, "To is PAR and Number of travellers is at least 3"),
        ({"any": [PARIS, {"all": [MANY, PARIS]}]}, "To is PAR or (Number of travellers is at least 3 and To is PAR)"),
        ({"all": [{"any": [MANY]}, PARIS]}, "Number of travellers is at least 3 and To is PAR"),
        ({"not": PARIS}, "not (To is PAR)"),
        ({"field": "trip.depart", "op": "less", "value": "2026-12-04"}, "Day of departure is before 2026-12-04"),
        ({"field": "trip.one_way", "op": "is", "value": False}, "One way is no"),
        ({"field": "booking.paid", "op": "present"}, "The booking is paid is yes"),
        ({"field": "trip.origin", "op": "missing"}, "From is not known"),
        ({"field": "trip.origin", "op": "in", "value": ["PAR", "LON"]}, "From is one of PAR, LON"),
        ({"field": "trip.origin", "op": "in", "value": []}, "From is one of nothing"),
        ({"field": "slots.wish", "op": "matches", "value": "email"}, "Note “wish” looks like an e-mail address"),
        ({"field": "slots.wish", "op": "is", "value": ""}, "Note “wish” is nothing"),
        ({"field": "trip.moon", "value": "full"}, "trip.moon is full"),
    ],
)
def test_a_condition_is_told_as_people_say_it(data: dict[str, Any], words: str) -> None:
    """Brackets stand where "and" and "or" meet, and nowhere else."""
    assert condition_words(from_data(data)) == words


@pytest.mark.parametrize("op", OPERATORS)
def test_every_operator_has_words(op: str) -> None:
    """No traveller of the console reads "at_least"."""
    assert "_" not in operator_words(op)
    assert operator_words(op, "day") != ""
