"""What Instagram refuses: what Messenger refuses, texts by their bytes, receipts, and webviews.

Instagram Platform: "Send a message".
"""

from typing import Any

from bot.simulators.faults import Refusal
from bot.simulators.messenger_rules import Receipts, check

TEXT_BYTES = 1000


def check_instagram(request: dict[str, Any]) -> None:
    """Refuse a request that Instagram would refuse whatever the thread's state."""
    check(request, Receipts())
    message = request.get("message", {})
    payload = message.get("attachment", {}).get("payload", {})
    if len(message.get("text", "").encode()) > TEXT_BYTES:
        raise Refusal(100, None, f"Length of param message[text] must be less than or equal to {TEXT_BYTES} bytes")
    if payload.get("template_type", "generic") not in {"generic", "button"}:
        raise Refusal(100, 2534015, "This template is not supported on Instagram")
    buttons = [*payload.get("buttons", []), *(b for e in payload.get("elements", []) for b in e.get("buttons", []))]
    for button in buttons:
        known = {"web_url": {"type", "title", "url"}, "postback": {"type", "title", "payload"}}
        if set(button) != known.get(button["type"]):
            raise Refusal(100, 2534015, "Invalid button on Instagram")
