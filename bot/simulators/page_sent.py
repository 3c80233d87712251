"""A message that Messenger or Instagram accepted, and what a traveller reads and can tap in it."""

from typing import Any

from bot.simulators.checks import listed, part
from bot.simulators.product import Sent


class PageSent(Sent, frozen=True):
    """One message of the Send API."""

    @property
    def message(self) -> dict[str, Any]:
        """The message itself."""
        return part(self.request, "message")

    @property
    def payload(self) -> dict[str, Any]:
        """What its attachment holds, if it has one."""
        return part(part(self.message, "attachment"), "payload")

    @property
    def key(self) -> str:
        """Our own id of it, as its metadata says."""
        return str(self.message.get("metadata", "")).removeprefix("tf:")

    @property
    def text(self) -> str:
        """Its words, those of a template too."""
        return str(self.message.get("text") or self.payload.get("text") or self.filled.get("body", ""))

    @property
    def options(self) -> dict[str, str]:
        """What can be tapped: titles by payload."""
        elements = listed(self.payload.get("elements"))
        buttons = [
            *listed(self.payload.get("buttons")),
            *(one for each in elements for one in listed(each.get("buttons"))),
        ]
        named = [*listed(self.message.get("quick_replies")), *buttons]
        written = [{**one, "title": one["text"]} for one in self.filled.get("buttons", [])]
        return {one["payload"]: one.get("title", "") for one in [*named, *written] if "payload" in one}

    @property
    def chips(self) -> frozenset[str]:
        """The payloads of its quick replies, which come back as words."""
        return frozenset(chip["payload"] for chip in listed(self.message.get("quick_replies")) if "payload" in chip)
