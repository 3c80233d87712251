"""Forms with rows in rows: names such as `do.0.options.1.text` as nested data, and acts that add, move and take rows.

Whoever edits without a script presses a button for each of them and gets the form again; with one, the same happens in
place. Nothing is kept by it: what was typed goes out and comes back.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from bot.domain.errors import InvalidError

MOST_FIELDS = 3000
"""Fields of a form: a step of fifty actions with options has fewer."""
DEEPEST = 16
"""Parts of a name."""
MOST_ROWS = 60
"""Rows in one list."""
TOO_MUCH = "This form has more rows than a step may have. Make two steps of it."

Data = dict[str, Any]


def read(form: MultiDict[str, str]) -> Data:
    """The data of a form; lists are what has numbers for names. Raises `InvalidError` when there is too much of it."""
    if len(form) > MOST_FIELDS:
        raise InvalidError(TOO_MUCH)
    found: Data = {}
    for name in form:
        *above, last = name.split(".")
        if len(above) >= DEEPEST:
            raise InvalidError(TOO_MUCH)
        place = found
        for part in above:
            inner = place.setdefault(part, {})
            if not isinstance(inner, dict):
                break
            place = inner
        else:
            several = form.getlist(name)
            place[last] = several if last.endswith("[]") else several[-1].replace("\r\n", "\n")
    return {key: _listed(value) for key, value in found.items()}


def act_on(data: Data, act: str, made: Mapping[str, Any]) -> Data:
    """The data after an act such as "remove do.1" or "add do.0.options"; what cannot be done changes nothing.

    `made` is a new row by the last word of its list's name.
    """
    verb, _, path = act.partition(" ")
    above, _, last = path.rpartition(".")
    if verb == "add":
        place = _at(data, above)
        if isinstance(place, dict):
            rows = place.setdefault(last, [])
            if isinstance(rows, list) and len(rows) < MOST_ROWS:
                rows.append(made.get(last, {}))
        return data
    rows = _at(data, above)
    at = int(last) if last.isascii() and last.isdigit() else -1
    if isinstance(rows, list) and 0 <= at < len(rows):
        _move(rows, at, verb)
    return data


def _move(rows: list[Any], at: int, verb: str) -> None:
    match verb:
        case "remove":
            del rows[at]
        case "up" if at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
        case "down" if at < len(rows) - 1:
            rows[at + 1], rows[at] = rows[at], rows[at + 1]


def _at(data: Any, path: str) -> Any:
    """What stands at a path, None where nothing does."""
    for part in path.split(".") if path else ():
        if isinstance(data, list):
            data = data[int(part)] if part.isascii() and part.isdigit() and int(part) < len(data) else None
        elif isinstance(data, dict):
            data = data.get(part)
        else:
            return None
    return data


def _listed(value: Any) -> Any:
    """The data with lists in place of what is named by numbers."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    if inner and all(key.isascii() and key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner
