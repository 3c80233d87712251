"""What Instagram refuses: what Messenger refuses, texts by their bytes, and what only Messenger has.

Instagram Platform: "Send a message", "Quick replies", "Generic template", "Button template".
"""

from typing import Any

from bot.simulators.checks import Problems, counted, listed, part, word, wrong
from bot.simulators.messenger_rules import Receipts, problems, refuse

TEXT_BYTES = 1000
_ONLY_MESSENGER = frozenset({"persona_id"})
_OWN = frozenset({"MEDIA_SHARE", "like_heart"})
_INVALID = 2534015
_BUTTONS = {"web_url": {"type", "title", "url"}, "postback": {"type", "title", "payload"}}


def check_instagram(request: dict[str, Any]) -> None:
    """Refuse a request that Instagram would refuse whatever the thread's state."""
    own = word(part(part(request, "message"), "attachment"), "type") in _OWN
    refuse(_message(request))
    refuse(problems(_plain(request) if own else request, Receipts()))


def _plain(request: dict[str, Any]) -> dict[str, Any]:
    """The request with words for an attachment that Messenger does not know."""
    kept = {key: value for key, value in request["message"].items() if key != "attachment"}
    return {**request, "message": {**kept, "text": "-"}}


def _message(request: dict[str, Any]) -> Problems:
    message = part(request, "message")
    if request.get("messaging_type") == "UTILITY" or _ONLY_MESSENGER & request.keys():
        yield wrong("Utility messages and personas do not exist on Instagram", _INVALID)
    if len(str(message.get("text", "")).encode("utf-8", "surrogatepass")) > TEXT_BYTES:
        yield wrong(f"Length of param message[text] must be less than or equal to {TEXT_BYTES} bytes")
    if "sticker_id" in message:
        yield wrong("Stickers cannot be sent on Instagram", _INVALID)
    if "attachments" in message:
        yield from counted(message["attachments"], 1, 10, "message[attachments]")
    yield from _chips(message)
    yield from _template(part(part(message, "attachment"), "payload"))


def _chips(message: dict[str, Any]) -> Problems:
    for chip in listed(message.get("quick_replies")):
        if word(chip, "content_type") not in {"text", "user_phone_number"} or "image_url" in chip:
            yield wrong("Invalid quick reply on Instagram", _INVALID)


def _template(payload: dict[str, Any]) -> Problems:
    if word(payload, "template_type", "generic") not in {"generic", "button"}:
        yield wrong("This template is not supported on Instagram", _INVALID)
    elements = listed(payload.get("elements"))
    buttons = [*listed(payload.get("buttons")), *(one for each in elements for one in listed(each.get("buttons")))]
    for button in buttons:
        if set(button) != _BUTTONS.get(str(button.get("type"))):
            yield wrong("Invalid button on Instagram", _INVALID)
