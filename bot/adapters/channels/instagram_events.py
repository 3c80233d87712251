"""Reads what Instagram delivers, under the object "instagram": echoes among the messages, no deliveries."""

from bot.adapters.channels import page_events
from bot.adapters.channels.page_item import Inbox
from bot.ports.channel import Inbound

CHANNEL = "instagram"


def parse(body: bytes, *, app: str = "", account: str = "") -> tuple[Inbound, ...]:
    """Every event of a body; `app` is the id of our own app, `account` our account's: "" when it is not known."""
    return page_events.parse(body, Inbox(CHANNEL, "instagram", app, account))
