"""What is asked of the supplier for a checkout: hold, extend, ticket, release; each gives one fact.

Everything is asked under the order's own id, so that an answer that was lost is looked up instead of asked twice.
"""

from datetime import timedelta

from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import (
    HoldExtended,
    HoldRefused,
    SeatsKept,
    SeatsReleased,
    TicketsIssued,
    TicketsRefused,
)
from bot.domain.errors import IllegalError, InvalidError, OutcomeUnknownError, SupplierError, UnavailableError
from bot.domain.return_facts import BookingKept, BookingTakenBack
from bot.ports import supplier as answers
from bot.ports.runtime import Runtime
from bot.ports.supplier import Held, Ticketed, TicketRefused
from bot.services.foreign_bookings import is_foreign

LONGER = timedelta(minutes=20)
"""What an extended hold should still last: a challenge of ten minutes, and six to authorize and ticket."""
MOST_HOLD_TRIES = 6
"""A supplier that is away for two minutes keeps a traveller from going on: then she is told."""


def hold(runtime: Runtime, checkout: Checkout, *, again: bool, tries: int) -> SeatsKept | HoldRefused:
    """Keep the seats; raises `UnavailableError` when it should be tried again. `again`: it may have been asked."""
    order, now = checkout.order, runtime.clock.now()
    try:
        found = runtime.supplier.find(order.id, now=now) if again else None
        if isinstance(found, TicketRefused):
            return HoldRefused("offer_gone")
        if isinstance(found, Held):
            return _kept(runtime, checkout, found)
        held = runtime.supplier.hold(order.offer, order.passengers, reference=order.id, now=now)
    except (SupplierError, OutcomeUnknownError) as error:
        if not error.retryable or tries >= MOST_HOLD_TRIES:
            return HoldRefused("failed")
        raise UnavailableError("The supplier did not answer whether it holds seats.") from error
    except (InvalidError, IllegalError):
        runtime.meter.count("needs_staff", about="hold")
        return HoldRefused("failed")
    if isinstance(held, answers.HoldRefused):
        return HoldRefused(held.reason, held.offer)
    return _kept(runtime, checkout, held)


def _kept(runtime: Runtime, checkout: Checkout, held: Held) -> SeatsKept | HoldRefused:
    """Seats under another booking's record locator are none of ours: nobody pays for them, and they are let be."""
    if is_foreign(runtime, checkout, held.locator):
        return HoldRefused("failed")
    return SeatsKept(held.locator, held.until, held.total)


def extend(runtime: Runtime, checkout: Checkout, *, tries: int = 0) -> HoldExtended:
    """Ask for more time, for days while a bank account pays; a supplier that gives none leaves the hold as it is.

    Nobody waits at a page for a bank account: raises `UnavailableError` while it is worth asking for days again.
    """
    order, now = checkout.order, runtime.clock.now()
    for_days = checkout.debit.until if checkout.debit is not None and checkout.state == "charging" else None
    try:
        return HoldExtended(runtime.supplier.extend(order.locator, until=for_days or now + LONGER, now=now))
    except (SupplierError, OutcomeUnknownError, InvalidError) as error:
        if for_days is not None and error.retryable and tries < MOST_HOLD_TRIES:
            raise UnavailableError("The supplier did not answer whether it holds seats for days.") from error
        return HoldExtended(order.held_until or now)


def ticket(runtime: Runtime, checkout: Checkout, *, again: bool) -> TicketsIssued | TicketsRefused:
    """Issue tickets; raises `UnavailableError` when it is not known whether that was done, or is to be tried again."""
    order, now = checkout.order, runtime.clock.now()
    try:
        found = runtime.supplier.find(order.id, now=now) if again else None
        if not isinstance(found, Ticketed | TicketRefused):
            found = runtime.supplier.ticket(order.locator, reference=order.id, now=now)
    except SupplierError as error:
        if not error.retryable:
            return TicketsRefused("refused")
        raise UnavailableError("The supplier could not issue tickets yet.") from error
    except OutcomeUnknownError as error:
        raise UnavailableError("The supplier did not answer whether it issued tickets.") from error
    if isinstance(found, Ticketed) and found.locator != order.locator:
        runtime.meter.count("needs_staff", about="foreign_booking")
        raise UnavailableError("The supplier tells of tickets of another booking.")
    return TicketsIssued(found.tickets) if isinstance(found, Ticketed) else TicketsRefused(found.reason)


def release(runtime: Runtime, checkout: Checkout) -> SeatsReleased:
    """Give the seats back, or void the tickets; raises `UnavailableError` until nothing is kept any more."""
    try:
        if runtime.supplier.cancel(checkout.order.locator, now=runtime.clock.now()):
            return SeatsReleased()
    except (SupplierError, OutcomeUnknownError) as error:
        raise UnavailableError("The supplier did not answer whether it gave the seats back.") from error
    raise UnavailableError("The supplier keeps the seats.")


def give_back(runtime: Runtime, checkout: Checkout, *, again: bool) -> BookingTakenBack | BookingKept:
    """Have issued tickets cancelled; raises `UnavailableError` while it is not known whether they are.

    `again`: it may have been asked, so that it is looked up first.
    """
    order, now = checkout.order, runtime.clock.now()
    try:
        found = runtime.supplier.find(order.id, now=now) if again else None
        if isinstance(found, TicketRefused) and found.reason == "cancelled":
            return BookingTakenBack()
        taken = runtime.supplier.cancel(order.locator, now=now)
    except SupplierError as error:
        if not error.retryable:
            return BookingKept()
        raise UnavailableError("The supplier could not cancel a booking yet.") from error
    except OutcomeUnknownError as error:
        raise UnavailableError("The supplier did not answer whether it cancelled a booking.") from error
    return BookingTakenBack() if taken else BookingKept()
