"""Reconciliation: what we, the gateway and the supplier each say of one order, compared; pure, and the same each time.

Theory. Our own records stand in the middle: money is compared with the gateway's, tickets with the supplier's. So a
difference is found once, by the pair that differs, and has one name. What is still moving is not compared: only an
order that is at rest (`quiet`) can be wrong. Whatever differs is looked up before it is believed, and what remains is
a case for a person: nothing here moves money.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.money import Money
from bot.domain.payment.payment import Payment
from bot.domain.payment.refunds import CANCELLED

CaseKind = Literal[
    "missing_local",
    "missing_psp",
    "amount_mismatch",
    "currency",
    "duplicate_success",
    "ticket_without_money",
    "money_without_ticket",
    "refund_mismatch",
    "fee_unknown",
    "ledger",
]
"""What can differ. missing_local: the gateway has money of which we know nothing; missing_psp: we count on money of
which the gateway knows nothing; duplicate_success: one payment took or holds money twice; fee_unknown: the balance
moved for a reason that explains nothing; ledger: the books do not prove."""

SLA: dict[CaseKind, timedelta] = {
    "duplicate_success": timedelta(hours=4),
    "money_without_ticket": timedelta(hours=4),
    "missing_local": timedelta(hours=24),
    "currency": timedelta(hours=24),
    "amount_mismatch": timedelta(hours=24),
    "refund_mismatch": timedelta(hours=24),
    "ticket_without_money": timedelta(hours=24),
    "missing_psp": timedelta(hours=24),
    "ledger": timedelta(hours=24),
    "fee_unknown": timedelta(days=7),
}
"""How long a case of each kind may stay open; what may be a traveller's money comes first."""
PATIENCE = timedelta(days=2)
"""An order that has not come to rest after so long is compared all the same."""
_OVER = frozenset({"paid", "returned", "ended"})
_RETURNED = frozenset({"returning", "returned"})
"""A booking that was cancelled after the sale keeps by the rules of its fare what was not given back."""
_HELD = "authorized"
_GONE = frozenset({"voided", "expired", "declined", "requires_action", "returned"})


class Record(msgspec.Struct, frozen=True):
    """What the gateway's own records say of one payment; `payment` is our id, from what we sent with it."""

    reference: str
    payment: str
    state: str
    authorized: Money
    captured: Money
    refunded: Money

    @property
    def holds(self) -> Money:
        """The traveller's money that the gateway has taken and not given back, or holds."""
        return self.authorized if self.state == _HELD else self.captured - self.refunded


class Movement(msgspec.Struct, frozen=True):
    """One movement of our balance at the gateway: `amount` is what it adds, negative when it takes."""

    id: str
    kind: str
    amount: Money
    payment: str
    reference: str
    code: str
    at: datetime


class Sale(msgspec.Struct, frozen=True):
    """Tickets that the supplier sold under our reference, and whether they are still good."""

    order: str
    locator: str
    total: Money
    tickets: tuple[str, ...]
    live: bool


class Finding(msgspec.Struct, frozen=True):
    """One difference; `subject` is what it is about: a payment's id, an order's, the gateway's own or a movement's."""

    kind: CaseKind
    subject: str
    ours: Money
    theirs: Money
    checkout: str = ""

    @property
    def key(self) -> str:
        """The same for the same difference, however often it is found."""
        return f"{self.kind}:{self.subject}"


def quiet(checkout: Checkout, now: datetime) -> bool:
    """Whether a checkout is at rest, so that a difference is one; or has not come to rest for far too long."""
    asking = any(payment.open_attempt is not None for payment in checkout.payments)
    return (checkout.state in _OVER and not asking) or now - checkout.began_at > PATIENCE


def compare(checkout: Checkout, records: tuple[Record, ...], sale: Sale | None) -> list[Finding]:
    """Every difference of an order that is at rest, each once."""
    found = [*_order(checkout, sale)]
    for payment in checkout.payments:
        theirs = tuple(each for each in records if each.payment == payment.id)
        found += _payment(checkout, payment, theirs)
    return found


def stranger(record: Record) -> list[Finding]:
    """The difference that a gateway's record is of which we have no payment, if there is money in it."""
    if record.holds.minor <= 0:
        return []
    nothing = Money(0, record.holds.currency)
    return [Finding("missing_local", record.payment or record.reference, nothing, record.holds)]


def unsold(sale: Sale) -> list[Finding]:
    """The difference that a supplier's sale is of which we have no order, if its tickets are good."""
    nothing = Money(0, sale.total.currency)
    return [Finding("ticket_without_money", sale.order, nothing, sale.total)] if sale.live else []


def unexplained(movement: Movement, checkout: str = "") -> Finding:
    """The difference that a movement of the balance is which nothing explains."""
    nothing = Money(0, movement.amount.currency)
    return Finding("fee_unknown", movement.id, nothing, movement.amount, checkout)


def _payment(checkout: Checkout, payment: Payment, records: tuple[Record, ...]) -> Iterator[Finding]:
    """The first difference of a payment: those that come later follow from it."""
    currency = payment.amount.currency

    def finding(kind: CaseKind, ours: int, theirs: int, named: str = "") -> Finding:
        said = Money(theirs, named or currency)
        return Finding(kind, payment.id, Money(ours, currency), said, checkout.id)

    taken = [record for record in records if record.holds.minor > 0 and record.state not in _GONE]
    strange = next((record for record in taken if record.holds.currency != currency), None)
    rest = payment.captured - payment.refunded
    if strange is not None:
        yield finding("currency", rest, strange.holds.minor, strange.holds.currency)
        return
    if len(taken) > 1:
        yield finding("duplicate_success", rest, sum(record.holds.minor for record in taken))
        return
    if payment.state == _HELD and [record.state for record in taken] == [_HELD]:
        return
    yield from (finding(kind, ours, theirs) for kind, ours, theirs in _totals(payment, records, taken))


def _totals(payment: Payment, records: tuple[Record, ...], taken: list[Record]) -> Iterator[tuple[CaseKind, int, int]]:
    main = next((record for record in records if record.reference == payment.reference), None)
    others = sum(record.holds.minor for record in taken if record is not main)
    held = main.authorized.minor if main is not None and main.state == _HELD else 0
    captured = (main.captured.minor if main is not None else 0) + others + held
    back = main.refunded.minor if main is not None else 0
    if payment.captured == 0 and captured - back > 0:
        yield "missing_local", 0, captured - back
    elif payment.captured > 0 and captured == 0:
        yield "missing_psp", payment.captured, 0
    elif payment.captured > 0 and payment.captured != captured:
        yield "amount_mismatch", payment.captured, captured
    elif payment.captured > 0 and payment.refunded != back:
        yield "refund_mismatch", payment.refunded, back


def _order(checkout: Checkout, sale: Sale | None) -> Iterator[Finding]:
    order = checkout.order
    total, nothing = order.offer.total, Money(0, order.offer.total.currency)
    paid = sum(payment.captured - payment.refunded for payment in checkout.payments)
    given = sum(one.amount.minor for one in checkout.refunds if one.state == "done" and one.reason != CANCELLED)
    if sale is None or not sale.live:
        lost = sum(one.captured - one.refunded for one in checkout.payments if one.state == "charged_back")
        if paid > lost and checkout.state not in _RETURNED:
            yield Finding("money_without_ticket", order.id, Money(paid - lost, total.currency), nothing, checkout.id)
    elif paid + given <= 0:
        yield Finding("ticket_without_money", order.id, nothing, sale.total, checkout.id)
    elif sale.total.currency != total.currency:
        yield Finding("currency", order.id, total, sale.total, checkout.id)
    elif sale.total != total:
        yield Finding("amount_mismatch", order.id, total, sale.total, checkout.id)
