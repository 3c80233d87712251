"""How a change is read: what differs between before and after, field by field and in words, instead of JSON."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.domain.staff.hiding import hidden, hidden_words

MOST = 40
"""Differences that are told of one change; more are counted."""
_LONGEST = 200
_HASH, _SHOWN_OF_HASH = re.compile("[0-9a-f]{64}"), 12
_MOMENTS = ("_at", "_until", "_since", "_due")
_FIRST_MOMENT = 10**11
"""A smaller number is no moment in milliseconds: this one lies in 1973."""


class Difference(msgspec.Struct, frozen=True):
    """One field that differs: what it was and what it is, "" for nothing."""

    field: str
    was: str
    now: str


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """What differs between two states as JSON ("" for none), in the order of the fields; free of contacts."""
    was, now = dict(_fields("", _plain(before))), dict(_fields("", _plain(after)))
    found = [
        Difference(name or "state", was.get(name, ""), now.get(name, ""))
        for name in dict.fromkeys((*was, *now))
        if was.get(name, "") != now.get(name, "")
    ]
    if len(found) > MOST:
        found = [*found[:MOST], Difference("more", "", f"{len(found) - MOST} other differences")]
    return tuple(found)


def in_words(found: tuple[Difference, ...]) -> str:
    """Differences in one line: "labels: vip → vip, late; priority: — → 2"."""
    return "; ".join(f"{one.field}: {one.was or '—'} → {one.now or '—'}" for one in found)


def _plain(text: str) -> Any:
    """Plain data of JSON; a text that is none is a value by itself."""
    try:
        return msgspec.json.decode(text) if text else None
    except msgspec.DecodeError:
        return text


def _fields(name: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for key, part in value.items():
                yield from _fields(f"{name} {key}".strip().replace("_", " "), _at(str(key), part))
        case list() if any(isinstance(part, dict | list) for part in value):
            for place, part in enumerate(value, 1):
                yield from _fields(f"{name} {place}".strip(), part)
        case _:
            yield name, _told(value)


def _at(key: str, value: Any) -> Any:
    """A moment in milliseconds as people read it."""
    if value == 0 and key.endswith(_MOMENTS):
        return "never"
    if isinstance(value, int) and key.endswith(_MOMENTS) and value > _FIRST_MOMENT:
        return f"{datetime.fromtimestamp(value / 1000, tz=UTC):%Y-%m-%d %H:%M} UTC"
    return value


def _told(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(_told(part) for part in value)
        case _:
            text = hidden_words(value) if isinstance(value, str) else hidden(str(value))
            if _HASH.fullmatch(text):
                return f"{text[:_SHOWN_OF_HASH]}…"
            return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
