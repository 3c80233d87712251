"""Faults of the payment gateway, one test a row of the fault model (G1 to G8): judged by the gateway's own records."""

from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.domain.conversation.aftersale_events import ChargedTwice
from bot.domain.conversation.events import CheckoutEnded, PaymentChecking, PaymentDeclined, TicketIssued
from bot.domain.errors import UnavailableError
from bot.sandbox.cards import Fault, Operation, by_name
from bot.sandbox.signing import HEADER, sign
from bot.services import checkouts, missed_events, reconciliation
from tests.builders.books import Books, books
from tests.fakes.gateway import SECRET

GOOD = "4242424242424242"


@pytest.fixture(name="town")
def _town() -> Books:
    """A worker, an honest gateway and a supplier."""
    return books()


def told(town: Books, kind: type[Any]) -> list[Any]:
    """What a thread was told of a kind."""
    return [debt.event for debt in town.home.talk.debts.values() if isinstance(debt.event, kind)]


def pass_time(town: Books, *, hours: float, every: int = 30) -> None:
    """Let time pass, with all that becomes due."""
    for _ in range(int(hours * 3600 / every)):
        town.home.clock.move(seconds=every)
        checkouts.expire_due(town.runtime)
        town.run()


def taken(town: Books) -> int:
    """What the gateway has taken and not given back, by its own records."""
    records = town.gateway.records()
    return records.moved("captured") - records.moved("refunded")


def tickets(town: Books) -> int:
    """Bookings that have tickets, by the supplier's own records."""
    return sum(hold.state == "ticketed" for hold in town.supplier.holds.values())


@pytest.mark.parametrize("operation", ["authorize", "capture"])
@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after", "timeout_late"])
def test_g1_a_timeout_before_or_after_a_charge(town: Books, operation: Operation, fault: Fault) -> None:
    """G1: whether or not the request arrived, the same key and a look-up lead to one charge and tickets."""
    town.gateway.fail(operation, fault)
    checkout = town.book("ada")
    town.settle()
    pass_time(town, hours=0.5)
    assert town.checkout(checkout.id).state == "paid"
    assert (town.gateway.records().count("captured"), tickets(town)) == (1, 1)
    keys = {key for called, key in town.gateway.calls if called == operation}
    assert keys == {f"tf:{checkout.payments[0].id}:{operation}:1"}


@pytest.mark.parametrize("fault", ["error_before", "error_after", "error_stored"])
def test_g2_an_error_and_the_same_error_for_ever_under_its_key(town: Books, fault: Fault) -> None:
    """G2: a 500 is not knowing; it is looked up, and never asked for under another key while it may have happened."""
    town.gateway.fail("authorize", fault)
    checkout = town.book("ada")
    pass_time(town, hours=3, every=120)
    after = town.checkout(checkout.id)
    ended = {"error_before": "paid", "error_after": "paid", "error_stored": "ended"}[fault]
    assert after.state == ended
    assert taken(town) == (checkout.order.offer.total.minor if ended == "paid" else 0)
    assert {key for called, key in town.gateway.calls if called == "authorize"} == {
        f"tf:{checkout.payments[0].id}:authorize:1"
    }


def away(town: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gateway takes no authorization: nothing is sent, as with a 429 or a closed port."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise UnavailableError("The gateway asks us to slow down.")

    monkeypatch.setattr(town.gateway, "authorize", refuse)


def test_g3_slow_down_in_progress_declined_and_challenged(town: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """G3: each answer leads where it should: again, look, another card, the bank's page."""
    town.gateway.fail("authorize", "conflict")
    assert town.book("ada").state in {"authorizing", "paid"}
    pass_time(town, hours=0.1)
    assert {one.state for one in town.home.records.money.checkouts.values()} == {"paid"}
    with monkeypatch.context() as patch:
        away(town, patch)
        slow = town.book("bob")
        assert (slow.state, slow.payments[0].state) == ("authorizing", "created")
    pass_time(town, hours=0.1)
    assert town.checkout(slow.id).state == "paid"
    declined = town.book("cleo", by_name("insufficient_funds").number)
    assert (declined.state, len(told(town, PaymentDeclined))) == ("collecting", 1)
    assert town.book("dora", by_name("secure").number).state == "challenging"


@pytest.mark.parametrize("days", [0, 3])
def test_g4_webhooks_five_times_reordered_days_late_and_before_the_answer(town: Books, days: int) -> None:
    """G4: whatever comes when and how often, the payment ends where it ended, once."""
    town.gateway.fail("authorize", "timeout_after")
    checkout = town.begin("ada")
    town.pay(checkout)
    pass_time(town, hours=0.2)
    town.home.clock.move(seconds=days * 86400)
    before = town.checkout(checkout.id)
    for headers, body in list(reversed(town.gateway.webhooks)) * 5:
        event = town.gateway.webhook(headers, body, now=town.home.clock.now() - timedelta(days=days))
        if event is not None:
            checkouts.gateway_event(town.runtime, event)
    town.run()
    assert town.checkout(checkout.id) == before
    assert (before.state, len(told(town, TicketIssued)), taken(town)) == ("paid", 1, before.order.offer.total.minor)


@pytest.mark.parametrize("case", ["stranger", "forged", "old", "ahead", "cut", "no signature"])
def test_g5_webhooks_of_strangers_forged_or_old(town: Books, case: str) -> None:
    """G5: what is not signed, not fresh, or about nobody changes nothing, and asks the gateway nothing."""
    checkout = town.begin("ada")
    before, steps, calls = town.checkout(checkout.id), dict(town.home.records.money.steps), list(town.gateway.calls)
    subject = "pay_of_another_shop" if case == "stranger" else checkout.payments[0].id
    body = f'{{"id":"evt_x","type":"payment.captured","created":1,"payment":{{"id":"sbx_x","payment":"{subject}"}}}}'
    at = int(town.home.clock.now().timestamp()) + {"old": -301, "ahead": 301}.get(case, 0)
    secret = "another secret" if case == "forged" else SECRET
    headers = {} if case == "no signature" else {HEADER: sign(body.encode(), secrets=(secret,), at=at)}
    sent = body.encode()[:-1] if case == "cut" else body.encode()
    event = SandboxWebhooks((SECRET,)).webhook(headers, sent, now=town.home.clock.now())
    assert (event is None) == (case != "stranger")
    if event is not None:
        checkouts.gateway_event(town.runtime, event)
    town.run()
    assert town.checkout(checkout.id) == before
    assert (town.home.records.money.steps, town.gateway.calls) == (steps, calls)


@pytest.mark.parametrize("told_by", ["night", "webhook", "list of events"])
def test_g6_the_gateway_charges_twice_itself(town: Books, told_by: str) -> None:
    """G6: the second charge goes back by itself, once, at the first that tells of it; she reads it, and staff do."""
    checkout = town.book("ada", by_name("capture_twice").number)
    payment = checkout.payments[0]
    assert (checkout.state, taken(town)) == ("paid", 2 * payment.amount.minor)
    day = town.home.clock.now().date()
    town.home.clock.move(seconds=60 if told_by == "webhook" else 86400)
    if told_by == "webhook":
        for headers, body in town.gateway.webhooks:
            event = town.gateway.webhook(headers, body, now=town.home.clock.now())
            assert event is not None
            checkouts.gateway_event(town.runtime, event)
        town.run()
    elif told_by == "list of events":
        missed_events.catch_up(town.runtime)
        town.run()
    else:
        reconciliation.reconcile(town.runtime, day, pages=100)
    assert (taken(town), tickets(town)) == (payment.amount.minor, 1)
    twin = next(view for view in town.gateway.records().payments if view["id"] != payment.reference)
    assert twin["refunded"] == payment.amount.minor
    assert [event.amount for event in told(town, ChargedTwice)] == [payment.amount]
    assert town.home.meter.counts["needs_staff", "double_success"] == 1
    town.home.clock.move(seconds=86400)
    for one in (day, day + timedelta(days=1)):
        reconciliation.reconcile(town.runtime, one, pages=100)
    assert town.home.records.compared.cases == {}
    assert (taken(town), town.checkout(checkout.id).state) == (payment.amount.minor, "paid")


def test_g7_the_gateway_is_down_for_two_hours_before_it_was_asked(town: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """G7: the traveller is told in time that nothing was charged, and the seats are given back."""
    checkout = town.begin("ada")
    with monkeypatch.context() as patch:
        away(town, patch)
        town.pay(checkout)
        pass_time(town, hours=0.2)
        assert town.checkout(checkout.id).order.state == "held", "the seats are hers while it may still work"
        pass_time(town, hours=1.8)
    pass_time(town, hours=0.5)
    after = town.checkout(checkout.id)
    assert (after.state, after.order.state) == ("ended", "released")
    assert [one.reason for one in told(town, CheckoutEnded)] == ["expired"]
    assert (taken(town), town.gateway.records().payments) == (0, ())
    assert town.home.meter.counts["needs_staff", "authorize"] > 0


def test_g7_the_gateway_is_down_for_two_hours_before_the_capture(town: Books) -> None:
    """G7: who has tickets keeps them, is told that we are looking, and is charged once when it is back."""
    town.supplier.fail("ticket", after=False)
    checkout = town.book("ada")
    assert checkout.state == "ticketing"
    town.gateway.down = True
    pass_time(town, hours=2)
    assert (town.checkout(checkout.id).state, taken(town), tickets(town)) == ("capturing", 0, 1)
    assert town.home.meter.counts["needs_staff", "capture"] > 0
    town.gateway.down = False
    pass_time(town, hours=0.5)
    assert (town.checkout(checkout.id).state, taken(town)) == ("paid", checkout.order.offer.total.minor)
    assert len(told(town, PaymentChecking)) <= 1


@pytest.mark.parametrize("card", ["authorize_amount_mismatch", "authorize_currency_mismatch"])
def test_g8_another_amount_or_currency_stops_before_tickets_and_calls_staff(town: Books, card: str) -> None:
    """G8: what the bank holds is not what the traveller saw: no ticket, the money is let go, a person looks."""
    checkout = town.book("ada", by_name(card).number)
    pass_time(town, hours=0.1)
    after = town.checkout(checkout.id)
    assert (after.state, after.staff) == ("ended", ("amount",))
    assert (tickets(town), taken(town)) == (0, 0)
    assert {view["state"] for view in town.gateway.records().payments} == {"voided"}
    assert town.home.meter.counts["needs_staff", "amount"] == 1
    assert "ticket" not in {step.step.kind for step in town.home.records.money.steps.values()}
