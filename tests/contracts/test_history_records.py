"""What every store of payment history promises, in memory and in PostgreSQL alike."""

from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from sqlalchemy import event, text

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.dispute import Dispute
from bot.domain.payment.history import Filter, filtered, lines_of
from bot.domain.payment.payment import close_attempt
from bot.domain.payment.refunds import open_refund
from bot.ports.trip_records import Span
from tests.builders.checkouts import NOW, PRICE, new_checkout
from tests.builders.payments import DAY, given_back, keep, paid, refused

_NUMBERS = count(1)


@pytest.fixture
def thread() -> str:
    """A thread of its own."""
    return f"messenger:page:paid{next(_NUMBERS)}"


def named(thread: str, number: int) -> str:
    """The id of a checkout of that thread."""
    return f"chk_{thread.rpartition(':')[2]}_{number}"


def test_payments_come_the_newest_first_with_what_they_bought(records: Any, thread: str) -> None:
    """Reference, airports, day and names are there; another thread's payment is not."""
    keep(records, paid(named(thread, 1), thread=thread))
    keep(records, refused(named(thread, 2), thread=thread, days=1))
    keep(records, paid(named(thread, 3), thread=f"{thread}x"))
    with records.begin() as work:
        second, first = work.history.payments((Span(thread),))
    assert (first.checkout, second.checkout) == (named(thread, 1), named(thread, 2))
    trip = first.trip
    assert (trip.locator, trip.origin, trip.destination) == ("ABC234", "CDG", "JFK")
    assert trip.departs is not None
    assert trip.departs.isoformat() == "2026-12-04"
    assert trip.people == ("Marie Durand", "Marie Durand")
    assert first.payment.attempts[0].opened_at == first.began_at
    assert second.payment.attempts[0].result == "declined"


def test_what_the_books_say_comes_with_its_day(records: Any, thread: str) -> None:
    """A capture, a refund of a part and that it came back: each with its sum and moment, none twice."""
    checkout = given_back(paid(named(thread, 1), thread=thread), 20000)
    keep(records, checkout, 20000, moment=NOW + DAY, came_back=True)
    with records.begin() as work:
        (record,) = work.history.payments((Span(thread), Span(thread)))
    told = [(one.kind, one.amount, one.at) for one in record.posted]
    assert told == [
        ("capture", PRICE, NOW),
        ("refund", Money(20000, "EUR"), NOW + DAY),
        ("refund_reversed", Money(20000, "EUR"), NOW + 2 * DAY),
    ]


def test_what_a_bank_took_back_and_what_was_charged_twice_are_in_the_sums(records: Any, thread: str) -> None:
    """A dispute, and a charge beside the payment that went back: the line's sums are those of the books."""
    name = named(thread, 1)
    checkout = paid(name, thread=thread)
    payment = open_refund(checkout.payments[0], PRICE.minor, now=NOW + DAY, reference=f"stray_{name}")
    payment = close_attempt(payment, "approved")
    disputed = Dispute(f"dp_{name}", payment.id, Money(700, "EUR"), "fraudulent", NOW)
    keep(records, msgspec.structs.replace(checkout, payments=(payment,), disputes=(disputed,)))
    with records.begin() as work:
        work.money.post(posting.stray(f"stray_{name}", PRICE), at=NOW)
        work.money.post(posting.stray_refunded(payment.attempts[-1].key, PRICE), at=NOW + DAY)
        work.money.post(posting.disputed(disputed.id, disputed.amount), at=NOW + 2 * DAY)
        work.money.post(posting.dispute_lost(disputed.id, disputed.amount), at=NOW + 3 * DAY)
        (line,) = lines_of(work.history.payments((Span(thread),)))
    assert (line.taken, line.returned) == (PRICE * 2, Money(PRICE.minor + 700, "EUR"))
    assert [(one.state, one.amount.minor) for one in line.refunds] == [("done", PRICE.minor), ("taken_back", 700)]


def test_a_part_of_a_history_has_its_bounds(records: Any, thread: str) -> None:
    """What began before a thread came to somebody, and after it left, is not theirs; without parts there is nothing."""
    for number in range(3):
        keep(records, paid(named(thread, number), thread=thread, days=number))
    with records.begin() as work:
        later = work.history.payments((Span(thread, since=NOW + timedelta(hours=1)),))
        earlier = work.history.payments((Span(thread, until=NOW + timedelta(hours=1)),))
        assert work.history.payments(()) == ()
    assert [one.checkout for one in later] == [named(thread, 2), named(thread, 1)]
    assert [one.checkout for one in earlier] == [named(thread, 0)]


_AS_OFTEN = (
    """INSERT INTO checkouts SELECT 'chk_agent' || n, thread, effect || n, state, version, began_at, needs_staff, body
    FROM checkouts, generate_series(2, 2000) n WHERE id = 'chk_agent'""",
    """INSERT INTO orders SELECT 'ord_agent' || n, 'chk_agent' || n, state, locator, held_until, total_minor, currency,
    body FROM orders, generate_series(2, 2000) n WHERE checkout = 'chk_agent'""",
    """INSERT INTO payments SELECT 'pay_agent' || n, 'chk_agent' || n, position, state, reference, currency,
    amount_minor, authorized_minor, captured_minor, refunded_minor, method, code, action_url, capture_before, staff
    FROM payments, generate_series(2, 2000) n WHERE checkout = 'chk_agent'""",
    """INSERT INTO attempts (key, payment, position, operation, number, state, result, code, reference, sealed,
    instrument, usage, request_hash, sends, opened_at) SELECT key || n, 'pay_agent' || n, position, operation, number,
    state, result, code, reference, sealed, instrument, usage, request_hash, sends, opened_at
    FROM attempts, generate_series(2, 2000) n WHERE payment = 'chk_agent_pay_1'""",
    """INSERT INTO ledger_transactions (source_kind, source_id, posting_kind, posted_at)
    SELECT 'payment', 'pay_agent' || n, 'capture', now() FROM generate_series(2, 2000) n""",
    """INSERT INTO ledger_entries SELECT t.id, e.n, e.account, e.minor, 'EUR' FROM ledger_transactions t,
    (VALUES (0, 'psp_receivable', 100700), (1, 'traveller_funds', -100700)) AS e (n, account, minor)
    WHERE t.source_id LIKE 'pay_agent%'""",
)
"""One booking, two thousand times."""


@pytest.mark.real
def test_two_thousand_payments_are_read_by_a_handful_of_statements(postgres: str) -> None:
    """A travel agent with years of bookings gets the page as everybody does."""
    engine = make_engine(postgres)
    records, thread = SqlRecords(engine), "messenger:page:agent"
    keep(records, paid("chk_agent", thread=thread))
    with engine.begin() as connection:
        for statement in _AS_OFTEN:
            connection.execute(text(statement))
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with records.begin() as work:
        lines = lines_of(work.history.payments((Span(thread),)))
    found = filtered(lines, Filter(text="abc234"), lambda code: code)
    engine.dispose()
    assert len(found) == 2000
    assert len(asked) < 10


def test_a_checkout_that_asked_nobody_is_read_and_has_no_line(records: Any, thread: str) -> None:
    """Seats that were only held are no payment."""
    keep(records, new_checkout(named(thread, 1), thread=thread))
    with records.begin() as work:
        (record,) = work.history.payments((Span(thread),))
    assert lines_of([record]) == ()
