"""Which of many possible trips are shown: the cheapest first, and different enough to be a choice."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

import msgspec

from bot.domain.shopping.fares import BRANDS
from bot.domain.shopping.itineraries import Journey
from bot.domain.shopping.market import Market, Terms, make_offer, price_of
from bot.domain.shopping.offers import Offer

WAYS_LOOKED_AT = 40
"""Of each direction, the forty best ways are combined: more would not reach the shelf."""
USES = 2
"""The same way out, or back, stands in at most two offers of a brand."""
BRANDS_FROM = 5
"""From five offers on, the cheapest trip is shown in its dearer brands too."""
TURNAROUND = timedelta(minutes=60)
"""The way back leaves at least an hour after the way out has arrived."""

_LOWEST = next(iter(BRANDS))


def shelf(
    out: Sequence[Journey],
    back: Sequence[Journey] | None,
    terms: Terms,
    *,
    market: Market,
    now: datetime,
    limit: int,
) -> tuple[Offer, ...]:
    """At most `limit` offers, cheapest first; `back` is None for one way.

    The lowest brand of every trip comes first; what room is left, and two places of a long shelf, show the dearer
    brands of the cheapest trips.
    """
    cheapest = msgspec.structs.replace(terms, brand=_LOWEST)
    ranked = (
        _round_trips(out, back, terms=cheapest, market=market, now=now)
        if back is not None
        else _one_ways(out, cheapest, market, now)
    )
    dearer = tuple(BRANDS)[1:]
    kept = max(1, limit - (len(dearer) if limit >= BRANDS_FROM else 0))
    trips = tuple(islice(ranked, kept))
    wishes = [(trip, _LOWEST) for trip in trips] + [(trip, brand) for trip in trips for brand in dearer]
    offers = [
        make_offer(trip, msgspec.structs.replace(terms, brand=brand), market=market, now=now)
        for trip, brand in wishes[:limit]
    ]
    return tuple(sorted(offers, key=lambda offer: (offer.total.minor, _minutes(offer), offer.slices[0].departs)))


def _minutes(offer: Offer) -> int:
    return sum(piece.minutes for piece in offer.slices)


def _best(ways: Sequence[Journey], terms: Terms, market: Market, now: datetime) -> list[tuple[int, int, Journey]]:
    today = now.date()
    ranked = [(price_of((way,), terms, market=market, today=today).total.minor, _way_minutes(way), way) for way in ways]
    return sorted(ranked, key=lambda each: (each[0], each[1], each[2][0].departs_at, each[2][0].key))[:WAYS_LOOKED_AT]


def _way_minutes(way: Journey) -> int:
    return int((way[-1].arrives_at - way[0].departs_at).total_seconds()) // 60


def _one_ways(out: Sequence[Journey], terms: Terms, market: Market, now: datetime) -> Iterator[tuple[Journey, ...]]:
    return ((way,) for _, _, way in _best(out, terms, market, now))


def _round_trips(
    out: Sequence[Journey], back: Sequence[Journey], *, terms: Terms, market: Market, now: datetime
) -> Iterator[tuple[Journey, ...]]:
    """Pairs by price, each way in a few of them at most, so that nine offers are not one flight nine times."""
    there, home = _best(out, terms, market, now), _best(back, terms, market, now)
    pairs = sorted(
        (fare + other_fare, minutes + other_minutes, index, other)
        for index, (fare, minutes, way) in enumerate(there)
        for other, (other_fare, other_minutes, way_back) in enumerate(home)
        if way_back[0].departs_at - way[-1].arrives_at >= TURNAROUND
    )
    used: Counter[tuple[str, int]] = Counter()
    for _, _, index, other in pairs:
        if used["out", index] < USES and used["back", other] < USES:
            used["out", index] += 1
            used["back", other] += 1
            yield there[index][2], home[other][2]
