"""What a change of a checkout means to an account: each movement of money once, with its own amount."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import Assessed
from bot.domain.money import Money
from bot.domain.payment import payment as payments
from bot.domain.payment.activity import Activity
from bot.domain.payment.activity_of import activities
from bot.domain.payment.dispute import Dispute
from bot.domain.payment.payment import Payment
from bot.domain.payment.refunds import Refund, open_refund
from tests.builders.checkouts import (
    HELD,
    NOW,
    PRICE,
    TICKETS,
    approved,
    asking,
    declined,
    feed,
    key,
    new_checkout,
    paid_checkout,
)


def kinds(before: Checkout, after: Checkout) -> list[str]:
    """The kinds of what happened."""
    return [one.kind for one in activities(before, after, NOW)]


def with_payment(checkout: Checkout, payment: Payment) -> Checkout:
    """The checkout with its first payment replaced."""
    return msgspec.structs.replace(checkout, payments=(payment, *checkout.payments[1:]))


def changed(checkout: Checkout, **fields: Any) -> Checkout:
    """The checkout with fields of its first payment changed."""
    return with_payment(checkout, msgspec.structs.replace(checkout.payments[0], **fields))


def refunding(checkout: Checkout) -> Checkout:
    """The checkout of whose first payment all that is left is asked back."""
    return with_payment(checkout, payments.open_attempt(checkout.payments[0], "refund", now=NOW))


def refunded(checkout: Checkout, minor: int) -> Checkout:
    """The checkout after its open refund gave back so much."""
    paid = payments.apply(payments.close_attempt(checkout.payments[0], "approved"), "refund:approved", amount=minor)
    return with_payment(checkout, paid)


def test_a_payment_is_made_when_the_tickets_are_paid() -> None:
    """Not when a bank sets money aside; and the thread of the booking tells it by itself."""
    new = new_checkout()
    before = feed(new, HELD, *asking(new), approved(new), TICKETS).checkout
    after = feed(before, approved(new, "capture")).checkout
    assert kinds(new, before) == []
    (made,) = activities(before, after, NOW)
    assert made == Activity(
        "chk_1_pay_1:payment_made", "payment_made", NOW, "Visa •4242", PRICE, "chk_1", new.thread, told=True
    )
    assert activities(after, after, NOW + timedelta(days=1)) == ()


def test_each_payment_of_a_booking_is_one() -> None:
    """Who pays with two cards is told of both, each with what it paid."""
    new = new_checkout(amounts=(60000, 40700))
    paid = tuple(msgspec.structs.replace(one, captured=one.amount.minor) for one in new.payments)
    after = msgspec.structs.replace(new, state="paid", payments=paid)
    made = activities(msgspec.structs.replace(new, state="capturing", payments=paid), after, NOW)
    assert [one.money for one in made] == [Money(60000, "EUR"), Money(40700, "EUR")]
    assert len({one.id for one in made}) == 2


@pytest.mark.parametrize(("ending", "expected"), [("failed", 1), ("unticketed", 1), ("expired", 0), ("cancelled", 0)])
def test_a_payment_fails_when_its_checkout_does(ending: str, expected: int) -> None:
    """Whoever gave up, or let the time pass, knows that nothing was paid; one declined card is not the end."""
    new = new_checkout()
    tried = feed(new, HELD, *asking(new), declined(new)).checkout
    assert kinds(new, tried) == []
    ended = msgspec.structs.replace(tried, state="ended", ending=ending)
    assert kinds(tried, ended) == ["payment_failed"] * expected


def test_nothing_failed_where_nothing_was_asked() -> None:
    """Seats that could not be held are no failed payment."""
    new = new_checkout()
    assert kinds(new, msgspec.structs.replace(new, state="ended", ending="failed")) == []


def test_a_review_is_told_each_time_it_begins() -> None:
    """Held, let go and held again are two reviews; the same commit made twice is one."""
    new = new_checkout()
    held = changed(new, state="in_review")
    again = activities(new, held, NOW)
    assert [one.kind for one in again] == ["payment_held"]
    later = activities(msgspec.structs.replace(new, version=4), msgspec.structs.replace(held, version=5), NOW)
    assert again == activities(new, held, NOW)
    assert again[0].id != later[0].id
    assert not again[0].told


def test_a_review_is_told_in_its_own_chat_by_that_chat() -> None:
    """The chat of the purchase says so itself; the others and the mail hear it once, and none is told why."""
    new = new_checkout()
    waiting = feed(new, HELD, *asking(new)[:2]).checkout
    held = feed(waiting, Assessed(key(new, "authorize"), "review")).checkout
    (one,) = activities(waiting, held, NOW)
    assert (one.kind, one.told, one.about, one.money) == ("payment_held", True, "Visa •4242", PRICE)


def test_each_refund_is_told_when_it_begins_and_when_it_is_done() -> None:
    """Two parts of one payment are four pieces of news, the done ones with what each gave back."""
    paid = paid_checkout()
    first = refunding(paid)
    part = refunded(first, 700)
    second = refunding(part)
    rest = refunded(second, 100000)
    seen = [activities(*pair, NOW) for pair in ((paid, first), (first, part), (part, second), (second, rest))]
    told = [(one.kind, one.money) for found in seen for one in found]
    assert told == [
        ("refund_started", PRICE),
        ("refunded", Money(700, "EUR")),
        ("refund_started", Money(100000, "EUR")),
        ("refunded", Money(100000, "EUR")),
    ]
    assert len({one.id for found in seen for one in found}) == 4


def test_a_thread_that_is_told_of_the_same_change_hears_no_notice_on_top() -> None:
    """What the checkout says of a cancellation is enough there; a refund that comes alone is told as a notice."""
    asked = refunding(paid_checkout())
    alone = refunded(asked, PRICE.minor)
    with_words = msgspec.structs.replace(alone, told=asked.told + 1)
    assert [one.told for one in activities(asked, alone, NOW)] == [False]
    assert [one.told for one in activities(asked, with_words, NOW)] == [True]
    disputed = msgspec.structs.replace(in_dispute(alone), told=alone.told + 1)
    assert [one.told for one in activities(alone, disputed, NOW)] == [False]


def test_a_refund_that_is_done_at_once_is_both() -> None:
    """What was begun and ended within one commit is not lost."""
    paid = paid_checkout()
    assert kinds(paid, refunded(refunding(paid), PRICE.minor)) == ["refund_started", "refunded"]


def test_a_refund_fails_when_the_bank_says_no_and_when_it_sends_money_back() -> None:
    """Both leave money with us that is the traveller's."""
    asked = refunding(paid_checkout())
    closed = payments.apply(payments.close_attempt(asked.payments[0], "declined"), "refund:pending")
    refused = with_payment(asked, payments.apply(closed, "refund:declined"))
    assert kinds(asked, refused) == ["refund_failed"]
    done = refunded(asked, PRICE.minor)
    (back,) = activities(done, changed(done, state="captured", refunded=0), NOW)
    assert (back.kind, back.money) == ("refund_failed", PRICE)


def decided(checkout: Checkout, refund: str = "chk_1:refund:1", **fields: Any) -> Checkout:
    """The checkout with a refund of seven euros in a state."""
    made = Refund(refund, checkout.payments[0].id, Money(700, "EUR"), "goodwill", "eve", NOW, **fields)
    others = tuple(one for one in checkout.refunds if one.id != refund)
    return msgspec.structs.replace(checkout, refunds=(*others, made))


def asked(checkout: Checkout, result: str = "", **fields: Any) -> Checkout:
    """The checkout with one more attempt to give seven euros back, which is open or ended with a result."""
    payment = open_refund(checkout.payments[0], 700, now=NOW, **fields)
    return with_payment(checkout, payments.close_attempt(payment, result) if result else payment)


def test_a_refund_that_is_tried_again_is_one() -> None:
    """It begins once and ends once, whatever the bank said in between, and however many attempts that takes."""
    paid = paid_checkout()
    begun = asked(decided(paid))
    again = asked(decided(asked(decided(paid), "declined"), tries=1))
    last = asked(decided(asked(decided(paid), "declined"), state="failed", tries=5, attempt="tf:2"), "declined")
    done = asked(decided(paid, state="done", attempt="tf:1"), "approved")
    assert kinds(paid, begun) == ["refund_started"]
    assert kinds(begun, again) == []
    assert kinds(again, last) == ["refund_failed"]
    assert [one.money for one in activities(begun, done, NOW)] == [Money(700, "EUR")]
    assert kinds(begun, done) == ["refunded"]


def test_each_refund_that_was_decided_is_one_of_its_own() -> None:
    """Two at once are told apart, though one waits for the other."""
    paid = paid_checkout()
    both = activities(paid, asked(decided(decided(paid), "chk_1:refund:2")), NOW)
    assert [one.kind for one in both] == ["refund_started", "refund_started"]
    assert len({one.id for one in both}) == 2


def test_a_refund_that_comes_back_is_told_once() -> None:
    """It was made, and its bank sent it back."""
    paid = paid_checkout()
    done = changed(decided(paid, state="done", attempt="tf:1"), refunded=700)
    back = changed(decided(paid, state="failed", attempt="tf:1"), refunded=0)
    assert [(one.kind, one.money) for one in activities(done, back, NOW)] == [("refund_failed", Money(700, "EUR"))]


def test_what_was_charged_twice_goes_back_with_its_own_amount_and_is_told_once() -> None:
    """Nothing of the payment itself went back; a no in between is told once, not with each try."""
    paid = paid_checkout()
    first = asked(paid, reference="ch_stray")
    refused = asked(asked(paid, "declined", reference="ch_stray"), reference="ch_stray")
    third = asked(
        asked(asked(paid, "declined", reference="ch_stray"), "declined", reference="ch_stray"), reference="ch_stray"
    )
    gone = asked(asked(paid, "declined", reference="ch_stray"), "approved", reference="ch_stray")
    assert kinds(paid, first) == ["refund_started"]
    assert kinds(first, refused) == ["refund_failed"]
    assert kinds(refused, third) == []
    assert [(one.kind, one.money) for one in activities(refused, gone, NOW)] == [("refunded", Money(700, "EUR"))]


def in_dispute(checkout: Checkout, *, state: str = "open", name: str = "dp_1", **fields: Any) -> Checkout:
    """The checkout with a dispute of its first payment in a state."""
    made: Any = Dispute(name, checkout.payments[0].id, PRICE, "fraudulent", NOW, state)  # type: ignore[arg-type]
    return msgspec.structs.replace(changed(checkout, **fields), disputes=(made,))


@pytest.mark.parametrize(("outcome", "ending"), [("won", "captured"), ("lost", "charged_back")])
def test_a_dispute_is_told_when_it_opens_and_when_it_closes(outcome: str, ending: str) -> None:
    """Won or lost, each once; another one later is another."""
    paid = paid_checkout()
    disputed = in_dispute(paid, state="open", name="dp_1")
    closed = changed(in_dispute(paid, state=outcome), state=ending)
    assert kinds(paid, disputed) == ["dispute_opened"]
    assert kinds(disputed, closed) == ["dispute_closed"]
    assert kinds(closed, closed) == []
    once = activities(paid, disputed, NOW)[0]
    again = activities(paid, in_dispute(paid, name="dp_2"), NOW)[0]
    assert once.id != again.id
    assert once.money == PRICE


def test_a_debit_that_its_bank_took_back_is_told_once() -> None:
    """There is no dispute then: the money is gone at once."""
    paid = paid_checkout()
    assert kinds(paid, changed(paid, state="charged_back")) == ["dispute_opened"]
