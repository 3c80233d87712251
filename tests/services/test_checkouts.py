"""Beginning and ending checkouts, hints of the gateway, and sweeps."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.conversation.effects import BeginCheckout, CancelCheckout
from bot.domain.conversation.events import CheckoutEnded, SeatsHeld, TicketIssued
from bot.domain.errors import ConflictError, IllegalError
from bot.ports.gateway import GatewayEvent
from bot.services import checkouts, turns
from bot.services.payments import gateway_of
from tests.builders.flights import passengers
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import EFFECT, THREAD, Plan, Town


@pytest.fixture
def paid_off(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads that were handed what they are owed."""
    threads: list[str] = []

    def pay_off(_: object, thread: str) -> int:
        threads.append(thread)
        return 1

    monkeypatch.setattr(turns, "pay_off", pay_off)
    return threads


@pytest.fixture
def town(paid_off: list[str]) -> Town:
    """A town in which nothing has begun."""
    assert paid_off == []
    return Town(Plan(()), Fuse())


def begun(town: Town) -> Town:
    """The town after a checkout has begun."""
    town.begin()
    return town


def test_beginning_holds_the_seats_and_tells_the_thread_at_once(town: Town, paid_off: list[str]) -> None:
    """A traveller who says yes has her link as soon as the seats are held."""
    begun(town)
    (event,) = town.told
    assert isinstance(event, SeatsHeld)
    assert event.url.startswith("https://pay.example/pay/")
    assert event.checkout == EFFECT
    assert paid_off == [THREAD]


def test_beginning_twice_is_beginning_once(town: Town) -> None:
    """An effect that is performed again sells nothing twice."""
    begun(town)._began = False
    begun(town)
    assert len(town.records.money.checkouts) == len(town.supplier.holds) == 1


def test_a_process_without_a_gateway_wakes_a_worker(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The web process never asks for money: it rings."""
    rung: list[str] = []
    monkeypatch.setattr(town.web.jobs, "ring", rung.append)
    wish = BeginCheckout(town.offer, passengers(town.offer.party), "ada@example.org", "en")
    checkouts.begin(town.web, EFFECT, THREAD, wish)
    assert rung == [f"step|{step}" for step in town.records.money.steps]
    assert town.supplier.holds == {}


def test_the_web_process_has_no_gateway(town: Town) -> None:
    """A fault that lets the web process reach for money stops there."""
    with pytest.raises(IllegalError):
        gateway_of(town.web)


def test_cancelling_gives_the_seats_back_and_tells(town: Town) -> None:
    """A traveller who gives up in the thread is told when it is done, once."""
    begun(town)
    for _ in range(2):
        checkouts.cancel(town.runtime, "mid.2#0", THREAD, CancelCheckout(EFFECT))
    assert [event.reason for event in town.told if isinstance(event, CheckoutEnded)] == ["cancelled"]
    assert {hold.state for hold in town.supplier.holds.values()} == {"cancelled"}


@pytest.mark.parametrize("thread", [THREAD, "messenger:page:mallory"])
def test_only_a_threads_own_checkout_can_be_cancelled(town: Town, thread: str) -> None:
    """Nobody gives up somebody else's booking; and what has not begun yet is tried again later."""
    if thread != THREAD:
        begun(town)
    with pytest.raises(ConflictError) as refused:
        checkouts.cancel(town.runtime, "mid.2#0", thread, CancelCheckout(EFFECT))
    assert refused.value.retryable


def test_a_time_that_is_over_is_told_without_a_gateway(town: Town) -> None:
    """The clock's process lets links end; a worker does what follows."""
    begun(town)
    assert checkouts.expire_due(town.web) == 0
    town.clock.moment += timedelta(minutes=15)
    assert checkouts.expire_due(town.web) == 1
    assert town.checkout is not None
    assert town.checkout.state == "unwinding"
    (step,) = checkouts.due_steps(town.web)
    checkouts.run_step(town.runtime, step)
    assert town.checkout.state == "ended"
    assert checkouts.due_steps(town.web) == ()


def test_a_hint_of_the_gateway_is_looked_up_once(town: Town) -> None:
    """A webhook that comes five times, or about a stranger's payment, moves no money and makes no work."""
    begun(town)
    assert town.checkout is not None
    steps = len(town.records.money.steps)
    now = town.clock.now()
    for payment in ("pay_of_nobody", *(town.checkout.payments[0].id,) * 5):
        checkouts.gateway_event(town.runtime, GatewayEvent("evt_1", "payment.authorized", payment, "sbx_1", now))
    assert len(town.records.money.steps) == steps + 1
    town.sweep()
    assert town.checkout.state == "collecting"


def test_a_hint_that_names_the_gateways_reference_alone_finds_its_payment(town: Town) -> None:
    """What a bank tells the gateway carries no id of ours; a reference of nobody's, or none, makes no work."""
    begun(town)
    assert town.checkout is not None
    (payment,) = town.checkout.payments
    held = msgspec.structs.replace(payment, reference="pi_1")
    town.records.money.checkouts[town.checkout.id] = msgspec.structs.replace(town.checkout, payments=(held,))
    now = town.clock.now()
    for number, reference in enumerate(("pi_1", "pi_of_nobody", "")):
        checkouts.gateway_event(
            town.runtime, GatewayEvent(f"evt_{number}", "charge.dispute.created", "", reference, now)
        )
    steps = [step for step in town.records.money.steps.values() if step.id.startswith("step_evt_")]
    assert [(step.id, step.step.kind, step.step.subject) for step in steps] == [("step_evt_0", "look", payment.id)]


def test_a_thread_that_cannot_be_told_now_does_not_hold_money_up(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tickets are issued and paid while the chat is away; the news waits in SQL."""

    def away(*_: object) -> int:
        raise ConflictError("The thread is busy.")

    monkeypatch.setattr(turns, "pay_off", away)
    town.plan = Plan()
    assert [told for told in town.play().told if isinstance(told, TicketIssued)]
