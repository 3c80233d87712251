"""The fake Graph API as Instagram: the same calls and deliveries, stricter limits, and fewer kinds of both.

Instagram Platform: "Send a message", "Webhooks for Instagram Messaging".
"""

from typing import Any

from tests.fakes.graph import FakeGraph, Sent
from tests.fakes.graph_rules import Receipts, Refusal, check

TEXT_BYTES = 1000


def check_instagram(request: dict[str, Any]) -> None:
    """Refuse what Instagram would refuse: what Messenger refuses, texts by their bytes, receipts, and webviews."""
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


class FakeInstagram(FakeGraph):
    """Instagram, whose readers are told by the message, and where nothing tells of deliveries."""

    kind = "instagram"
    closed = 2534022
    unknown = 2534014

    def reads(self, psid: str) -> str:
        """The traveller sees the newest message."""
        newest = [sent.mid for sent in self.sent if sent.psid == psid][-1]
        return self._queue(psid, {"read": {"mid": newest}})

    def replies_to_story(self, psid: str, text: str) -> str:
        """The traveller answers a story of the airline."""
        story = {"story": {"id": "178001", "url": "https://cdn.example/story"}}
        return self._heard(psid, {"message": {"mid": self._id(), "text": text, "reply_to": story}})

    def _check(self, request: dict[str, Any]) -> None:
        check_instagram(request)

    def _delivered(self, sent: Sent) -> None:
        """Not told."""
