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
from bot.ports import supplier as answers
from bot.ports.runtime import Runtime
from bot.ports.supplier import Held, Ticketed, TicketRefused

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
            return SeatsKept(found.locator, found.until, found.total)
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
    return SeatsKept(held.locator, held.until, held.total)


def extend(runtime: Runtime, checkout: Checkout) -> HoldExtended:
    """Ask for more time; a supplier that gives none leaves the hold as it is."""
    order, now = checkout.order, runtime.clock.now()
    try:
        return HoldExtended(runtime.supplier.extend(order.locator, until=now + LONGER, now=now))
    except (SupplierError, OutcomeUnknownError, InvalidError):
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
    return TicketsIssued(found.tickets) if isinstance(found, Ticketed) else TicketsRefused(found.reason)


def release(runtime: Runtime, checkout: Checkout) -> SeatsReleased:
    """Give the seats back, or void the tickets; raises `UnavailableError` until nothing is kept any more."""
    try:
        if runtime.supplier.cancel(checkout.order.locator, now=runtime.clock.now()):
            return SeatsReleased()
    except (SupplierError, OutcomeUnknownError) as error:
        raise UnavailableError("The supplier did not answer whether it gave the seats back.") from error
    raise UnavailableError("The supplier keeps the seats.")
