"""Which trips a bank account may pay for, and when its bank debits it at the earliest."""

from datetime import date, timedelta

import pytest

from bot.domain.money import Money
from bot.domain.payment.debit import debit_day, debit_hold
from tests.builders.checkouts import NOW, offer


def test_euros_and_a_fortnight_ahead_may_be_paid_from_an_account() -> None:
    """The seats are held for a week."""
    assert debit_hold(offer(), departs_at=NOW + timedelta(days=14), now=NOW) == NOW + timedelta(days=7)


def test_nothing_else_may() -> None:
    """Neither another currency's price nor a flight that leaves sooner."""
    dollars = offer(Money(100700, "USD"))
    assert debit_hold(dollars, departs_at=NOW + timedelta(days=90), now=NOW) is None
    assert debit_hold(offer(), departs_at=NOW + timedelta(days=13, hours=23), now=NOW) is None


@pytest.mark.parametrize(
    ("today", "day"),
    [(date(2026, 3, 2), date(2026, 3, 3)), (date(2026, 3, 6), date(2026, 3, 9)), (date(2026, 3, 7), date(2026, 3, 9))],
)
def test_banks_debit_on_working_days(today: date, day: date) -> None:
    """Asked on a Friday or a Saturday, on Monday."""
    assert debit_day(today) == day
