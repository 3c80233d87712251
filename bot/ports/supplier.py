"""The port of flight suppliers: search, price, hold, ticket, cancel.

Every write takes our own reference, so that an answer that was lost can be looked up. A refusal (sold out, price
moved, offer gone) is an answer; `OutcomeUnknownError` means that it may have happened; `SupplierError` that it did not.
"""

from datetime import date, datetime
from typing import Protocol

import msgspec

from bot.domain.booking.passengers import Passenger
from bot.domain.money import Money
from bot.domain.reconciliation import Sale
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search


class Priced(msgspec.Struct, frozen=True):
    """An offer priced again now: `offer` is None when it cannot be sold any more, and `reason` says why."""

    offer: Offer | None
    reason: str = ""


class Held(msgspec.Struct, frozen=True):
    """Seats kept for us: `locator` names them, `until` (UTC) ends the hold, `total` is what they cost."""

    locator: str
    until: datetime
    total: Money


class HoldRefused(msgspec.Struct, frozen=True):
    """Seats were not kept: `reason` is sold_out, offer_gone or price_changed; then `offer` is the new one, if any."""

    reason: str
    offer: Offer | None = None


class Ticketed(msgspec.Struct, frozen=True):
    """Tickets were issued: one 13-digit e-ticket number a passenger, in the order of the passengers."""

    locator: str
    tickets: tuple[str, ...]


class TicketRefused(msgspec.Struct, frozen=True):
    """No ticket was issued and none will be: `reason` is hold_expired, cancelled or refused."""

    reason: str


class Supplier(Protocol):
    """Sells flights."""

    def search(self, wish: Search, *, now: datetime, limit: int = 9) -> tuple[Offer, ...]:
        """Offers for the wish, cheapest first; empty when nothing flies; raises `SupplierError`."""
        ...

    def price(self, offer: Offer, *, now: datetime) -> Priced:
        """The same flights, party and brand at today's price; raises `SupplierError`."""
        ...

    def hold(
        self, offer: Offer, passengers: tuple[Passenger, ...], *, reference: str, now: datetime
    ) -> Held | HoldRefused:
        """Keep seats under our reference; the same reference again gives the same answer.

        Refuses with price_changed when the total is no longer the offer's.
        """
        ...

    def extend(self, locator: str, *, until: datetime, now: datetime) -> datetime:
        """Ask for a later end of a hold, in minutes or in days; returns the end that holds now (UTC).

        A supplier gives what it likes, which may be nothing; it never makes a hold shorter.
        """
        ...

    def ticket(self, locator: str, *, reference: str, now: datetime) -> Ticketed | TicketRefused:
        """Issue tickets for a hold; the same reference again gives the same tickets."""
        ...

    def find(self, reference: str, *, now: datetime) -> Held | Ticketed | TicketRefused | None:
        """What became of a reference: a hold, tickets, a cancelled or lapsed hold, or None when never seen."""
        ...

    def cancel(self, locator: str, *, now: datetime) -> bool:
        """Give held seats back or void tickets; True when nothing is kept any more; safe to repeat."""
        ...

    def sales(self, day: date, *, after: str = "", most: int = 100) -> tuple[Sale, ...]:
        """What was ticketed or voided on a day (UTC), as it stands now, by record locator; those after one."""
        ...

    def sales_of(self, references: tuple[str, ...]) -> tuple[Sale, ...]:
        """What was ticketed under these references of ours, whenever it was, as it stands now."""
        ...
