"""The place data that ships with the program: cities and airports of OpenTravelData (see ATTRIBUTION.md)."""

import csv
import gzip
from functools import lru_cache
from importlib import resources
from io import TextIOWrapper

from bot.domain.understanding.places import Gazetteer, PlaceRow

_LANGUAGES = ("en", "fr", "es", "de", "it", "pt", "nl")


def place_rows() -> tuple[PlaceRow, ...]:
    """Every city and airport of the data, the best known first."""
    packed = resources.files("bot.adapters.data").joinpath("optd_places.csv.gz")
    with packed.open("rb") as raw, gzip.open(raw) as unpacked:
        return tuple(_row(line) for line in csv.DictReader(TextIOWrapper(unpacked, "utf-8")))


@lru_cache(maxsize=4)
def gazetteer(served: frozenset[str]) -> Gazetteer:
    """The gazetteer for an airline that serves these IATA airport codes; it takes a second to make and is kept."""
    return Gazetteer.build(place_rows(), served)


def _row(line: dict[str, str]) -> PlaceRow:
    return PlaceRow(
        code=line["iata"],
        kind=line["type"],
        country=line["country"],
        zone=line["tz"],
        latitude=float(line["lat"] or 0),
        longitude=float(line["lon"] or 0),
        rank=float(line["page_rank"] or 0),
        cities=_listed(line["city_codes"]),
        airports=_listed(line["airports"]),
        currency=line["currency"],
        names={language: tuple(n for n in line[language].split("|") if n) for language in _LANGUAGES},
    )


def _listed(codes: str) -> tuple[str, ...]:
    return tuple(code for code in codes.split(",") if code)
