"""Reads what a form of WhatsApp's own sends back: JSON in a string, of any shape or none."""

from typing import Any

from bot.adapters.channels.meta import read, words

MOST_FIELDS = 40
_LONGEST_NAME = 80


def fields_of(response: str) -> dict[str, str] | None:
    """The answers by the names of their fields, None when there is no object in the string.

    Lists are told with commas; objects inside the object are left out, because we never ask for any.
    """
    try:
        document = read(response.encode("utf-8", "replace"))
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    told = ((_clean(field)[:_LONGEST_NAME], _told(value)) for field, value in list(document.items())[:MOST_FIELDS])
    return {field: value for field, value in told if field and value}


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return ", ".join(filter(None, (_told(one) for one in value if not isinstance(one, list))))
    return _clean(value)


def _clean(value: Any) -> str:
    return words({"": value}, "")
