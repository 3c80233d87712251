"""Disputes: money is in suspense while a bank decides, staff are called, and the traveller is accused of nothing."""

import msgspec
import pytest

from bot.domain import checkout as saga
from bot.domain.checkout_case import Checkout
from bot.domain.checkout_disputes import is_disputed
from bot.domain.checkout_facts import DisputeClosed, DisputeOpened, FraudWarned
from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.ledger import balances
from bot.domain.payment.payment import free, open_attempt
from tests.builders.checkouts import NOW, PRICE, feed, paid_checkout

PAID = paid_checkout()
PAY = PAID.payments[0].id
OPENED = DisputeOpened(PAY, "dp_1", PRICE, "fraudulent")
SECOND = DisputeOpened(PAY, "dp_2", Money(100, "EUR"), "general")


def closed(outcome: str, dispute: str = "dp_1") -> DisputeClosed:
    """A bank has decided."""
    return DisputeClosed(PAY, dispute, outcome)  # type: ignore[arg-type]


def test_a_dispute_calls_staff_and_takes_the_money_out_of_what_is_owed() -> None:
    """The airline knows at once, the booking stays as it is, and the thread is told nothing by the checkout."""
    opened = feed(PAID, OPENED)
    (payment,) = opened.checkout.payments
    (dispute,) = opened.checkout.disputes
    assert (payment.state, payment.staff, opened.checkout.staff) == ("disputed", True, ("dispute",))
    assert (opened.checkout.state, opened.checkout.order.state) == ("paid", "ticketed")
    assert (dispute.id, dispute.amount, dispute.reason, dispute.state) == ("dp_1", PRICE, "fraudulent", "open")
    assert opened.postings == (posting.disputed("dp_1", PRICE),)
    assert (opened.tells, opened.steps) == ((), ())
    assert is_disputed(opened.checkout, PAY)
    assert not is_disputed(opened.checkout, "pay_other")


def test_a_dispute_that_is_won_leaves_everything_as_it_was() -> None:
    """The money is ours again, and a refund is possible as before."""
    opened = feed(PAID, OPENED)
    won = feed(opened.checkout, closed("won"))
    (payment,) = won.checkout.payments
    assert (payment.state, won.checkout.disputes[0].state) == ("captured", "won")
    assert won.checkout.staff == ("dispute", "dispute_won")
    assert not any(balances([*opened.postings, *won.postings]).values())
    assert not is_disputed(won.checkout, PAY)


def test_a_dispute_that_is_lost_is_a_loss_and_nothing_goes_back_again() -> None:
    """The traveller has her money from her bank, so nobody gives it to her a second time."""
    opened = feed(PAID, OPENED)
    lost = feed(opened.checkout, closed("lost"))
    (payment,) = lost.checkout.payments
    sums = balances([*opened.postings, *lost.postings])
    assert (payment.state, free(payment)) == ("charged_back", True)
    assert sums[posting.CHARGEBACK_LOSS, "EUR"] == PRICE.minor
    assert sums[posting.SUSPENSE, "EUR"] == 0
    assert is_disputed(lost.checkout, PAY)


@pytest.mark.parametrize(
    "facts",
    [
        (OPENED, OPENED),
        (OPENED, closed("won"), closed("lost")),
        (OPENED, closed("won"), OPENED),
        (closed("won"),),
        (OPENED, closed("won", "dp_other")),
        (DisputeOpened("pay_other", "dp_1", PRICE, ""),),
        (DisputeOpened(PAY, "dp_1", Money(1, "USD"), ""),),
        (FraudWarned("pay_other"),),
    ],
)
def test_a_fact_that_comes_twice_late_or_from_elsewhere_changes_nothing(facts: tuple[object, ...]) -> None:
    """Webhooks are repeated and come out of order."""
    before = feed(PAID, *facts[:-1]).checkout  # type: ignore[arg-type]
    last = saga.advance(before, facts[-1], now=NOW)  # type: ignore[arg-type]
    assert (last.checkout, last.postings, last.steps) == (before, (), ())


def test_while_a_second_dispute_is_open_the_payment_stays_disputed() -> None:
    """One bank's yes does not end what another asks."""
    both = feed(PAID, OPENED, SECOND)
    first = feed(both.checkout, closed("won"))
    assert first.checkout.payments[0].state == "disputed"
    assert feed(first.checkout, closed("won", "dp_2")).checkout.payments[0].state == "captured"
    lost = feed(both.checkout, closed("lost"), closed("won", "dp_2"))
    assert lost.checkout.payments[0].state == "charged_back"


def test_a_dispute_of_money_that_went_back_is_for_staff_and_the_books() -> None:
    """A traveller who was refunded and disputes all the same is a case; the payment stays what it is."""
    refunded = msgspec.structs.replace(PAID.payments[0], state="refunded", refunded=PRICE.minor)
    checkout = msgspec.structs.replace(PAID, payments=(refunded,))
    opened = feed(checkout, OPENED)
    assert opened.checkout.payments[0].state == "refunded"
    assert (opened.checkout.staff, opened.postings) == (("dispute",), (posting.disputed("dp_1", PRICE),))
    assert feed(opened.checkout, closed("lost")).checkout.payments[0].state == "refunded"


def test_a_dispute_while_a_refund_is_asked_for_waits_for_its_answer() -> None:
    """The refund's own answer is not lost to it."""
    asked = open_attempt(PAID.payments[0], "refund", now=NOW)
    opened = feed(msgspec.structs.replace(PAID, payments=(asked,)), OPENED)
    assert opened.checkout.payments[0].open_attempt == asked.open_attempt
    assert is_disputed(opened.checkout, PAY)


@pytest.mark.parametrize(("outcome", "state", "asks"), [("won", "unwinding", ["refund"]), ("lost", "ended", [])])
def test_a_checkout_that_is_being_undone_goes_on_when_the_bank_has_decided(
    outcome: str, state: str, asks: list[str]
) -> None:
    """What was won is given back, since nothing was sold for it; what was lost is back already."""
    undone: Checkout = msgspec.structs.replace(
        PAID, state="unwinding", ending="failed", order=msgspec.structs.replace(PAID.order, state="cancelled")
    )
    over = feed(undone, OPENED, closed(outcome))
    assert over.checkout.state == state
    assert [step.kind for step in over.steps if step.kind != "detach"] == asks


def test_a_warning_of_fraud_is_for_staff_alone_and_once() -> None:
    """Nobody is accused because a network counts."""
    warned = feed(PAID, FraudWarned(PAY))
    assert (warned.checkout.staff, warned.tells, warned.postings) == (("fraud_warning",), (), ())
    assert feed(warned.checkout, FraudWarned(PAY)).checkout == warned.checkout
    assert warned.checkout.payments == PAID.payments
