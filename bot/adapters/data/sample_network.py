"""The sample airline's network: its airports, its fleet, and how often a day it flies where.

Threadfare Air is invented; "TF" and the accounting code 999 are its codes here. Its airports are real ones, and lie
where OpenTravelData says (CC BY 4.0). Traffic rights did not trouble the planner of the shuttle from La Guardia.
"""

from collections.abc import Mapping
from functools import cache

import msgspec

from bot.adapters.data.places import place_rows
from bot.domain.shopping.airports import Airport
from bot.domain.shopping.departures import Seats

CARRIER = "TF"


class Equipment(msgspec.Struct, frozen=True):
    """A type of plane, by its IATA code: seats by cabin, and least minutes on the ground between two flights."""

    code: str
    cabins: Mapping[str, Seats]
    turnaround: int


class Base(msgspec.Struct, frozen=True):
    """Planes of one type that live at one airport: flights there and back a day, by destination, numbered from."""

    airport: str
    equipment: Equipment
    daily: Mapping[str, int]
    first_number: int


EMBRAER = Equipment("E90", {"economy": Seats(88), "business": Seats(8)}, 40)
AIRBUS = Equipment("320", {"economy": Seats(150), "business": Seats(16)}, 40)
BOEING = Equipment("789", {"economy": Seats(225), "premium": Seats(21), "business": Seats(30)}, 75)

SHORT_HAUL = (
    Base(
        "CDG",
        EMBRAER,
        {"LCY": 3, "LGW": 2, "STN": 1, "BRU": 2, "LYS": 3, "BOD": 3, "GVA": 4, "ZRH": 3, "HAM": 3, "PRG": 3, "EDI": 2},
        1000,
    ),
    Base(
        "CDG",
        AIRBUS,
        {"LHR": 6, "AMS": 3, "FRA": 3, "MUC": 4, "BER": 4, "VIE": 3, "MAD": 4, "BCN": 4, "LIS": 4, "FCO": 4, "MXP": 4}
        | {
            "ATH": 2,
            "DUB": 3,
            "CPH": 3,
            "ARN": 3,
            "OSL": 3,
            "WAW": 3,
            "NCE": 5,
            "TLS": 4,
            "MRS": 4,
            "CMN": 2,
            "TUN": 2,
        },
        1200,
    ),
    Base(
        "ORY",
        AIRBUS,
        {"NCE": 5, "TLS": 5, "MRS": 3, "BOD": 3, "MAD": 2, "BCN": 2, "LIS": 2, "FCO": 1, "CMN": 1, "TUN": 1},
        6000,
    ),
    Base("LGA", EMBRAER, {"YUL": 2, "BOS": 3}, 9000),
)
LONG_HAUL = (
    Base(
        "CDG",
        BOEING,
        {"JFK": 3, "EWR": 2, "YUL": 2, "BOS": 1, "LAX": 1, "SFO": 1, "MIA": 1, "DSS": 1, "ABJ": 1},
        2,
    ),
    Base("ORY", BOEING, {"EWR": 1}, 60),
)


def sample_airports() -> dict[str, Airport]:
    """Every airport of the network, by code."""
    return dict(_airports())


@cache
def _airports() -> dict[str, Airport]:
    bases = SHORT_HAUL + LONG_HAUL
    served = {base.airport for base in bases}.union(*(base.daily for base in bases))
    return {
        row.code: Airport(row.code, row.cities[0], row.country, row.zone, row.latitude, row.longitude)
        for row in place_rows()
        if row.code in served and row.kind == "A"
    }
