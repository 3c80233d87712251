"""Words that stand in for facts when a text is shown without a traveller: as they usually are, or as long as they get.

Values are as a filter would show them. The longest are those of our own timetable and of names as passports have them.
"""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.conversation.fitting import clip
from bot.domain.flow.filters import party_text
from bot.domain.flow.texts import Hole, Plural, Template, fill
from bot.domain.flow.vocabulary import fact_of
from bot.domain.money import Money, format_money
from bot.domain.shopping.display import date_text, day_text

Samples = Mapping[str, str]
"""Field, or field and its filters as "trip.origin | city", -> what is shown for it."""

_DAY, _BACK, _BORN = date(2026, 12, 4), date(2026, 12, 12), date(1987, 7, 24)
_LINE = "CDG 09:10 → JFK 12:10, TF101"


def _by_filter(language: str) -> dict[str, str]:
    price, day = format_money(Money(61240, "EUR"), language), day_text(_DAY, language)
    people = f"Marie Durand ({date_text(_BORN, language)})"
    return {
        "city": "New York",
        "airport": "New York (JFK)",
        "code": "JFK",
        "money": price,
        "budget": price,
        "day": day,
        "until": f" – {day_text(_BACK, language)}",
        "party": party_text(Party(2, 1), language),
        "kind": party_text(Party(1), language).partition(" ")[2],
        "people": people,
        "read_back": people,
        "trip": f"{day} {_LINE}",
        "wish": f"Paris → New York, {day}, {party_text(Party(2, 1), language)}",
        "flights": f"{day} {_LINE}",
        "days": f"{day}, {price}",
        "cheaper_days": f"{day}, {price}",
        "count": "3",
    }


_FROM: Mapping[str, str] = {"city": "Paris", "airport": "Paris (CDG)", "code": "CDG"}
_BY_FIELD: Mapping[str, str] = {
    "brand.name": "Threadfare Air",
    "talk.known": "Marie",
    "talk.agent": "Ana",
    "basket.given": "Marie",
    "basket.family": "Durand",
    "basket.email": "marie.durand@example.com",
    "basket.locator": "K7QM2X",
    "booking.locator": "K7QM2X",
    "basket.next_number": "2",
    "trip.passengers": "3",
    "basket.offers": "9",
    "basket.more": "6",
    "said.count": "3",
    "said.minutes": "15",
}
_OTHER = "…"
_LONGEST: Mapping[str, int] = {
    "city": 30,
    "airport": 38,
    "money": 14,
    "budget": 14,
    "day": 16,
    "until": 19,
    "party": 40,
    "kind": 10,
    "people": 360,
    "read_back": 360,
    "trip": 320,
    "wish": 180,
    "flights": 420,
    "status": 60,
    "conditions": 260,
    "travellers": 420,
    "payment": 120,
    "days": 200,
    "cheaper_days": 120,
    "instead": 220,
    "code": 3,
    "cabin": 16,
    "count": 3,
}
"""Filter -> the most characters that it shows: a booking of nine, two ways, with a connection each."""
_LONGEST_FIELDS: Mapping[str, int] = {
    "brand.name": 30,
    "basket.given": 40,
    "basket.family": 40,
    "basket.email": 64,
    "said.count": 2,
    "said.minutes": 3,
}
_LONGEST_NUMBER = 3
_LONGEST_OTHER = 24
_FILLING = "Sample words as long as they get "
_MANY = 9


def usual(language: str) -> Callable[[Hole], str]:
    """Facts as they usually are."""
    filters = _by_filter(language)

    def shown(hole: Hole) -> str:
        if hole.field == "trip.origin" and hole.filters:
            return _FROM.get(hole.filters[-1], _OTHER)
        by_filter = next((filters[name] for name in reversed(hole.filters) if name in filters), "")
        return by_filter or _BY_FIELD.get(hole.field, _OTHER)

    return shown


def longest(hole: Hole) -> str:
    """A fact as long as it gets."""
    lengths = (_LONGEST[name] for name in reversed(hole.filters) if name in _LONGEST)
    length = next(lengths, None) or _LONGEST_FIELDS.get(hole.field) or _longest_of_kind(hole.field)
    return clip(_FILLING * (length // len(_FILLING) + 1), length)


_NONE: Samples = {}


def _longest_of_kind(field: str) -> int:
    fact = fact_of(field)
    return _LONGEST_NUMBER if fact is not None and fact.kind == "number" else _LONGEST_OTHER


def filled(template: Template, shown: Callable[[Hole], str], language: str, samples: Samples = _NONE) -> str:
    """A text with words that stand in for its facts; `samples` go before those that `shown` gives."""

    def value(hole: Hole) -> str:
        full = " | ".join((hole.field, *hole.filters))
        return samples.get(full) or samples.get(hole.field) or shown(hole)

    values = {_key(hole): value(hole) for hole in template.holes()}
    named = Template(tuple(_named(part) for part in template.parts))
    counts = {plural.field: _count(plural, value) for plural in template.plurals()}
    return fill(named, {**counts, **values}.get, lambda _, told: str(told), language=language)


def _count(plural: Plural, value: Callable[[Hole], str]) -> int:
    told = value(Hole(plural.field))
    return int(told) if told.isdecimal() else _MANY


def _key(hole: Hole) -> str:
    """What stands for a field with its filters: no field of a document is called so."""
    return "\0".join(("", hole.field, *hole.filters))


def _named(part: str | Hole | Plural) -> str | Hole | Plural:
    """The part with each field called by its field and filters, so that each is shown as its own filters show it."""
    if isinstance(part, Hole):
        return Hole(_key(part))
    if isinstance(part, Plural):
        forms = tuple((name, tuple(_inner(one) for one in parts)) for name, parts in part.forms)
        return msgspec.structs.replace(part, forms=forms)
    return part


def _inner(part: str | Hole) -> str | Hole:
    return Hole(_key(part)) if isinstance(part, Hole) else part
