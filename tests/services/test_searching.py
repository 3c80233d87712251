"""Searches over the sample airline: narrowed, and with what there is instead when a wish cannot be met."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.conversation.effects import SearchFlights
from bot.domain.shopping.narrowing import Narrowing, minute_of_day
from bot.domain.shopping.search import Search
from bot.services.searching import search
from tests.builders.house import House, house
from tests.fakes.supplier import sample_supplier

DAY = date(2026, 12, 4)


@pytest.fixture
def home() -> House:
    """A process whose supplier is the sample airline."""
    return house(supplier=sample_supplier())


def test_a_plain_search_looks_nowhere_else(home: House) -> None:
    """A wish that can be met costs one search."""
    supplier: Any = home.runtime.supplier
    calls: list[Search] = []
    wrapped = supplier.search
    supplier.search = lambda wish, **more: calls.append(wish) or wrapped(wish, **more)
    offers, unmet, nearby = search(home.runtime, SearchFlights(Search("PAR", "NYC", DAY)))
    assert offers
    assert (unmet, nearby, len(calls)) == ((), (), 1)


def test_a_direct_flight_that_there_is_not_is_shown_with_a_stop(home: House) -> None:
    """Lyon to Berlin has no direct flight: the traveller sees those with a stop, and hears it."""
    offers, unmet, nearby = search(home.runtime, SearchFlights(Search("LYS", "BER", DAY, most_stops=0)))
    assert unmet == ("direct",)
    assert {piece.stops for offer in offers for piece in offer.slices} == {1}
    assert nearby == ()


def test_hours_are_met_or_days_around_are_told_that_meet_them(home: House) -> None:
    """A wish for the evening gives the evening."""
    evening = Narrowing(times=(17 * 60, 24 * 60))
    offers, unmet, _ = search(home.runtime, SearchFlights(Search("PAR", "ROM", DAY), evening))
    assert unmet == ()
    assert all(minute_of_day(offer) >= 17 * 60 for offer in offers)


def test_a_bag_is_a_fare_that_has_one(home: House) -> None:
    """The cheapest fares with a bag are found though cheaper ones would fill the shelf."""
    offers, unmet, _ = search(home.runtime, SearchFlights(Search("PAR", "ROM", DAY), Narrowing(needs=("bag",))))
    assert unmet == ()
    assert {offer.brand for offer in offers} <= {"standard", "flex"}


def test_a_budget_that_nothing_meets_is_told_with_what_there_is(home: House) -> None:
    """One euro buys no flight on any day around."""
    offers, unmet, nearby = search(home.runtime, SearchFlights(Search("PAR", "ROM", DAY), Narrowing(budget=1)))
    assert offers
    assert (unmet, nearby) == (("budget",), ())


def test_days_around_are_priced_when_asked_for(home: House) -> None:
    """Each with the least that it costs."""
    _, _, nearby = search(home.runtime, SearchFlights(Search("PAR", "NYC", DAY), around=True))
    assert [near.day for near in nearby] == [DAY + timedelta(days=shift) for shift in (-3, -2, -1, 1, 2, 3)]
    assert all(near.total.minor > 0 for near in nearby)


def test_where_nothing_flies_at_all_nothing_is_made_up(home: House) -> None:
    """Between two places without any way the answer is empty."""
    offers, unmet, nearby = search(home.runtime, SearchFlights(Search("PAR", "PAR", DAY, most_stops=0)))
    assert (offers, unmet, nearby) == ((), (), ())
