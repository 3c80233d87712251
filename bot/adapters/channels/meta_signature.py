"""What proves that Meta is Meta and that we are we: signatures of webhooks, the handshake, the proof of a token."""

import hmac
import re
from collections.abc import Callable, Mapping
from hashlib import sha256

import msgspec

from bot.ports.channel import Headers

SIGNATURE = "X-Hub-Signature-256"
_PREFIX = "sha256="
_SIGNATURE_LENGTH = len(_PREFIX) + 64
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{1,256}")


class MetaApp(msgspec.Struct, frozen=True):
    """The Meta app: its secrets, newest first, and the word that verifies the webhook's address.

    `newest` gives the secrets where they may change while we run; `secrets` is then what they were at the start.
    """

    secrets: tuple[str, ...]
    verify_token: str = ""
    newest: Callable[[], tuple[str, ...]] | None = None

    def live(self) -> tuple[str, ...]:
        """The secrets that hold now, newest first."""
        return self.newest() if self.newest is not None else self.secrets

    def __repr__(self) -> str:
        return "MetaApp(…)"


def is_signed(secrets: tuple[str, ...], headers: Headers, body: bytes) -> bool:
    """Whether one of the secrets signed these very bytes (Meta, Webhooks, "Validating payloads")."""
    given = headers.get(SIGNATURE) or ""
    if len(given) != _SIGNATURE_LENGTH or not given.startswith(_PREFIX) or not given.isascii():
        return False
    good = False
    for secret in secrets:
        digest = hmac.digest(secret.encode(), body, sha256).hex()
        good |= hmac.compare_digest(digest, given[len(_PREFIX) :])
    return good


def answer_handshake(app: MetaApp, query: Mapping[str, str]) -> str | None:
    """The challenge to repeat when Meta verifies our address, None when it is not Meta."""
    token = query.get("hub.verify_token", "").encode()
    asked = query.get("hub.mode") == "subscribe" and bool(app.verify_token)
    known = hmac.compare_digest(token, app.verify_token.encode())
    challenge = query.get("hub.challenge", "")
    return challenge if asked and known and _CHALLENGE.fullmatch(challenge) else None


def proof(secret: str, token: str) -> str:
    """The appsecret_proof of a token (Meta, Graph API, "Securing requests")."""
    return hmac.digest(secret.encode(), token.encode(), sha256).hex()
