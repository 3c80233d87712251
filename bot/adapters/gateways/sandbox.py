"""The sandbox gateway as a `Gateway`: maps its answers, its silences and its errors to the port's five results."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec

from bot.adapters.gateways.sandbox_tokens import SandboxTokens, decode
from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.adapters.http_client import Call, HttpClient, Reply
from bot.domain.errors import IllegalError, OutcomeUnknownError, UnavailableError
from bot.domain.money import Money
from bot.ports.gateway import (
    Answer,
    Charge,
    GatewayDispute,
    GatewayEvent,
    GatewayPayment,
    GatewayRefund,
    RefundState,
    Result,
)

_OK = 200
_CARD_ERROR = 402
_REFUSED = frozenset({400, 404, 405, 413})
_KEY_REFUSED = frozenset({401, 403})
_TOO_MANY = 429
_KEY_REUSED = 422
_UNKNOWN = Answer("unknown")


class _Error(msgspec.Struct, frozen=True):
    code: str = ""


class _Dispute(msgspec.Struct, frozen=True):
    id: str
    state: str
    reason: str
    amount: int


class _Refund(msgspec.Struct, frozen=True):
    id: str
    key: str
    amount: int
    state: RefundState


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
    dispute: _Dispute | None = None
    warned: bool = False
    refunds: tuple[_Refund, ...] = ()


class _Body(msgspec.Struct, frozen=True):
    """Every answer to an operation, good or bad."""

    result: Result = "unknown"
    amount: int = 0
    currency: str = ""
    code: str = ""
    payment: _Payment | None = None
    error: _Error = _Error()


class _Found(msgspec.Struct, frozen=True):
    payments: tuple[_Payment, ...]


class SandboxGateway(SandboxTokens):
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

    def detach(self, token: str, *, key: str) -> None:
        """Forget a token; raises `UnavailableError` until it is known to be done."""
        reply = self._post("tokens/detach", msgspec.json.encode({"token": token}), key=key)
        said = decode(reply, _Body) if reply else None
        if said is None or (said.result != "approved" and said.error.code != "unknown_token"):
            raise UnavailableError("The sandbox gateway does not say that it has forgotten a token.")

    def authorize(
        self, charge: Charge, amount: Money, *, key: str, payment: str, metadata: Mapping[str, str], return_url: str
    ) -> Answer:
        """Reserve money on a token; `payment` is our id, found again by `find`."""
        body = {
            "token": charge.token,
            "usage": charge.usage,
            "challenge": charge.challenge,
            "amount": amount.minor,
            "currency": amount.currency,
            "payment": payment,
            "return_url": return_url,
            "metadata": dict(metadata),
        }
        return self._operate("payments/authorize", body, key=key, expected=amount)

    def charge(
        self, charge: Charge, amount: Money, *, key: str, payment: str, metadata: Mapping[str, str], return_url: str
    ) -> Answer:
        """Take money from a bank account under its mandate; approved only once it has come."""
        body = {
            "token": charge.token,
            "mandate": charge.mandate,
            "amount": amount.minor,
            "currency": amount.currency,
            "payment": payment,
            "return_url": return_url,
            "metadata": dict(metadata),
        }
        return self._operate("payments/charge", body, key=key, expected=amount)

    def capture(self, reference: str, amount: Money, *, key: str) -> Answer:
        """Take reserved money, all or part."""
        return self._operate(_path(reference, "capture"), _amount(amount), key=key, expected=amount)

    def void(self, reference: str, *, key: str) -> Answer:
        """Let reserved money go."""
        return self._operate(_path(reference, "void"), {}, key=key)

    def refund(self, reference: str, amount: Money, *, key: str) -> Answer:
        """Give taken money back, all or part."""
        return self._operate(_path(reference, "refund"), _amount(amount), key=key, expected=amount)

    def find(self, payment: str, *, reference: str = "") -> tuple[GatewayPayment, ...]:  # noqa: ARG002 (all are told)
        """Every record under our payment id; raises `UnavailableError` when the gateway cannot say."""
        reply = self._get(f"payments?payment={quote(payment, safe='')}")
        found = decode(reply, _Found) if reply and reply.status == _OK else None
        if found is None:
            raise UnavailableError("The sandbox gateway cannot say what became of a payment.")
        return tuple(_gateway_payment(record) for record in found.payments)

    def webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> GatewayEvent | None:
        """A webhook's event if its signature is good and fresh, else None."""
        return self._webhooks.webhook(headers, body, now=now)

    def verify(self, charge: Charge, *, key: str, setup: str, return_url: str) -> Answer:
        """Have a fresh token confirmed for later use, without any money."""
        body = {"token": charge.token, "setup": setup, "return_url": return_url}
        return self._operate("verifications", body, key=key)

    def _operate(self, path: str, body: Mapping[str, object], *, key: str, expected: Money | None = None) -> Answer:
        reply = self._post(path, msgspec.json.encode(body), key=key)
        said = decode(reply, _Body) if reply else None
        if reply is None or said is None:
            return _UNKNOWN
        return _answer(reply, said, expected=expected)

    def _get(self, path: str) -> Reply | None:
        """The reply, or None when none came."""
        try:
            return self._client.send(Call(method="GET", url=f"{self._url}/v1/{path}", headers=self._headers()))
        except OutcomeUnknownError:
            return None

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
        capture_before=_moment(until),
        replayed=reply.headers.get("idempotent-replayed") == "true",
    )


def _refused(said: _Body) -> Answer:
    """A request that was not carried out: a state that surprises us is looked up, the rest is a plain no."""
    surprised = said.error.code == "payment_unexpected_state"
    reference = said.payment.id if said.payment else ""
    return Answer("unknown" if surprised else "declined", reference=reference, code=said.error.code)


def _gateway_payment(record: _Payment) -> GatewayPayment:
    return GatewayPayment(
        reference=record.id,
        state=record.state,
        authorized=Money(record.authorized, record.currency),
        captured=Money(record.captured, record.currency),
        refunded=Money(record.refunded, record.currency),
        code=record.code,
        action_url=record.action_url,
        dispute=_dispute(record),
        warned=record.warned,
        refunds=tuple(
            GatewayRefund(one.id, one.key, Money(one.amount, record.currency), one.state) for one in record.refunds
        ),
        capture_before=_moment(record.capture_before),
    )


def _moment(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _dispute(record: _Payment) -> GatewayDispute | None:
    said = record.dispute
    return GatewayDispute(said.id, said.state, said.reason, Money(said.amount, record.currency)) if said else None


def _amount(amount: Money) -> dict[str, object]:
    return {"amount": amount.minor, "currency": amount.currency}


def _path(reference: str, operation: str) -> str:
    return f"payments/{quote(reference, safe='')}/{operation}"
