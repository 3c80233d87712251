"""States and provinces that stand after a city: "Portland, Maine", "Toronto Ontario"."""

from bot.domain.understanding.word_lists import listed

_EAST, _CENTRAL, _MOUNTAIN, _PACIFIC = "New_York", "Chicago", "Denver", "Los_Angeles"
_US = {
    _EAST: (
        "connecticut delaware florida floride georgia georgie maine maryland massachusetts new_hampshire new_jersey "
        "new_york "
        "north_carolina caroline_du_nord ohio pennsylvania pennsylvanie rhode_island south_carolina caroline_du_sud "
        "vermont virginia "
        "virginie west_virginia district_of_columbia kentucky tennessee indiana michigan dc d_c l_ohio"
    ),
    _CENTRAL: (
        "alabama arkansas illinois iowa kansas louisiana louisiane minnesota mississippi missouri nebraska "
        "north_dakota "
        "oklahoma south_dakota texas wisconsin tennessee kentucky florida indiana"
    ),
    _MOUNTAIN: "colorado idaho montana new_mexico nouveau_mexique utah wyoming arizona texas",
    _PACIFIC: "california californie nevada oregon washington",
    "Detroit": "michigan",
    "Phoenix": "arizona",
    "Boise": "idaho",
    "Indianapolis": "indiana",
    "Louisville": "kentucky",
    "Anchorage": "alaska",
    "Honolulu": "hawaii",
    "Toronto": "ontario quebec",
    "Montreal": "quebec",
    "Vancouver": "british_columbia colombie_britannique",
    "Edmonton": "alberta",
    "Winnipeg": "manitoba",
    "Regina": "saskatchewan",
    "Halifax": "nova_scotia nouvelle_ecosse",
    "Moncton": "new_brunswick nouveau_brunswick",
    "St_Johns": "newfoundland terre_neuve",
}


def _by_name() -> dict[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for zone, names in _US.items():
        for name in listed(names):
            found.setdefault(tuple(name.split("_")), set()).add(zone)
    return {name: frozenset(zones) for name, zones in found.items()}


REGIONS = _by_name()
"""Words of a region's name to the last parts of the time zones that are kept there."""
LONGEST_REGION = max(len(name) for name in REGIONS)


def keeps_time_of(region: frozenset[str], zone: str) -> bool:
    """Whether a place in this IANA time zone may lie in the region."""
    return zone.startswith(("America/", "Pacific/Honolulu")) and zone.rsplit("/", 1)[-1] in region


TOWNS_OF = {
    "new york": (
        "albany", "binghamton", "buffalo", "elmira", "islip", "ithaca", "new york", "newburgh", "plattsburgh",
        "rochester",
        "syracuse", "utica", "watertown", "westchester", "westchester county", "white plains", "jfk", "la guardia",
    ),
    "washington": (
        "bellingham", "everett", "olympia", "pasco", "pullman", "seattle", "spokane", "tacoma", "vancouver",
        "walla walla", "wenatchee", "yakima",
    ),
    "ontario": ("toronto", "ottawa", "london", "hamilton", "thunder bay", "windsor", "sudbury"),
    "quebec": ("montreal", "gatineau", "sherbrooke", "chicoutimi", "quebec"),
    "georgia": ("atlanta", "savannah", "augusta", "columbus"),
}  # fmt: skip
"""Towns after which a region's name is no second place, for the regions that are called like a city."""
