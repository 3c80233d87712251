"""What Messenger refuses: every limit of the Send API, by Meta's own codes.

Meta, Messenger Platform: "Send API", "Quick replies", "Templates", "Error codes".
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from bot.simulators.checks import Problem, Problems, address, counted, listed, only, part, short, sized, word, wrong
from bot.simulators.faults import Refusal
from bot.simulators.receipt_rules import receipt

REMOVED_TAGS = frozenset({"CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE"})
MEDIA = frozenset({"image", "audio", "video", "file"})
_TYPES = frozenset({"RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY"})
_ACTIONS = frozenset({"typing_on", "typing_off", "mark_seen", "react", "unreact"})
_REQUEST = frozenset(
    {"recipient", "messaging_type", "message", "sender_action", "payload", "tag", "reply_to", "persona_id",
     "thread_control"}
)  # fmt: skip
_CONTENTS = ("text", "attachment", "attachments", "template", "sticker_id")
_WEB_URL = frozenset(
    {"type", "title", "url", "webview_height_ratio", "webview_share_button", "messenger_extensions", "fallback_url"}
)
_BUTTONS = {
    "web_url": _WEB_URL,
    "postback": {"type", "title", "payload"},
    "phone_number": {"type", "title", "payload"},
    "account_link": {"type", "url"},
    "account_unlink": {"type"},
}
_ELEMENT = frozenset({"title", "subtitle", "image_url", "default_action", "buttons"})
_RATIOS = frozenset({"compact", "tall", "full"})


class Receipts(msgspec.Struct):
    """The order numbers that were used: a receipt is refused when its number comes again."""

    numbers: set[str] = msgspec.field(default_factory=set)


def check(request: dict[str, Any], receipts: Receipts) -> None:
    """Refuse a request of the Send API that Messenger would refuse whatever the thread's state."""
    refuse(problems(request, receipts))


def refuse(found: Iterator[Problem]) -> None:
    """Raise the first problem, as Messenger and Instagram tell it."""
    for problem in found:
        raise Refusal(problem.code or 100, problem.subcode, problem.words)


def problems(request: dict[str, Any], receipts: Receipts) -> Problems:
    """What is wrong with a request."""
    yield from only(request, _REQUEST, "request")
    if ("message" in request) == ("sender_action" in request):
        yield wrong("Exactly one of message and sender_action is wanted", 2018014)
    if "sender_action" in request:
        yield from _action(request)
        return
    yield from _kind_of_request(request)
    message = request["message"]
    if not isinstance(message, dict):
        yield wrong("Param message must be an object")
        return
    yield from _message(message, receipts)


def _action(request: dict[str, Any]) -> Problems:
    action = word(request, "sender_action")
    if action not in _ACTIONS:
        yield wrong("Unknown sender_action")
    if action in {"react", "unreact"}:
        yield from sized(part(request, "payload").get("message_id"), 255, "payload[message_id]")


def _kind_of_request(request: dict[str, Any]) -> Problems:
    kind = word(request, "messaging_type", "RESPONSE")
    if kind not in _TYPES:
        yield wrong("Param messaging_type must be one of RESPONSE, UPDATE, MESSAGE_TAG, UTILITY")
    if word(request, "tag") in REMOVED_TAGS:
        yield wrong("This message tag is no longer supported")
    if kind == "MESSAGE_TAG" and request.get("tag") != "HUMAN_AGENT":
        yield wrong("Invalid message tag")
    if (kind == "UTILITY") != ("template" in part(request, "message")):
        yield wrong("A utility message has a template, and no other has")
    if "thread_control" in request and word(part(request, "thread_control"), "control_type") not in {"pass", "release"}:
        yield wrong("Param thread_control[control_type] must be pass or release")


def _message(message: dict[str, Any], receipts: Receipts) -> Problems:
    yield from only(message, {*_CONTENTS, "quick_replies", "metadata"}, "message")
    if sum(key in message for key in _CONTENTS) != 1:
        yield wrong("Exactly one of text, attachment, attachments, template and sticker_id is wanted")
    yield from short(message, "text", 2000, "message")
    yield from short(message, "metadata", 1000, "message")
    if "quick_replies" in message:
        if not {"text", "attachment"} & message.keys():
            yield wrong("Quick replies stand below a text or an attachment")
        yield from _quick_replies(message["quick_replies"])
    if "attachments" in message:
        yield from counted(message["attachments"], 1, 30, "message[attachments]")
        yield from (problem for one in listed(message["attachments"]) for problem in _image(one))
    if "attachment" in message:
        yield from _attachment(part(message, "attachment"), receipts)


def _attachment(attachment: dict[str, Any], receipts: Receipts) -> Problems:
    yield from only(attachment, {"type", "payload"}, "message[attachment]")
    payload = part(attachment, "payload")
    if attachment.get("type") == "template":
        yield from _template(payload, receipts)
    elif word(attachment, "type") in MEDIA:
        yield from media(payload)
    else:
        yield wrong(f"Unknown type of an attachment: {attachment.get('type')}")


def media(payload: dict[str, Any]) -> Problems:
    """What is wrong with a picture, a sound, a film or a file that is named by its address or its id."""
    yield from only(payload, {"url", "attachment_id", "is_reusable"}, "payload")
    if ("url" in payload) == ("attachment_id" in payload):
        yield wrong("Exactly one of url and attachment_id is wanted")
    if "url" in payload:
        yield from address(payload["url"], "payload[url]")


def _image(one: dict[str, Any]) -> Problems:
    if one.get("type") != "image":
        yield wrong("Only images can be sent several at once")
    yield from media(part(one, "payload"))


def _quick_replies(replies: Any) -> Problems:
    yield from counted(replies, 1, 13, "quick replies")
    for reply in listed(replies):
        if word(reply, "content_type") in {"user_phone_number", "user_email"}:
            continue
        yield from only(reply, {"content_type", "title", "payload", "image_url"}, "quick_replies")
        yield from sized(reply.get("title"), 20, "quick_replies[title]")
        yield from sized(reply.get("payload"), 1000, "quick_replies[payload]")
        if reply.get("content_type") != "text":
            yield wrong("Unknown content_type of a quick reply")


def _template(payload: dict[str, Any], receipts: Receipts) -> Problems:
    match payload.get("template_type"):
        case "button":
            yield from only(payload, {"template_type", "text", "buttons", "sharable"}, "payload")
            yield from sized(payload.get("text"), 640, "payload[text]")
            yield from _buttons(payload.get("buttons"))
        case "generic":
            yield from only(payload, {"template_type", "elements", "sharable", "image_aspect_ratio"}, "payload")
            yield from _elements(payload.get("elements"))
        case "media":
            yield from only(payload, {"template_type", "elements", "sharable"}, "payload")
            yield from _film(payload.get("elements"))
        case "receipt":
            yield from receipt(payload, receipts.numbers)
        case other:
            yield wrong(f"Template type {other} is not supported")


def _elements(elements: Any) -> Problems:
    yield from counted(elements, 1, 10, "elements")
    for element in listed(elements):
        yield from only(element, _ELEMENT, "elements")
        yield from sized(element.get("title"), 80, "elements[title]")
        yield from short(element, "subtitle", 80, "elements")
        if set(element) == {"title"}:
            yield wrong("An element has a title and at least one thing more")
        if "image_url" in element:
            yield from address(element["image_url"], "elements[image_url]")
        if "default_action" in element:
            yield from _default_action(part(element, "default_action"))
        if "buttons" in element:
            yield from _buttons(element["buttons"])


def _default_action(action: dict[str, Any]) -> Problems:
    yield from only(action, _WEB_URL - {"title"}, "elements[default_action]")
    if action.get("type") != "web_url":
        yield wrong("A default action opens a web_url")
    yield from address(action.get("url"), "default_action[url]")


def _film(elements: Any) -> Problems:
    yield from counted(elements, 1, 1, "elements")
    for element in listed(elements):
        yield from only(element, {"media_type", "attachment_id", "url", "buttons"}, "elements")
        if word(element, "media_type") not in {"image", "video"}:
            yield wrong("Param elements[media_type] must be image or video")
        if ("url" in element) == ("attachment_id" in element):
            yield wrong("Exactly one of url and attachment_id is wanted")
        if "buttons" in element:
            yield from _buttons(element["buttons"])


def _buttons(buttons: Any) -> Problems:
    yield from counted(buttons, 1, 3, "buttons")
    for button in listed(buttons):
        keys = _BUTTONS.get(str(button.get("type")))
        if keys is None:
            yield wrong("Unknown type of a button")
            continue
        yield from only(button, keys, "buttons")
        if "title" in keys:
            yield from sized(button.get("title"), 20, "buttons[title]")
        if "payload" in keys:
            yield from sized(button.get("payload"), 1000, "buttons[payload]")
        if "url" in keys:
            yield from address(button.get("url"), "buttons[url]")
        yield from _webview(button)


def _webview(button: dict[str, Any]) -> Problems:
    hidden = button.get("webview_share_button", "hide") == "hide"
    if word(button, "webview_height_ratio", "full") not in _RATIOS or not hidden:
        yield wrong("A webview is compact, tall or full, and its share button can only be hidden")
    if button.get("messenger_extensions") and not str(button.get("url")).startswith("https://"):
        yield wrong("A webview with extensions needs https")
    if button.get("type") == "phone_number" and not str(button.get("payload")).startswith("+"):
        yield wrong("A number to call begins with +")
