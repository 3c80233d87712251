"""A step in plain lines, for whoever compares two versions of it."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from bot.domain.flow.condition_words import condition_words
from bot.domain.flow.conditions import from_data
from bot.web.staff.flow_action_fields import BY_NAME

_DAY = 24 * 3600


def lines(node: Mapping[str, Any]) -> Iterator[str]:
    """What a step does and where it leads, a line each."""
    for action in node.get("do", ()):
        yield _action(action)
    if wait := node.get("wait"):
        yield f"Waits for {wait.get('for')}, {wait.get('timeout', _DAY)} s{', and rings' if wait.get('ring') else ''}"
        yield from (f"After {name}: to {to}" for name, to in wait.get("exits", {}).items())
    for case in node.get("cases", ()):
        yield f"If {_condition(case.get('when'))}: to {case.get('to') or 'nowhere'}"
    if split := node.get("split"):
        for way in split.get("ways", ()):
            yield f"Trial {split.get('name')}: {way.get('weight')} % {way.get('name')} to {way.get('to')}"
    if on := node.get("next"):
        yield f"Goes on to {on}"
    if node.get("end"):
        yield "Ends the flow"


def _action(action: Mapping[str, Any]) -> str:
    name = str(action.get("do", ""))
    shape = BY_NAME.get(name)
    told = [f"{key} {_value(value)}" for key, value in action.items() if key != "do" and value not in ("", [], None)]
    return f"{shape.label if shape else name}: {', '.join(told)}" if told else (shape.label if shape else name)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return " · ".join(" = ".join(map(str, one.values())) if isinstance(one, dict) else str(one) for one in value)
    return str(value)


def _condition(data: Any) -> str:
    try:
        return condition_words(from_data(data))
    except msgspec.ValidationError:
        return "a condition that cannot be read"
