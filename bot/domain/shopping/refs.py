"""References in links: a compact grammar for "which trip, and by which link", in the letters that platforms allow.

A reference is parts with "_" between: `l-<link>` names a link that staff made, `to-NYC` and `from-PAR` places by
their IATA codes, `on-2026-12-04` and `back-2026-12-12` days, `oneway` no way back. Everything else is no reference of
ours: it is kept, and whoever comes with it is greeted as usual. Meta, Messenger Platform, "m.me links": letters,
digits, "-", "_" and "="; ours are far shorter than allowed.
"""

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from bot.domain.conversation.context import LONGEST_REF
from bot.domain.errors import InvalidError
from bot.domain.understanding.places import Gazetteer
from bot.domain.understanding.understood import Span, Understood

LINK_ID = re.compile(r"[a-z0-9]{4,16}")
"""How the id of a link looks: lower case, because codes in words are typed on telephones."""
CODE = re.compile(r"\s*\[tf:([A-Za-z0-9]{4,16})\]\s*")
"""A link's id in words that were filled in for the traveller: wa.me knows no reference (WhatsApp, "Click to chat")."""
REF = re.compile(r"[A-Za-z0-9_=-]{1,200}")
"""What may stand in a link as its reference, ours or another's."""
_PLACE = re.compile(r"[A-Z]{3}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Wish(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a reference names: the link, places by code, local days; "" or None for what it leaves open."""

    link: str = ""
    origin: str = ""
    destination: str = ""
    depart: date | None = None
    back: date | None = None
    one_way: bool = False


def read_ref(ref: str) -> Wish | None:
    """What a reference names, None when it is not one of ours."""
    if not REF.fullmatch(ref) or len(ref) > LONGEST_REF:
        return None
    told: dict[str, object] = {}
    for part in ref.split("_"):
        key, _, value = part.partition("-")
        name = _NAMES.get(key.casefold())
        read = _read(name, value) if name and name not in told else None
        if name is None or read is None:
            return None
        told[name] = read
    return msgspec.convert(told, Wish)


_NAMES: Mapping[str, str] = {
    "l": "link",
    "from": "origin",
    "to": "destination",
    "on": "depart",
    "back": "back",
    "oneway": "one_way",
}


def _read(name: str, value: str) -> object:
    if name == "one_way":
        return True if not value else None
    if name == "link":
        return value.lower() if LINK_ID.fullmatch(value.lower()) else None
    if name in {"depart", "back"}:
        return _day(value)
    return value.upper() if _PLACE.fullmatch(value.upper()) else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        return None


def write_ref(wish: Wish) -> str:
    """The reference that names a wish; `read_ref` reads it back."""
    parts = (
        f"l-{wish.link}" if wish.link else "",
        f"from-{wish.origin}" if wish.origin else "",
        f"to-{wish.destination}" if wish.destination else "",
        f"on-{wish.depart.isoformat()}" if wish.depart else "",
        f"back-{wish.back.isoformat()}" if wish.back else "",
        "oneway" if wish.one_way else "",
    )
    return "_".join(filter(None, parts))


def as_understood(wish: Wish, *, places: Gazetteer, today: date) -> Understood:
    """The wish as if the traveller had said it; days that are over and places that are not served are left out.

    A place that we do not fly to is named as such, so that it is told.
    """
    served = tuple(code for code in (wish.origin, wish.destination) if code in places.places)
    depart = wish.depart if wish.depart and wish.depart >= today else None
    back = wish.back if depart and wish.back and wish.back >= depart else None
    return Understood(
        origin=wish.origin if wish.origin in served else None,
        destination=wish.destination if wish.destination in served else None,
        places=served,
        unserved=tuple(code for code in (wish.origin, wish.destination) if code and code not in served),
        departure=depart,
        return_date=back,
        dates=tuple(Span(day, day) for day in (depart, back) if day),
        one_way=True if wish.one_way and back is None else None,
    )


def check_wish(wish: Wish, *, places: Gazetteer, today: date) -> None:
    """Refuse a wish that no traveller could book; raises `InvalidError` with a sentence for staff."""
    strange = [code for code in (wish.origin, wish.destination) if code and code not in places.places]
    if strange:
        raise InvalidError(f"We do not fly to {', '.join(strange)}: a link names served airports or cities by code.")
    if wish.origin and wish.destination and places.city(wish.origin) == places.city(wish.destination):
        raise InvalidError("A link leads from one city to another.")
    if (wish.depart and wish.depart < today) or (wish.back and wish.back < (wish.depart or today)):
        raise InvalidError("The days of a link lie ahead, and the way back is not before the way out.")
