"""A checkout on a real PostgreSQL: the same answers, and two workers at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast
from zlib import crc32

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.conversation.effects import BeginCheckout
from bot.domain.conversation.events import PaymentDeclined, ProfileChanged, SeatsHeld, TicketIssued
from bot.domain.payment.ledger import balances
from bot.ports.runtime import Runtime
from bot.sandbox.cards import by_name
from bot.services import checkouts, turns
from bot.services.pay_tokens import pay_token
from tests.builders.flights import passengers
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import BROWSER, Plan, Town

pytestmark = pytest.mark.real


@pytest.fixture
def place(postgres: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A town whose records are in PostgreSQL, under ids of its own, with a checkout begun."""
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)
    town, engine = Town(Plan(()), Fuse()), make_engine(postgres)
    new, name = town.ids.new, request.node.name.partition("[")[0][-12:]
    monkeypatch.setattr(town.ids, "new", lambda prefix: f"{new(prefix)}_{name}")
    town.supplier.series = crc32(name.encode())
    records = SqlRecords(engine)
    worker = msgspec.structs.replace(town.runtime, records=cast("Any", records))
    web = msgspec.structs.replace(town.web, records=cast("Any", records))
    wish = BeginCheckout(town.offer, passengers(town.offer.party), "ada@example.org", "en")
    checkouts.begin(worker, f"mid.{name}#0", f"messenger:page:{name}", wish)
    with records.begin() as work:
        checkout = work.money.checkout_of(f"messenger:page:{name}", f"mid.{name}#0")
    yield town, worker, web, checkout
    engine.dispose()


def pay(town: Town, web: Runtime, checkout: str, card: str) -> None:
    """Send a card."""
    view = checkouts.link_state(web, pay_token(web, checkout), BROWSER)
    assert view is not None
    town.web = web
    assert town.pay(view, by_name(card).number)


def test_a_traveller_is_declined_and_then_pays(place: Any) -> None:
    """What is proved in memory holds where the truth is kept."""
    town, worker, web, checkout = place
    for card in ("insufficient_funds", "visa"):
        pay(town, web, checkout, card)
        for step in checkouts.due_steps(worker):
            checkouts.run_step(worker, step)
    with worker.records.begin() as work:
        stored = work.money.checkout(checkout)
        told = [debt.event for debt in work.talk.owed(most=100) if debt.thread == stored.thread]
        sources = (stored.order.id, stored.payments[0].id)
        sums = balances(work.money.transactions(*sources))
    assert (stored.state, stored.payments[0].state) == ("paid", "captured")
    assert [type(event) for event in told] == [SeatsHeld, PaymentDeclined, TicketIssued, ProfileChanged]
    assert sorted(sums.values()) == [-town.offer.total.minor, 0, town.offer.total.minor]
    assert town.gateway.records().count("captured") == 1


def test_workers_who_are_rung_for_the_same_step_pay_once(place: Any) -> None:
    """Eight workers at one doorbell ask the bank once."""
    town, worker, web, checkout = place
    pay(town, web, checkout, "visa")
    (step,) = checkouts.due_steps(worker)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: checkouts.run_step(worker, step), range(8)))
    records = town.gateway.records()
    assert (records.count("authorized"), records.count("captured")) == (1, 1)
    view = checkouts.link_state(web, pay_token(web, checkout), BROWSER)
    assert view is not None
    assert view.state == "paid"


def test_cards_that_are_sent_at_the_same_instant_are_one_payment(place: Any) -> None:
    """Eight tabs make one attempt."""
    town, worker, web, checkout = place
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: pay(town, web, checkout, "visa"), range(8)))
    for step in checkouts.due_steps(worker):
        checkouts.run_step(worker, step)
    with worker.records.begin() as work:
        stored = work.money.checkout(checkout)
    assert [attempt.number for attempt in stored.payments[0].attempts if attempt.operation == "authorize"] == [1]
    assert town.gateway.records().count("captured") == 1
