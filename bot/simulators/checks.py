"""Checks that the rules of all products are made of; each tells what is wrong, one problem at a time.

Lengths count UTF-16 units, the strictest reading of "characters".
"""

from collections.abc import Collection, Iterator
from typing import Any, Literal

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a request, and of what kind that is: products have codes for kinds."""

    kind: Literal["missing", "wrong", "unknown"]
    words: str
    subcode: int | None = None
    code: int | None = None


Problems = Iterator[Problem]


def length(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def wrong(words: str, subcode: int | None = None) -> Problem:
    """Something that is there and may not be so."""
    return Problem("wrong", words, subcode)


def only(holder: dict[str, Any], known: Collection[str], where: str) -> Problems:
    """Whether an object has no key that nobody knows."""
    unknown = sorted(set(holder) - set(known))
    if unknown:
        yield Problem("unknown", f"Invalid keys {unknown} were found in param {where}")


def sized(text: Any, most: int, where: str) -> Problems:
    """Whether there is a text, and not too much of it."""
    if not isinstance(text, str) or not text.strip():
        yield Problem("missing", f"Param {where} must be a non-empty string")
    elif length(text) > most:
        yield wrong(f"Length of param {where} must be less than or equal to {most}")


def short(holder: dict[str, Any], key: str, most: int, where: str) -> Problems:
    """Whether a text that may be left out is not too long."""
    if key in holder:
        yield from sized(holder[key], most, f"{where}[{key}]")


def counted(found: Any, fewest: int, most: int, where: str) -> Problems:
    """Whether there are as many of something as there may be, each an object."""
    if not isinstance(found, list) or not fewest <= len(found) <= most:
        yield wrong(f"Between {fewest} and {most} {where} are wanted")
    elif not all(isinstance(one, dict) for one in found):
        yield wrong(f"Each of {where} must be an object")


def distinct(found: list[Any], where: str) -> Problems:
    """Whether nothing comes twice."""
    if len({str(one) for one in found}) < len(found):
        yield wrong(f"Duplicated {where}")


def address(url: Any, where: str) -> Problems:
    """Whether it is an absolute address."""
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        yield wrong(f"Param {where} must be an absolute URL")


def listed(found: Any) -> list[dict[str, Any]]:
    """The objects of a list, none if it is no list."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def word(holder: Any, key: str, default: str = "") -> str:
    """A text inside an object; `default` if it has no such key, "" if what stands there is no text."""
    found = holder.get(key, default) if isinstance(holder, dict) else default
    return found if isinstance(found, str) else ""


def part(holder: Any, key: str) -> dict[str, Any]:
    """An object inside an object, an empty one if there is none."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, dict) else {}
