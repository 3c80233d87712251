"""Payment history in memory, over the money part."""

from typing import Any

from bot.domain.checkout_case import Checkout
from bot.domain.money import Money
from bot.domain.payment.history import Posted, Record, Trip, sources_of
from bot.domain.payment.payment import Payment
from bot.domain.payment.posting import PSP_RECEIVABLE
from bot.ports.trip_records import Span
from tests.fakes.records_trips import is_within


class MemoryHistoryRecords:
    """The port `HistoryRecords`."""

    def __init__(self, money: Any) -> None:
        self._money = money

    def payments(self, spans: tuple[Span, ...]) -> tuple[Record, ...]:
        """The payments of what was begun in those parts of threads' histories, the newest first."""
        checkouts = [one for one in self._money.checkouts.values() if any(is_within(one, span) for span in spans)]
        newest = sorted(checkouts, key=lambda one: (one.began_at, one.id), reverse=True)
        return tuple(self._record(checkout, payment) for checkout in newest for payment in checkout.payments)

    def _record(self, checkout: Checkout, payment: Payment) -> Record:
        order = checkout.order
        first = order.offer.slices[0]
        people = tuple(f"{one.given} {one.family}" for one in order.passengers)
        trip = Trip(order.locator, first.origin, first.destination, first.departs.date(), people)
        return Record(payment, checkout.id, checkout.began_at, trip, self._posted(checkout, payment))

    def _posted(self, checkout: Checkout, payment: Payment) -> tuple[Posted, ...]:
        sources = set(sources_of(payment, (one.id for one in checkout.disputes if one.payment == payment.id)))
        return tuple(
            Posted(key[1], key[2], Money(abs(entry.amount.minor), entry.amount.currency), self._money.posted_at[key])
            for key, posted in self._money.ledger.items()
            for entry in posted.entries
            if key[1] in sources and entry.account == PSP_RECEIVABLE
        )
