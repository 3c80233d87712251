"""From a traveller who waits to the browser of an agent: the clock notes it, a worker sends it, a name says nothing."""

from typing import cast

import msgspec
import pytest

from bot.domain.staff.notification import Pushed
from bot.domain.staff.person import Person
from bot.domain.staff.subscription import Subscription
from bot.ports.pusher import Fate
from tests.builders.entries import talk
from tests.builders.house import House, house
from tests.builders.world import NOW_MS
from workers import perform
from workers.sweeps import SWEEPS, Rings, old_notifications, staff_notifications


class Pusher:
    """Keeps what it sends."""

    def __init__(self) -> None:
        self.sent: list[Pushed] = []

    def push(self, to: Subscription, what: Pushed, *, seconds: int) -> Fate:
        """Send."""
        assert (to.id, seconds) == ("psh_1", 300)
        self.sent.append(what)
        return "sent"


@pytest.fixture
def home() -> House:
    """An agent's browser takes pushes, and a traveller waits."""
    home = house(pusher=Pusher())
    home.records.people.keep(Person("per_ana", "Ana", roles=("agent",)))
    browser = Subscription(id="psh_1", person="per_ana", endpoint="e", p256dh="", auth="", browser="B", at=0)
    home.records.notifications.subscribe(browser)
    waits = msgspec.structs.replace(talk(2, epoch=1, owner="queue"), waiting_since=NOW_MS)
    home.talk.save_conversations(((waits, "1-1"),))
    return home


def test_a_push_goes_out_by_a_worker_and_once(home: House) -> None:
    """The clock rings, the worker sends, the next second rings nobody."""
    rings = Rings()
    assert staff_notifications(home.runtime, rings) == 2
    [name] = [one for one in home.jobs.rung if one.startswith("push|")]
    assert "ada" not in name
    perform.install(home.runtime)
    perform.perform(name)
    perform.perform(name)
    [what] = cast("Pusher", home.runtime.pusher).sent
    assert (what.title, what.body) == ("New in queue", "1 waiting")
    assert staff_notifications(home.runtime, rings) == 0


def test_what_is_old_is_cleared_away(home: House) -> None:
    """A week is enough."""
    staff_notifications(home.runtime, Rings())
    home.clock.move(days=8)
    assert old_notifications(home.runtime, Rings()) == 1


def test_nobody_waits_long_for_being_called() -> None:
    """A second, and then the worker's own pace."""
    assert SWEEPS["staff_notifications"][0] <= 1
