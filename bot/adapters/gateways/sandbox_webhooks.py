"""Reads the sandbox gateway's webhooks: needs its secrets and no key, so a web process may hold it."""

from datetime import UTC, datetime

import msgspec

from bot.adapters.gateways.signatures import SignedWebhooks
from bot.ports.gateway import GatewayEvent

HEADER = "sandbox-signature"


class _Subject(msgspec.Struct, frozen=True):
    id: str
    payment: str


class _Event(msgspec.Struct, frozen=True):
    id: str
    type: str
    created: int
    payment: _Subject


def read_event(body: bytes) -> GatewayEvent | None:
    """The event that a body tells of, None when it is none; who sent it has to be known already."""
    try:
        said = msgspec.json.decode(body, type=_Event)
        created = datetime.fromtimestamp(said.created, UTC)
    except (msgspec.DecodeError, ValueError, OverflowError, OSError):
        return None
    return GatewayEvent(said.id, said.type, said.payment.payment, said.payment.id, created)


class SandboxWebhooks(SignedWebhooks):
    """Webhooks as their gateway writes them."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__(secrets, header=HEADER, read=read_event)
