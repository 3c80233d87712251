"""Reads what Meta writes, whatever its shape: the JSON of a body, and texts, ids and times inside it."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

_MILLISECONDS_FROM = 10**11
_LATEST = 10**14
_LONGEST_ID = 255


def read(body: bytes) -> Any:
    """The JSON of a body; raises `ValueError` when it is none or too deep.

    Half an emoji (a lone surrogate) or a bad byte is read as a sign for "unreadable": one broken text must not cost
    the other messages of the same body.
    """
    try:
        return msgspec.json.decode(body)
    except RecursionError as error:
        raise ValueError("too deep") from error
    except ValueError:
        pass
    try:
        return json.loads(body.decode("utf-8", "replace"))
    except RecursionError as error:
        raise ValueError("too deep") from error


def entries(document: Any) -> Iterator[dict[str, Any]]:
    """The entries of a webhook's document, whatever its shape."""
    yield from (entry for entry in items(document, "entry") if isinstance(entry, dict))


def items(holder: Any, key: str) -> list[Any]:
    """A list inside an object, or an empty one."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []


def part(holder: Any, key: str) -> dict[str, Any]:
    """An object inside an object, or an empty one."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, dict) else {}


def words(holder: Any, key: str) -> str:
    """A text inside an object, "" when there is none; without what databases cannot keep."""
    found = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(found, str):
        return ""
    if "\x00" in found:
        found = found.replace("\x00", "")
    return found if found.isascii() else found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def name(holder: Any, key: str) -> str:
    """An id inside an object, "" when there is none that could be one; ids of some payloads are numbers."""
    found = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _LATEST**2:
        return str(found)
    if not isinstance(found, str) or not 0 < len(found) <= _LONGEST_ID:
        return ""
    return found if found.isascii() and found.isprintable() and found == found.strip() else ""


def moment(holder: Any, key: str) -> int:
    """A time inside an object in milliseconds since 1970, 0 when there is none; some tell seconds or a date."""
    found = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(found, str):
        found = _told_in_words(found)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < _LATEST:
        return 0
    return int(found if found > _MILLISECONDS_FROM else found * 1000)


def _told_in_words(text: str) -> float:
    if text.isascii() and text.isdigit() and len(text) <= len(str(_LATEST)):
        return int(text)
    try:
        at = datetime.fromisoformat(text)
        return round(at.timestamp() * 1000) if at.tzinfo else 0
    except (ValueError, OverflowError):
        return 0
