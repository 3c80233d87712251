"""Proves bot/adapters/gateways/stripe_errors.py: each row of what an error means, and whom it sends where."""

from typing import Any

import msgspec
import pytest

from bot.adapters.gateways.stripe_errors import Problem, decline, problem, refused, stop
from bot.adapters.http_client import Reply
from bot.domain.errors import IllegalError, UnavailableError
from bot.domain.payment.declines import reason_key


def said(status: int, **error: Any) -> Reply:
    """An answer with an error."""
    return Reply(status, {}, msgspec.json.encode({"error": error}))


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_for_staff(status: int) -> None:
    """Nothing was done, and asking again helps nobody."""
    with pytest.raises(UnavailableError) as caught:
        stop(said(status), Problem())
    assert not caught.value.retryable


@pytest.mark.parametrize(
    ("status", "code"), [(429, "rate_limit"), (429, "lock_timeout"), (429, None), (400, "rate_limit")]
)
def test_a_limit_is_waited_out_under_the_same_key(status: int, code: str | None) -> None:
    """The limiter stands before Stripe's memory of keys: nothing was done."""
    with pytest.raises(UnavailableError) as caught:
        stop(said(status), Problem(code=code))
    assert caught.value.retryable


def test_a_key_with_other_words_is_a_fault_of_ours() -> None:
    """The call stops, and staff are told; the key is never used again."""
    reply = said(400, type="idempotency_error")
    with pytest.raises(IllegalError):
        stop(reply, problem(reply))


@pytest.mark.parametrize("status", [409, 424, 500, 502, 503, 504, 302])
def test_what_says_nothing_certain_is_unknown(status: int) -> None:
    """A broken Stripe, a proxy, or the same key just being used: it is looked up, and never told as a decline."""
    reply = said(status, type="idempotency_error" if status == 409 else "api_error", code="idempotency_key_in_use")
    stop(reply, problem(reply))
    assert refused(reply).result == "unknown"


@pytest.mark.parametrize(
    "code",
    [
        "payment_intent_unexpected_state",
        "charge_already_captured",
        "charge_already_refunded",
        "charge_expired_for_capture",
        "setup_intent_unexpected_state",
    ],
)
def test_what_has_happened_already_is_looked_up(code: str) -> None:
    """The records decide, and not a second try."""
    answer = refused(said(400, type="invalid_request_error", code=code, payment_intent={"id": "pi_1", "status": "x"}))
    assert (answer.result, answer.code, answer.reference) == ("unknown", "payment_unexpected_state", "pi_1")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ({"code": "parameter_unknown", "param": "colour"}, "parameter_unknown"),
        ({"code": "resource_missing", "param": "intent"}, "unknown_payment"),
        ({"code": "resource_missing", "param": "payment_method"}, "unknown_token"),
        ({"code": "resource_missing", "param": "customer"}, "unknown_token"),
        ({"code": "amount_too_large", "param": "amount_to_capture"}, "amount_too_large"),
        ({"param": "amount"}, "amount_too_large"),
        ({"code": "amount_too_small", "param": "amount"}, "amount_too_small"),
        ({}, "invalid_request"),
    ],
)
def test_a_request_that_was_not_carried_out_is_a_plain_no(error: dict[str, str], code: str) -> None:
    """A stale reference or a slip of ours is no outage; nothing was moved."""
    for status in (400, 404):
        answer = refused(said(status, type="invalid_request_error", **error))
        assert (answer.result, answer.code) == ("declined", code)


@pytest.mark.parametrize(
    "code",
    [
        "processing_error",
        "issuer_not_available",
        "try_again_later",
        "reenter_transaction",
        "approve_with_id",
        "incorrect_cvc",
        "incorrect_number",
        "expired_card",
        "authentication_required",
        "insufficient_funds",
        "card_not_supported",
        "currency_not_supported",
        "card_velocity_exceeded",
        "withdrawal_count_limit_exceeded",
        "do_not_honor",
        "generic_decline",
        "transaction_not_allowed",
        "service_not_allowed",
        "not_permitted",
        "restricted_card",
        "invalid_account",
        "new_account_information_available",
        "call_issuer",
        "pickup_card",
        "lost_card",
        "stolen_card",
        "fraudulent",
        "merchant_blacklist",
    ],
)
def test_a_decline_has_its_own_words(code: str) -> None:
    """A definite no is an answer, and the traveller is told what to do about it."""
    answer = refused(
        said(402, type="card_error", code="card_declined", decline_code=code, payment_intent={"id": "pi_1"})
    )
    assert (answer.result, answer.code, answer.reference) == ("declined", code, "pi_1")
    assert reason_key(code) != "declined_other"


@pytest.mark.parametrize("code", ["expired_card", "incorrect_cvc", "authentication_required", "incorrect_number"])
def test_a_code_without_a_decline_code_is_one(code: str) -> None:
    """Stripe says some reasons in one word only."""
    assert refused(said(402, type="card_error", code=code)).code == code


@pytest.mark.parametrize(
    ("code", "ours"),
    [
        ("payment_intent_authentication_failure", "authentication_failed"),
        ("setup_intent_authentication_failure", "authentication_failed"),
        ("payment_intent_mandate_invalid", "mandate_inactive"),
        ("card_decline_rate_limit_exceeded", "card_velocity_exceeded"),
    ],
)
def test_codes_of_other_names_are_ours(code: str, ours: str) -> None:
    """What we have a text for is told, whatever Stripe calls it."""
    assert decline(Problem(type="card_error", code=code)) == ours


@pytest.mark.parametrize(
    ("code", "advice", "told"),
    [
        ("do_not_honor", "try_again_later", "try_again_later"),
        ("generic_decline", "do_not_try_again", "do_not_try_again"),
        ("generic_decline", "confirm_card_data", "incorrect_number"),
        ("insufficient_funds", "try_again_later", "insufficient_funds"),
        ("stolen_card", "try_again_later", "stolen_card"),
        ("do_not_honor", "an advice of tomorrow", "do_not_honor"),
    ],
)
def test_the_banks_advice_wins_over_a_code_that_says_little(code: str, advice: str, told: str) -> None:
    """A traveller is sent where her bank sends her, and a thief learns nothing."""
    assert decline(Problem(type="card_error", decline_code=code, advice_code=advice)) == told


def test_thieves_read_what_everybody_reads() -> None:
    """Lost, stolen and suspect cards show the same words as a plain decline."""
    hidden = {
        reason_key(code) for code in ("lost_card", "stolen_card", "pickup_card", "fraudulent", "merchant_blacklist")
    }
    assert hidden == {reason_key("generic_decline")}


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error":"x"}', b"\xff"])
def test_an_error_that_cannot_be_read_is_still_a_no_of_its_status(body: bytes) -> None:
    """A status says enough: a refusal moved nothing."""
    assert refused(Reply(400, {}, body)).result == "declined"
    assert refused(Reply(500, {}, body)).result == "unknown"
