"""Forms of the talk: what a browser posts of one, and how what was filled in reads in the talk."""

from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import MultiDict

from bot.domain.booking.passengers import Party
from bot.domain.flow.filters import party_text
from bot.domain.shopping.display import date_text, day_text

PREFIX = "field."
MOST_FIELDS = 16
MOST_CHARACTERS = 2000
_LONGEST_NAME = 40
_PARTY = ("adults", "children", "infants")
_DAYS = frozenset({"depart", "back"})


def values_of(form: MultiDict[str, str]) -> dict[str, str]:
    """The fields of a form that was posted without a script."""
    found = {name.removeprefix(PREFIX): value for name, value in form.items() if name.startswith(PREFIX)}
    return {name: value.strip() for name, value in found.items()}


def is_sound(wait: str, values: Mapping[str, str]) -> bool:
    """Whether it is a form as our page sends one: few fields of known shape, and not too much in them."""
    if not wait:
        return not values
    names = all(name.isascii() and name.isalpha() and len(name) <= _LONGEST_NAME for name in values)
    size = sum(map(len, values.values()))
    return wait.isascii() and wait.isdigit() and len(wait) <= _LONGEST_NAME and names and _fits(len(values), size)


def told(values: Mapping[str, str], language: str) -> str:
    """What was filled in, as one line: "Marie Durand · 24 Jul 1987", "2 adults, 1 child"."""
    names = " ".join(values[name] for name in ("given", "family") if values.get(name))
    rest = [_value(name, text, language) for name, text in values.items() if name not in {"given", "family", *_PARTY}]
    return " · ".join(part for part in (names, _people(values, language), *rest) if part)


def _fits(fields: int, size: int) -> bool:
    return 0 < fields <= MOST_FIELDS and size <= MOST_CHARACTERS


def _people(values: Mapping[str, str], language: str) -> str:
    counts = [values.get(name, "0") for name in _PARTY]
    if not all(count.isascii() and count.isdigit() for count in counts):
        return ", ".join(counts)
    return party_text(Party(*(int(count[:3]) for count in counts)), language)


def _value(name: str, text: str, language: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day_text(day, language) if name in _DAYS else date_text(day, language)
