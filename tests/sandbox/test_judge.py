"""Proves bot/sandbox/judge.py."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.sandbox import judge
from bot.sandbox.cards import CARDS, by_name
from bot.sandbox.judge import HOLD, Later, Payment, RefusedError, Verdict


def fresh(card: str = "visa", **change: Any) -> Payment:
    """A payment that nobody has decided about."""
    return Payment(
        **{"reference": "r", "payment": "p", "card": card, "amount": 100, "currency": "EUR", "created": 1000, **change}
    )


def held(card: str = "visa") -> Payment:
    """A payment with money held."""
    return judge.authorize(fresh(card)).payment


def test_a_hold_lasts_a_week() -> None:
    """A traveller's money is never bound longer than the networks allow."""
    payment = held()
    assert payment.capture_before == 1000 + HOLD
    assert not judge.lapses(payment, 1000 + HOLD - 1)
    assert judge.lapses(payment, 1000 + HOLD)
    assert judge.lapse(payment).payment.state == "expired"


def test_a_challenge_is_given_up_when_nobody_answers_in_time() -> None:
    """A bank does not wait for ever: what nobody confirmed is a no, and can be told from a refusal."""
    asked = Payment("sbx_1", "pay_1", "secure", 100, "EUR", 1000, state="requires_action", challenge_until=1600)
    assert not judge.is_overdue(asked, 1599)
    assert judge.is_overdue(asked, 1600)
    assert not judge.is_overdue(judge.answer_challenge(asked, passed=True).payment, 1600)
    closed = judge.give_up_waiting(asked)
    assert (closed.payment.state, closed.payment.code, closed.effect) == ("declined", "challenge_expired", "declined")


def test_only_a_hold_lapses() -> None:
    """Money that was taken stays taken when the hold's time is over."""
    done = judge.capture(held(), amount=100, currency="EUR").payment
    assert not judge.lapses(done, 1000 + HOLD)


@pytest.mark.parametrize("state", ["created", "declined", "captured", "voided", "refunded", "expired", "pending"])
def test_only_held_money_can_be_taken_or_let_go(state: str) -> None:
    """No charge comes out of a payment that was declined, let go, or already taken."""
    payment = fresh(state=state)
    with pytest.raises(RefusedError, match="payment_unexpected_state"):
        judge.capture(payment, amount=1, currency="EUR")
    with pytest.raises(RefusedError, match="payment_unexpected_state"):
        judge.void(payment)


def test_a_closed_challenge_cannot_be_answered() -> None:
    """A traveller who goes back to her bank's page after the end changes nothing."""
    with pytest.raises(RefusedError, match="payment_unexpected_state"):
        judge.answer_challenge(held(), passed=True)


def test_what_was_put_off_no_longer_happens_to_a_payment_that_went_on() -> None:
    """A slow bank that answers after the end changes nothing."""
    voided = judge.void(held()).payment
    verdict = judge.carry_out(voided, Later("capture", 100))
    assert (verdict.payment, verdict.effect) == (voided, "")


def test_what_is_on_its_way_back_cannot_be_given_back_again() -> None:
    """Two refunds at once never give more than was paid."""
    done = judge.capture(held("refund_pending"), amount=100, currency="EUR").payment
    waiting = judge.refund(done, amount=60, currency="EUR").payment
    assert (waiting.refunded, waiting.refunding) == (0, 60)
    with pytest.raises(RefusedError, match="amount_too_large"):
        judge.refund(waiting, amount=41, currency="EUR")


def test_dollars_become_euros_and_everything_else_dollars_on_the_card_of_the_wrong_currency() -> None:
    """A tester sees another currency whatever the price was in."""
    card = by_name("authorize_currency_mismatch")
    assert judge.authorize(fresh(card.name)).payment.currency == "USD"
    assert judge.authorize(fresh(card.name, currency="USD")).payment.currency == "EUR"


class AnyHistory(RuleBasedStateMachine):
    """Everything that a merchant, a traveller, time and a slow bank can do to one payment, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.payment = fresh()
        self.log: list[tuple[str, int]] = []
        self.later: list[Later] = []

    def take(self, verdict: Verdict) -> None:
        """Write down a verdict as the bank does."""
        self.payment = verdict.payment
        if verdict.effect:
            self.log.append((verdict.effect, verdict.amount))
        if verdict.later:
            self.later.append(verdict.later)

    @rule(name=st.sampled_from([card.name for card in CARDS if not card.refused]))
    def authorize(self, name: str) -> None:
        """Begin, once."""
        if self.payment.state == "created":
            self.take(judge.authorize(fresh(name)))

    @rule(passed=st.booleans())
    def answer(self, passed: bool) -> None:  # noqa: FBT001 (hypothesis hands it over by name)
        """Answer the challenge."""
        self.attempt(lambda: judge.answer_challenge(self.payment, passed=passed))

    @rule(amount=st.integers(1, 120), currency=st.sampled_from(["EUR", "USD"]))
    def capture(self, amount: int, currency: str) -> None:
        """Take money."""
        self.attempt(lambda: judge.capture(self.payment, amount=amount, currency=currency))

    @rule(amount=st.integers(1, 120), currency=st.sampled_from(["EUR", "USD"]))
    def refund(self, amount: int, currency: str) -> None:
        """Give money back."""
        self.attempt(lambda: judge.refund(self.payment, amount=amount, currency=currency))

    @rule()
    def void(self) -> None:
        """Let money go."""
        self.attempt(lambda: judge.void(self.payment))

    @rule()
    def wait(self) -> None:
        """Let the bank do the oldest thing it put off."""
        if self.later:
            self.take(judge.carry_out(self.payment, self.later.pop(0)))

    @rule()
    def lapse(self) -> None:
        """Let a week pass."""
        if judge.lapses(self.payment, 1000 + HOLD):
            self.take(judge.lapse(self.payment))

    def attempt(self, act: Any) -> None:
        """Ask; a refusal must change nothing, and is checked by the invariants."""
        try:
            self.take(act())
        except RefusedError:
            return

    def moved(self, kind: str) -> int:
        """The sum of a kind of effect."""
        return sum(amount for effect, amount in self.log if effect == kind)

    @invariant()
    def the_bank_never_moves_more_than_it_may(self) -> None:
        """Captured <= authorized <= asked, refunded and on the way <= captured, at most one capture."""
        p = self.payment
        assert 0 <= p.refunded + p.refunding <= p.captured <= p.authorized <= p.amount
        assert [effect for effect, _ in self.log].count("captured") <= 1
        assert self.moved("captured") == p.captured
        assert self.moved("refunded") - self.moved("refund_failed") <= p.refunded

    @invariant()
    def the_state_fits_the_amounts(self) -> None:
        """A state that says taken, given back or let go is one in which that is true of the money."""
        p = self.payment
        assert (p.captured > 0) == (p.state in {"captured", "refunded"})
        assert (p.state == "refunded") == (p.captured > 0 and p.refunded == p.captured)


AnyHistory.TestCase.settings = settings(max_examples=300, stateful_step_count=20, deadline=None)
TestAnyHistory = AnyHistory.TestCase
