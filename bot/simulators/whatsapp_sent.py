"""A message that WhatsApp accepted, and what a traveller reads and can tap in it."""

from typing import Any

from bot.simulators.product import Sent


class WhatsAppSent(Sent, frozen=True):
    """One message of the Cloud API; its id is a wamid."""

    @property
    def key(self) -> str:
        """Our own id of it, as its opaque data says."""
        return str(self.request.get("biz_opaque_callback_data", "")).removeprefix("tf:")

    @property
    def text(self) -> str:
        """Its words, those of an interactive message too."""
        return words(self.request)

    @property
    def options(self) -> dict[str, str]:
        """What can be tapped: titles by id."""
        return options(self.request)


def options(request: dict[str, Any]) -> dict[str, str]:
    """What can be tapped in a message: titles by id."""
    action = request.get("interactive", {}).get("action", {})
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return {one["id"]: one["title"] for one in [*rows, *(button["reply"] for button in action.get("buttons", []))]}


def words(request: dict[str, Any]) -> str:
    """The words of a message, those of an interactive one too."""
    told = request["text"]["body"] if request["type"] == "text" else request["interactive"]["body"]["text"]
    return str(told)
