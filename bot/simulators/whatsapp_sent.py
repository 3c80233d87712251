"""A message that WhatsApp accepted, and what a traveller reads and can tap in it."""

from typing import Any

from bot.simulators.checks import listed, part
from bot.simulators.product import Sent

_CAPTIONED = ("image", "video", "document")


class WhatsAppSent(Sent, frozen=True):
    """One message of the Cloud API; its id is a wamid."""

    @property
    def key(self) -> str:
        """Our own id of it, as its opaque data says."""
        return str(self.request.get("biz_opaque_callback_data", "")).removeprefix("tf:")

    @property
    def text(self) -> str:
        """Its words, those of a template or of an interactive message too."""
        return str(self.filled.get("body", "")) or words(self.request)

    @property
    def options(self) -> dict[str, str]:
        """What can be tapped: titles by id."""
        written = [one for one in self.filled.get("buttons", []) if "payload" in one]
        return {**options(self.request), **{one["payload"]: one["text"] for one in written}}


def options(request: dict[str, Any]) -> dict[str, str]:
    """What can be tapped in a message: titles by id."""
    action = part(part(request, "interactive"), "action")
    rows = [row for section in listed(action.get("sections")) for row in listed(section.get("rows"))]
    cards = [part(card, "action") for card in listed(action.get("cards"))]
    buttons = [button for holder in [action, *cards] for button in listed(holder.get("buttons"))]
    replies = [part(button, "reply") or part(button, "quick_reply") for button in buttons]
    return {one["id"]: one["title"] for one in [*rows, *replies] if "id" in one}


def words(request: dict[str, Any]) -> str:
    """The words of a message, those of an interactive one or below a picture too."""
    told = part(request, "text").get("body") or part(part(request, "interactive"), "body").get("text")
    captions = (part(request, kind).get("caption") for kind in _CAPTIONED)
    return str(told or next(filter(None, captions), ""))
