"""What WhatsApp refuses: every limit of its messages, by Meta's own codes.

Meta, WhatsApp Business Platform: "Messages", "Interactive messages", "Error codes". Lengths count UTF-16 units, the
strictest reading of "characters".
"""

from collections.abc import Iterator
from typing import Any

from bot.simulators.faults import Refusal
from bot.simulators.messenger_rules import length

MISSING = 131008
WRONG = 131009
_ENVELOPE = frozenset({"messaging_product", "recipient_type", "to", "recipient", "type", "biz_opaque_callback_data"})


def check(request: dict[str, Any]) -> None:
    """Refuse a request that WhatsApp would refuse whatever the thread's state."""
    for code, problem in _problems(request):
        raise Refusal(code, None, problem)


def _problems(request: dict[str, Any]) -> Iterator[tuple[int, str]]:
    if request.get("messaging_product") != "whatsapp":
        yield 100, "The parameter messaging_product is required"
    if request.get("status") == "read":
        yield from _keys(request, {"messaging_product", "status", "message_id", "typing_indicator"}, "request")
        yield from _sized(request.get("message_id"), 255, "message_id")
        return
    kind = request.get("type")
    yield from _keys(request, {*_ENVELOPE, str(kind)}, "request")
    if not ("to" in request or "recipient" in request):
        yield MISSING, "The parameter to is required"
    if not str(request.get("to", "+1")).startswith("+"):
        yield WRONG, "A number without + is misread"
    yield from _sized(request.get("biz_opaque_callback_data", "-"), 512, "biz_opaque_callback_data")
    if kind == "text":
        yield from _keys(request["text"], {"body", "preview_url"}, "text")
        yield from _sized(request["text"].get("body"), 4096, "text[body]")
    elif kind == "interactive":
        yield from _interactive(request["interactive"])
    else:
        yield 131051, f"Message type {kind} is not supported"


def _interactive(told: dict[str, Any]) -> Iterator[tuple[int, str]]:
    yield from _keys(told, {"type", "header", "body", "footer", "action"}, "interactive")
    kind, action = told.get("type"), told.get("action", {})
    most = 4096 if kind == "list" else 1024
    yield from _sized(told.get("body", {}).get("text"), most, "body[text]")
    match kind:
        case "button":
            replies = [button["reply"] for button in action["buttons"] if button["type"] == "reply"]
            yield from _counted(replies, 3, "buttons")
            yield from _distinct([reply["title"] for reply in replies], "titles of buttons")
            for reply in replies:
                yield from _keys(reply, {"id", "title"}, "reply")
                yield from _sized(reply["title"], 20, "reply[title]")
            yield from _ids(replies, 256)
        case "list":
            yield from _list(action)
        case "cta_url":
            parameters = action["parameters"]
            yield from _sized(parameters["display_text"], 20, "display_text")
            if action["name"] != "cta_url" or not parameters["url"].startswith(("https://", "http://")):
                yield WRONG, "A button's url must be absolute"
        case _:
            yield WRONG, f"Interactive type {kind} is not supported"


def _list(action: dict[str, Any]) -> Iterator[tuple[int, str]]:
    yield from _sized(action.get("button"), 20, "action[button]")
    rows = [row for section in action["sections"] for row in section["rows"]]
    yield from _counted(rows, 10, "rows")
    yield from _ids(rows, 200)
    if len(action["sections"]) > 1:
        for section in action["sections"]:
            yield from _sized(section.get("title"), 24, "section[title]")
    for row in rows:
        yield from _keys(row, {"id", "title", "description"}, "row")
        yield from _sized(row["title"], 24, "row[title]")
        yield from _sized(row.get("description", "-"), 72, "row[description]")


def _ids(holders: list[dict[str, Any]], most: int) -> Iterator[tuple[int, str]]:
    yield from _distinct([holder["id"] for holder in holders], "ids")
    for holder in holders:
        yield from _sized(holder["id"], most, "id")


def _distinct(found: list[str], where: str) -> Iterator[tuple[int, str]]:
    if len(set(found)) < len(found):
        yield WRONG, f"Duplicated {where}"


def _counted(found: list[Any], most: int, where: str) -> Iterator[tuple[int, str]]:
    if not 1 <= len(found) <= most:
        yield WRONG, f"Between 1 and {most} {where} are wanted"


def _keys(holder: dict[str, Any], known: set[str], where: str) -> Iterator[tuple[int, str]]:
    unknown = sorted(set(holder) - known)
    if unknown:
        yield 100, f"Unexpected keys {unknown} on param {where}"


def _sized(text: Any, most: int, where: str) -> Iterator[tuple[int, str]]:
    if not isinstance(text, str) or not text.strip():
        yield MISSING, f"The parameter {where} is required"
    elif length(text) > most:
        yield WRONG, f"Parameter value is not valid: {where} is longer than {most}"
