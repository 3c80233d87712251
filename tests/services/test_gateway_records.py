"""What the gateway's records say of refunds, and of payments for which nothing is being asked."""

import msgspec
import pytest

from bot.domain.checkout_facts import ApprovedLate, Fact, RefundFailed
from bot.domain.money import Money
from bot.domain.payment.payment import Payment, apply, close_attempt
from bot.domain.payment.refunds import open_refund
from bot.domain.return_facts import DoubleSuccess, HoldLapsed
from bot.ports.gateway import GatewayPayment, GatewayRefund, RefundState
from bot.services.gateway_records import news
from bot.services.payments import read
from tests.builders.checkouts import NOW, PRICE

NOTHING = Money(0, "EUR")
PART = Money(2000, "EUR")
FIRST, SECOND = "tf:pay_1:refund:1", "tf:pay_1:refund:2"


def kept(*refunds: tuple[str, RefundState], state: str = "captured", reference: str = "sbx_1") -> GatewayPayment:
    """A captured payment in the gateway's records, with refunds of one amount each, by their keys."""
    listed = tuple(GatewayRefund(f"re_{n}", key, PART, each) for n, (key, each) in enumerate(refunds))
    back = PART * sum(each == "done" for _, each in refunds)
    taken = PRICE if state in {"captured", "refunded", "pending"} else NOTHING
    return GatewayPayment(reference, state, PRICE, taken, back, refunds=listed)


def taken(*approved: int) -> Payment:
    """A captured payment of which amounts went back already."""
    payment = Payment("pay_1", PRICE, "captured", "sbx_1", PRICE.minor, PRICE.minor)
    for minor in approved:
        asked = open_refund(payment, minor, now=NOW)
        payment = close_attempt(apply(asked, "refund:approved", amount=minor), "approved")
    return payment


def first(payment: Payment, found: tuple[GatewayPayment, ...]) -> Fact | None:
    """The first thing that is news."""
    return next(news(payment, found), None)


@pytest.mark.parametrize(
    ("found", "result"),
    [
        (kept((FIRST, "done"), (SECOND, "done")), "approved"),
        (kept((FIRST, "done"), (SECOND, "pending"), state="pending"), "pending"),
        (kept((FIRST, "done"), (SECOND, "failed")), "declined"),
        (kept((FIRST, "done")), "missing"),
        (kept((FIRST, "done"), ("by hand", "done")), "missing"),
    ],
)
def test_the_second_of_two_equal_refunds_is_known_by_its_key(found: GatewayPayment, result: str) -> None:
    """Nobody is given the same amount twice, nor once instead of twice, because an answer was lost."""
    payment = open_refund(taken(PART.minor), PART.minor, now=NOW)
    attempt = payment.open_attempt
    assert attempt is not None
    assert attempt.key == SECOND
    answer = read(payment, attempt, (found,))
    assert answer.result == result
    assert result == "missing" or answer.amount == PART


def test_a_gateway_that_names_no_keys_is_read_by_what_went_back() -> None:
    """A gateway of another make is understood as well."""
    payment = open_refund(taken(PART.minor), PART.minor, now=NOW)
    attempt = payment.open_attempt
    assert attempt is not None
    answer = read(payment, attempt, (kept(("", "done"), ("", "done")),))
    assert (answer.result, answer.amount) == ("approved", PART)


def test_the_refund_that_failed_later_is_named() -> None:
    """Staff learn which of two refunds did not reach the traveller."""
    found = kept((FIRST, "done"), (SECOND, "failed"))
    assert first(taken(PART.minor, PART.minor), (found,)) == RefundFailed("pay_1", PART, SECOND)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (kept(state="authorized", reference="sbx_9"), ApprovedLate("pay_1", "sbx_9", PRICE)),
        (kept(), RefundFailed("pay_1", NOTHING)),
        (kept((FIRST, "done")), None),
        (kept((FIRST, "done"), reference="sbx_9"), DoubleSuccess("pay_1", "sbx_9", PRICE - PART)),
        (kept(state="declined", reference="sbx_9"), None),
    ],
)
def test_what_the_gateway_did_by_itself_is_noticed(found: GatewayPayment, told: object) -> None:
    """Money that was held late, taken twice, or that a bank would not take back, does not stay unseen."""
    assert first(taken(PART.minor), (found,)) == told


def test_a_charge_that_was_taken_beside_is_noticed_once() -> None:
    """What goes back already is not given back a second time."""
    stray = kept(reference="sbx_9")
    asked = open_refund(taken(), PRICE.minor, now=NOW, reference="sbx_9")
    assert first(taken(), (kept(), stray)) == DoubleSuccess("pay_1", "sbx_9", PRICE)
    assert first(close_attempt(asked, "approved"), (kept(), stray)) is None


def test_a_charge_of_a_payment_that_was_given_up_is_money_beside() -> None:
    """A success that comes after the end is given back, though its payment never was paid."""
    late = msgspec.structs.replace(taken(), state="expired", captured=0)
    assert first(late, (kept(),)) == DoubleSuccess("pay_1", "sbx_1", PRICE)


def test_a_hold_that_ended_by_itself_is_noticed() -> None:
    """Money that is free again at the bank is not waited for."""
    waits = msgspec.structs.replace(taken(), state="authorized", captured=0)
    assert first(waits, (kept(state="expired"),)) == HoldLapsed("pay_1")
    assert first(waits, (kept(state="authorized"),)) is None
