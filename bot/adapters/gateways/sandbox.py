"""The sandbox gateway as a `Gateway`: maps its answers, its silences and its errors to the port's five results."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import quote

import msgspec

from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.adapters.http_client import Call, HttpClient, Reply
from bot.domain.errors import IllegalError, OutcomeUnknownError, UnavailableError
from bot.domain.money import Money
from bot.ports.gateway import Answer, CardSecret, Charge, GatewayEvent, GatewayPayment, Instrument, Result, Tokenized

_OK = 200
_CARD_ERROR = 402
_REFUSED = frozenset({400, 404, 405, 413})
_KEY_REFUSED = frozenset({401, 403})
_TOO_MANY = 429
_KEY_REUSED = 422
_T = TypeVar("_T")
_UNKNOWN = Answer("unknown")


class _Error(msgspec.Struct, frozen=True):
    code: str = ""


class _Payment(msgspec.Struct, frozen=True):
    id: str
    payment: str
    state: str
    currency: str
    authorized: int
    captured: int
    refunded: int
    code: str = ""
    action_url: str = ""
    capture_before: int = 0


class _Body(msgspec.Struct, frozen=True):
    """Every answer to an operation, good or bad."""

    result: Result = "unknown"
    amount: int = 0
    currency: str = ""
    code: str = ""
    payment: _Payment | None = None
    error: _Error = _Error()


class _Token(msgspec.Struct, frozen=True):
    result: Result
    code: str = ""
    token: str = ""
    brand: str = ""
    last4: str = ""
    exp_month: int = 0
    exp_year: int = 0
    fingerprint: str = ""
    country: str = ""
    funding: str = ""


class _Found(msgspec.Struct, frozen=True):
    payments: tuple[_Payment, ...]


class SandboxGateway:
    """Moves pretended money by HTTP.

    A timeout, a 5xx or a 409 after sending is `unknown`; no connection, a 429 or a refused key raises
    `UnavailableError`, and nothing was done; a key that was used for another request raises `IllegalError`.
    """

    name = "sandbox"

    def __init__(self, client: HttpClient, *, url: str, key: str, webhook_secrets: tuple[str, ...]) -> None:
        self._client = client
        self._url = url.rstrip("/")
        self._key = key
        self._webhooks = SandboxWebhooks(webhook_secrets)

    def tokenize(self, card: CardSecret, *, key: str) -> Tokenized:
        """Exchange a card for a token; nothing is charged."""
        body = msgspec.json.encode(
            {
                "number": card.number,
                "exp_month": card.exp_month,
                "exp_year": card.exp_year,
                "code": card.code,
                "name": card.name,
            }
        )
        reply = self._post("tokens", body, key=key)
        if reply is None or reply.status not in {_OK, _CARD_ERROR}:
            return Tokenized("unknown") if reply is None or reply.status not in _REFUSED else _unusable(reply)
        said = _decode(reply, _Token)
        if said is None:
            return Tokenized("unknown")
        return Tokenized(said.result, _instrument(said) if said.result == "approved" else None, said.code)

    def detach(self, token: str, *, key: str) -> None:
        """Forget a token; raises `UnavailableError` until it is known to be done."""
        reply = self._post("tokens/detach", msgspec.json.encode({"token": token}), key=key)
        said = _decode(reply, _Body) if reply else None
        if said is None or (said.result != "approved" and said.error.code != "unknown_token"):
            raise UnavailableError("The sandbox gateway does not say that it has forgotten a token.")

    def authorize(
        self, charge: Charge, amount: Money, *, key: str, payment: str, metadata: Mapping[str, str], return_url: str
    ) -> Answer:
        """Reserve money on a token; `payment` is our id, found again by `find`."""
        body = {
            "token": charge.token,
            "usage": charge.usage,
            "amount": amount.minor,
            "currency": amount.currency,
            "payment": payment,
            "return_url": return_url,
            "metadata": dict(metadata),
        }
        return self._operate("payments/authorize", body, key=key, expected=amount)

    def capture(self, reference: str, amount: Money, *, key: str) -> Answer:
        """Take reserved money, all or part."""
        return self._operate(_path(reference, "capture"), _amount(amount), key=key, expected=amount)

    def void(self, reference: str, *, key: str) -> Answer:
        """Let reserved money go."""
        return self._operate(_path(reference, "void"), {}, key=key)

    def refund(self, reference: str, amount: Money, *, key: str) -> Answer:
        """Give taken money back, all or part."""
        return self._operate(_path(reference, "refund"), _amount(amount), key=key, expected=amount)

    def find(self, payment: str) -> tuple[GatewayPayment, ...]:
        """Every record under our payment id; raises `UnavailableError` when the gateway cannot say."""
        url = f"{self._url}/v1/payments?payment={quote(payment, safe='')}"
        try:
            reply = self._client.send(Call(method="GET", url=url, headers=self._headers()))
        except OutcomeUnknownError:
            reply = None
        found = _decode(reply, _Found) if reply and reply.status == _OK else None
        if found is None:
            raise UnavailableError("The sandbox gateway cannot say what became of a payment.")
        return tuple(_gateway_payment(record) for record in found.payments)

    def webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> GatewayEvent | None:
        """A webhook's event if its signature is good and fresh, else None."""
        return self._webhooks.webhook(headers, body, now=now)

    def _operate(self, path: str, body: Mapping[str, object], *, key: str, expected: Money | None = None) -> Answer:
        reply = self._post(path, msgspec.json.encode(body), key=key)
        said = _decode(reply, _Body) if reply else None
        if reply is None or said is None:
            return _UNKNOWN
        return _answer(reply, said, expected=expected)

    def _post(self, path: str, body: bytes, *, key: str) -> Reply | None:
        """The reply, or None when nobody knows what happened."""
        headers = {**self._headers(), "Content-Type": "application/json", "Idempotency-Key": key}
        try:
            reply = self._client.send(Call(method="POST", url=f"{self._url}/v1/{path}", headers=headers, body=body))
        except OutcomeUnknownError:
            return None
        if reply.status in _KEY_REFUSED:
            raise UnavailableError("The sandbox gateway refuses our key.", retryable=False)
        if reply.status == _TOO_MANY:
            raise UnavailableError("The sandbox gateway asks us to slow down.")
        if reply.status == _KEY_REUSED:
            raise IllegalError("The sandbox gateway has seen this idempotency key with another request.")
        return reply

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}", "Accept": "application/json"}


def _answer(reply: Reply, said: _Body, *, expected: Money | None) -> Answer:
    if reply.status in _REFUSED:
        return _refused(said)
    if reply.status not in {_OK, _CARD_ERROR}:
        return _UNKNOWN
    record = said.payment
    moved = Money(said.amount, said.currency)
    mismatch = expected is not None and said.result == "approved" and moved != expected
    until = record.capture_before if record else 0
    return Answer(
        "unknown" if mismatch else said.result,
        reference=record.id if record else "",
        amount=moved,
        code="amount_mismatch" if mismatch else said.code,
        action_url=record.action_url if record else "",
        capture_before=datetime.fromtimestamp(until, UTC) if until else None,
        replayed=reply.headers.get("idempotent-replayed") == "true",
    )


def _refused(said: _Body) -> Answer:
    """A request that was not carried out: a state that surprises us is looked up, the rest is a plain no."""
    surprised = said.error.code == "payment_unexpected_state"
    reference = said.payment.id if said.payment else ""
    return Answer("unknown" if surprised else "declined", reference=reference, code=said.error.code)


def _unusable(reply: Reply) -> Tokenized:
    said = _decode(reply, _Body)
    return Tokenized("declined", code=said.error.code if said else "invalid_request")


def _instrument(said: _Token) -> Instrument:
    return Instrument(
        token=said.token,
        brand=said.brand,
        last4=said.last4,
        exp_month=said.exp_month,
        exp_year=said.exp_year,
        fingerprint=said.fingerprint,
        country=said.country,
        funding=said.funding,
    )


def _gateway_payment(record: _Payment) -> GatewayPayment:
    return GatewayPayment(
        reference=record.id,
        state=record.state,
        authorized=Money(record.authorized, record.currency),
        captured=Money(record.captured, record.currency),
        refunded=Money(record.refunded, record.currency),
        code=record.code,
        action_url=record.action_url,
    )


def _amount(amount: Money) -> dict[str, object]:
    return {"amount": amount.minor, "currency": amount.currency}


def _path(reference: str, operation: str) -> str:
    return f"payments/{quote(reference, safe='')}/{operation}"


def _decode(reply: Reply, kind: type[_T]) -> _T | None:
    try:
        return msgspec.json.decode(reply.body, type=kind)
    except msgspec.DecodeError:
        return None
