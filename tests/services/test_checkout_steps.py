"""Running steps: one worker at a time, one commit, and nothing lost when the outside is away."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.checkout_facts import Answered
from bot.sandbox.cards import by_name
from bot.services import checkout_steps, checkouts, turns
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.judge import faults
from tests.journeys.crash_points.town import Plan, Town


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)


def waiting(card: str = "visa") -> tuple[Town, str]:
    """A town in which a card was sent, and the step that opens it."""
    town = Town(Plan((by_name(card).number,)), Fuse())
    town.begin()
    town._travel()
    (step,) = town.records.money.due_steps(town.clock.now(), most=10)
    return town, step


def test_one_ring_carries_a_payment_to_its_tickets() -> None:
    """A traveller waits for the bank and the supplier, not for a queue between them."""
    town, step = waiting()
    checkouts.run_step(town.runtime, step)
    assert town.checkout is not None
    assert town.checkout.state == "paid"


@pytest.mark.parametrize("times", [2, 3])
def test_a_step_that_is_rung_often_is_run_once(times: int) -> None:
    """Doorbells may repeat: the bank is asked once."""
    town, step = waiting()
    for _ in range(times):
        checkouts.run_step(town.runtime, step)
    assert [name for name, _ in town.gateway.calls].count("authorize") == 1


def test_a_worker_that_lost_its_lease_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that slept for a minute cannot overwrite what its successor has done."""
    town, step = waiting()
    asked: Any = checkout_steps._CALLS["tokenize"]

    def sleep(runtime: Any, checkout: Any, kept: Any) -> Any:
        answer = asked(runtime, checkout, kept)
        monkeypatch.setattr(checkout_steps, "_CALLS", calls)
        town.clock.moment += timedelta(minutes=2)
        checkouts.run_step(town.runtime, step)
        return answer

    calls = checkout_steps._CALLS
    monkeypatch.setattr(checkout_steps, "_CALLS", {**calls, "tokenize": sleep})
    checkouts.run_step(town.runtime, step)
    assert town.counts.counted["fenced step"] == 1
    assert faults(town.play()) == []


def test_a_gateway_that_is_away_is_asked_again_later_under_the_same_key() -> None:
    """While the gateway is down nothing is lost and nothing is charged; afterwards the booking goes on."""
    town, step = waiting()
    call, town.gateway.down = town.gateway.authorize, False

    def refuse(*args: Any, **named: Any) -> Any:
        town.gateway.down = True
        return call(*args, **named)

    town.gateway.authorize = refuse  # type: ignore[method-assign]  # the line breaks here
    checkouts.run_step(town.runtime, step)
    assert town.checkout is not None
    (attempt,) = town.checkout.payments[0].attempts
    assert (town.checkout.state, attempt.sends) == ("authorizing", 0)
    town.gateway.down, town.gateway.authorize = False, call  # type: ignore[method-assign]
    assert faults(town.play()) == []
    assert {key for name, key in town.gateway.calls if name == "authorize"} == {attempt.key}


def test_a_gateway_that_stays_away_costs_nothing() -> None:
    """When the hold gets short the seats go back, because the bank was certainly never asked."""
    town, step = waiting()
    call = town.gateway.authorize

    def refuse(*args: Any, **named: Any) -> Any:
        town.gateway.down = True
        try:
            return call(*args, **named)
        finally:
            town.gateway.down = False

    town.gateway.authorize = refuse  # type: ignore[method-assign]  # the line stays broken
    checkouts.run_step(town.runtime, step)
    town.plan = msgspec.structs.replace(town.plan, ends=("ended",))
    assert faults(town.play()) == []
    assert town.checkout is not None
    assert town.checkout.ending == "expired"


def test_a_supplier_that_stays_away_calls_staff() -> None:
    """Seats that cannot be given back are asked for again and shown to staff; they go back in the end."""
    town = Town(Plan((), ends=("ended",)), Fuse())
    town.begin()
    town.clock.moment += timedelta(minutes=15)
    town.supplier.down = True
    for _ in range(12):
        town.sweep()
        town.clock.moment += timedelta(minutes=6)
    assert town.counts.counted["needs_staff release"] == 1
    town.supplier.down = False
    assert faults(town.play()) == []


def test_a_key_that_was_used_for_something_else_calls_staff(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours never charges anybody twice: the payment is looked up and a person is called."""
    town, step = waiting()
    monkeypatch.setattr(town.gateway, "_answers", {f"tf:{town.checkout.payments[0].id}:authorize:1": ("other", None)})  # type: ignore[union-attr]
    checkouts.run_step(town.runtime, step)
    assert town.counts.counted["needs_staff key_reused"] == 1
    assert [name for name, _ in town.gateway.calls][-1] == "authorize"
    assert town.checkout is not None
    assert town.checkout.state == "authorizing"


def test_every_change_of_state_is_audited() -> None:
    """Staff can see each step of a payment, when and why, without a card number."""
    town = Town(Plan(), Fuse()).play()
    assert town.checkout is not None
    lines = town.records.money.audited(town.checkout.payments[0].id)
    assert [(line.before, line.after) for line in lines] == [("created", "authorized"), ("authorized", "captured")]
    assert lines[0].cause == "authorize: Answered approved"
    states = [line.after for line in town.records.money.audited(town.checkout.id)]
    assert states == ["collecting", "authorizing", "ticketing", "capturing", "paid"]


def test_many_steps_in_a_row_leave_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout with much to do does not keep a worker for ever: it rings again."""
    town, step = waiting()
    rung: list[str] = []
    monkeypatch.setattr(checkout_steps, "MOST_IN_A_ROW", 1)
    monkeypatch.setattr(town.runtime.jobs, "ring", rung.append)
    checkouts.run_step(town.runtime, step)
    assert len(rung) == 1


def test_an_answer_about_a_closed_attempt_does_nothing() -> None:
    """A look-up that crosses an answer changes nothing twice."""
    town = Town(Plan(), Fuse()).play()
    checkout = town.checkout
    assert checkout is not None
    key = checkout.payments[0].attempts[0].key
    assert checkout.paying(key) is None
    assert checkout_steps.advance(checkout, Answered(key, "declined"), now=town.clock.now()).checkout == checkout


def test_a_step_at_which_every_worker_fails_is_shown_to_staff(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours that keeps a booking from going on is seen by a person, and not only by the log."""
    town, step = waiting()

    def fail(*_: Any) -> Any:
        raise TypeError

    monkeypatch.setattr(checkout_steps, "_CALLS", {**checkout_steps._CALLS, "tokenize": fail})
    for _ in range(9):
        with pytest.raises(TypeError):
            checkouts.run_step(town.runtime, step)
        town.clock.moment += timedelta(seconds=61)
    assert town.counts.counted["needs_staff tokenize"] == 1
