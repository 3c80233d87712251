"""Faults of the flight supplier, one test a row of the fault model (P1 to P5): judged by the supplier's own records."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.events import CheckoutEnded, PriceChanged, SoldOut, TicketIssued
from bot.domain.errors import OutcomeUnknownError, SupplierError
from bot.domain.money import Money
from bot.ports.supplier import Held, Ticketed, TicketRefused
from bot.services import reconciliation
from tests.builders.books import Books, books
from tests.builders.flights import DAY
from tests.journeys.test_faults_of_the_gateway import pass_time, taken, tickets, told


@pytest.fixture(name="town")
def _town() -> Books:
    """A worker, an honest gateway and a supplier."""
    return books()


@pytest.mark.parametrize("method", ["hold", "ticket"])
def test_p1_a_timeout_after_booking(town: Books, method: str) -> None:
    """P1: a booking whose answer was lost is looked up, and is one booking with one set of tickets."""
    town.supplier.fail(method, after=True)
    checkout = town.begin("ada")
    pass_time(town, hours=0.05)
    town.pay(town.checkout(checkout.id))
    pass_time(town, hours=0.1)
    assert town.checkout(checkout.id).state == "paid"
    assert (len(town.supplier.holds), tickets(town)) == (1, 1)
    assert taken(town) == checkout.order.offer.total.minor


def test_p2_sold_out_after_the_bank_has_said_yes(town: Books) -> None:
    """P2: seats that are gone when tickets are asked for cost nothing: the money is let go, and she is told."""
    checkout = town.begin("ada")
    town.supplier.take_back()
    town.pay(checkout)
    pass_time(town, hours=0.1)
    after = town.checkout(checkout.id)
    assert (after.state, after.ending) == ("ended", "unticketed")
    assert {view["state"] for view in town.gateway.records().payments} == {"voided"}
    assert (taken(town), tickets(town)) == (0, 0)
    assert [one.reason for one in told(town, CheckoutEnded)] == ["unticketed"]


def test_p2_a_price_that_changed_is_told_before_anybody_pays(town: Books) -> None:
    """P2: a price that moved is offered anew; nobody is charged another one than she saw."""
    offer = town.offer()
    first = offer.slices[0]
    town.supplier.adjustments[f"{first.origin}-{first.destination}"] = 10
    checkout = town.begin("ada", offer=offer)
    (changed,) = told(town, PriceChanged)
    assert changed.offer.total.minor > changed.before.minor == offer.total.minor
    assert (checkout.state, town.gateway.calls) == ("ended", [])


def test_p2_a_price_that_changes_after_the_hold_changes_nothing(town: Books) -> None:
    """P2: what is held is sold at the price at which it was held."""
    checkout = town.begin("ada")
    first = checkout.order.offer.slices[0]
    town.supplier.adjustments[f"{first.origin}-{first.destination}"] = 10
    assert town.pay(checkout).state == "paid"
    assert taken(town) == checkout.order.offer.total.minor


@pytest.mark.parametrize("ends", ["issued", "refused"])
def test_p3_tickets_that_are_pending_for_twenty_minutes(
    town: Books, ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P3: money is taken when there are tickets, and let go when there are none, however long that is not known."""
    real_ticket, real_find = town.supplier.ticket, town.supplier.find
    start = town.home.clock.now()

    def pending() -> bool:
        return (town.home.clock.now() - start).total_seconds() < 20 * 60

    def ticket(locator: str, *, reference: str, now: Any) -> Ticketed | TicketRefused:
        if pending():
            raise OutcomeUnknownError("The supplier is still at it.")
        return real_ticket(locator, reference=reference, now=now) if ends == "issued" else TicketRefused("refused")

    def find(reference: str, *, now: Any) -> Any:
        if pending() and reference.startswith("ord"):
            raise SupplierError("The supplier is still at it.", retryable=True)
        return real_find(reference, now=now)

    checkout = town.begin("ada")
    monkeypatch.setattr(town.supplier, "ticket", ticket)
    monkeypatch.setattr(town.supplier, "find", find)
    town.pay(checkout)
    pass_time(town, hours=0.3)
    assert (town.checkout(checkout.id).state, taken(town)) == ("ticketing", 0)
    assert town.home.meter.counts["needs_staff", "ticket"] > 0
    pass_time(town, hours=0.5)
    state = {"issued": "paid", "refused": "ended"}[ends]
    assert town.checkout(checkout.id).state == state
    assert taken(town) == (checkout.order.offer.total.minor if ends == "issued" else 0)
    assert len(told(town, TicketIssued)) == (ends == "issued")


def test_p4_a_hold_under_another_booking_s_locator(town: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """P4: a record locator that another traveller has is refused before she pays, and hers is not touched."""
    first = town.book("ada")
    until = town.home.clock.now().replace(hour=23)

    def hold(offer: Any, *_: Any, **__: Any) -> Held:
        return Held(first.order.locator, until, offer.total)

    monkeypatch.setattr(town.supplier, "hold", hold)
    second = town.begin("bob")
    assert (second.state, second.order.locator) == ("ended", "")
    assert town.home.meter.counts["needs_staff", "foreign_booking"] == 1
    assert tickets(town) == 1
    assert town.supplier.holds[first.order.locator].state == "ticketed"


def test_p4_a_locator_of_a_trip_that_was_flown_may_come_again(town: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """P4: suppliers use locators again, and nobody is refused for a trip of last year."""
    first = town.book("ada")
    flown = first.order.offer.segments[0]
    past = msgspec.structs.replace(flown, departs=flown.departs.replace(year=2025))
    slices = (msgspec.structs.replace(first.order.offer.slices[0], segments=(past,)),)
    order = msgspec.structs.replace(first.order, offer=msgspec.structs.replace(first.order.offer, slices=slices))
    town.put(msgspec.structs.replace(first, order=order))
    until = town.home.clock.now().replace(hour=23)
    monkeypatch.setattr(town.supplier, "hold", lambda offer, *_, **__: Held(first.order.locator, until, offer.total))
    assert town.begin("bob").state == "collecting"


def test_p4_tickets_of_another_booking(town: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """P4: tickets of somebody else are not taken for ours: nobody is charged for them, and staff are called."""
    checkout = town.begin("ada")
    monkeypatch.setattr(town.supplier, "ticket", lambda *_, **__: Ticketed("ZZZ999", ("9990000000001",)))
    town.pay(checkout)
    after = town.checkout(checkout.id)
    assert (after.state, after.order.tickets, taken(town)) == ("ticketing", (), 0)
    assert town.home.meter.counts["needs_staff", "foreign_booking"] == 1


def test_p4_a_hold_at_another_price_stops_before_anybody_pays(town: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """P4: a booking that costs something else than what was agreed to is not ours either."""
    real = town.supplier.hold

    def dearer(*asked: Any, **named: Any) -> Any:
        held = real(*asked, **named)
        assert isinstance(held, Held)
        return msgspec.structs.replace(held, total=held.total + Money(100, "EUR"))

    monkeypatch.setattr(town.supplier, "hold", dearer)
    checkout = town.begin("ada")
    pass_time(town, hours=0.1)
    after = town.checkout(checkout.id)
    assert (after.state, after.staff, town.gateway.calls) == ("ended", ("hold",), [])
    assert tickets(town) == 0


def test_p5_two_buyers_of_the_last_seat(town: Books) -> None:
    """P5: one has the ticket, the other is told before she types a card, and the books of all three agree."""
    for flight in ("TF12", "TF14", "TF60"):
        town.supplier._seats[f"{flight}/{DAY}", "economy", "sold"] = 19
    last = town.offer()
    (segment,) = last.segments
    first, second = town.begin("ada", offer=last), town.begin("bob", offer=last)
    assert (first.state, second.state) == ("collecting", "ended")
    assert len(told(town, SoldOut)) == 1
    assert town.pay(first).state == "paid"
    assert (town.supplier.taken(segment.key, segment.cabin), tickets(town)) == (20, 1)
    assert taken(town) == last.total.minor
    town.home.clock.move(seconds=86400)
    run = reconciliation.reconcile(town.runtime, (town.home.clock.now() - timedelta(days=1)).date(), pages=100)
    assert run is not None
    assert town.home.records.compared.cases == {}
