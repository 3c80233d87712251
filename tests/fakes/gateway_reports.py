"""What the gateway in memory reports: the service's own statement, over the fake's own log."""

from datetime import UTC, date, datetime

import msgspec

from bot.adapters.gateways.sandbox_webhooks import read_event
from bot.domain.errors import UnavailableError
from bot.domain.money import Money
from bot.domain.reconciliation import Movement, Record
from bot.ports.gateway import GatewayEvent
from bot.ports.gateway_reports import Page
from bot.sandbox import statement
from bot.sandbox.store import Effect
from tests.fakes.gateway import FakeGateway

DAY = 24 * 3600


class FakeReports:
    """Honest reports of a gateway in memory, in pages of `page`.

    `down` refuses to say anything. `adjust` and `pay_out` are what only a gateway does.
    """

    name = "sandbox"

    def __init__(self, gateway: FakeGateway, *, page: int = 100) -> None:
        self.gateway = gateway
        self.page = page
        self.down = False

    def events(self, since: datetime, *, after: str = "") -> Page[GatewayEvent]:
        """Events since a time."""
        self._reached()
        bodies = list(enumerate((body for _, body in self.gateway.webhooks), 1))
        found = [(number, event) for number, body in bodies if (event := read_event(body))]
        start = datetime.fromtimestamp(int(since.timestamp()), UTC)
        later = [(number, event) for number, event in found if event.created >= start and number > int(after or 0)]
        shown = later[: self.page]
        return Page(tuple(event for _, event in shown), str(shown[-1][0]) if len(shown) == self.page else "")

    def payments(self, day: date, *, after: str = "") -> Page[Record]:
        """Payments to which anything happened on a day."""
        self._reached()
        moved = {effect.reference for effect in self._effects(*_bounds(day))}
        views = sorted(self.gateway.records().payments, key=lambda view: str(view["id"]))
        found = [_record(view) for view in views if view["id"] in moved and view["id"] > after][: self.page]
        return Page(tuple(found), found[-1].reference if len(found) == self.page else "")

    def records(self, payments: tuple[str, ...]) -> tuple[Record, ...]:
        """Everything there is under these ids."""
        self._reached()
        views = self.gateway.records().payments
        return tuple(_record(view) for ours in dict.fromkeys(payments) for view in views if view["payment"] == ours)

    def movements(self, day: date, *, after: str = "") -> Page[Movement]:
        """What moved our balance on a day."""
        self._reached()
        found = [one for one in self._effects(*_bounds(day)) if one.seq > int(after or 0)][: self.page]
        moved = tuple(_movement(one) for one in statement.movements(found))
        return Page(moved, str(found[-1].seq) if len(found) == self.page else "")

    def balance(self, until: datetime) -> tuple[Money, ...]:
        """What the gateway owed us at a time."""
        self._reached()
        sums = statement.balance(self._effects(0, int(until.timestamp())))
        return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))

    def adjust(self, amount: int, currency: str, reason: str) -> None:
        """Move the balance for a reason of the gateway's own."""
        self.gateway.log_besides("adjustment", amount, currency, code=reason)

    def pay_out(self) -> None:
        """Pay out all that is in the balance, as each day begins."""
        sums = statement.balance(self._effects(0, 2**62))
        for currency, amount in sorted(sums.items()):
            if amount > 0:
                self.gateway.log_besides("payout", amount, currency)

    def _reached(self) -> None:
        if self.down or self.gateway.down:
            raise UnavailableError("The fake gateway reports nothing.")

    def _effects(self, start: int, end: int) -> list[Effect]:
        every = msgspec.convert(list(self.gateway.records().effects), list[Effect])
        return [effect for effect in every if start <= effect.at < end]


def _bounds(day: date) -> tuple[int, int]:
    start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return start, start + DAY


def _record(view: dict[str, object]) -> Record:
    said = msgspec.convert(view, _View)
    amounts = (Money(minor, said.currency) for minor in (said.authorized, said.captured, said.refunded))
    return Record(said.id, said.payment, said.state, *amounts)


def _movement(said: statement.Movement) -> Movement:
    at = datetime.fromtimestamp(said.at, UTC)
    amount = Money(said.amount, said.currency)
    return Movement(said.id, said.kind, amount, said.payment, said.reference, said.code, at)


class _View(msgspec.Struct):
    id: str
    payment: str
    state: str
    currency: str
    authorized: int
    captured: int
    refunded: int
