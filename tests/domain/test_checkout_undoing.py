"""Undoing: what is held or taken goes back, and late money does too."""

from datetime import timedelta

from bot.domain.checkout_case import MOST_CAPTURES, Checkout
from bot.domain.checkout_facts import Answered, ApprovedLate, Cancelled, Fact, RefundFailed, SeatsReleased
from bot.domain.conversation.events import CheckoutEnded
from bot.domain.money import Money
from tests.builders.checkouts import NOW, PRICE, approved, declined, feed, key
from tests.domain.test_checkout import AUTHORIZE, AUTHORIZING, CAPTURING, COLLECTING, NEW, PAID, kinds, told


def _given_up() -> Checkout:
    return feed(AUTHORIZING, Answered(AUTHORIZE, "unknown"), now=NOW + timedelta(minutes=28)).checkout


def test_nothing_is_told_before_everything_is_undone() -> None:
    """A traveller who reads that nothing was charged can rely on it."""
    undoing = feed(COLLECTING, Cancelled())
    assert undoing.tells == ()
    ended = feed(undoing.checkout, SeatsReleased())
    assert told(ended) == [CheckoutEnded]
    assert feed(ended.checkout, SeatsReleased()).checkout == ended.checkout


def test_money_that_turns_up_late_is_let_go() -> None:
    """An authorization that arrives after everybody gave up does not stay on the traveller's account."""
    over = _given_up()
    ended = feed(over, SeatsReleased()).checkout
    late = ApprovedLate(NEW.payments[0].id, "sbx_9", PRICE)
    found = feed(ended, late)
    assert (found.checkout.state, found.checkout.payments[0].state, kinds(found)) == ("ended", "voiding", ["void"])
    assert "approved_late" in found.checkout.staff
    assert found.checkout.payments[0].attempts[-1].reference == "sbx_9"
    assert feed(found.checkout, late).checkout == found.checkout
    gone = feed(found.checkout, approved(NEW, "void"))
    assert (gone.checkout.payments[0].state, gone.tells) == ("voided", ())
    again = feed(gone.checkout, ApprovedLate(NEW.payments[0].id, "sbx_10", PRICE))
    assert kinds(again) == ["void"]
    refused = feed(found.checkout, declined(NEW, "void"))
    assert refused.checkout.payments[0].state == "authorized"


def test_late_money_of_another_payment_is_none_of_ours() -> None:
    """A look-up about a payment that is not given up changes nothing."""
    for checkout in (PAID, COLLECTING):
        assert feed(checkout, ApprovedLate(NEW.payments[0].id, "sbx_9", PRICE)).checkout == checkout
        assert feed(checkout, ApprovedLate("pay_of_nobody", "sbx_9", PRICE)).checkout == checkout


def test_a_void_has_a_key_of_its_own() -> None:
    """Letting go is a request like any other: noted before it is sent, and repeated under its key."""
    wished = feed(AUTHORIZING, Cancelled(), approved(NEW))
    attempt = wished.checkout.payments[0].open_attempt
    assert attempt is not None
    assert (attempt.key, attempt.operation, attempt.reference) == (key(NEW, "void"), "void", "sbx_1_1")
    assert attempt.request_hash


def _refunded(*facts: Fact) -> Checkout:
    undoing = CAPTURING
    for number in range(1, MOST_CAPTURES + 1):
        undoing = feed(undoing, declined(NEW, "capture", number)).checkout
    taken = Answered(key(NEW, "void"), "missing", amount=PRICE, code="captured")
    return feed(undoing, taken, approved(NEW, "refund"), *facts).checkout


def test_a_refund_that_came_back_is_booked_and_shown_to_staff() -> None:
    """Money that her bank would not take back is still hers: a person finds another way, and the books wait for it."""
    ended = _refunded(SeatsReleased())
    assert (ended.state, ended.payments[0].state) == ("ended", "refunded")
    failed = feed(ended, RefundFailed(NEW.payments[0].id, Money(0, "EUR")))
    (payment,) = failed.checkout.payments
    assert (payment.state, payment.refunded, payment.staff) == ("captured", 0, True)
    assert ("refund" in failed.checkout.staff, kinds(failed)) == (True, [])
    assert [(each.source_id, each.posting_kind) for each in failed.postings] == [
        (key(NEW, "refund"), "refund_reversed")
    ]
    assert failed.postings[0].entries[0].amount == -PRICE
    assert feed(failed.checkout, RefundFailed(payment.id, Money(0, "EUR"))).checkout == failed.checkout


def test_a_refund_that_came_back_early_is_tried_again() -> None:
    """While the rest is being undone it is asked for under a new key: the first one has definitely failed."""
    failed = feed(_refunded(), RefundFailed(NEW.payments[0].id, Money(0, "EUR")))
    assert [(step.kind, step.subject) for step in failed.steps] == [("refund", key(NEW, "refund", 2))]


def test_a_refund_that_stands_is_left_alone() -> None:
    """A look-up that finds what we know, or a stranger's payment, changes nothing."""
    for checkout in (_refunded(SeatsReleased()), PAID, COLLECTING):
        for fact in (
            RefundFailed(NEW.payments[0].id, PRICE),
            RefundFailed(NEW.payments[0].id, Money(0, "USD")),
            RefundFailed("pay_of_nobody", Money(0, "EUR")),
        ):
            assert feed(checkout, fact).checkout == checkout
