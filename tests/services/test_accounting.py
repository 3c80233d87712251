"""The accounting export over the books that bookings made."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.errors import InvalidError
from bot.domain.payment.accounting import csv_line
from bot.services import accounting, reconciliation
from tests.builders.books import Books, books


@pytest.fixture(name="town")
def _town(monkeypatch: pytest.MonkeyPatch) -> Books:
    """A booking on each of two days, with their fees and a payout."""
    monkeypatch.setattr(accounting, "PAGE", 2)
    town = books()
    for name in ("ada", "bob"):
        town.book(name)
        town.home.clock.move(seconds=86400)
        day = (town.home.clock.now() - timedelta(days=1)).date()
        reconciliation.reconcile(town.runtime, day, pages=100)
    return town


def test_the_journal_of_a_day_has_its_lines_and_balances(town: Books) -> None:
    """Debits are credits, and each line of a booking names its record locator."""
    day = datetime(2026, 11, 24, tzinfo=UTC).date()
    lines = list(accounting.journal(town.home.records, day, day, chart={"bank": "512000"}))
    assert [(line.account, bool(line.debit)) for line in lines] == [
        ("traveller_funds", True),
        ("ticket_revenue", False),
        ("psp_receivable", True),
        ("traveller_funds", False),
        ("psp_receivable", False),
        ("psp_fees", True),
    ]
    assert sum(Decimal(line.debit or 0) - Decimal(line.credit or 0) for line in lines) == 0
    (first, _) = town.home.records.money.checkouts.values()
    assert {line.locator for line in lines[:4]} == {first.order.locator}
    assert {line.reference for line in lines[2:4]} == {first.payments[0].reference}


def test_an_export_is_the_same_each_time_and_days_add_up(town: Books) -> None:
    """Two days in one file are the files of both, and a second export differs in nothing."""
    first = datetime(2026, 11, 24, tzinfo=UTC).date()
    second = first + timedelta(days=1)

    def text(start: object, end: object) -> list[str]:
        return [csv_line(one) for one in accounting.journal(town.home.records, start, end, chart={})]  # type: ignore[arg-type]

    whole = text(first, second)
    assert whole == text(first, second)
    assert sorted(whole) == sorted(text(first, first) + text(second, second))
    assert text(second + timedelta(days=9), second + timedelta(days=10)) == []


def test_days_that_are_the_wrong_way_round_are_told() -> None:
    """An empty file would be taken for an empty month."""
    day = datetime(2026, 11, 24, tzinfo=UTC).date()
    with pytest.raises(InvalidError):
        list(accounting.journal(books().home.records, day, day - timedelta(days=1), chart={}))
