"""Sending pushes: one call to the browser's push service (RFC 8030), signed (RFC 8292) and encrypted (RFC 8291)."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey

from bot.adapters.http_client import Call, HttpClient
from bot.adapters.web_push.encryption import encrypt
from bot.adapters.web_push.keys import PushKey
from bot.domain.staff.notification import Pushed
from bot.domain.staff.subscription import Subscription, decoded
from bot.ports.clock import Clock, Ids
from bot.ports.pusher import Fate

TOKEN_SECONDS = 12 * 3600
"""How long a signature is good; services refuse more than 24 hours (RFC 8292, section 2)."""
_SALT_BYTES = 16
_LONGEST_TOPIC = 32
_FATES: Mapping[int, Fate] = {
    HTTPStatus.NOT_FOUND: "gone",
    HTTPStatus.GONE: "gone",
    HTTPStatus.REQUEST_TIMEOUT: "later",
    HTTPStatus.TOO_MANY_REQUESTS: "later",
}
_REFUSED_FROM, _LATER_FROM = 300, 500


class WebPusher:
    """The port `Pusher`; `contact` is a mailto: or https: address of ours, for whoever runs the push service."""

    def __init__(self, client: HttpClient, key: PushKey, *, contact: str, clock: Clock, ids: Ids) -> None:
        self._client = client
        self._public = key.public
        self._signer = ECKey.import_key(key.private)
        self._contact = contact
        self._clock = clock
        self._ids = ids

    def push(self, to: Subscription, what: Pushed, *, seconds: int) -> Fate:
        """Send, to be kept for so many seconds; raises `UnavailableError`, `OutcomeUnknownError`."""
        try:
            body = self._sealed(to, what)
        except ValueError:
            # Its point is not on the curve: no browser made it.
            return "gone"
        headers = {
            "Authorization": f"vapid t={self._token(to.endpoint)}, k={self._public}",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(seconds),
            "Topic": _topic(what.tag),
            "Urgency": "high",
        }
        return _fate(self._client.send(Call(method="POST", url=to.endpoint, headers=headers, body=body)).status)

    def _sealed(self, to: Subscription, what: Pushed) -> bytes:
        return encrypt(
            msgspec.json.encode(what),
            point=decoded(to.p256dh),
            secret=decoded(to.auth),
            salt=self._ids.random(_SALT_BYTES),
            sender=ec.generate_private_key(ec.SECP256R1()),
        )

    def _token(self, endpoint: str) -> str:
        """Says to this one service who we are, until tonight."""
        parts = urlsplit(endpoint)
        until = int(self._clock.now().timestamp()) + TOKEN_SECONDS
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": until, "sub": self._contact}
        return jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, self._signer)


def _topic(tag: str) -> str:
    """What has the same topic and was not delivered yet is replaced (RFC 8030, section 5.4): 32 letters at most."""
    return urlsafe_b64encode(sha256(tag.encode()).digest()).decode()[:_LONGEST_TOPIC]


def _fate(status: int) -> Fate:
    if status in _FATES:
        return _FATES[status]
    if status >= _LATER_FROM:
        return "later"
    return "refused" if status >= _REFUSED_FROM else "sent"
