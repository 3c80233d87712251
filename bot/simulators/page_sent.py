"""A message that Messenger or Instagram accepted, and what a traveller reads and can tap in it."""

from typing import Any

from bot.simulators.product import Sent


class PageSent(Sent, frozen=True):
    """One message of the Send API."""

    @property
    def message(self) -> dict[str, Any]:
        """The message itself."""
        found: dict[str, Any] = self.request["message"]
        return found

    @property
    def payload(self) -> dict[str, Any]:
        """What its attachment holds, if it has one."""
        found: dict[str, Any] = self.message.get("attachment", {}).get("payload", {})
        return found

    @property
    def key(self) -> str:
        """Our own id of it, as its metadata says."""
        return str(self.message.get("metadata", "")).removeprefix("tf:")

    @property
    def text(self) -> str:
        """Its words, those of a button template too."""
        return str(self.message.get("text") or self.payload.get("text", ""))

    @property
    def options(self) -> dict[str, str]:
        """What can be tapped: titles by payload."""
        payload = self.payload
        buttons = [*payload.get("buttons", []), *(b for e in payload.get("elements", []) for b in e.get("buttons", []))]
        chips = self.message.get("quick_replies", [])
        return {one["payload"]: one.get("title", "") for one in [*chips, *buttons] if "payload" in one}

    @property
    def chips(self) -> frozenset[str]:
        """The payloads of its quick replies, which come back as words."""
        return frozenset(chip["payload"] for chip in self.message.get("quick_replies", []) if "payload" in chip)
