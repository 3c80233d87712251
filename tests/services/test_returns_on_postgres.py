"""Cancelling what is paid on a real PostgreSQL: the same answers, and yes in many chats at one instant."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.conversation.aftersale_effects import CancelBooking, QuoteRefund
from bot.domain.conversation.aftersale_events import BookingCancelled, CancellationRefused, RefundMoved, RefundQuoted
from bot.domain.conversation.effects import BeginCheckout
from bot.domain.errors import InvalidError
from bot.domain.money import Money
from bot.domain.payment.ledger import balances
from bot.domain.payment.posting import TRAVELLER_FUNDS
from bot.ports.conversations import Due
from bot.sandbox.cards import by_name
from bot.services import checkouts, refunds, returns, turns
from bot.services.pay_tokens import pay_token
from tests.builders.flights import AIRPORTS, passengers
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import BRAND, BROWSER, Plan, Town

pytestmark = pytest.mark.real


class Place(msgspec.Struct):
    """A paid booking in PostgreSQL, and the means to go on with it."""

    town: Town
    runtime: Any
    thread: str
    checkout: str

    def run(self) -> None:
        """Run every step that is due."""
        while due := checkouts.due_steps(self.runtime):
            for step in due:
                checkouts.run_step(self.runtime, step)

    def stored(self) -> Any:
        """The checkout as it is kept."""
        with self.runtime.records.begin() as work:
            return work.money.checkout(self.checkout)


@pytest.fixture(name="place")
def _place(postgres: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Place]:
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)
    town, engine = Town(Plan(()), Fuse()), make_engine(postgres)
    new, name = town.ids.new, request.node.name.partition("[")[0][-12:]
    monkeypatch.setattr(town.ids, "new", lambda prefix: f"{new(prefix)}_back_{name}")
    zones = SimpleNamespace(zone=lambda code: AIRPORTS[code].zone)
    world = cast("Any", lambda: SimpleNamespace(brand=SimpleNamespace(name=BRAND), places=zones))
    records, thread = cast("Any", SqlRecords(engine)), f"messenger:page:back_{name}"
    worker = msgspec.structs.replace(town.runtime, records=records, world=world)
    town.web = msgspec.structs.replace(town.web, records=records)
    wish = BeginCheckout(town.offer, passengers(town.offer.party), "ada@example.org", "en")
    checkouts.begin(worker, f"mid.{name}#0", thread, wish)
    with records.begin() as work:
        checkout = work.money.checkout_of(thread, f"mid.{name}#0")
    place = Place(town, worker, thread, checkout)
    view = checkouts.link_state(town.web, pay_token(town.web, checkout), BROWSER)
    assert view is not None
    assert town.pay(view, by_name("visa").number)
    place.run()
    assert place.stored().state == "paid"
    yield place
    engine.dispose()


def quoted(place: Place) -> RefundQuoted:
    """What the thread is told."""
    answer = returns.quote(place.runtime, Due("ask#0", place.thread, QuoteRefund(), 0))
    assert isinstance(answer, RefundQuoted)
    return answer


def told(place: Place) -> list[Any]:
    """What is owed to the thread."""
    with place.runtime.records.begin() as work:
        return [debt.event for debt in work.talk.owed(most=1000) if debt.thread == place.thread]


def test_a_booking_is_cancelled_and_refunded(place: Place) -> None:
    """What is proved in memory holds where the truth is kept."""
    quote = quoted(place)
    wish = CancelBooking(quote.trip.id, quote.proof, quote.until)
    assert returns.cancel(place.runtime, Due("yes#0", place.thread, wish, 0)) is None
    place.run()
    stored = place.stored()
    assert (stored.state, stored.order.state, stored.payments[0].state) == ("returned", "cancelled", "refunded")
    assert [type(event) for event in told(place)][-2:] == [BookingCancelled, RefundMoved]
    sources = (stored.order.id, stored.payments[0].id, *(one.key for one in stored.payments[0].attempts))
    with place.runtime.records.begin() as work:
        assert not any(balances(work.money.transactions(*sources)).values())


def test_eight_who_say_yes_at_once_cancel_once(place: Place) -> None:
    """One row is the mutex: one refund, and seven are told that it is under way or done."""
    quote = quoted(place)
    wish = CancelBooking(quote.trip.id, quote.proof, quote.until)

    def yes(number: int) -> Any:
        return returns.cancel(place.runtime, Due(f"yes#{number}", place.thread, wish, 0))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(yes, range(8)))
    place.run()
    assert sum(answer is None for answer in answers) == 1
    assert all(isinstance(answer, CancellationRefused) for answer in answers if answer is not None)
    assert place.town.gateway.records().count("refunded") == 1


def test_parts_that_are_given_at_once_never_exceed_what_was_paid(place: Place) -> None:
    """Eight members of staff with the same idea give the price back once at most."""
    price = place.stored().payments[0].captured
    part = price // 3

    def give(number: int) -> int:
        amount = Money(part, "EUR")
        try:
            made = refunds.request(
                place.runtime, place.checkout, amount, reason="goodwill", by="eve", key=f"form {number}"
            )
        except InvalidError:
            return 0
        return len(made)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(give, range(8))) == 3
    place.run()
    assert place.town.gateway.records().moved("refunded") == 3 * part <= price
    stored = place.stored()
    assert [refund.state for refund in stored.refunds] == ["done"] * 3
    sources = [one.key for one in stored.payments[0].attempts] + [one.id for one in stored.refunds]
    with place.runtime.records.begin() as work:
        assert balances(work.money.transactions(*sources))[TRAVELLER_FUNDS, "EUR"] == 0
