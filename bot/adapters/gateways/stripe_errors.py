"""What Stripe's errors mean: whom to ask again, what happened already, and why a bank said no."""

from collections.abc import Mapping

import msgspec

from bot.adapters.http_client import Reply
from bot.domain.errors import IllegalError, UnavailableError
from bot.ports.gateway import Answer

CARD_ERROR = 402
REFUSED = frozenset({400, 402, 404})
_KEY_REFUSED = frozenset({401, 403})
_TOO_MANY = 429
_SLOW_DOWN = frozenset({"rate_limit", "lock_timeout"})
UNEXPECTED_STATE = "payment_unexpected_state"
_ELSEWHERE = frozenset(
    {
        "payment_intent_unexpected_state",
        "setup_intent_unexpected_state",
        "intent_invalid_state",
        "charge_already_captured",
        "charge_already_refunded",
        "charge_expired_for_capture",
        "capture_charge_authorization_expired",
    }
)
"""Codes of a request that came too late: the effect has happened already, or cannot happen any more."""
_OURS: Mapping[str, str] = {
    "payment_intent_authentication_failure": "authentication_failed",
    "setup_intent_authentication_failure": "authentication_failed",
    "payment_intent_mandate_invalid": "mandate_inactive",
    "rate_limit_exceeded": "try_again_later",
    "card_decline_rate_limit_exceeded": "card_velocity_exceeded",
}
"""Codes that `bot.domain.payment.declines` has under another name."""
_ADVICE: Mapping[str, str] = {
    "confirm_card_data": "incorrect_number",
    "try_again_later": "try_again_later",
    "do_not_try_again": "do_not_try_again",
}
_NOT_TOLD_APART = frozenset({"lost_card", "stolen_card", "pickup_card", "fraudulent", "merchant_blacklist"})
_SAYS_MORE = frozenset(
    {
        "insufficient_funds",
        "expired_card",
        "incorrect_cvc",
        "invalid_cvc",
        "incorrect_number",
        "invalid_number",
        "invalid_expiry_month",
        "invalid_expiry_year",
        "authentication_required",
        "authentication_failed",
        "mandate_inactive",
    }
)
"""Codes that say more precisely what to do than any advice does."""
_NO_SUCH: Mapping[str, str] = {"payment_method": "unknown_token", "customer": "unknown_token"}
_AMOUNTS = frozenset({"amount", "amount_to_capture"})


class Named(msgspec.Struct, frozen=True):
    """An object of which only the id is read."""

    id: str = ""


class Problem(msgspec.Struct, frozen=True):
    """An error of Stripe's: of an answer, or the last one of a payment; its message is not read, it may quote us."""

    type: str = ""
    code: str | None = None
    decline_code: str | None = None
    advice_code: str | None = None
    param: str | None = None
    payment_intent: Named | None = None
    setup_intent: Named | None = None


class _Refusal(msgspec.Struct, frozen=True):
    error: Problem = Problem()


def problem(reply: Reply) -> Problem:
    """The error in an answer; an empty one where there is none to read."""
    try:
        return msgspec.json.decode(reply.body, type=_Refusal).error
    except msgspec.DecodeError:
        return Problem()


def stop(reply: Reply, said: Problem) -> None:
    """Raise what the port says for an answer that proves that nothing was done, or that a fault is ours."""
    if reply.status in _KEY_REFUSED:
        raise UnavailableError("Stripe refuses our key, or what it may do.", retryable=False)
    if reply.status == _TOO_MANY or said.code in _SLOW_DOWN:
        raise UnavailableError("Stripe asks us to slow down.")
    if said.type == "idempotency_error" and reply.status in REFUSED:
        raise IllegalError("Stripe has seen this idempotency key with another request.")


def refused(reply: Reply) -> Answer:
    """The answer for a status of 400, 402 or 404; any other says nothing certain and is unknown."""
    if reply.status not in REFUSED:
        return Answer("unknown")
    said = problem(reply)
    about = said.payment_intent or said.setup_intent or Named()
    if said.code in _ELSEWHERE:
        return Answer("unknown", about.id, code=UNEXPECTED_STATE)
    return Answer("declined", about.id, code=decline(said))


def decline(said: Problem) -> str:
    """Why something was refused, in the codes of `declines`; the issuer's advice wins over a code that says little."""
    if said.code == "resource_missing":
        return _NO_SUCH.get(said.param or "", "unknown_payment")
    if said.type == "invalid_request_error" and said.param in _AMOUNTS and not said.decline_code:
        return "amount_too_large" if said.code in {None, "amount_too_large"} else str(said.code)
    word = said.decline_code or said.code or ("generic_decline" if said.type == "card_error" else "invalid_request")
    code = _OURS.get(word, word)
    if code in _NOT_TOLD_APART or code in _SAYS_MORE:
        return code
    return _ADVICE.get(said.advice_code or "", code)
