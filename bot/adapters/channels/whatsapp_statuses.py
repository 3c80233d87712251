"""Reads what became of messages of ours on WhatsApp: sent, delivered, read, played, failed.

Statuses overtake one another: each that has our mark names the message. Meta, WhatsApp Business Platform, "Status
messages webhook reference".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.adapters.channels.asides import aside, called
from bot.adapters.channels.meta import items, name, words
from bot.adapters.channels.meta_errors import meaning
from bot.adapters.channels.whatsapp_item import People, at_of
from bot.adapters.channels.whatsapp_pricing import pricing_of
from bot.domain.conversation.statuses import (
    MessageAccepted,
    MessageDelivered,
    MessageFailed,
    MessageRead,
    Status,
)
from bot.ports.channel import Inbound, Told

MARK = "tf:"
"""Begins the opaque data of what we send; what follows is our own id of the message."""


def read_status(raw: dict[str, Any], people: People) -> Iterator[Inbound]:
    """What a status tells; nothing when it cannot be used."""
    at, state, target = at_of(raw), words(raw, "status"), name(raw, "id")
    if words(raw, "type") == "payment" or state not in _STATES:
        yield aside("status_payment" if words(raw, "type") == "payment" else called("status", state), at)
        return
    if words(raw, "recipient_type") == "group":
        yield aside("group_status", at)
        return
    thread = people.thread_of(raw, "recipient_user_id", "recipient_id")
    if thread is None or not target:
        return
    opaque = words(raw, "biz_opaque_callback_data")
    message = opaque.removeprefix(MARK) if opaque.startswith(MARK) else ""
    if state == "sent" or (message and state != "failed"):
        yield Told(thread, MessageAccepted(f"{target}:sent", at, message, target))
    if state != "sent":
        yield Told(thread, _STATES[state](raw, f"{target}:{state}", at, message))


def _delivered(raw: dict[str, Any], key: str, at: int, _: str) -> Status:
    return MessageDelivered(key, at, (name(raw, "id"),), pricing=pricing_of(raw))


def _seen(raw: dict[str, Any], key: str, at: int, _: str) -> Status:
    return MessageRead(key, at, (name(raw, "id"),), pricing=pricing_of(raw))


def _failed(raw: dict[str, Any], key: str, at: int, message: str) -> Status:
    codes = [error["code"] for error in items(raw, "errors") if isinstance(error, dict) and "code" in error]
    code = codes[0] if codes and isinstance(codes[0], int) else None
    return MessageFailed(key, at, message, name(raw, "id"), meaning(code))


_STATES: Mapping[str, Callable[[dict[str, Any], str, int, str], Status]] = {
    "sent": _delivered,
    "delivered": _delivered,
    "read": _seen,
    "played": _seen,
    "failed": _failed,
}
