"""The rules of disputes at the sandbox, apart from its wire."""

import pytest

from bot.sandbox import disputes, judge
from bot.sandbox.cards import by_number
from bot.sandbox.judge import Later, Payment, RefusedError, Verdict

CARDS = {"disputed": "4000000000000259", "not_received": "4000000000002685", "warned": "4000000000005423"}


def captured(rule: str = "disputed") -> Verdict:
    """A capture of a card with a rule, or of a plain one."""
    card = by_number(CARDS.get(rule, "4242424242424242"))
    held = judge.authorize(Payment("sbx_1", "pay_1", card.name, 500, "EUR", 0)).payment
    return judge.capture(held, amount=500, currency="EUR")


@pytest.mark.parametrize(
    ("rule", "what"), [("disputed", "dispute_opened"), ("not_received", "dispute_opened"), ("warned", "fraud_warned")]
)
def test_a_capture_brings_what_its_card_is_for(rule: str, what: str) -> None:
    """Each test card has one story."""
    later = disputes.coming(captured(rule))
    assert later is not None
    assert later.what == what
    assert disputes.carry_out(captured(rule).payment, later)


def test_other_cards_and_other_effects_bring_nothing() -> None:
    """A plain card is never disputed."""
    assert disputes.coming(captured("plain")) is None
    assert disputes.coming(Verdict("approved", captured().payment, "refunded", 500)) is None
    assert disputes.carry_out(captured().payment, Later("refund", 1)) is None


def test_a_dispute_takes_what_is_left_once() -> None:
    """What was refunded before is not disputed, and a second dispute of the same charge is none."""
    part = judge.refund(captured("plain").payment, amount=200, currency="EUR").payment
    opened = disputes.opened(part)
    assert (opened.effect, opened.amount, opened.payment.disputed) == ("dispute_opened", 300, 300)
    assert disputes.coming(opened) == Later("dispute_lost", 300)
    assert disputes.opened(opened.payment).effect == ""
    whole = judge.refund(captured("plain").payment, amount=500, currency="EUR").payment
    assert disputes.opened(whole).effect == ""


@pytest.mark.parametrize(("outcome", "refused"), [("won", False), ("lost", True)])
def test_a_refund_of_disputed_money_is_refused_until_it_is_won(outcome: disputes.Outcome, *, refused: bool) -> None:
    """Nobody gets her money back twice."""
    payment = disputes.opened(captured().payment).payment
    with pytest.raises(RefusedError, match="charge_disputed"):
        disputes.refuse_refund(payment)
    over = disputes.closed(payment, outcome)
    assert (over.effect, over.amount) == (f"dispute_{outcome}", 500)
    if refused:
        with pytest.raises(RefusedError):
            disputes.refuse_refund(over.payment)
    else:
        disputes.refuse_refund(over.payment)
    with pytest.raises(RefusedError, match="dispute_not_open"):
        disputes.closed(over.payment, "won")
    assert disputes.carry_out(over.payment, Later("dispute_lost", 500)) == Verdict("declined", over.payment)
