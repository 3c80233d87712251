"""A traveller who comes back books in a few taps and messages, from hello to ticket."""

import pytest

from tests.journeys import talk_file
from tests.journeys.talk_file import Step

MOST = 8
"""Taps and messages from hello to ticket that a returning traveller may need."""
TICKETED = ("Paid and ticketed", "Payé et émis")


def _second_booking(name: str) -> list[Step]:
    """What the traveller of a talk does after the first tickets, up to the next ones."""
    steps: list[Step] = []
    bookings = 0
    for step in talk_file.read(name).steps:
        if bookings == 1:
            steps.append(step)
        bookings += any(said.text.startswith(TICKETED) for said in step.expected)
    assert bookings == 2
    return steps


@pytest.mark.parametrize(("name", "acts"), [("books_again", 7), ("books_again_in_french", 6)])
def test_a_returning_traveller_books_in_a_handful_of_taps_and_messages(name: str, acts: int) -> None:
    """Hello, where and when, a flight, the same people, a yes, and the tap that pays: nothing is typed twice."""
    steps = _second_booking(name)
    assert {step.actor for step in steps} == {"traveller", "tap"}, "she never leaves the thread"
    assert steps[0].words in {"Hello", "Bonjour"}
    assert len(steps) == acts <= MOST


@pytest.mark.parametrize("name", ["saved_card_is_challenged", "saved_card_is_declined"])
def test_trouble_with_the_saved_card_costs_one_act_more(name: str) -> None:
    """A bank that wants to see her, or says no, costs a visit there or another card, and nothing that was typed."""
    assert len(_second_booking(name)) == 7
