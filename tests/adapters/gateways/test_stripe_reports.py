"""Proves bot/adapters/gateways/stripe_reports.py: the day's payments, what is owed, and events in Stripe's words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.adapters.gateways import stripe_lists
from bot.adapters.gateways.stripe_reports import StripeReports
from bot.adapters.http_client import HttpClient
from bot.domain.errors import UnavailableError
from bot.domain.money import Money
from bot.sandbox.cards import by_name
from tests.adapters.gateways.test_stripe import Scripted
from tests.contracts.gateway_benches import PART, PRICE, fresh, held, taken
from tests.contracts.stripe_bench import StripeBench, stripe_reports
from tests.fakes.clock import StandingClock

DAY = datetime(2026, 11, 28, tzinfo=UTC)


def scripted(*answers: tuple[int, Any] | Exception) -> StripeReports:
    """The reports before an engine that answers in turn."""
    return StripeReports(HttpClient(Scripted(*answers)), url="https://s.example", key="sk_test_1")


def balance(**minor: int) -> tuple[int, Any]:
    """Stripe's balance, all of it pending."""
    held = [{"amount": amount, "currency": currency} for currency, amount in minor.items()]
    return 200, {"object": "balance", "available": [], "pending": held}


def lines(*net: int) -> tuple[int, Any]:
    """A page of lines of the balance."""
    line = {"type": "charge", "currency": "eur", "created": int(DAY.timestamp()), "fee": 0}
    return 200, {"data": [line | {"id": f"txn_{n}", "amount": n, "net": n} for n in net], "has_more": False}


def test_events_are_told_in_stripes_words_and_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was missed is fed in from the oldest on, each once, whatever the page."""
    monkeypatch.setattr(stripe_lists, "PAGE", 2)
    bench = StripeBench()
    start = bench.clock.now()
    made = [taken(bench) for _ in range(3)]
    reports = stripe_reports(bench.stripe)
    page = reports.events(start)
    found = [*page.items]
    while page.following:
        page = reports.events(start, after=page.following)
        found += page.items
    kinds = ["payment_intent.amount_capturable_updated", "payment_intent.succeeded"]
    assert [(one.kind, one.payment, one.reference) for one in found] == [
        (kind, payment, reference) for payment, reference in made for kind in kinds
    ]


def test_what_a_bank_tells_names_stripes_payment_alone() -> None:
    """Disputes and warnings carry no id of ours, so whoever hears of them asks by the reference."""
    bench = StripeBench()
    start = bench.clock.now()
    names = [taken(bench, by_name(card).number)[1] for card in ("dispute_fraud", "fraud_warning")]
    bench.settle()
    found = [one for one in stripe_reports(bench.stripe).events(start).items if not one.payment]
    assert [(one.kind, one.reference) for one in found] == [
        ("charge.dispute.created", names[0]),
        ("radar.early_fraud_warning.created", names[1]),
    ]


def test_a_list_of_something_else_says_nothing() -> None:
    """An answer that is no list of events is not taken for a quiet day."""
    for said in ((404, {}), (500, {}), (200, {"data": [[]], "has_more": True}), (200, {"data": {}})):
        with pytest.raises(UnavailableError):
            scripted(said).events(DAY)


def test_an_event_without_a_subject_does_not_hide_the_others() -> None:
    """Something new at Stripe stops no news of payments."""
    about = {"id": "pi_1", "object": "payment_intent", "metadata": {"payment": "pay_1"}}
    good = {"id": "evt_1", "type": "payment_intent.succeeded", "created": 1, "data": {"object": about}}
    strange = {"id": "evt_2", "type": "of.tomorrow", "created": 1, "data": None}
    said = scripted((200, {"data": [strange, good], "has_more": False})).events(DAY)
    assert [one.payment for one in said.items] == ["pay_1"]


def test_an_older_payment_is_told_on_the_day_on_which_its_money_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refund of last month's ticket is compared in the night after the refund, and a day tells nobody twice."""
    monkeypatch.setattr(stripe_lists, "PAGE", 2)
    clock = StandingClock()
    bench = StripeBench(clock)
    payment, reference = taken(bench)
    clock.move(days=30)
    bench.gateway.refund(reference, PART, key=fresh("ref"))
    new = [held(bench)[0], *(taken(bench)[0] for _ in range(2))]
    reports, day = stripe_reports(bench.stripe), clock.now().date()
    page = reports.payments(day)
    found = [*page.items]
    while page.following:
        page = reports.payments(day, after=page.following)
        found += page.items
    assert [one.payment for one in found] == [*new, payment]
    assert found[-1].refunded == PART


def test_a_hundred_payments_are_searched_for_in_few_requests() -> None:
    """A search takes ten ids at most, and searches are few a second."""
    clock = StandingClock()
    bench = StripeBench(clock)
    made = [taken(bench)[0] for _ in range(12)]
    clock.move(days=1)
    before = len(bench.stripe.asked)
    found = stripe_reports(bench.stripe).records((*made, *made[:3], "pay_of_nobody"))
    assert [one.payment for one in found] == made
    assert [path for _, path, _ in bench.stripe.asked[before:]].count("payment_intents/search") == 2


def test_refunds_are_asked_for_where_there_are_any() -> None:
    """A day of many payments costs one request a page, and one for each refunded payment."""
    bench = StripeBench()
    (payment, _), (_, reference) = taken(bench), taken(bench)
    bench.gateway.refund(reference, PRICE, key=fresh("ref"))
    before = len(bench.stripe.asked)
    found = stripe_reports(bench.stripe).payments(bench.clock.now().date()).items
    assert [(one.state, one.holds.minor) for one in found] == [("captured", PRICE.minor), ("refunded", 0)]
    assert [path for _, path, _ in bench.stripe.asked[before:]] == ["payment_intents", "refunds"]
    assert payment == found[0].payment


def test_the_balance_of_a_time_is_todays_without_what_came_since() -> None:
    """Stripe tells today's alone; what moved after the run began is not in the books yet."""
    said = scripted(lines(300, -100), balance(eur=1000, usd=0), lines(300, -100)).balance(DAY)
    assert said == (Money(800, "EUR"),)


def test_a_balance_that_moves_while_it_is_read_is_read_again() -> None:
    """A capture between two requests is no difference."""
    answers = (lines(), balance(eur=1000), lines(500), lines(500), balance(eur=1500), lines(500))
    assert scripted(*answers).balance(DAY) == (Money(1000, "EUR"),)
    restless = [each for n in range(4) for each in (lines(n), balance(eur=n), lines(n + 1))]
    with pytest.raises(UnavailableError):
        scripted(*restless).balance(DAY)


def test_a_dispute_finds_our_payment_by_asking_for_it_once() -> None:
    """The statement's lines about a dispute belong to a booking, although Stripe's do not say so."""
    bench = StripeBench()
    payment, reference = taken(bench, by_name("dispute_fraud").number)
    bench.settle()
    before = len(bench.stripe.asked)
    days = (bench.clock.now().date(), bench.clock.now().date() + timedelta(days=1))
    moved = [one for day in days for one in stripe_reports(bench.stripe).movements(day).items]
    assert [(one.kind, one.payment, one.reference) for one in moved] == [
        (kind, payment, reference) for kind in ("capture", "fee", "dispute", "fee")
    ]
    assert [path for _, path, _ in bench.stripe.asked[before:]].count(f"payment_intents/{reference}") == 1
