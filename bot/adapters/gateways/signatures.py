"""Signed webhooks as Stripe signs them, and the sandbox after it: `t=<seconds>,v1=<HMAC-SHA256 of "t.body">`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest, digest

from bot.ports.gateway import GatewayEvent

TOLERANCE = 300
"""Seconds that a signature may be old, or ahead of our clock (Stripe, "Verify webhook signatures")."""
_LONGEST_TIME = 12


class Signatures:
    """Checks signatures; while a secret is being changed, two are live."""

    def __init__(self, secrets: tuple[str, ...], *, header: str) -> None:
        self._secrets = tuple(secret.encode() for secret in secrets if secret)
        self._header = header

    def good(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> bool:
        """Whether a body is signed by one of the secrets, and freshly."""
        header = next((value for name, value in headers.items() if name.lower() == self._header), "")
        parts = [part.strip().partition("=") for part in header.split(",")]
        times = [value for name, _, value in parts if name == "t"]
        given = [value.encode() for name, _, value in parts if name == "v1"]
        if len(times) != 1 or not _fresh(times[0], now):
            return False
        signed = times[0].encode() + b"." + body
        good = [digest(secret, signed, sha256).hex().encode() for secret in self._secrets]
        return any(compare_digest(mine, theirs) for mine in good for theirs in given)


class SignedWebhooks:
    """Verifies webhooks, then reads them."""

    def __init__(self, secrets: tuple[str, ...], *, header: str, read: Callable[[bytes], GatewayEvent | None]) -> None:
        self._signatures = Signatures(secrets, header=header)
        self._read = read

    def webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> GatewayEvent | None:
        """The event of a webhook whose signature is good and fresh, else None."""
        return self._read(body) if self._signatures.good(headers, body, now=now) else None


def _fresh(time: str, now: datetime) -> bool:
    readable = time.isascii() and time.isdigit() and len(time) <= _LONGEST_TIME
    return readable and abs(now.timestamp() - int(time)) <= TOLERANCE
