"""Wishes about flights that a search does not know: hours, the most that may be spent, what the fare must include.

What a supplier found is narrowed to them here. When nothing is left, the wishes that cannot be met are named and the
nearest that there is is shown, so that a wish never ends the talk.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from bot.domain.money import Money, exponent
from bot.domain.shopping.fares import BRANDS
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search

MINUTES_OF_DAY = 24 * 60
MOST_FOUND = 240
"""Offers asked of a supplier before they are narrowed: every way in every fare."""
DAYS_AROUND = 3
"""Days before and after the wished one that are looked at when it holds nothing."""


class Narrowing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What offers must have.

    Units: `times` are minutes of the local day [from, to) in which the first flight leaves; `budget` is the most that
    the whole party may pay, in whole units of the offer's currency; `needs` are bag, refund and change.
    """

    times: tuple[int, int] | None = None
    budget: int | None = None
    needs: tuple[str, ...] = ()

    def parts(self) -> Iterator[tuple[str, Callable[[Offer], bool]]]:
        """Each wish by its name, with whether an offer meets it."""
        if self.times is not None:
            first, end = self.times
            yield "times", lambda offer: first <= minute_of_day(offer) < end
        if self.budget is not None:
            most = self.budget
            yield "budget", lambda offer: offer.total.minor <= most * 10 ** exponent(offer.total.currency)
        for need in self.needs:
            yield need, _NEEDS[need]


class Nearby(msgspec.Struct, frozen=True):
    """Another day on which the wish can be met, and what that costs at least."""

    day: date
    total: Money


class Found(msgspec.Struct, frozen=True):
    """What is left of offers: those to show, and the names of wishes that none of them meets."""

    offers: tuple[Offer, ...]
    unmet: tuple[str, ...] = ()


_NEEDS: Mapping[str, Callable[[Offer], bool]] = {
    "bag": lambda offer: offer.brand in BRANDS and BRANDS[offer.brand].checked_bags > 0,
    "refund": lambda offer: offer.brand in BRANDS and BRANDS[offer.brand].refund_fee is not None,
    "change": lambda offer: offer.brand in BRANDS and BRANDS[offer.brand].change_fee is not None,
}
NEEDS = tuple(_NEEDS)
WISHES = ("direct", "times", "budget", *NEEDS)
"""Names of all wishes that flights may fail to meet."""


def minute_of_day(offer: Offer) -> int:
    """The local minute of the day at which the first flight leaves."""
    departs = offer.slices[0].departs
    return departs.hour * 60 + departs.minute


def narrow(offers: Sequence[Offer], narrowing: Narrowing, *, limit: int) -> Found:
    """The offers that meet every wish; else those that meet all but one, else all, with what is not met."""
    parts = dict(narrowing.parts())
    fitting = _meeting(offers, parts.values())
    if fitting or not offers:
        return Found(fitting[:limit])
    for left_out in parts:
        rest = [meets for name, meets in parts.items() if name != left_out]
        nearest = _meeting(offers, rest)
        if nearest:
            return Found(nearest[:limit], (left_out,))
    return Found(tuple(offers[:limit]), tuple(parts))


def _meeting(offers: Sequence[Offer], wishes: Iterable[Callable[[Offer], bool]]) -> tuple[Offer, ...]:
    tests = tuple(wishes)
    return tuple(offer for offer in offers if all(meets(offer) for meets in tests))


def searches_around(search: Search, *, today: date) -> tuple[Search, ...]:
    """The same search on the days around, none before today and none after the return."""
    shifts = [days for near in range(1, DAYS_AROUND + 1) for days in (-near, near)]
    days = sorted(search.depart + timedelta(days=shift) for shift in shifts)
    usable = [day for day in days if day >= today and (search.back is None or day <= search.back)]
    return tuple(msgspec.structs.replace(search, depart=day) for day in usable)
