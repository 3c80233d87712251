"""Flights that are made up: the same for the same wish, and narrowed as those of a supplier."""

from datetime import date, timedelta

import pytest

from bot.domain.booking.passengers import Party
from bot.domain.conversation.effects import SearchFlights
from bot.domain.rehearsal.flights import made_up
from bot.domain.shopping.narrowing import Narrowing
from bot.domain.shopping.search import Search
from tests.builders.world import NOW, NOW_MS, world

WISH = Search("PAR", "NYC", date(2026, 12, 4), date(2026, 12, 12), Party(2))


def test_three_flights_a_day_are_found_with_true_times() -> None:
    """They look as flights do: cheapest first, local times, one price for the party."""
    found = made_up(SearchFlights(WISH), world(), NOW_MS)
    assert [offer.brand for offer in found.offers] == ["light", "standard", "flex"]
    assert [offer.total.minor for offer in found.offers] == sorted(offer.total.minor for offer in found.offers)
    first = found.offers[0]
    assert (first.slices[0].origin, first.slices[0].destination, first.slices[1].destination) == ("CDG", "JFK", "CDG")
    assert first.slices[0].arrives - first.slices[0].departs < timedelta(minutes=first.slices[0].minutes)
    assert first.slices[1].days_later in (0, 1)
    assert first.expires - NOW == timedelta(minutes=15)
    assert found == made_up(SearchFlights(WISH), world(), NOW_MS)


@pytest.mark.parametrize(
    "wish",
    [
        Search("PAR", "ORY", date(2026, 12, 4)),
        Search("PAR", "XXX", date(2026, 12, 4)),
        Search("PAR", "NYC", date(2026, 11, 23)),
    ],
)
def test_nothing_flies_where_nothing_can(wish: Search) -> None:
    """Within a city, to a place that is not served, or yesterday."""
    assert made_up(SearchFlights(wish), world(), NOW_MS).offers == ()


def test_wishes_narrow_what_is_found() -> None:
    """What cannot be met is named, and other days are told."""
    cheap = made_up(SearchFlights(WISH, Narrowing(budget=10)), world(), NOW_MS)
    assert cheap.unmet == ("budget",)
    assert cheap.nearby == ()
    evening = made_up(SearchFlights(WISH, Narrowing(times=(1000, 1440))), world(), NOW_MS)
    assert [offer.brand for offer in evening.offers] == ["flex"]
    around = made_up(SearchFlights(WISH, around=True), world(), NOW_MS)
    assert [near.day.day for near in around.nearby] == [1, 2, 3, 5, 6, 7]
