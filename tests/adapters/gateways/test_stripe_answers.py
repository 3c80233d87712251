"""Proves bot/adapters/gateways/stripe_answers.py: what is read is in Stripe's library, and each status counts."""

from typing import Any, get_type_hints

import msgspec
import pytest
import stripe

from bot.adapters.gateways.stripe_answers import Intent, Paid, Refund, record, verification
from bot.adapters.gateways.stripe_errors import Problem

SETUP_ONLY = {"last_setup_error", "mandate"}
PAID = {"id": "ch_1", "status": "succeeded", "amount": 42000}


def intent(**said: Any) -> Intent:
    """A payment as Stripe says it."""
    return msgspec.convert({"id": "pi_1", "amount": 42000, "currency": "eur"} | said, Intent)


@pytest.mark.parametrize(
    ("ours", "theirs", "but"),
    [
        (Intent, stripe.PaymentIntent, SETUP_ONLY),
        (Paid, stripe.Charge, set()),
        (Refund, stripe.Refund, set()),
        (Problem, stripe.PaymentIntent.LastPaymentError, {"setup_intent"}),
    ],
)
def test_what_is_read_is_there(ours: Any, theirs: Any, but: set[str]) -> None:
    """A field that Stripe renames is noticed when its library is updated, and not by a traveller."""
    assert set(ours.__struct_fields__) - but <= set(theirs.__annotations__)
    assert set(stripe.SetupIntent.__annotations__) >= SETUP_ONLY
    assert get_type_hints(ours)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"status": "requires_capture", "amount_capturable": 42000, "latest_charge": PAID}, "authorized"),
        ({"status": "requires_action"}, "requires_action"),
        ({"status": "processing"}, "pending"),
        ({"status": "requires_payment_method", "last_payment_error": {"code": "expired_card"}}, "declined"),
        ({"status": "canceled", "cancellation_reason": "automatic"}, "expired"),
        ({"status": "canceled", "cancellation_reason": "expired"}, "expired"),
        ({"status": "canceled", "cancellation_reason": None}, "voided"),
        ({"status": "succeeded", "amount_received": 42000, "latest_charge": PAID}, "captured"),
        ({"status": "a status of tomorrow"}, "unknown"),
    ],
)
def test_each_status_has_a_state(said: dict[str, Any], state: str) -> None:
    """Every status that there is means something to a payment, and a new one means that nobody knows."""
    assert record(intent(**said), ()).state == state


def test_a_debit_that_its_bank_took_back_is_returned_and_a_cards_dispute_is_not() -> None:
    """A returned debit is lost at once; a dispute about a card is argued elsewhere."""
    for kind, state in (("sepa_debit", "returned"), ("card", "captured")):
        charge = PAID | {"disputed": True, "payment_method_details": {"type": kind}}
        assert record(intent(status="succeeded", amount_received=42000, latest_charge=charge), ()).state == state


@pytest.mark.parametrize(
    ("statuses", "state", "back"),
    [
        (("succeeded",), "captured", 21000),
        (("succeeded", "succeeded"), "refunded", 42000),
        (("succeeded", "pending"), "pending", 21000),
        (("requires_action",), "pending", 0),
        (("failed",), "captured", 0),
        (("succeeded", "failed", "succeeded"), "refunded", 42000),
        (("canceled",), "captured", 0),
    ],
)
def test_only_refunds_that_succeeded_count(statuses: tuple[str, ...], state: str, back: int) -> None:
    """Money that did not reach the traveller is money that we still owe."""
    refunds = tuple(Refund(f"re_{n}", status, 21000, "eur") for n, status in enumerate(statuses))
    found = record(intent(status="succeeded", amount_received=42000, latest_charge=PAID), refunds)
    assert (found.state, found.refunded.minor) == (state, back)


def test_what_was_only_prepared_was_not_asked() -> None:
    """A payment that no bank has seen is none."""
    assert not intent(status="requires_confirmation").asked
    assert not intent(status="requires_payment_method").asked
    assert intent(status="requires_payment_method", last_payment_error={"code": "expired_card"}).asked


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("succeeded", "verified"),
        ("canceled", "voided"),
        ("requires_action", "requires_action"),
        ("processing", "pending"),
    ],
)
def test_each_status_of_a_setup_has_a_state(status: str, state: str) -> None:
    """A method is kept only when its bank has said yes."""
    assert verification(intent(status=status)).state == state
