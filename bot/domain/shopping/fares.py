"""What our own flights cost: fare brands with their conditions, and price rules, as data and pure functions.

A fare is counted for one adult and one direction, in cents, and rounded once, up to whole euros:

    base(kilometres) × brand × cabin × days ahead × weekday × hour × season × load × staff adjustment

Every factor but the base is a whole percentage. Children pay 75 %, infants on a lap 10 % and no taxes; taxes are
charged for each departure by the airport's country. All figures are those of the sample airline: invented, of a
plausible size.
"""

from collections.abc import Sequence
from datetime import date, datetime
from math import prod

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.money import Money

CURRENCY = "EUR"
LONG_HAUL_KM = 3500
"""From here on a flight is long haul (the highest band of Regulation (EC) 261/2004, article 7)."""


class FareBrand(msgspec.Struct, frozen=True, kw_only=True):
    """A fare brand as it is sold, with its conditions for one passenger.

    Units: `percent` of the standard fare; bags in pieces a direction; `change_fee` and `refund_fee` in cents a
    passenger, None when it is not allowed at all. A change costs the difference in fare besides. `long_hold` is
    whether seats are held for days while a bank account pays.
    """

    name: str
    percent: int
    cabin_bags: int
    checked_bags: int
    change_fee: int | None
    refund_fee: int | None
    seat_choice: bool
    long_hold: bool = True


BRANDS: dict[str, FareBrand] = {
    brand.name: brand
    for brand in (
        FareBrand(
            name="light",
            percent=80,
            cabin_bags=1,
            checked_bags=0,
            change_fee=None,
            refund_fee=None,
            seat_choice=False,
        ),
        FareBrand(
            name="standard",
            percent=100,
            cabin_bags=1,
            checked_bags=1,
            change_fee=7000,
            refund_fee=None,
            seat_choice=True,
        ),
        FareBrand(
            name="flex",
            percent=140,
            cabin_bags=2,
            checked_bags=1,
            change_fee=0,
            refund_fee=0,
            seat_choice=True,
        ),
    )
}
"""The brands from the cheapest up."""

CABIN_PERCENT = {"economy": 100, "premium": 170, "business": 330}
CHILD_PERCENT = 75
INFANT_PERCENT = 10

BASE_CENTS = 2900
KILOMETRE_BANDS = ((1000, 10.0), (4000, 4.5), (25_000, 3.0))
"""Up to that many kilometres, each costs that many cents."""

AHEAD_PERCENT = ((120, 80), (60, 88), (30, 100), (21, 112), (14, 128), (7, 150), (3, 180), (0, 220))
"""From that many days before departure on, that percentage."""

LOAD_PERCENT = ((95, 180), (85, 150), (70, 125), (50, 110), (0, 100))
"""From that share of taken seats on, that percentage."""

WEEKDAY_PERCENT = (104, 94, 95, 102, 112, 97, 112)
"""Monday to Sunday."""

HOUR_PERCENT = ((20, 92), (16, 106), (10, 100), (7, 108), (0, 92))
"""From that local hour of departure on, that percentage."""

PEAKS = (((7, 4), (8, 31), 122), ((12, 18), (12, 31), 128), ((1, 1), (1, 4), 120))
"""First and last month and day of a season, and its percentage."""

DEPARTURE_TAX = {"FR": 2650, "GB": 2900, "US": 3100, "CH": 3300, "DE": 3800, "CA": 3600, "ES": 1900, "IE": 1700}
"""Taxes and airport charges a departure in cents, by the country of the airport."""
DEPARTURE_TAX_ELSEWHERE = 2200
LONG_HAUL_TAX = 4800
"""More cents when the departure is a long-haul flight."""


class Flown(msgspec.Struct, frozen=True):
    """One departure as its taxes see it: the country of the airport left, and kilometres."""

    country: str
    km: int


class Direction(msgspec.Struct, frozen=True, kw_only=True):
    """One direction of a trip as its fare sees it.

    Units: `km` between its ends; `departs` local; `load` of its fullest flight in percent; `adjustment` is what
    staff put on its route, in percent.
    """

    km: int
    departs: datetime
    load: int
    flights: tuple[Flown, ...]
    adjustment: int = 0


class Quote(msgspec.Struct, frozen=True):
    """A price for a party; `taxes` are a part of `total`."""

    total: Money
    taxes: Money


def base_fare(km: int) -> int:
    """Cents of the standard economy fare a month ahead for a distance in kilometres."""
    cents, start = float(BASE_CENTS), 0
    for end, each in KILOMETRE_BANDS:
        cents += max(0, min(km, end) - start) * each
        start = end
    return round(cents)


def adult_fare(direction: Direction, *, brand: str, cabin: str, today: date) -> int:
    """Cents that one adult pays for one direction without taxes, rounded up to whole euros; never below one euro."""
    day = direction.departs.date()
    percents = (
        BRANDS[brand].percent,
        CABIN_PERCENT[cabin],
        _step(AHEAD_PERCENT, (day - today).days),
        WEEKDAY_PERCENT[day.weekday()],
        _step(HOUR_PERCENT, direction.departs.hour),
        _season_percent(day),
        _step(LOAD_PERCENT, direction.load),
        100 + direction.adjustment,
    )
    scale = prod([100] * len(percents))
    cents = base_fare(direction.km) * prod(percents)
    return max(1, -(-cents // (scale * 100))) * 100


def taxes(direction: Direction) -> int:
    """Cents of taxes and charges that each passenger with a seat pays for one direction."""
    return sum(
        DEPARTURE_TAX.get(flown.country, DEPARTURE_TAX_ELSEWHERE) + (LONG_HAUL_TAX if flown.km >= LONG_HAUL_KM else 0)
        for flown in direction.flights
    )


def quote(directions: Sequence[Direction], *, party: Party, brand: str, cabin: str, today: date) -> Quote:
    """The price of a trip for a party: each direction on its own, so that a return costs the sum of its halves."""
    taxed = sum(taxes(direction) for direction in directions) * party.seats
    fares = sum(
        party_fare(adult_fare(direction, brand=brand, cabin=cabin, today=today), party) for direction in directions
    )
    return Quote(Money(fares + taxed, CURRENCY), Money(taxed, CURRENCY))


def party_fare(adult: int, party: Party) -> int:
    """Cents of the fares of a party, from one adult's; each person's fare is rounded down to whole cents."""
    child, infant = adult * CHILD_PERCENT // 100, adult * INFANT_PERCENT // 100
    return adult * party.adults + child * party.children + infant * party.infants


def _step(steps: tuple[tuple[int, int], ...], value: int) -> int:
    return next((percent for least, percent in steps if value >= least), steps[-1][1])


def _season_percent(day: date) -> int:
    month_day = (day.month, day.day)
    return next((percent for first, last, percent in PEAKS if first <= month_day <= last), 100)
