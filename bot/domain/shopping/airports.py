"""Airports that are flown to: where they lie, which city they serve, and how long a change of planes takes there."""

from collections.abc import Mapping
from math import asin, cos, radians, sin, sqrt

import msgspec

EARTH_KM = 6371
"""Mean radius of the earth in kilometres (IUGG), as European passenger rights measure distance."""

# fmt: off
SCHENGEN = frozenset(
    (
        "AT", "BE", "BG", "HR", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IS", "IT", "LV",
        "LI", "LT", "LU", "MT", "NL", "NO", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "CH",
    )
)
# fmt: on
"""Countries between which nobody shows a passport at the border (Schengen area, with Bulgaria and Romania)."""

CONNECT_WITHIN = 45
CONNECT_BORDER = 60


class Airport(msgspec.Struct, frozen=True):
    """One airport: IATA codes of itself and its city, ISO country, IANA zone, degrees north and east."""

    code: str
    city: str
    country: str
    zone: str
    latitude: float
    longitude: float


def kilometres(one: Airport, other: Airport) -> int:
    """The great-circle distance in whole kilometres."""
    north, south = radians(one.latitude), radians(other.latitude)
    height = sin((south - north) / 2) ** 2
    width = sin(radians(other.longitude - one.longitude) / 2) ** 2
    return round(2 * EARTH_KM * asin(sqrt(height + cos(north) * cos(south) * width)))


def connection_minutes(came_from: Airport, here: Airport, goes_to: Airport) -> int:
    """The least minutes between two flights at an airport: 45 within one country or Schengen, else 60.

    Our planes stand at one terminal of each airport; a change of airports is never sold.
    """
    countries = {came_from.country, here.country, goes_to.country}
    return CONNECT_WITHIN if len(countries) == 1 or countries <= SCHENGEN else CONNECT_BORDER


def airports_of(code: str, airports: Mapping[str, Airport]) -> frozenset[str]:
    """The airports that a code stands for: itself, and all of the city when it is a metropolitan code; maybe none."""
    return frozenset(airport.code for airport in airports.values() if code in {airport.code, airport.city})
