"""A small gazetteer for tests: a handful of cities, so that no test needs the whole data."""

from bot.domain.understanding.places import Gazetteer, PlaceRow


def _row(code: str, kind: str, country: str, zone: str, rank: float, **names: str) -> PlaceRow:
    cities = tuple(names.pop("cities", code).split("|"))
    airports = tuple(filter(None, names.pop("airports", "").split("|")))
    return PlaceRow(
        code=code,
        kind=kind,
        country=country,
        zone=zone,
        latitude=1.0,
        longitude=2.0,
        rank=rank,
        cities=cities,
        airports=airports,
        currency="EUR",
        names={language: tuple(text.split("|")) for language, text in names.items()},
    )


ROWS = (
    _row(
        "PAR", "C", "FR", "Europe/Paris", 0.6, airports="CDG|ORY", en="Paris", fr="Paris|Paname", es="París", de="Paris"
    ),
    _row("CDG", "A", "FR", "Europe/Paris", 0.5, cities="PAR", en="Paris Charles de Gaulle Airport"),
    _row("ORY", "A", "FR", "Europe/Paris", 0.3, cities="PAR", en="Paris Orly Airport", fr="Aéroport de Paris-Orly"),
    _row(
        "LON", "C", "GB", "Europe/London", 0.7, airports="LHR|LGW", en="London", fr="Londres", es="Londres", de="London"
    ),
    _row("LHR", "A", "GB", "Europe/London", 0.6, cities="LON", en="London Heathrow Airport|Heathrow"),
    _row("LGW", "A", "GB", "Europe/London", 0.4, cities="LON", en="London Gatwick Airport|Gatwick"),
    _row("YXU", "CA", "CA", "America/Toronto", 0.01, en="London"),
    _row(
        "NYC",
        "C",
        "US",
        "America/New_York",
        0.7,
        airports="JFK",
        en="New York",
        fr="New York",
        es="Nueva York",
        de="New York",
    ),
    _row("JFK", "A", "US", "America/New_York", 0.6, cities="NYC", en="John F. Kennedy International Airport"),
    _row("BER", "C", "DE", "Europe/Berlin", 0.2, airports="BER", en="Berlin", fr="Berlin", es="Berlín", de="Berlin"),
    _row("BER", "A", "DE", "Europe/Berlin", 0.2, cities="BER", en="Berlin Brandenburg Airport"),
    _row(
        "MUC",
        "CA",
        "DE",
        "Europe/Berlin",
        0.3,
        airports="MUC",
        en="Munich",
        fr="Munich",
        es="Múnich",
        de="München|Muenchen",
    ),
    _row("NCE", "CA", "FR", "Europe/Paris", 0.1, airports="NCE", en="Nice", fr="Nice", es="Niza", de="Nizza"),
    _row("LYS", "CA", "FR", "Europe/Paris", 0.1, airports="LYS", en="Lyon", fr="Lyon", es="Lyon", de="Lyon"),
    _row("SJC", "CA", "US", "America/Los_Angeles", 0.10, airports="SJC", en="San Jose"),
    _row("SJO", "CA", "CR", "America/Costa_Rica", 0.09, airports="SJO", en="San Jose"),
    _row("STL", "CA", "US", "America/Chicago", 0.1, airports="STL", en="Saint Louis"),
    _row(
        "WAW",
        "CA",
        "PL",
        "Europe/Warsaw",
        0.1,
        airports="WAW",
        en="Warsaw",
        fr="Varsovie",
        es="Varsovia",
        de="Warschau",
    ),
    _row("MAN", "CA", "GB", "Europe/London", 0.2, airports="MAN", en="Manchester"),
    _row("ENE", "CA", "ID", "Asia/Makassar", 0.01, airports="ENE", en="Ende"),
)
SERVED = frozenset({"CDG", "ORY", "LHR", "LGW", "JFK", "BER", "MUC", "NCE", "LYS", "SJC", "SJO", "STL"})
PLACES = Gazetteer.build(ROWS, SERVED)
