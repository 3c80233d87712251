"""Reads Stripe's webhooks: needs their secrets and no key, so a web process may hold it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.adapters.gateways.signatures import SignedWebhooks
from bot.ports.gateway import GatewayEvent

HEADER = "stripe-signature"
_PAGE = "checkout.session"
_PAGE_KINDS: Mapping[str, str] = {
    "checkout.session.completed": "page.done",
    "checkout.session.expired": "page.closed",
}
"""What the port calls the end of a page of the gateway's."""


class _Object(msgspec.Struct, frozen=True):
    """What an event is about: a payment, or something that belongs to one; our ids stand in its metadata."""

    id: str = ""
    kind: str = msgspec.field(default="", name="object")
    metadata: Mapping[str, str] | None = None
    payment_intent: Any = None

    @property
    def about(self) -> str:
        """The id of ours that it is about, "" for none."""
        told = self.metadata or {}
        return told.get("payment") or told.get("setup") or (told.get("page", "") if self.kind == _PAGE else "")

    @property
    def reference(self) -> str:
        """Stripe's id of the payment, of the object where it belongs to none."""
        return self.payment_intent if self.payment_intent and isinstance(self.payment_intent, str) else self.id


class _Data(msgspec.Struct, frozen=True):
    about: _Object = msgspec.field(name="object")


class _Event(msgspec.Struct, frozen=True):
    id: str
    type: str
    created: int
    data: _Data


def read_event(body: bytes) -> GatewayEvent | None:
    """The event that a body tells of, None when it is none; kinds that nobody knows come through, as hints only."""
    try:
        said = msgspec.json.decode(body, type=_Event)
        created = datetime.fromtimestamp(said.created, UTC)
    except (msgspec.DecodeError, ValueError, OverflowError, OSError):
        return None
    kind = _PAGE_KINDS.get(said.type, said.type)
    return GatewayEvent(said.id, kind, said.data.about.about, said.data.about.reference, created)


class StripeWebhooks(SignedWebhooks):
    """Webhooks as their gateway writes them."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__(secrets, header=HEADER, read=read_event)
