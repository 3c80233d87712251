"""The port of what a gateway reports afterwards: its events, payments, movements of our balance, by day and by page.

Nothing here moves money. Only workers hold it. Days are UTC. A page's `following` is what to ask for next, "" at the
end; what was asked for twice is told twice, so whoever reads keeps what is already known apart.
"""

from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

import msgspec

from bot.domain.money import Money
from bot.domain.reconciliation import Movement, Record
from bot.ports.gateway import GatewayEvent

_Item = TypeVar("_Item")


class Page(msgspec.Struct, Generic[_Item], frozen=True):
    """Some of what is reported, and what to ask for next."""

    items: tuple[_Item, ...]
    following: str = ""


class GatewayReports(Protocol):
    """Tells what a gateway has done; every method raises `UnavailableError` when it cannot say."""

    name: str

    def events(self, since: datetime, *, after: str = "") -> Page[GatewayEvent]:
        """Events since a time, oldest first, whether or not their webhooks came."""
        ...

    def payments(self, day: date, *, after: str = "") -> Page[Record]:
        """Payments to which anything happened on a day, as they stand now."""
        ...

    def records(self, payments: tuple[str, ...]) -> tuple[Record, ...]:
        """Everything there is under these payment ids of ours, as it stands now; at most a hundred ids."""
        ...

    def movements(self, day: date, *, after: str = "") -> Page[Movement]:
        """What moved our balance on a day: captures, refunds, fees, disputes, payouts."""
        ...

    def balance(self, until: datetime) -> tuple[Money, ...]:
        """What the gateway owed us at a time, one amount a currency."""
        ...
