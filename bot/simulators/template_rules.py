"""What is refused of a new message template, and what its review finds.

Meta: "WhatsApp, Message templates", "Messenger Platform, Utility messages".
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.simulators.checks import Problem, Problems, address, counted, listed, part, sized, wrong

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2,4})?")
_CATEGORIES = {"messenger": {"UTILITY"}, "whatsapp": {"UTILITY", "MARKETING", "AUTHENTICATION"}}
_PARTS = frozenset({"header", "body", "footer", "buttons"})
_HEADERS = {
    "messenger": {"TEXT", "IMAGE"},
    "whatsapp": {"TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION"},
}
_BUTTONS = {
    "messenger": {"URL": 3, "POSTBACK": 3},
    "whatsapp": {
        "QUICK_REPLY": 10,
        "URL": 2,
        "PHONE_NUMBER": 1,
        "COPY_CODE": 1,
        "FLOW": 1,
        "REQUEST_CONTACT_INFO": 1,
    },
}
_EDGE = 2388299
"""The subcode for a body that begins or ends with a parameter."""


def normal(components: Any) -> list[dict[str, Any]]:
    """Components with their types in small letters: both are written."""
    return [{**one, "type": str(one.get("type", "")).lower()} for one in listed(components)]


def component(components: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """The component of a kind, an empty one if there is none."""
    return next((one for one in components if one["type"] == kind), {})


def placeholders(text: Any) -> list[str]:
    """The names, or numbers, of the parameters in a text, each once."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text))) if isinstance(text, str) else []


def problems(told: dict[str, Any], product: str) -> Problems:
    """What is wrong with a new template."""
    if not _NAME.fullmatch(str(told.get("name", ""))):
        yield wrong("Param name consists of a-z, 0-9 and _")
    if not _LANGUAGE.fullmatch(str(told.get("language", ""))):
        yield wrong("Param language must be a language, as en or en_US")
    if str(told.get("category", "")).upper() not in _CATEGORIES[product]:
        yield wrong(f"Param category must be one of {sorted(_CATEGORIES[product])}")
    yield from counted(told.get("components"), 1, 4, "components")
    components = normal(told.get("components"))
    kinds = Counter(one["type"] for one in components)
    if kinds["body"] != 1 or max(kinds.values(), default=0) > 1 or set(kinds) - _PARTS:
        yield wrong("A template has one body, and at most one header, one footer and one set of buttons")
    yield from _body(component(components, "body"), str(told.get("parameter_format", "positional")).lower())
    yield from _header(component(components, "header"), product)
    if component(components, "footer"):
        yield from sized(component(components, "footer").get("text"), 60, "footer[text]")
    yield from _buttons(component(components, "buttons"), product)


def _body(body: dict[str, Any], form: str) -> Problems:
    text = body.get("text")
    yield from sized(text, 1024, "body[text]")
    names = placeholders(text)
    if not names:
        return
    if form == "positional" and names != [str(number + 1) for number in range(len(names))]:
        yield wrong("Parameters are counted from {{1}}")
    if form == "named" and any(name.isdigit() for name in names):
        yield wrong("Named parameters have names")
    bare = str(text).strip()
    if bare.startswith("{{") or bare.endswith("}}"):
        yield wrong("A body neither begins nor ends with a parameter", _EDGE)
    example = part(body, "example")
    rows = example.get("body_text")
    row = rows[0] if isinstance(rows, list) and rows else []
    shown = example.get("body_text_named_params") if form == "named" else row
    if not isinstance(shown, list) or len(shown) != len(names):
        yield Problem("missing", "Each parameter of the body needs an example")


def _header(header: dict[str, Any], product: str) -> Problems:
    if not header:
        return
    kind = str(header.get("format", "")).upper()
    if kind not in _HEADERS[product]:
        yield wrong(f"A header of the format {kind} is not supported")
    if kind == "TEXT":
        yield from sized(header.get("text"), 60, "header[text]")
        if len(placeholders(header.get("text"))) > 1:
            yield wrong("A header has at most one parameter")


def _buttons(holder: dict[str, Any], product: str) -> Problems:
    if not holder:
        return
    known = _BUTTONS[product]
    yield from counted(holder.get("buttons"), 1, 10 if product == "whatsapp" else 3, "buttons")
    buttons = listed(holder.get("buttons"))
    kinds = Counter(str(button.get("type", "")).upper() for button in buttons)
    for kind, count in kinds.items():
        if count > known.get(kind, 0):
            yield wrong(f"Too many buttons of the type {kind}")
    for button in buttons:
        yield from sized(button.get("text"), 25, "buttons[text]")
        yield from _address(button)


def _address(button: dict[str, Any]) -> Iterator[Problem]:
    if str(button.get("type", "")).upper() != "URL":
        return
    url = button.get("url")
    yield from sized(url, 2000, "buttons[url]")
    yield from address(url, "buttons[url]")
    names = placeholders(url)
    if names and (len(names) > 1 or not str(url).endswith("}}")):
        yield wrong("An address has at most one parameter, at its end")


def verdict(components: list[dict[str, Any]]) -> str:
    """Why a review rejects a template, "" when it does not."""
    text = str(component(components, "body").get("text", ""))
    names = placeholders(text)
    words = PLACEHOLDER.sub(" ", text).split()
    if any(sign in name for name in names for sign in "#$%"):
        return "INCORRECT_PARAMS"
    return "PARAMS_TO_WORD_RATIO_EXCEED_LIMIT" if len(words) < 2 * len(names) else ""
