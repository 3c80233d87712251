"""Alerts: numbers that an alarm watches, and a mail to staff once a day and kind."""

from datetime import timedelta
from typing import get_args

import pytest

from bot.domain.errors import SendFailedError
from bot.domain.money import Money
from bot.domain.reconciliation import CaseKind, Finding
from bot.services import alerts
from tests.builders.books import Books, books
from tests.builders.house import House, house

STAFF = "books@airline.example"


def _open(home: House, kind: CaseKind, number: int = 1, *, hours: int = 1) -> None:
    """A case that should have been closed so many hours ago."""
    finding = Finding(kind, f"pay_{number}", Money(1, "EUR"), Money(2, "EUR"))
    now = home.clock.now()
    with home.records.begin() as work:
        work.reconciliation.open_case(finding, day=now.date(), now=now, due_at=now - timedelta(hours=hours))


@pytest.fixture(name="home")
def _home() -> House:
    return house(staff_mail=STAFF)


def test_staff_are_written_to_once_a_day_and_kind(home: House) -> None:
    """Who is called every ten minutes stops listening; who is called once finds what it is about."""
    for number in range(25):
        _open(home, "currency", number)
    _open(home, "fee_unknown")
    _open(home, "missing_psp", hours=-1)
    assert alerts.overdue(home.runtime) == 2
    assert alerts.overdue(home.runtime) == 0
    assert sorted(home.mailer.sent) == ["alert:currency:2026-11-24", "alert:fee_unknown:2026-11-24"]
    mail = home.mailer.sent["alert:currency:2026-11-24"]
    assert (mail.to, mail.subject) == (STAFF, "Books: 25 currency overdue")
    assert "and 5 more" in mail.text
    assert mail.text.count("  since ") == 20
    assert "threadfare books cases" in mail.text
    counts = home.meter.counts
    assert (counts["needs_staff", "overdue_currency"], counts["needs_staff", "overdue_missing_psp"]) == (1, 0)
    home.clock.move(seconds=86400)
    assert alerts.overdue(home.runtime) == 3


def test_a_mail_that_could_not_be_sent_is_sent_later_and_counted_once(home: House) -> None:
    """A relay that is away for ten minutes keeps nobody from hearing of it."""
    _open(home, "currency")
    home.mailer.failures.append(SendFailedError("away", reason="transient", retryable=True))
    assert alerts.overdue(home.runtime) == 1
    assert home.mailer.sent == {}
    assert alerts.overdue(home.runtime) == 0
    assert alerts.overdue(home.runtime) == 0
    assert list(home.mailer.sent) == ["alert:currency:2026-11-24"]
    assert home.meter.counts["needs_staff", "overdue_currency"] == 1


def test_without_an_address_the_counter_and_the_log_tell(caplog: pytest.LogCaptureFixture) -> None:
    """An airline that watches its metrics needs no mail."""
    home = house()
    _open(home, "ledger")
    with caplog.at_level("WARNING"):
        assert alerts.overdue(home.runtime) == 1
    assert home.mailer.sent == {}
    assert "1 cases of the kind ledger" in caplog.text
    assert home.meter.counts["needs_staff", "overdue_ledger"] == 1


def test_when_nothing_is_overdue_nobody_is_called(home: House) -> None:
    """A quiet day is quiet."""
    _open(home, "currency", hours=-1)
    assert alerts.overdue(home.runtime) == 0
    assert home.mailer.sent == {}


def test_gauges_say_how_the_money_stands() -> None:
    """Every kind has its number, nought when there is none, so that an alarm can tell nothing from silence."""
    town: Books = books()
    town.book("ada")
    town.gateway.fail("capture", "timeout_before")
    town.book("bob")
    town.home.clock.move(seconds=700)
    _open(town.home, "currency")
    _open(town.home, "ledger")
    alerts.measure(town.runtime)
    gauges = town.home.meter.gauges
    assert {
        kind: gauges["reconciliation_open", kind] for kind in get_args(CaseKind) if gauges["reconciliation_open", kind]
    } == {
        "currency": 1,
        "ledger": 1,
    }
    assert gauges["ledger_imbalance",] == 1
    assert (gauges["charge_without_ticket",], gauges["ticket_without_charge",]) == (0, 1)
    assert gauges["payments_unknown",] == 1
    assert gauges["payment_state_age_seconds", "capturing"] == 700
    assert gauges["payment_state_age_seconds", "voiding"] == 0
