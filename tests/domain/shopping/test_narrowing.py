"""Narrowing of offers: every wish is met, or it is named which is not, and the nearest is shown."""

from datetime import date, timedelta

import msgspec
import pytest

from bot.domain.shopping.narrowing import Narrowing, narrow, searches_around
from bot.domain.shopping.search import Search
from tests.builders import world as builders

LIGHT = builders.offers(3)
FLEX = msgspec.structs.replace(builders.offer(7), brand="flex")
STANDARD = msgspec.structs.replace(builders.offer(5, hour=18), brand="standard")
OFFERS = (*LIGHT, STANDARD, FLEX)
DAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("narrowing", "kept"),
    [
        (Narrowing(), OFFERS),
        (Narrowing(times=(18 * 60, 24 * 60)), (STANDARD,)),
        (Narrowing(times=(9 * 60 + 10, 9 * 60 + 11)), (*LIGHT, FLEX)),
        (Narrowing(budget=622), LIGHT[:1]),
        (Narrowing(budget=623), LIGHT[:2]),
        (Narrowing(needs=("bag",)), (STANDARD, FLEX)),
        (Narrowing(needs=("bag", "refund")), (FLEX,)),
        (Narrowing(needs=("change",)), (STANDARD, FLEX)),
    ],
)
def test_offers_that_meet_every_wish_are_kept_in_order(narrowing: Narrowing, kept: object) -> None:
    """Hours count from the first minute to before the last, a budget to the cent."""
    found = narrow(OFFERS, narrowing, limit=9)
    assert found.offers == kept
    assert found.unmet == ()


def test_of_wishes_that_cannot_all_be_met_one_is_given_up() -> None:
    """What is shown meets all the others, and the traveller hears which it does not meet."""
    found = narrow(OFFERS, Narrowing(times=(20 * 60, 24 * 60), needs=("refund",)), limit=9)
    assert (found.offers, found.unmet) == ((FLEX,), ("times",))
    found = narrow(OFFERS, Narrowing(times=(17 * 60, 24 * 60), budget=10), limit=9)
    assert (found.offers, found.unmet) == ((STANDARD,), ("budget",))


def test_when_nothing_meets_anything_all_is_shown() -> None:
    """No wish ends in nothing while something flies."""
    found = narrow(LIGHT, Narrowing(times=(20 * 60, 24 * 60), budget=10), limit=2)
    assert (found.offers, found.unmet) == (LIGHT[:2], ("times", "budget"))


def test_of_nothing_nothing_is_left() -> None:
    """An empty day is told as such."""
    assert narrow((), Narrowing(budget=10), limit=9).offers == ()


def test_the_days_around_lie_between_today_and_the_return() -> None:
    """Nobody is offered yesterday, or a day after the way back."""
    around = searches_around(Search("PAR", "NYC", DAY, DAY + timedelta(days=1)), today=DAY - timedelta(days=2))
    assert [one.depart for one in around] == [DAY + timedelta(days=shift) for shift in (-2, -1, 1)]
    assert len(searches_around(Search("PAR", "NYC", DAY), today=DAY - timedelta(days=9))) == 6
