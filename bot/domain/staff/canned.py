"""Replies that are ready: text by language, with fields that are filled from the thread and gaps that an agent fills.

A field is `{{ name }}` of a short list, replaced by plain text; nothing is ever evaluated. A gap is `[[what]]`: it
stays in the text until somebody writes something in its place, and a reply that still has one is not sent.
"""

import re
from collections.abc import Collection, Mapping

import msgspec

from bot.domain.errors import InvalidError

LONGEST_TEXT = 2000
LONGEST_TITLE = 60
LONGEST_SHORTCUT = 30
MOST_FILES = 3
LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "French", "es": "Spanish", "de": "German"}

FIELDS: Mapping[str, str] = {
    "traveller.first_name": "the traveller's first name",
    "trip.origin": "where the trip begins",
    "trip.destination": "where the trip leads",
    "booking.reference": "the booking reference",
    "agent.name": "your name",
    "airline.name": "the airline's name",
}
"""What a text may name, and what it stands for; where nothing is known the reply has a gap of that name."""

_FIELD = re.compile(r"\{\{\s*([^{}]{0,60}?)\s*\}\}")
_GAP = re.compile(r"\[\[([^\[\]\n]{1,60})\]\]")
_SHORTCUT = re.compile(r"[a-z0-9][a-z0-9-]*")


class Canned(msgspec.Struct, frozen=True, kw_only=True):
    """A reply that is ready. `team` is the id of the team that has it, "" for all; `texts` go by language."""

    id: str
    shortcut: str
    title: str
    texts: dict[str, str]
    team: str = ""
    files: tuple[str, ...] = ()


def checked(canned: Canned, teams: Collection[str]) -> Canned:
    """The reply, if it can be used; raises `InvalidError` that says what is wrong."""
    if not (_SHORTCUT.fullmatch(canned.shortcut) and len(canned.shortcut) <= LONGEST_SHORTCUT):
        raise InvalidError(f"A shortcut has 1 to {LONGEST_SHORTCUT} small letters, digits and hyphens.")
    if not 0 < len(canned.title) <= LONGEST_TITLE:
        raise InvalidError(f"A title has 1 to {LONGEST_TITLE} characters.")
    if canned.team and canned.team not in teams:
        raise InvalidError("There is no such team.")
    if not canned.texts:
        raise InvalidError("Write the text in one language at least.")
    if len(canned.files) > MOST_FILES:
        raise InvalidError(f"A reply has at most {MOST_FILES} files.")
    for language, text in canned.texts.items():
        if language not in LANGUAGES or len(text) > LONGEST_TEXT:
            raise InvalidError(f"A text has at most {LONGEST_TEXT} characters, in a language of the desk.")
        unknown = next((name for name in _FIELD.findall(text) if name not in FIELDS), None)
        if unknown is not None:
            raise InvalidError(f"There is no field “{unknown}”. Use {', '.join(FIELDS)}.")
    return canned


def text_in(canned: Canned, language: str) -> str:
    """Its text in a language, else in English, else in whichever there is."""
    return canned.texts.get(language) or canned.texts.get("en") or next(iter(canned.texts.values()), "")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields replaced, in one pass: what a value holds is never read as a field or a gap."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        known = " ".join(values.get(name, "").replace("[[", "").replace("]]", "").split())
        return known or f"[[{FIELDS.get(name, name)}]]"

    return _FIELD.sub(value, text)


def gaps(text: str) -> tuple[str, ...]:
    """What is still to be filled in, in order."""
    return tuple(_GAP.findall(text))


def check_filled(text: str) -> None:
    """Raise `InvalidError` that names the first gap that nobody has filled."""
    left = gaps(text)
    if left:
        raise InvalidError(f"Fill in [[{left[0]}]] before you send this.")
