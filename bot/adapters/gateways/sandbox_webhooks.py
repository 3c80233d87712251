"""Reads the sandbox gateway's webhooks: needs its secrets and no key, so a web process may hold it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest, digest

import msgspec

from bot.ports.gateway import GatewayEvent

HEADER = "sandbox-signature"
TOLERANCE = 300
"""Seconds that a signature may be old, or ahead of our clock (Stripe, "Verify webhook signatures")."""
_LONGEST_TIME = 12


class _Subject(msgspec.Struct, frozen=True):
    id: str
    payment: str


class _Event(msgspec.Struct, frozen=True):
    id: str
    type: str
    created: int
    payment: _Subject


class SandboxWebhooks:
    """Verifies and reads webhooks; while a secret is being changed, two are live."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._secrets = tuple(secret.encode() for secret in secrets if secret)

    def webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> GatewayEvent | None:
        """The event of a webhook whose signature is good and fresh, else None."""
        header = next((value for name, value in headers.items() if name.lower() == HEADER), "")
        if not self._signed(header, body, now=now):
            return None
        try:
            said = msgspec.json.decode(body, type=_Event)
            created = datetime.fromtimestamp(said.created, UTC)
        except (msgspec.DecodeError, ValueError, OverflowError, OSError):
            return None
        return GatewayEvent(said.id, said.type, said.payment.payment, said.payment.id, created)

    def _signed(self, header: str, body: bytes, *, now: datetime) -> bool:
        parts = [part.strip().partition("=") for part in header.split(",")]
        times = [value for name, _, value in parts if name == "t"]
        given = [value.encode() for name, _, value in parts if name == "v1"]
        if len(times) != 1 or not _fresh(times[0], now):
            return False
        signed = times[0].encode() + b"." + body
        good = [digest(secret, signed, sha256).hex().encode() for secret in self._secrets]
        return any(compare_digest(mine, theirs) for mine in good for theirs in given)


def _fresh(time: str, now: datetime) -> bool:
    readable = time.isascii() and time.isdigit() and len(time) <= _LONGEST_TIME
    return readable and abs(now.timestamp() - int(time)) <= TOLERANCE
