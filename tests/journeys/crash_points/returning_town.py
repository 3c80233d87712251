"""A town in which a paid booking is cancelled, or money is given back for it, by taps in two chats and by staff."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import msgspec

from bot.domain.conversation.aftersale_effects import CancelBooking, QuoteRefund
from bot.domain.conversation.aftersale_events import CancellationRefused, RefundMoved, RefundQuoted
from bot.domain.conversation.events import Event
from bot.domain.money import Money
from bot.ports.conversations import Due
from bot.services import refunds, returns
from tests.builders.flights import AIRPORTS
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import BRAND, THREAD, Plan, Town

OTHER = "webchat:TF:ada"
"""Another chat of the same traveller."""


class ReturnPlan(Plan, frozen=True, kw_only=True):
    """What happens after the sale.

    `later` is how many hours after the purchase; `chats` says where yes is tapped, each tap performed twice; `gives`
    are amounts that staff give back, in minor units; `keeps` lets the supplier refuse; `declines` is how often the bank
    refuses a refund; `fails` says that no refund comes about in the end.
    """

    later: int = 1
    chats: tuple[str, ...] = (THREAD,)
    gives: tuple[int, ...] = ()
    keeps: bool = False
    declines: int = 0
    fails: bool = False
    ends: tuple[str, ...] = ("returned",)


class ReturningTown(Town):
    """A town whose traveller changes her mind after the sale; the fuse may kill our side of it at any point."""

    def __init__(self, plan: ReturnPlan, fuse: Fuse, *, sweeps: bool = True) -> None:
        self.returning, self.began_after = plan, -1
        self.quoted: RefundQuoted | None = None
        self.said: list[Event] = []
        self._due: list[Any] = []
        super().__init__(plan, fuse, sweeps=sweeps)
        self.gateway.declines = plan.declines

    @property
    def kept(self) -> int:
        """The price, less what was agreed to go back and did."""
        back = 0 if self.returning.fails else self._agreed()
        return super().kept - back if self.checkout and self.checkout.state == "paid" else self.offer.total.minor - back

    @property
    def owed(self) -> int:
        """What was agreed to go back and could not."""
        return self._agreed() if self.returning.fails else 0

    def _agreed(self) -> int:
        gives = sum(self.returning.gives)
        cancelled = self.checkout is not None and self.checkout.order.state == "cancelled"
        return gives + (self.quoted.quote.total.minor if cancelled and self.quoted else 0)

    def _travel(self) -> bool:
        checkout = self.checkout
        if checkout is None or checkout.state not in {"paid", "returning", "returned"}:
            return super()._travel()
        if self.began_after < 0:
            self._deliver()
            self.began_after = len(self.fuse.passed)
            self.clock.moment += timedelta(hours=self.returning.later)
            self.supplier.keeps_tickets = self.returning.keeps
            self._enrol()
            self._plan(checkout.id)
            return True
        if not self._due:
            return False
        self._due[0]()
        self._due.pop(0)
        return True

    def _enrol(self) -> None:
        """The second chat belongs to the traveller of the first."""
        traveller = self.records.wallet.traveller(self.records.wallet.traveller_of(THREAD))
        assert traveller is not None
        self.records.wallet.enroll(OTHER, traveller)

    def _plan(self, checkout: str) -> None:
        """Staff give first, then each chat asks, says yes, and has its yes performed once more."""
        for number, minor in enumerate(self.returning.gives):
            self._due += [lambda number=number, minor=minor: self._give(checkout, number, minor)] * 2
        if self.returning.chats:
            self._due.append(lambda: self._ask(checkout))
        for number, chat in enumerate(self.returning.chats):
            self._due += [lambda number=number, chat=chat: self._yes(chat, f"mid.yes{number}#0")] * 2

    def _give(self, checkout: str, number: int, minor: int) -> None:
        refunds.request(self.runtime, checkout, Money(minor, "EUR"), reason="goodwill", by="eve", key=f"form {number}")

    def _ask(self, checkout: str) -> None:
        answer = returns.quote(self.runtime, Due("mid.ask#0", THREAD, QuoteRefund(checkout), 0))
        assert isinstance(answer, RefundQuoted)
        self.quoted = answer

    def _yes(self, chat: str, effect: str) -> None:
        assert self.quoted is not None
        wish = CancelBooking(self.quoted.trip.id, self.quoted.proof, self.quoted.until)
        answer = returns.cancel(self.runtime, Due(effect, chat, wish, 0))
        if answer is not None:
            self.said.append(answer)

    @property
    def news(self) -> tuple[Event, ...]:
        """What the booking's own thread was told after the sale."""
        return tuple(debt.event for debt in self.talk.debts.values() if debt.thread == THREAD)

    def count(self, kind: type[Event], state: str = "") -> int:
        """How often the booking's own thread was told something."""
        return sum(isinstance(told, kind) and state in {"", getattr(told, "state", "")} for told in self.news)

    def _runtime(self, *, worker: bool) -> Any:
        world = SimpleNamespace(
            brand=SimpleNamespace(name=BRAND), places=SimpleNamespace(zone=lambda code: AIRPORTS[code].zone)
        )
        return msgspec.structs.replace(super()._runtime(worker=worker), world=cast("Any", lambda: world))


def refused(town: ReturningTown) -> list[str]:
    """Why taps were answered by a refusal."""
    return [told.reason for told in (*town.said, *town.news) if isinstance(told, CancellationRefused)]


def moved(town: ReturningTown, state: str) -> int:
    """How often the traveller was told that a refund came to a state."""
    return town.count(RefundMoved, state)
