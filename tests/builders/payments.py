"""Payments for tests of history: paid, declined, refunded whole or in part, as SQL and the books hold them."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.money import Money
from bot.domain.payment import payment as payments
from bot.domain.payment import posting
from bot.domain.payment.ledger import Transaction, reversal
from bot.domain.payment.payment import Payment
from tests.builders.checkouts import HELD, NOW, PRICE, THREAD, asking, declined, feed, new_checkout, paid_checkout

__all__ = ["DAY", "THREAD", "asked_back", "books_of", "given_back", "keep", "paid", "refused"]

EUROS = PRICE.currency
DAY = timedelta(days=1)


def paid(name: str, *, thread: str, locator: str = "ABC234", days: int = 0) -> Checkout:
    """A paid booking that was begun so many days later."""
    begun = paid_checkout(name, thread=thread, locator=locator)
    return at(begun, NOW + days * DAY)


def refused(name: str, *, thread: str, days: int = 0) -> Checkout:
    """A checkout whose bank said no, and that waits for another card."""
    new = new_checkout(name, thread=thread)
    return at(feed(new, HELD, *asking(new), declined(new)).checkout, NOW + days * DAY)


def at(checkout: Checkout, moment: datetime) -> Checkout:
    """The checkout, begun at another moment, with attempts of then."""
    made = tuple(_moved(payment, moment) for payment in checkout.payments)
    return msgspec.structs.replace(checkout, began_at=moment, payments=made)


def _moved(payment: Payment, moment: datetime) -> Payment:
    tried = tuple(msgspec.structs.replace(one, opened_at=moment) for one in payment.attempts)
    return msgspec.structs.replace(payment, attempts=tried)


def asked_back(checkout: Checkout, moment: datetime = NOW + DAY) -> Checkout:
    """The checkout with a refund of its payment on its way."""
    (payment,) = checkout.payments
    return msgspec.structs.replace(checkout, payments=(payments.open_attempt(payment, "refund", now=moment),))


def given_back(checkout: Checkout, minor: int, moment: datetime = NOW + DAY) -> Checkout:
    """The checkout with so much of its payment given back."""
    (payment,) = asked_back(checkout, moment).payments
    closed = payments.close_attempt(payment, "approved")
    return msgspec.structs.replace(checkout, payments=(payments.apply(closed, "refund:approved", amount=minor),))


def books_of(checkout: Checkout, *sums: int) -> list[Transaction]:
    """What the books say of a checkout: what was captured, and each refund's sum in order."""
    found = []
    for payment in checkout.payments:
        if payment.captured:
            found.append(posting.captured(payment.id, Money(payment.captured, EUROS)))
        back = [one for one in payment.attempts if one.operation == "refund" and one.result == "approved"]
        found += [posting.refunded(one.key, Money(minor, EUROS)) for one, minor in zip(back, sums, strict=False)]
    return found


def keep(records: Any, checkout: Checkout, *sums: int, moment: datetime = NOW, came_back: bool = False) -> Checkout:
    """Store a checkout and what the books say of it: captured at its beginning, refunded at `moment`."""
    with records.begin() as work:
        work.money.add(checkout)
        work.money.save(msgspec.structs.replace(checkout, version=1))
        for posted in books_of(checkout, *sums):
            work.money.post(posted, at=checkout.began_at if posted.posting_kind == "capture" else moment)
            if came_back and posted.posting_kind == "refund":
                work.money.post(reversal(posted), at=moment + DAY)
    return checkout
