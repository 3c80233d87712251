"""A town whose staff act on the one purchase in it: at a page that can be paid, or after the sale."""

from typing import Any, cast

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.staff.audit import Act
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.sandbox.cards import by_name
from bot.services.order_acts import Wish
from tests.fakes.live import MemoryLive
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.returning_town import ReturningTown, ReturnPlan
from tests.journeys.crash_points.town import THREAD, Town

ANA = Person("agt_ana", "Ana", roles=("agent",))


class DeskTown:
    """Staff in a town; `desk` is the Runtime of a web process, which asks neither gateway nor supplier."""

    def __init__(self, town: Town) -> None:
        self.town, self.live = town, MemoryLive()
        self.desk: Runtime = msgspec.structs.replace(town.web, live=cast("Any", self.live))

    @property
    def checkout(self) -> Checkout:
        """The purchase as it is stored."""
        found = self.town.checkout
        assert found is not None
        return found

    @property
    def acts(self) -> list[Act]:
        """What staff did, by the audit."""
        return self.town.records.audit.acts

    def told(self, kind: type) -> list[Any]:
        """What the thread was told of a kind."""
        return [event for event in self.town.told if isinstance(event, kind)]

    def work(self) -> None:
        """Workers do whatever is due."""
        while self.town.sweep():
            pass


def wish(key: str = "form", *, thread: str = THREAD, reason: str = "She asked on the phone", who: Person = ANA) -> Wish:
    """What a form of staff says."""
    return Wish(thread, who, reason, key)


def unpaid() -> DeskTown:
    """Seats are held and wait for a card."""
    town = Town(ReturnPlan(cards=()), Fuse())
    town.begin()
    made = DeskTown(town)
    made.work()
    assert made.checkout.state == "collecting"
    return made


def paid(card: str = "visa") -> DeskTown:
    """Tickets are issued and paid."""
    town = ReturningTown(ReturnPlan((by_name(card).number,), chats=(), ends=("paid",)), Fuse())
    town.play()
    return DeskTown(town)
