"""Undoing: what is held or taken goes back, and late money does too."""

from datetime import timedelta

from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import Answered, ApprovedLate, Cancelled, SeatsReleased
from bot.domain.conversation.events import CheckoutEnded
from tests.builders.checkouts import NOW, PRICE, approved, declined, feed, key
from tests.domain.test_checkout import AUTHORIZE, AUTHORIZING, COLLECTING, NEW, PAID, kinds, told


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
