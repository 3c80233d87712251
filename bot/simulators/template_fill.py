"""Fills an approved template with what a message brings, as strictly as the product does."""

import re
from typing import Any, Protocol

import msgspec

from bot.simulators.checks import listed, part
from bot.simulators.faults import Refusal
from bot.simulators.template_rules import PLACEHOLDER, component, placeholders

_UNTIDY = re.compile(r"[\n\t]| {5,}")
_LONGEST = 1024


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """The codes with which a product refuses a template."""

    unknown: int = 100
    count: int = 100
    long: int = 100
    form: int = 100
    paused: int = 100
    disabled: int = 100
    untidy: int = 100


ON_MESSENGER = Codes()
ON_WHATSAPP = Codes(
    unknown=132001, count=132000, long=132005, form=132012, paused=132015, disabled=132016, untidy=132018
)


class Written(Protocol):
    """A template as it was approved."""

    name: str
    language: str
    category: str
    components: list[dict[str, Any]]


class Filling:
    """One message by a template: `told` are the components that it brings, by type."""

    def __init__(self, written: Written, told: list[dict[str, Any]], codes: Codes) -> None:
        self._written = written
        self._told = told
        self._codes = codes

    def filled(self) -> dict[str, Any]:
        """What the traveller sees; raises `Refusal` for parameters that do not fit."""
        parts = self._written.components
        body = self._text(component(parts, "body").get("text", ""), self._parameters("body"))
        if len(body) > _LONGEST:
            raise Refusal(self._codes.long, None, "The translated text is too long")
        shown = {"name": self._written.name, "language": self._written.language, "category": self._written.category}
        footer = component(parts, "footer").get("text", "")
        return {**shown, "header": self._header(), "body": body, "footer": footer, "buttons": self._buttons()}

    def _header(self) -> dict[str, Any]:
        header = component(self._written.components, "header")
        kind = str(header.get("format", "")).lower()
        if not header:
            return {}
        given = self._parameters("header")
        if kind == "text":
            return {"type": "text", "text": self._text(header.get("text", ""), given)}
        fits = [one for one in given if one.get("type") == kind and part(one, kind)]
        if len(fits) != 1:
            raise Refusal(self._codes.form, None, f"The header needs one parameter of the type {kind}")
        return {"type": kind, kind: part(fits[0], kind)}

    def _text(self, text: str, given: list[dict[str, Any]]) -> str:
        names = placeholders(text)
        if len(given) != len(names):
            raise Refusal(self._codes.count, None, f"{len(given)} parameters were given, {len(names)} are expected")
        by_name = any(not name.isdigit() for name in names)
        values = {
            (str(one.get("parameter_name")) if by_name else str(number + 1)): self._value(one)
            for number, one in enumerate(given)
        }
        if set(values) != set(names):
            raise Refusal(self._codes.count, None, f"The parameters {sorted(names)} are expected")
        return PLACEHOLDER.sub(lambda found: values[found[1]], text)

    def _value(self, parameter: dict[str, Any]) -> str:
        kind = str(parameter.get("type", "")).lower()
        value = parameter.get("text") if kind == "text" else part(parameter, kind).get("fallback_value")
        if not isinstance(value, str) or not value:
            raise Refusal(self._codes.form, None, "A parameter has no text")
        if _UNTIDY.search(value):
            raise Refusal(self._codes.untidy, None, "A parameter cannot have new lines, tabs or many spaces")
        return value

    def _parameters(self, kind: str) -> list[dict[str, Any]]:
        holder = next((one for one in self._told if str(one.get("type", "")).lower() == kind), {})
        return listed(holder.get("parameters"))

    def _buttons(self) -> list[dict[str, Any]]:
        written = listed(component(self._written.components, "buttons").get("buttons"))
        given = self._given(len(written))
        return [self._button(button, given[number]) for number, button in enumerate(written)]

    def _given(self, count: int) -> list[dict[str, Any]]:
        """What each button was given: WhatsApp names it by its index, Messenger gives all in a row."""
        given: list[dict[str, Any]] = [{}] * count
        row = self._parameters("buttons")
        for number, one in enumerate(row[:count]):
            given[number] = one
        for one in self._told:
            index = str(one.get("index", ""))
            if str(one.get("type", "")).lower() == "button":
                if not index.isdecimal() or int(index) >= count or not listed(one.get("parameters")):
                    raise Refusal(self._codes.form, None, "A button's index and parameters are wanted")
                given[int(index)] = {**listed(one["parameters"])[0], "sub_type": one.get("sub_type")}
        if len(row) > count:
            raise Refusal(self._codes.count, None, f"The template has {count} buttons")
        return given

    def _button(self, button: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        kind, text = str(button.get("type", "")).upper(), str(button.get("text", ""))
        if kind == "URL":
            url = str(button.get("url", ""))
            suffix = given.get("text") or given.get("url") or ""
            if bool(placeholders(url)) != bool(suffix):
                raise Refusal(self._codes.count, None, "The address of a button and its parameter do not fit")
            return {"type": kind, "text": text, "url": PLACEHOLDER.sub(lambda _: str(suffix), url)}
        shown: dict[str, Any] = {"type": kind, "text": text}
        if kind in {"QUICK_REPLY", "POSTBACK"}:
            shown["payload"] = str(given.get("payload") or button.get("payload") or text)
        return shown
