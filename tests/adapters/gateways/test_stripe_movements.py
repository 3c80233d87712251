"""Proves bot/adapters/gateways/stripe_movements.py: what each line of Stripe's balance means for the books."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from bot.adapters.gateways.stripe_movements import Line, movements
from bot.domain.money import Money
from bot.domain.payment.settlement import meaning

LINE = {"id": "txn_1", "type": "charge", "amount": 42000, "fee": 613, "net": 41387, "currency": "eur", "created": 86400}
CHARGE = {"id": "ch_1", "object": "charge", "payment_intent": "pi_1", "metadata": {"payment": "pay_1"}}
DISPUTE = {"id": "dp_1", "object": "dispute", "payment_intent": {"id": "pi_1"}, "metadata": {}}


def line(**changed: Any) -> Line:
    """A line as Stripe tells it."""
    return msgspec.convert({**LINE, "source": CHARGE, **changed}, Line)


def test_a_charge_is_its_amount_and_its_fee() -> None:
    """Accountants see what was taken and what it cost, each under a name of its own."""
    first, fee = movements(line(), "pay_1")
    assert (first.id, first.kind, first.amount, first.reference) == ("txn_1", "capture", Money(42000, "EUR"), "pi_1")
    assert (fee.id, fee.kind, fee.amount, fee.payment) == ("txn_1_fee", "fee", Money(-613, "EUR"), "pay_1")
    assert first.at == fee.at == datetime.fromtimestamp(86400, UTC)


@pytest.mark.parametrize(
    ("kind", "source", "amount", "said"),
    [
        ("charge", CHARGE, 42000, "capture"),
        ("payment", CHARGE, 42000, "capture"),
        ("refund", CHARGE, -42000, "refund"),
        ("payment_refund", CHARGE, -42000, "refund"),
        ("refund_failure", CHARGE, 42000, "refund_failure"),
        ("payment_failure_refund", CHARGE, -42000, "return"),
        ("adjustment", DISPUTE, -42000, "dispute"),
        ("adjustment", DISPUTE, 42000, "dispute_reversal"),
        ("adjustment", None, -500, "adjustment"),
        ("payout", {"id": "po_1", "object": "payout"}, -9000, "payout"),
        ("payout_failure", "po_1", 9000, "payout"),
        ("stripe_fee", None, -300, "fee"),
        ("a_kind_of_tomorrow", None, -1, "a_kind_of_tomorrow"),
    ],
)
def test_each_kind_of_line_has_the_ports_name(kind: str, source: Any, amount: int, said: str) -> None:
    """Who reads the statement need not know Stripe's words; what is new keeps them, for a person to explain."""
    (moved,) = movements(line(type=kind, source=source, amount=amount, fee=0), "pay_1" if source else "")
    assert (moved.kind, moved.amount) == (said, Money(amount, "EUR"))


@pytest.mark.parametrize("kind", ["stripe_fee", "adjustment", "reserve_hold", "a_kind_of_tomorrow"])
def test_what_belongs_to_no_payment_and_is_no_payout_is_for_staff(kind: str) -> None:
    """Money that went for a reason of Stripe's own is never booked as if somebody had explained it."""
    (moved,) = movements(line(type=kind, source=None, amount=-300, fee=0), "")
    means = meaning(moved, known=False)
    assert not means.explained
    assert means.posting is not None


def test_a_line_without_money_moves_nothing() -> None:
    """A dispute that cost a fee alone is a fee, and nothing of nothing is no line."""
    assert [one.kind for one in movements(line(amount=0, fee=1500, source=DISPUTE), "pay_1")] == ["fee"]
    assert list(movements(line(amount=0, fee=0), "pay_1")) == []


def test_what_a_line_is_about_is_read_however_much_stripe_tells() -> None:
    """A payment is named by its id or told whole, and a source may be a name alone."""
    assert line(source=DISPUTE).about.intent == "pi_1"
    assert (line(source="ch_1").about.intent, line(source=None).about.payment) == ("", "")
