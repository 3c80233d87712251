"""The way to Stripe: version, key and idempotency key on each request, and its request's id in the log."""

import logging
from typing import TypeVar
from urllib.parse import quote

import msgspec

from bot.adapters.gateways import stripe_errors
from bot.adapters.gateways.stripe_forms import Form, encode
from bot.adapters.http_client import Call, HttpClient, Reply
from bot.domain.errors import OutcomeUnknownError, UnavailableError

VERSION = "2026-10-28.endive"
"""The version of the interface that is spoken here; what the account has as its default does not matter."""
OK = 200
MISSING = 404
_T = TypeVar("_T")

log = logging.getLogger(__name__)


class StripeWire:
    """Asks Stripe by HTTP: nothing is repeated, and no body is ever logged."""

    def __init__(self, client: HttpClient, *, url: str, key: str) -> None:
        self._client = client
        self._url = url.rstrip("/")
        self._key = key

    def post(self, path: str, form: Form, *, key: str) -> Reply | None:
        """The answer to a request, None when nobody knows what became of it.

        Raises `UnavailableError` when nothing was done and `IllegalError` when the key was used for another request.
        """
        try:
            reply = self._send("POST", path, encode(form), key=key)
        except OutcomeUnknownError:
            return None
        if reply.status != OK:
            said = stripe_errors.problem(reply)
            stripe_errors.stop(reply, said)
            if said.type == "invalid_request_error":
                log.error("Stripe refuses a request: %s %s (%s)", said.code or "", said.param or "", _where(path))
        return reply

    def get(self, path: str, query: Form | None = None, *, kind: type[_T]) -> _T | None:
        """What stands under a path, None when there is nothing; raises `UnavailableError` when Stripe cannot say."""
        asked = encode(query or {}).decode()
        try:
            reply = self._send("GET", f"{path}?{asked}" if asked else path)
        except OutcomeUnknownError:
            raise UnavailableError("Stripe was asked and did not say.") from None
        if reply.status == MISSING:
            return None
        said = decode(reply, kind)
        if said is None:
            stripe_errors.stop(reply, stripe_errors.problem(reply))
            raise UnavailableError("Stripe cannot say what it knows.")
        return said

    def _send(self, method: str, path: str, body: bytes | None = None, *, key: str = "") -> Reply:
        headers = {"Authorization": f"Bearer {self._key}", "Stripe-Version": VERSION, "Accept": "application/json"}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": key}
        reply = self._client.send(Call(method=method, url=f"{self._url}/v1/{path}", headers=headers, body=body))
        log.info("Stripe %s %s: %s, %s", method, _where(path), reply.status, reply.headers.get("request-id", "no id"))
        return reply


def decode(reply: Reply | None, kind: type[_T]) -> _T | None:
    """A good answer's body as what it should be, or None."""
    if reply is None or reply.status != OK:
        return None
    try:
        return msgspec.json.decode(reply.body, type=kind)
    except msgspec.DecodeError:
        return None


def is_replay(reply: Reply) -> bool:
    """Whether Stripe answered from its idempotency store."""
    return reply.headers.get("idempotent-replayed") == "true"


def named(name: str) -> str:
    """A name of somebody else's as a part of a path."""
    return quote(name, safe="")


def _where(path: str) -> str:
    return path.partition("?")[0]
