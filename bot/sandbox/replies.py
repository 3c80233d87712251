"""What the sandbox answers: the JSON of a payment, of an operation's outcome, and of errors."""

from collections.abc import Mapping

import msgspec

from bot.sandbox import disputes
from bot.sandbox.judge import Payment, Verdict
from bot.sandbox.tokens import Token

_CARD_ERROR = 402
_STATUS = {
    "authentication_required": 401,
    "unknown_payment": 404,
    "unknown_token": 404,
    "unknown_mandate": 404,
    "unknown_page": 404,
    "unknown_ticket": 404,
    "unknown_dispute": 404,
    "unknown_path": 404,
    "method_not_allowed": 405,
    "idempotency_key_in_use": 409,
    "request_too_large": 413,
    "idempotency_error": 422,
    "internal_error": 500,
    "gateway_timeout": 504,
}
_MESSAGE = {
    "authentication_required": "Send the key as a bearer token.",
    "unknown_payment": "No payment has this id.",
    "unknown_token": "No card has this token.",
    "unknown_page": "No page has this id.",
    "unknown_ticket": "No card has this ticket, or it was exchanged before.",
    "token_used": "This token was used and not saved.",
    "token_not_saved": "This token was not saved for later payments.",
    "token_detached": "This token was detached.",
    "token_of_account": "This token is a bank account's: it is charged under its mandate.",
    "mandate_unknown": "This is not the mandate of this account.",
    "unknown_mandate": "No mandate has this reference.",
    "idempotency_key_missing": "Send an Idempotency-Key of 1 to 255 characters with every POST.",
    "idempotency_key_in_use": "Another request with this key is running.",
    "idempotency_error": "This key was used for another request.",
    "payment_unexpected_state": "The payment's state does not allow this.",
    "amount_too_large": "That is more than there is.",
    "currency_mismatch": "The payment is in another currency.",
    "charge_disputed": "The payment is disputed: nothing can be given back by a refund.",
    "dispute_not_open": "No dispute is open.",
    "unknown_dispute": "No dispute has this id.",
    "internal_error": "Something went wrong here.",
}


class Reply(msgspec.Struct, frozen=True):
    """A status and a JSON body."""

    status: int
    body: bytes
    replayed: bool = False


def view(payment: Payment, origin: str) -> dict[str, object]:
    """A payment as callers see it; amounts in minor units, times in Unix seconds."""
    waiting = payment.state == "requires_action"
    return {
        "id": payment.reference,
        "payment": payment.payment,
        "state": "pending" if payment.refunding else payment.state,
        "amount": payment.amount,
        "currency": payment.currency,
        "authorized": payment.authorized,
        "captured": payment.captured,
        "refunded": payment.refunded,
        "refunding": payment.refunding,
        "refunds": msgspec.to_builtins(payment.refunds),
        "code": payment.code,
        "action_url": f"{origin}/challenge/{payment.challenge}" if waiting else "",
        "capture_before": payment.capture_before,
        "created": payment.created,
        "usage": payment.usage,
        "metadata": payment.metadata,
        "dispute": disputes.view(payment),
        "warned": payment.warned,
    }


def outcome(verdict: Verdict, origin: str) -> Reply:
    """The answer to an operation: 200, or 402 for a decline."""
    body = {
        "result": verdict.outcome,
        "amount": verdict.amount,
        "currency": verdict.payment.currency,
        "code": verdict.code,
        "payment": view(verdict.payment, origin),
    }
    return json_reply(body, _CARD_ERROR if verdict.outcome == "declined" else 200)


def tokenized(token: Token) -> Reply:
    """The answer to an accepted card or account."""
    hidden = {"card", "state", "signed"}
    body = {name: value for name, value in msgspec.to_builtins(token).items() if name not in hidden}
    return json_reply({"result": "approved", "kind": "bank_account" if token.mandate else "card", **body})


def token_view(token: Token) -> dict[str, str]:
    """A token as the records show it: which card, and whether it can be used again."""
    return {"token": token.token, "brand": token.brand, "last4": token.last4, "state": token.state}


def detached(token: str) -> Reply:
    """The answer to a token that is forgotten now, or was before."""
    return json_reply({"result": "approved", "token": token})


def card_refused(code: str) -> Reply:
    """The answer to a card that gets no token."""
    return json_reply({"result": "declined", "code": code}, _CARD_ERROR)


def error(code: str, message: str = "", *, payment: Mapping[str, object] | None = None) -> Reply:
    """The answer to a request that was not carried out; `payment` shows where a payment stands."""
    body = {"error": {"code": code, "message": message or _MESSAGE.get(code, "")}}
    return json_reply({**body, "payment": payment} if payment else body, _STATUS.get(code, 400))


def json_reply(body: object, status: int = 200) -> Reply:
    """Any value as JSON."""
    return Reply(status, msgspec.json.encode(body))
