"""The port of payment history: every payment of parts of threads' histories, in few statements."""

from typing import Protocol

from bot.domain.payment.history import Record
from bot.ports.trip_records import Span


class HistoryRecords(Protocol):
    """Reads payments as their traveller sees them."""

    def payments(self, spans: tuple[Span, ...]) -> tuple[Record, ...]:
        """The payments of what was begun in those parts of threads' histories, none twice, the newest first."""
        ...
