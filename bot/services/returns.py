"""Cancelling a booking that is paid: a quote, a yes to that very quote, and where its refunds stand.

Theory. A quote is counted from what SQL knows at that moment and is kept nowhere: its proof names the amounts, and a
yes carries it back. Under the lock of the checkout the quote is counted again; only the same amounts before their end
are agreed to, everything else is asked anew. So a yes that comes twice, late or from a second chat finds a booking that
is being cancelled already, and never another price. Whose booking it is follows from the thread alone: what was looked
up by reference and surname is shown, and cancelled by nobody but the traveller who bought it.
"""

from datetime import UTC, datetime

from bot.domain.booking import policy
from bot.domain.booking.moments import moments
from bot.domain.booking.references import fold_locator
from bot.domain.booking.refund_quote import RefundQuote, fingerprint
from bot.domain.checkout import advance
from bot.domain.checkout_case import Checkout
from bot.domain.conversation.aftersale_effects import CancelBooking, QuoteRefund, TellRefunds
from bot.domain.conversation.aftersale_events import (
    CancellationRefused,
    RefundQuoted,
    RefundsTold,
    ReturnableTrip,
    ReturnsFound,
    ToldRefund,
)
from bot.domain.ids import effect_name
from bot.domain.moments import milliseconds
from bot.domain.money import Money
from bot.domain.payment.refunds import GivingBack
from bot.domain.return_facts import ReturnAgreed
from bot.domain.staff.audit import Act
from bot.ports.conversations import Due
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import checkouts, trips
from bot.services.checkout_steps import count, record, tell
from bot.services.claims import claim

MOST_SHOWN = 9
"""Bookings and refunds that are told at once."""
_BEFORE = {"returning": "under_way", "returned": "cancelled"}
"""State of a checkout that was agreed to be cancelled -> why it is not cancelled once more."""


def quote(runtime: Runtime, due: Due) -> RefundQuoted | ReturnsFound | CancellationRefused:
    """What cancelling gives back, or which booking is meant, or why none is; raises `UnavailableError`."""
    wish = due.effect
    if not isinstance(wish, QuoteRefund):
        raise TypeError(wish)
    with runtime.records.begin() as work:
        own = _own(work, due.thread)
        meant = [one for one in own if _is_meant(one, wish)]
        if not meant and (wish.trip or wish.locator):
            return _refused(runtime, due, "not_yours", wish.locator)
        ahead = [one for one in meant if one.state == "paid" and not _has_left(runtime, one)]
        if len(ahead) > 1:
            return _several(runtime, due, ahead)
        chosen = next(iter(ahead or meant), None)
        if chosen is None:
            return _refused(runtime, due, "none")
        return _quoted(runtime, work, due, chosen)


def cancel(
    runtime: Runtime, due: Due, *, by: str = "traveller", act: Act | None = None
) -> RefundQuoted | CancellationRefused | None:
    """Cancel a booking for what was agreed to; None when that has begun, for the checkout tells what becomes of it.

    `by` is who of the staff agreed for the traveller, whose `act` is written to the audit in the same transaction.
    Safe to perform any number of times. Raises `UnavailableError`, and `ConflictError` when it is worth trying again.
    """
    wish = due.effect
    if not isinstance(wish, CancelBooking):
        raise TypeError(wish)
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        own = {one.id for one in _own(work, due.thread)}
        checkout = work.money.checkout(wish.trip, lock=True) if wish.trip in own else None
        if checkout is None:
            return _refused(runtime, due, "not_yours")
        if _is_by(checkout, due):
            return None
        agreed = _counted(runtime, work, checkout)
        until = datetime.fromtimestamp(wish.until, UTC)
        if isinstance(agreed, str) or now >= until or fingerprint(checkout.id, agreed, until=until) != wish.proof:
            return _quoted(runtime, work, due, checkout, again=True)
        if not claim(work, due.thread, due.id, wish):
            return None
        name = effect_name(due.thread, due.id)
        wanted = GivingBack(name, due.thread, agreed.total, agreed.fee, agreed.shares, now, by)
        decision = advance(checkout, ReturnAgreed(wanted), now=now)
        steps = record(
            runtime,
            work,
            checkout,
            decision,
            cause=f"cancelled by {act.who if act else 'the traveller'}",
        )
        if act is not None:
            work.audit.append(act)
    count(runtime, checkout, decision)
    tell(runtime, decision)
    checkouts.go_on(runtime, steps)
    return None


def refunds(runtime: Runtime, due: Due) -> RefundsTold:
    """Where the refunds of a traveller stand, the newest first; raises `UnavailableError`."""
    if not isinstance(due.effect, TellRefunds):
        raise TypeError(due.effect)
    with runtime.records.begin() as work:
        told = [refund for checkout in _own(work, due.thread) for refund in _told(checkout)]
    newest = sorted(told, key=lambda one: one.at, reverse=True)[:MOST_SHOWN]
    return RefundsTold(due.id, milliseconds(runtime.clock.now()), tuple(newest))


def _own(work: Work, thread: str) -> list[Checkout]:
    """The bookings of the thread's traveller, the newest first."""
    ids = work.trips.of_spans(trips.spans(work, thread), most=trips.MOST_READ)
    found = (work.money.checkout(each) for each in ids)
    return [one for one in found if one is not None and one.order.locator]


def _is_meant(checkout: Checkout, wish: QuoteRefund) -> bool:
    if wish.trip:
        return checkout.id == wish.trip
    if wish.locator:
        return fold_locator(checkout.order.locator) == fold_locator(wish.locator)
    return checkout.state in {"paid", "returning", "returned"}


def _has_left(runtime: Runtime, checkout: Checkout) -> bool:
    departs = moments(checkout.order.offer.segments[0], runtime.world().places.zone)[0]
    return departs <= runtime.clock.now()


def _is_by(checkout: Checkout, due: Due) -> bool:
    """Whether this very yes has cancelled the booking, or is about to."""
    agreed = checkout.giving_back
    return agreed is not None and agreed.effect == effect_name(due.thread, due.id)


def _counted(runtime: Runtime, work: Work, checkout: Checkout) -> RefundQuote | str:
    now, zone_of = runtime.clock.now(), runtime.world().places.zone
    paid_at = trips.paid_at(work, checkout) or checkout.began_at
    if checkout.state in _BEFORE:
        return _BEFORE[checkout.state]
    return policy.quote(checkout, paid_at=paid_at, now=now, zone_of=zone_of)


def _quoted(
    runtime: Runtime, work: Work, due: Due, checkout: Checkout, *, again: bool = False
) -> RefundQuoted | CancellationRefused:
    counted = _counted(runtime, work, checkout)
    if isinstance(counted, str):
        return _refused(runtime, due, counted, checkout.order.locator)
    until = counted.valid_until.replace(microsecond=0)
    return RefundQuoted(
        due.id,
        milliseconds(runtime.clock.now()),
        _shown(checkout),
        counted,
        fingerprint(checkout.id, counted, until=until),
        int(until.timestamp()),
        again,
    )


def _several(runtime: Runtime, due: Due, ahead: list[Checkout]) -> ReturnsFound:
    shown = sorted((_shown(one) for one in ahead), key=lambda one: one.departs)[:MOST_SHOWN]
    return ReturnsFound(due.id, milliseconds(runtime.clock.now()), tuple(shown))


def _shown(checkout: Checkout) -> ReturnableTrip:
    first = checkout.order.offer.slices[0]
    return ReturnableTrip(checkout.id, checkout.order.locator, first.origin, first.destination, first.departs)


def _refused(runtime: Runtime, due: Due, reason: str, locator: str = "") -> CancellationRefused:
    return CancellationRefused(due.id, milliseconds(runtime.clock.now()), reason, locator)


def _told(checkout: Checkout) -> list[ToldRefund]:
    """The refunds of a booking, and what went back of one that could not be made."""
    locator = checkout.order.locator
    methods = {payment.id: payment.method for payment in checkout.payments}
    told = [
        ToldRefund(locator, one.amount, methods.get(one.payment, ""), one.state, one.changed_at or one.at)
        for one in checkout.refunds
    ]
    if checkout.state not in {"unwinding", "ended"}:
        return told
    undone = [payment for payment in checkout.payments if payment.captured]
    return told + [
        ToldRefund(
            locator,
            Money(payment.captured, payment.amount.currency),
            payment.method,
            "done" if payment.state == "refunded" else "due",
            payment.attempts[-1].opened_at,
        )
        for payment in undone
    ]
