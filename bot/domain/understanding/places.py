"""The gazetteer: what is known of places, which of them are served, and under which names they are asked for."""

from collections.abc import Iterable, Mapping

import msgspec

from bot.domain.understanding.place_names import NameIndex, index_names

_KIND_CITY = "C"


class PlaceRow(msgspec.Struct, frozen=True):
    """One line of the place data: a city or an airport.

    `kind` is C (city), A (airport) or CA (both); `rank` from 0 to 1 tells how well known it is; `cities` are the
    metropolitan codes that it belongs to; `airports` those of a city; `names` by language, the usual one first.
    """

    code: str
    kind: str
    country: str
    zone: str
    latitude: float
    longitude: float
    rank: float
    cities: tuple[str, ...]
    airports: tuple[str, ...]
    currency: str
    names: Mapping[str, tuple[str, ...]]


class Place(msgspec.Struct, frozen=True):
    """A served airport, or a city with at least one: `airports` are the served ones, `position` is in degrees."""

    code: str
    city: str
    country: str
    zone: str
    position: tuple[float, float]
    currency: str
    airports: tuple[str, ...]
    labels: Mapping[str, str]


class Gazetteer(msgspec.Struct, frozen=True):
    """Places by code, and an index of names; built once and shared by all turns."""

    places: Mapping[str, Place]
    index: NameIndex
    served: frozenset[str]

    @classmethod
    def build(cls, rows: Iterable[PlaceRow], served: frozenset[str]) -> "Gazetteer":
        """A gazetteer of the airports in `served`; all other places of the data are known but not flown to.

        A metropolitan code that is no airport's own ("NYC") stands for every airport of its city.
        """
        rows = tuple(rows)
        cities: dict[str, PlaceRow] = {}
        for row in rows:
            if row.kind.startswith(_KIND_CITY):
                cities.setdefault(row.code, row)  # of two towns with one code the better known stands first
        flown = _airports_of(served, rows, cities)
        airports = {row.code: row for row in rows if "A" in row.kind and row.code in flown}
        members: dict[str, list[str]] = {}
        for code, row in airports.items():
            for city in row.cities or (code,):
                members.setdefault(city if city in cities else code, []).append(code)
        places = {code: _place(row, _home(row, cities), (code,), cities) for code, row in airports.items()}
        for city, codes in members.items():
            ordered = tuple(sorted(codes, key=lambda code: -airports[code].rank))
            places[city] = _place(cities.get(city, airports[ordered[0]]), city, ordered, cities)
        return cls(places=places, index=index_names(rows, places), served=frozenset(airports))

    def label(self, code: str, language: str) -> str:
        """The name for travellers: the city, and the airport too where the city has several; the code if unknown."""
        place = self.places.get(code)
        return (place.labels.get(language) or place.labels["en"]) if place else code

    def airports(self, code: str) -> tuple[str, ...]:
        """The served airports behind an airport or metropolitan code, the best known first; empty when unknown."""
        place = self.places.get(code)
        return place.airports if place else ()

    def city(self, code: str) -> str:
        """The metropolitan code of an airport; a code that is unknown or a city's stays as it is."""
        place = self.places.get(code)
        return place.city if place else code

    def zone(self, code: str) -> str:
        """The IANA time zone of a place, UTC when the place is unknown."""
        place = self.places.get(code)
        return place.zone if place else "UTC"

    def country(self, code: str) -> str:
        """The ISO 3166 country code of a place, "" when the place is unknown."""
        place = self.places.get(code)
        return place.country if place else ""


def _airports_of(served: frozenset[str], rows: Iterable[PlaceRow], cities: Mapping[str, PlaceRow]) -> frozenset[str]:
    own = {row.code for row in rows if "A" in row.kind}
    metropolitan = [cities[code] for code in served if code in cities and code not in own]
    return served.union(*(city.airports for city in metropolitan))


def _home(row: PlaceRow, cities: Mapping[str, PlaceRow]) -> str:
    return next((city for city in row.cities if city in cities), row.code)


def _place(row: PlaceRow, city: str, airports: tuple[str, ...], cities: Mapping[str, PlaceRow]) -> Place:
    return Place(
        code=row.code,
        city=city,
        country=row.country,
        zone=row.zone,
        position=(row.latitude, row.longitude),
        currency=row.currency,
        airports=airports,
        labels=_labels(row, cities.get(city)),
    )


def _labels(row: PlaceRow, city: PlaceRow | None) -> dict[str, str]:
    if city is None or city.code == row.code or len(city.airports) < 2:  # noqa: PLR2004 one airport needs no name
        return _usual(city or row)
    own, town = _usual(row), _usual(city)
    return {language: _airport_label(own.get(language, own["en"]), town[language]) for language in town}


def _usual(row: PlaceRow) -> dict[str, str]:
    labels = {language: names[0] for language, names in row.names.items() if names}
    labels.setdefault("en", next(iter(labels.values()), row.code))
    return {language: labels.get(language, labels["en"]) for language in ("en", "fr", "es", "de")}


_GENERIC = (
    "International Airport", "Airport", "Aéroport international de", "Aéroport international", "Aéroport de",
    "Aéroport d'", "Aéroport", "aéroport de", "Aeropuerto Internacional de", "Aeropuerto Internacional",
    "Aeropuerto de", "Aeropuerto", "Internationaler Flughafen", "Flughafen", "International",
)  # fmt: skip


def _airport_label(name: str, town: str) -> str:
    for word in _GENERIC:
        name = name.replace(word, "")
    short = " ".join(name.replace("–", " ").split()).strip(" -")
    return short if town.casefold() in short.casefold() or not short else f"{town} {short}"
