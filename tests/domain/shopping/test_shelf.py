"""The shelf: cheapest first, never the same flight nine times, dearer brands within reach."""

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.booking.passengers import Party
from bot.domain.shopping.departures import Departure
from bot.domain.shopping.market import Market, Terms
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.shelf import shelf
from tests.builders.flights import AIRPORTS, BACK, DAY, LONG_HAUL, NOW, flight

HOURS = ("06:30", "08:00", "10:00", "13:00", "16:30", "19:00", "21:00")
OUT = [flight(f"TF{10 + i}", "CDG-JFK", at, minutes=475, cabins=LONG_HAUL) for i, at in enumerate(HOURS)]
HOME = [flight(f"TF{30 + i}", "JFK-CDG", at, minutes=425, day=BACK, cabins=LONG_HAUL) for i, at in enumerate(HOURS)]


def shown(out: list[Departure], back: list[Departure] | None = None, limit: int = 9) -> tuple[Offer, ...]:
    """The shelf for one adult in economy."""
    return shelf(
        [(one,) for one in out],
        None if back is None else [(one,) for one in back],
        Terms(Party(), "economy"),
        market=Market(AIRPORTS),
        now=NOW,
        limit=limit,
    )


def test_the_cheapest_trip_stands_first() -> None:
    """The first card is the best price there is, and the rest follow in order."""
    offers = shown(OUT, HOME)
    totals = [offer.total.minor for offer in offers]
    assert totals == sorted(totals)
    alone = min(shown([out], [home])[0].total.minor for out in OUT for home in HOME)
    assert totals[0] == alone


def test_no_flight_stands_in_more_than_two_trips_of_a_brand() -> None:
    """Nine cards are a choice between flights and hours, in both directions."""
    light = [offer for offer in shown(OUT, HOME) if offer.brand == "light"]
    uses = Counter(segment.key for offer in light for segment in offer.segments)
    assert len(light) == 7
    assert max(uses.values()) == 2


def test_a_long_shelf_shows_the_dearer_brands_of_the_cheapest_trip() -> None:
    """Who wants a bag or a refund sees what it costs beside the lowest price."""
    offers = shown(OUT, HOME)
    first = offers[0]
    dearer = [offer for offer in offers if offer.brand != "light"]
    assert [offer.brand for offer in dearer] == ["standard", "flex"]
    assert all(offer.segments == first.segments for offer in dearer)


def test_a_short_shelf_shows_trips_before_brands() -> None:
    """With room for three, three flights are shown."""
    assert [offer.brand for offer in shown(OUT, limit=3)] == ["light", "light", "light"]
    assert len(shown(OUT, limit=1)) == 1


def test_room_that_is_left_is_filled_with_brands() -> None:
    """One flight a day is still a choice of three fares."""
    assert [offer.brand for offer in shown(OUT[:1])] == ["light", "standard", "flex"]
    assert shown([]) == ()
    assert shown(OUT, []) == ()


def test_the_way_back_leaves_an_hour_after_arrival_at_the_earliest() -> None:
    """A day trip is sold only when it can be flown."""
    out = flight("TF1262", "CDG-LHR", "07:00", minutes=55)
    lands = out.arrives_at
    too_soon = flight("TF1263", "LHR-CDG", f"{lands + timedelta(minutes=55):%H:%M}", minutes=55)
    in_time = flight("TF1265", "LHR-CDG", f"{lands + timedelta(minutes=60):%H:%M}", minutes=55)
    assert shown([out], [too_soon]) == ()
    assert shown([out], [in_time])


@settings(max_examples=30)
@given(st.integers(1, 12), st.permutations(OUT), st.permutations(HOME))
def test_the_order_of_flights_in_the_store_does_not_matter(
    limit: int, out: list[Departure], home: list[Departure]
) -> None:
    """The same question has the same answer, whatever order rows came in, and never more than was asked for."""
    assert shown(out, home, limit) == shown(OUT, HOME, limit)
    assert len(shown(out, home, limit)) <= limit
    assert len({offer.id for offer in shown(out, home, limit)}) == len(shown(out, home, limit))
    assert all(offer.slices[0].departs.date() == DAY for offer in shown(out, home, limit))
