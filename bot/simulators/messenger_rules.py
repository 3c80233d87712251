"""What Messenger refuses: every limit of the Send API, by Meta's own codes.

Meta, Messenger Platform: "Send API", "Quick replies", "Templates", "Error codes". Lengths count UTF-16 units, the
strictest reading of "characters".
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from bot.simulators.faults import Refusal

REMOVED_TAGS = frozenset({"CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE"})
_TYPES = frozenset({"RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY"})
_ACTIONS = frozenset({"typing_on", "typing_off", "mark_seen", "react", "unreact"})
_REQUEST_KEYS = frozenset(
    {"recipient", "messaging_type", "message", "sender_action", "payload", "tag", "reply_to", "persona_id"}
)
_MESSAGE_KEYS = frozenset({"text", "attachment", "quick_replies", "metadata", "template"})
_BUTTON_KEYS = {
    "web_url": {"type", "title", "url", "webview_height_ratio", "webview_share_button", "messenger_extensions"},
    "postback": {"type", "title", "payload"},
    "phone_number": {"type", "title", "payload"},
    "account_link": {"type", "url"},
    "account_unlink": {"type"},
}
_ELEMENT_KEYS = frozenset({"title", "subtitle", "image_url", "default_action", "buttons"})
_RECEIPT_NEEDS = ("recipient_name", "order_number", "currency", "payment_method", "summary")
_RATIOS = frozenset({"compact", "tall", "full"})


class Receipts(msgspec.Struct):
    """The order numbers that were used: a receipt is refused when its number comes again."""

    numbers: set[str] = msgspec.field(default_factory=set)


def check(request: dict[str, Any], receipts: Receipts) -> None:
    """Refuse a request of the Send API that Meta would refuse whatever the thread's state."""
    for problem in _problems(request, receipts):
        raise Refusal(100, None, problem)


def length(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _problems(request: dict[str, Any], receipts: Receipts) -> Iterator[str]:
    yield from _keys(request, _REQUEST_KEYS, "request")
    if ("message" in request) == ("sender_action" in request):
        yield "Exactly one of message and sender_action is wanted"
    if "sender_action" in request:
        if request["sender_action"] not in _ACTIONS:
            yield "Unknown sender_action"
        return
    yield from _kind_of_request(request)
    message = request["message"]
    if not isinstance(message, dict):
        yield "Param message must be an object"
        return
    yield from _message(message, receipts)


def _kind_of_request(request: dict[str, Any]) -> Iterator[str]:
    kind = request.get("messaging_type", "RESPONSE")
    if kind not in _TYPES:
        yield "Param messaging_type must be one of RESPONSE, UPDATE, MESSAGE_TAG, UTILITY"
    if request.get("tag") in REMOVED_TAGS:
        yield "This message tag is no longer supported"
    if kind == "MESSAGE_TAG" and request.get("tag") != "HUMAN_AGENT":
        yield "Invalid message tag"
    if (kind == "UTILITY") != ("template" in request.get("message", {})):
        yield "A utility message has a template, and no other has"


def _message(message: dict[str, Any], receipts: Receipts) -> Iterator[str]:
    yield from _keys(message, _MESSAGE_KEYS, "message")
    if sum(key in message for key in ("text", "attachment", "template")) != 1:
        yield "Exactly one of text, attachment and template is wanted"
    if "text" in message:
        yield from _sized(message["text"], 2000, "message[text]")
    yield from _sized(message.get("metadata", "-"), 1000, "message[metadata]")
    if "quick_replies" in message:
        yield from _quick_replies(message["quick_replies"])
    if "attachment" in message:
        attachment = message["attachment"]
        if attachment.get("type") != "template":
            return
        yield from _template(attachment.get("payload", {}), receipts)


def _quick_replies(replies: Any) -> Iterator[str]:
    yield from counted(replies, 1, 13, "quick replies")
    for reply in listed(replies):
        if reply.get("content_type") in {"user_phone_number", "user_email"}:
            continue
        yield from _keys(reply, frozenset({"content_type", "title", "payload", "image_url"}), "quick_replies")
        yield from _sized(reply.get("title"), 20, "quick_replies[title]")
        yield from _sized(reply.get("payload"), 1000, "quick_replies[payload]")
        if reply.get("content_type") != "text":
            yield "Unknown content_type of a quick reply"


def _template(payload: dict[str, Any], receipts: Receipts) -> Iterator[str]:
    match payload.get("template_type"):
        case "button":
            yield from _keys(payload, frozenset({"template_type", "text", "buttons", "sharable"}), "payload")
            yield from _sized(payload.get("text"), 640, "payload[text]")
            yield from _buttons(payload.get("buttons"), fewest=1)
        case "generic":
            yield from _keys(
                payload, frozenset({"template_type", "elements", "sharable", "image_aspect_ratio"}), "payload"
            )
            yield from _elements(payload.get("elements"))
        case "receipt":
            yield from _receipt(payload, receipts)
        case other:
            yield f"Template type {other} is not supported"


def _elements(elements: Any) -> Iterator[str]:
    yield from counted(elements, 1, 10, "elements")
    for element in listed(elements):
        yield from _keys(element, _ELEMENT_KEYS, "elements")
        yield from _sized(element.get("title"), 80, "elements[title]")
        yield from _sized(element.get("subtitle", "-"), 80, "elements[subtitle]")
        if set(element) == {"title"}:
            yield "An element has a title and at least one thing more"
        if "buttons" in element:
            yield from _buttons(element["buttons"], fewest=1)


def _buttons(buttons: Any, *, fewest: int) -> Iterator[str]:
    yield from counted(buttons, fewest, 3, "buttons")
    for button in listed(buttons):
        keys = _BUTTON_KEYS.get(str(button.get("type")))
        if keys is None:
            yield "Unknown type of a button"
            continue
        yield from _keys(button, frozenset(keys), "buttons")
        if "title" in keys:
            yield from _sized(button.get("title"), 20, "buttons[title]")
        if "payload" in keys:
            yield from _sized(button.get("payload"), 1000, "buttons[payload]")
        if "url" in keys and not str(button.get("url", "")).startswith(("https://", "http://")):
            yield "A button's url must be absolute"
        if (
            button.get("webview_height_ratio", "full") not in _RATIOS
            or button.get("webview_share_button", "hide") != "hide"
        ):
            yield "A webview is compact, tall or full, and its share button can only be hidden"


def _receipt(payload: dict[str, Any], receipts: Receipts) -> Iterator[str]:
    yield from (f"Param payload[{key}] is wanted" for key in _RECEIPT_NEEDS if not payload.get(key))
    if not isinstance(payload.get("timestamp", "0"), str) or not payload.get("timestamp", "0").isdigit():
        yield "payload[timestamp] is seconds as a string"
    lines = payload.get("elements", [])
    yield from counted(lines, 0, 100, "elements")
    amounts = [payload.get("summary", {}).get("total_cost"), *(line.get("price") for line in lines)]
    if not all(isinstance(amount, int | float) for amount in amounts):
        yield "Amounts are numbers"
    if not all(line.get("title") for line in lines):
        yield "Param elements[title] is wanted"
    if payload.get("order_number") in receipts.numbers:
        yield "The order_number of a receipt is unique"


def counted(found: Any, fewest: int, most: int, where: str) -> Iterator[str]:
    """Whether there are as many of something as there may be."""
    if not isinstance(found, list) or not fewest <= len(found) <= most:
        yield f"Between {fewest} and {most} {where} are wanted"


def listed(found: Any) -> list[dict[str, Any]]:
    """The objects of a list, none if it is no list."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _keys(holder: dict[str, Any], known: frozenset[str], where: str) -> Iterator[str]:
    unknown = sorted(set(holder) - known)
    if unknown:
        yield f"Invalid keys {unknown} were found in param {where}"


def _sized(text: Any, most: int, where: str) -> Iterator[str]:
    if not isinstance(text, str) or not text.strip():
        yield f"Param {where} must be a non-empty string"
    elif length(text) > most:
        yield f"Length of param {where} must be less than or equal to {most}"
