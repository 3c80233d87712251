"""Holds on money whose end is near are found and finished."""

from datetime import timedelta

import pytest

from bot.domain.checkout_case import Checkout
from bot.sandbox.cards import by_name
from bot.services import checkouts, holds
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import Plan, Town


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)


def stuck() -> Town:
    """Tickets are issued and the gateway is away: nothing was captured for days."""
    town = Town(Plan(), Fuse())
    town.begin()
    town.sweep()
    checkout = town.checkout
    assert checkout is not None
    town._visit(checkout)
    watch = town._watch

    def down(name: str) -> None:
        watch(name)
        town.gateway.down = town.gateway.down or name == "ticket"

    town.runtime.supplier._watch = down  # type: ignore[attr-defined]  # the fused supplier
    town.sweep()
    assert state(town) == "capturing"
    return town


def state(town: Town) -> str:
    """Where the checkout stands."""
    return known(town).state


def known(town: Town) -> Checkout:
    """The checkout."""
    assert town.checkout is not None
    return town.checkout


def test_a_hold_is_left_alone_until_a_day_before_its_end() -> None:
    """When it ends is what the gateway said."""
    town = stuck()
    until = known(town).payments[0].capture_before
    assert until is not None
    town.clock.moment = until - timedelta(hours=24, seconds=1)
    assert holds.watch(town.runtime) == 0
    town.clock.moment += timedelta(seconds=1)
    assert holds.watch(town.runtime) == 1


def test_a_hold_near_its_end_is_captured_as_soon_as_the_gateway_answers() -> None:
    """Nobody flies for nothing because a capture was forgotten."""
    town = stuck()
    until = known(town).payments[0].capture_before
    assert until is not None
    town.clock.moment = until - timedelta(hours=2)
    for _ in range(3):
        holds.watch(town.runtime)
    assert sum(step.step.kind == "hold_ends" for step in town.records.money.steps.values()) == 1
    town.gateway.down = False
    while (due := checkouts.due_steps(town.runtime)) and state(town) != "paid":
        for step in due:
            checkouts.run_step(town.runtime, step)
    assert state(town) == "paid"


def test_a_hold_that_has_lapsed_takes_the_tickets_back() -> None:
    """What cannot be paid any more is not flown, and staff see it."""
    town = stuck()
    until = known(town).payments[0].capture_before
    assert until is not None
    town.clock.moment = until + timedelta(minutes=1)
    town.gateway.down = False
    town.play()
    assert state(town) == "ended"
    assert [hold.state for hold in town.supplier.holds.values()] == ["cancelled"]


def test_the_end_of_a_hold_is_known_although_the_answer_was_lost() -> None:
    """It is read from the gateway's records, too."""
    town = Town(Plan((by_name("authorize_timeout_after").number,)), Fuse()).play()
    assert known(town).payments[0].capture_before is not None
