"""Reads what Messenger delivers, under the object "page"."""

from bot.adapters.channels import page_events
from bot.adapters.channels.page_item import Inbox
from bot.ports.channel import Inbound

CHANNEL = "messenger"


def parse(body: bytes, *, app: str = "") -> tuple[Inbound, ...]:
    """Every event of a body; `app` is the id of our own app, "" when it is not known."""
    return page_events.parse(body, Inbox(CHANNEL, "page", app))
