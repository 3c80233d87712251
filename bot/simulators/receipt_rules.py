"""What Messenger refuses of a receipt (Meta, Messenger Platform, "Receipt template")."""

from collections.abc import Collection
from typing import Any

from bot.simulators.checks import Problem, Problems, counted, listed, only, part, sized, wrong

_KEYS = frozenset(
    {"template_type", "recipient_name", "merchant_name", "order_number", "currency", "payment_method", "order_url",
     "timestamp", "elements", "address", "summary", "adjustments", "sharable"}
)  # fmt: skip
_LINE = frozenset({"title", "subtitle", "quantity", "price", "currency", "image_url"})
_NEEDS = ("recipient_name", "order_number", "currency", "payment_method")
_LONG = 255


def receipt(payload: dict[str, Any], used: Collection[str]) -> Problems:
    """What is wrong with a receipt, of which each number in `used` was sent before."""
    yield from only(payload, _KEYS, "payload")
    for key in _NEEDS:
        if not isinstance(payload.get(key), str) or not payload[key]:
            yield Problem("missing", f"Param payload[{key}] is wanted")
    moment = payload.get("timestamp", "0")
    if not isinstance(moment, str) or not moment.isdigit():
        yield wrong("payload[timestamp] is seconds as a string")
    lines = payload.get("elements", [])
    yield from counted(lines, 0, 100, "elements")
    for line in listed(lines):
        yield from only(line, _LINE, "elements")
        yield from sized(line.get("title"), _LONG, "elements[title]")
    amounts = [part(payload, "summary").get("total_cost"), *(line.get("price") for line in listed(lines))]
    if not all(isinstance(amount, int | float) and not isinstance(amount, bool) for amount in amounts):
        yield wrong("Amounts are numbers")
    if payload.get("order_number") in used:
        yield wrong("The order_number of a receipt is unique")
