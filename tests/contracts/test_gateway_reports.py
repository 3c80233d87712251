"""What every gateway's reports promise: on the gateway in memory, on Stripe's adapter, on the sandbox over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

import pytest

from bot.adapters.gateways.sandbox_reports import SandboxReports
from bot.adapters.gateways.stripe_reports import StripeReports
from bot.adapters.http_client import HttpClient, SessionEngine
from bot.domain.errors import UnavailableError
from bot.domain.money import Money
from bot.domain.reconciliation import Movement, Record
from bot.ports.gateway import GatewayDispute
from bot.ports.gateway_reports import GatewayReports, Page
from bot.sandbox.cards import by_name
from tests.contracts.gateway_benches import PART, PRICE, VISA, Bench, FakeBench, RealBench, fresh, held, taken
from tests.contracts.stripe_bench import StripeBench, stripe_reports
from tests.fakes.gateway import FakeGateway
from tests.fakes.gateway_reports import FakeReports
from tests.fakes.sandbox_server import KEY

Item = TypeVar("Item")
FEE = (PRICE.minor * 14 + 500) // 1000 + 25


@pytest.fixture
def reports(bench: Bench) -> GatewayReports:
    """The reports of each gateway in turn."""
    if isinstance(bench, FakeBench):
        assert isinstance(bench.gateway, FakeGateway)
        return FakeReports(bench.gateway)
    if isinstance(bench, StripeBench):
        return stripe_reports(bench.stripe)
    assert isinstance(bench, RealBench)
    return SandboxReports(HttpClient(SessionEngine()), url=bench._sandbox.url, key=KEY)


def _now(bench: Bench) -> datetime:
    return bench.gateway.clock.now() if isinstance(bench.gateway, FakeGateway) else datetime.now(UTC)


def _all(ask: Callable[..., Page[Item]], *asked: object) -> list[Item]:
    """Every item of every page."""
    page: Page[Item] = ask(*asked)
    found = [*page.items]
    while page.following:
        page = ask(*asked, after=page.following)
        found += page.items
    return found


def _moved(bench: Bench, reports: GatewayReports, payment: str) -> list[Movement]:
    days = {_now(bench).date(), (_now(bench) - timedelta(hours=1)).date()}
    return [one for day in sorted(days) for one in _all(reports.movements, day) if one.payment == payment]


def test_a_day_lists_the_payments_to_which_something_happened(bench: Bench, reports: GatewayReports) -> None:
    """Reconciliation finds every payment of a day, as it stands now, once."""
    (first, _), (second, reference) = held(bench), taken(bench)
    bench.gateway.refund(reference, PART, key=fresh("ref"))
    found = [one for one in _all(reports.payments, _now(bench).date()) if one.payment in {first, second}]
    nothing = Money(0, "EUR")
    by_payment = {one.payment: one for one in found}
    assert len(found) == 2
    assert by_payment[first] == Record(by_payment[first].reference, first, "authorized", PRICE, nothing, nothing)
    assert by_payment[second] == Record(reference, second, "captured", PRICE, PRICE, PART)
    assert (by_payment[first].holds, by_payment[second].holds) == (PRICE, PRICE - PART)
    yesterday = _all(reports.payments, _now(bench).date() - timedelta(days=40))
    assert not yesterday


def test_records_are_found_by_our_own_ids(bench: Bench, reports: GatewayReports) -> None:
    """A payment of long ago is looked up without its day; an id that nobody has finds nothing."""
    payment, reference = taken(bench)
    found = reports.records((payment, "pay_of_nobody", payment))
    assert [(one.payment, one.reference) for one in found] == [(payment, reference)]
    assert reports.records(()) == ()


def test_a_card_that_is_charged_twice_has_two_records(bench: Bench, reports: GatewayReports) -> None:
    """A mistake of the gateway stands in its own records, where it is found."""
    payment, _ = taken(bench, by_name("capture_twice").number)
    assert [one.holds for one in reports.records((payment,))] == [PRICE, PRICE]


def test_movements_are_captures_their_fees_and_refunds(bench: Bench, reports: GatewayReports) -> None:
    """Every change of our balance has a line, with its sign."""
    payment, reference = taken(bench)
    bench.gateway.refund(reference, PART, key=fresh("ref"))
    moved = _moved(bench, reports, payment)
    assert [(one.kind, one.amount.minor) for one in moved] == [
        ("capture", PRICE.minor),
        ("fee", -FEE),
        ("refund", -PART.minor),
    ]
    assert len({one.id for one in moved}) == 3
    assert {one.reference for one in moved} == {reference}


def test_a_refund_that_fails_later_comes_back(bench: Bench, reports: GatewayReports) -> None:
    """What went back and came to us again stands on both sides of the statement."""
    payment, reference = taken(bench, by_name("refund_fails_later").number)
    bench.gateway.refund(reference, PRICE, key=fresh("ref"))
    bench.settle()
    kinds = [(one.kind, one.amount.minor) for one in _moved(bench, reports, payment) if one.kind != "fee"]
    assert kinds == [("capture", PRICE.minor), ("refund", -PRICE.minor), ("refund_failure", PRICE.minor)]


def test_a_refund_that_never_left_moves_nothing(bench: Bench, reports: GatewayReports) -> None:
    """A refund that was put off and then refused took nothing out of the balance, so nothing comes back."""
    payment, reference = taken(bench, by_name("refund_pending_declined").number)
    bench.gateway.refund(reference, PRICE, key=fresh("ref"))
    bench.settle()
    assert [one.kind for one in _moved(bench, reports, payment)] == ["capture", "fee"]


def test_a_dispute_takes_its_money_at_once_and_a_fee(bench: Bench, reports: GatewayReports) -> None:
    """Staff see a dispute in the statement and in the payment's own records; nothing can be refunded meanwhile."""
    payment, reference = taken(bench, by_name("dispute_fraud").number)
    bench.settle()
    moved = _moved(bench, reports, payment)
    assert [(one.kind, one.amount.minor) for one in moved[2:]] == [("dispute", -PRICE.minor), ("fee", -1500)]
    (found,) = bench.gateway.find(payment)
    assert found.dispute == GatewayDispute(f"dp_{reference}", "open", "fraudulent", PRICE)
    refused = bench.gateway.refund(reference, PRICE, key=fresh("ref"))
    assert (refused.result, refused.code) == ("declined", "charge_disputed")


def test_a_warning_of_fraud_stands_in_the_records(bench: Bench) -> None:
    """Staff may refund before a dispute comes of it."""
    payment, _ = taken(bench, by_name("fraud_warning").number)
    bench.settle()
    (found,) = bench.gateway.find(payment)
    assert (found.warned, found.dispute) == (True, None)


def test_the_balance_is_the_sum_of_all_movements_until_then(bench: Bench, reports: GatewayReports) -> None:
    """The statement adds up to what the gateway says that it owes."""
    later = _now(bench) + timedelta(hours=1)
    before = {one.currency: one.minor for one in reports.balance(later)}
    taken(bench)
    after = {one.currency: one.minor for one in reports.balance(later)}
    assert after["EUR"] - before.get("EUR", 0) == PRICE.minor - FEE
    assert reports.balance(_now(bench) - timedelta(days=40)) == ()


def test_events_are_listed_whether_or_not_webhooks_came(bench: Bench, reports: GatewayReports) -> None:
    """A shop whose door was closed for a day learns afterwards what it missed, in order and once."""
    start = _now(bench)
    payment, _ = taken(bench)
    found = [one for one in _all(reports.events, start) if one.payment == payment]
    assert [one.kind for one in found] == ["payment.authorized", "payment.captured"]
    assert len({one.id for one in found}) == 2
    assert not _all(reports.events, start + timedelta(days=1))


def test_long_lists_come_in_pages(bench: Bench) -> None:
    """A day of many payments is read piece by piece, each once."""
    if not isinstance(bench.gateway, FakeGateway):
        pytest.skip("the service's page is a hundred: see tests/sandbox/test_reports.py")
    reports, numbers = FakeReports(bench.gateway, page=2), count()
    wanted = [taken(bench, VISA)[0] for _ in range(5) if next(numbers) < 5]
    day = _now(bench).date()
    assert sorted(one.payment for one in _all(reports.payments, day)) == sorted(wanted)
    assert len(_all(reports.movements, day)) == 10
    assert len(_all(reports.events, _now(bench))) == 10


def test_reports_that_cannot_be_had_say_so() -> None:
    """Nobody takes silence for an empty day."""
    gateway = FakeGateway(FakeBench().gateway.clock)  # type: ignore[attr-defined]
    gateway.down = True
    nobody = SandboxReports(HttpClient(SessionEngine()), url="http://127.0.0.1:1", key=KEY)
    no_stripe = StripeReports(HttpClient(SessionEngine()), url="http://127.0.0.1:1", key=KEY)
    today = datetime.now(UTC)
    for reports in (FakeReports(gateway), nobody, no_stripe):
        for ask in (
            lambda one: one.events(today),
            lambda one: one.payments(today.date()),
            lambda one: one.records(("pay_1",)),
            lambda one: one.movements(today.date()),
            lambda one: one.balance(today),
        ):
            with pytest.raises(UnavailableError):
                ask(reports)
