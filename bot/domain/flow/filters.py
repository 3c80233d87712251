"""The filters that a text may send a field through: how values look to a person in a language."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.booking.passengers import Party, Passenger
from bot.domain.money import Money, format_money
from bot.domain.shopping import display
from bot.domain.shopping.display import Look

Filter = Callable[[Any], str]

NAMES = ("city", "airport", "code", "until", "day", "money", "party", "cabin", "kind", "people", "trip", "count")
"""Every filter by name."""

_KINDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {"adult": ("adult", "adults"), "child": ("child", "children"), "infant": ("infant", "infants")},
    "fr": {"adult": ("adulte", "adultes"), "child": ("enfant", "enfants"), "infant": ("bébé", "bébés")},
}
_CABINS: Mapping[str, Mapping[str, str]] = {
    "en": {"economy": "Economy", "premium": "Premium Economy", "business": "Business", "first": "First"},
    "fr": {"economy": "Économique", "premium": "Premium", "business": "Affaires", "first": "Première"},
}


def table(look: Look) -> Mapping[str, Filter]:
    """The filters for a reader."""
    places, language = look.places, look.language
    return {
        "city": lambda code: places.label(code, language),
        "airport": lambda code: f"{places.label(code, language)} ({code})",
        "code": str,
        "until": lambda day: f" – {display.day_text(day, language)}",
        "day": lambda day: display.day_text(day, language),
        "money": lambda money: _money(money, language),
        "party": lambda party: party_text(party, language),
        "cabin": lambda cabin: _CABINS.get(language, _CABINS["en"]).get(cabin, cabin),
        "kind": lambda kind: _kinds(language)[kind][0],
        "people": _people,
        "trip": lambda offer: "\n".join(display.slice_lines(offer, look)),
        "count": lambda things: str(things if isinstance(things, int) else len(things)),
    }


def party_text(party: Party, language: str) -> str:
    """A party in words: "2 adults, 1 child"."""
    counts = ((party.adults, "adult"), (party.children, "child"), (party.infants, "infant"))
    names = _kinds(language)
    return ", ".join(f"{count} {names[kind][count > 1]}" for count, kind in counts if count)


def _kinds(language: str) -> Mapping[str, tuple[str, str]]:
    return _KINDS.get(language, _KINDS["en"])


def _money(money: Money, language: str) -> str:
    return format_money(money, language)


def _people(passengers: tuple[Passenger, ...]) -> str:
    return ", ".join(f"{person.given} {person.family}" for person in passengers)
