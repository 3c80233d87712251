"""Flights for tests of shopping: seven real airports, and departures at any local time with true arrival times."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.booking.passengers import Party, Passenger
from bot.domain.shopping.airports import Airport
from bot.domain.shopping.departures import Departure, Seats

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday, eleven o'clock in Paris."""
DAY = date(2026, 12, 4)
BACK = date(2026, 12, 12)

AIRPORTS = {
    airport.code: airport
    for airport in (
        Airport("CDG", "PAR", "FR", "Europe/Paris", 49.01278, 2.55),
        Airport("ORY", "PAR", "FR", "Europe/Paris", 48.72528, 2.35944),
        Airport("NCE", "NCE", "FR", "Europe/Paris", 43.66, 7.2169),
        Airport("LHR", "LON", "GB", "Europe/London", 51.4706, -0.461941),
        Airport("JFK", "NYC", "US", "America/New_York", 40.63983, -73.77874),
        Airport("EWR", "NYC", "US", "America/New_York", 40.6925, -74.168667),
        Airport("MAD", "MAD", "ES", "Europe/Madrid", 40.4719, -3.5626),
    )
}

LONG_HAUL = {"economy": Seats(20), "premium": Seats(4), "business": Seats(6)}
SHORT_HAUL = {"economy": Seats(20), "business": Seats(4)}

ADULT = Passenger("adult", "Marie", "Durand", date(1987, 7, 24))
CHILD = Passenger("child", "Luc", "Durand", date(2018, 3, 2))
INFANT = Passenger("infant", "Zoé", "Durand", date(2026, 1, 5))


def flight(
    number: str, route: str, leaves: str, *, minutes: int, day: date = DAY, cabins: Mapping[str, Seats] = SHORT_HAUL
) -> Departure:
    """A departure such as `flight("TF12", "CDG-JFK", "11:25", minutes=475)`; times follow from zones and minutes."""
    origin, destination = route.split("-")
    departs = datetime.combine(day, time.fromisoformat(leaves))
    departs_at = departs.replace(tzinfo=ZoneInfo(AIRPORTS[origin].zone)).astimezone(UTC)
    arrives_at = departs_at + timedelta(minutes=minutes)
    return Departure(
        flight=number,
        day=day,
        origin=origin,
        destination=destination,
        operator="TF",
        departs=departs,
        arrives=arrives_at.astimezone(ZoneInfo(AIRPORTS[destination].zone)).replace(tzinfo=None),
        departs_at=departs_at,
        arrives_at=arrives_at,
        cabins=cabins,
    )


def timetable() -> list[Departure]:
    """A small airline around Paris on the day out, the day after, and the day back."""
    return [
        flight("TF12", "CDG-JFK", "11:25", minutes=475, cabins=LONG_HAUL),
        flight("TF14", "CDG-JFK", "18:00", minutes=475, cabins=LONG_HAUL),
        flight("TF60", "ORY-EWR", "13:25", minutes=485, cabins=LONG_HAUL),
        flight("TF13", "JFK-CDG", "18:35", minutes=425, day=BACK, cabins=LONG_HAUL),
        flight("TF61", "EWR-ORY", "17:45", minutes=435, day=BACK, cabins=LONG_HAUL),
        flight("TF1301", "NCE-CDG", "08:35", minutes=80),
        flight("TF1303", "NCE-CDG", "10:40", minutes=80),
        flight("TF1305", "NCE-CDG", "21:00", minutes=80),
        flight("TF12", "CDG-JFK", "11:25", minutes=475, day=DAY + timedelta(days=1), cabins=LONG_HAUL),
        flight("TF1302", "CDG-NCE", "09:30", minutes=80, day=BACK + timedelta(days=1)),
        flight("TF1262", "CDG-LHR", "07:00", minutes=55),
        flight("TF1263", "LHR-CDG", "07:35", minutes=55),
    ]


def passengers(party: Party) -> tuple[Passenger, ...]:
    """Somebody for every place of a party."""
    people = {"adult": ADULT, "child": CHILD, "infant": INFANT}
    return tuple(people[kind] for kind in party.kinds())
