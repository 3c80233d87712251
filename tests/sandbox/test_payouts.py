"""Payouts of the sandbox: once a day, what was earned before it began."""

from collections.abc import Iterator

import pytest

from bot.sandbox.app import create_sandbox
from tests.fakes.sandbox_server import MovedClock
from tests.sandbox.conftest import Caller, settings

ALL = {"amount": 42000, "currency": "EUR"}


@pytest.fixture(name="unpaid")
def _unpaid() -> Iterator[Caller]:
    """A merchant whose sandbox pays nothing out."""
    clock = MovedClock()
    app = create_sandbox(settings(payout_every=0.0), clock)
    yield Caller(app, clock)
    app.stop()


def _payouts(caller: Caller) -> list[tuple[str, int]]:
    effects = caller.get("records").get_json()["effects"]
    return [(one["reference"], one["amount"]) for one in effects if one["kind"] == "payout"]


def test_nothing_is_paid_out_when_it_is_set_so(unpaid: Caller) -> None:
    """A test that adds up a balance is not disturbed."""
    unpaid.post(f"payments/{unpaid.reference()}/capture", ALL)
    unpaid.clock.ahead = 3 * 86400
    assert _payouts(unpaid) == []


def test_a_balance_below_nought_waits(caller: Caller) -> None:
    """A merchant who owes is not paid; what is earned later makes up for it first."""
    caller.post("adjustments", {"amount": -100000, "currency": "EUR", "reason": "rent"})
    caller.clock.ahead = 86400
    assert _payouts(caller) == []
    for number in range(3):
        caller.post(f"payments/{caller.reference(payment=f'pay_{number}')}/capture", ALL)
    caller.clock.ahead = 2 * 86400
    ((_, amount),) = _payouts(caller)
    assert amount == 3 * (42000 - 613) - 100000


def test_each_currency_has_a_payout_of_its_own(caller: Caller) -> None:
    """Euros are not paid out in yen."""
    for currency in ("EUR", "JPY"):
        caller.post("adjustments", {"amount": 500, "currency": currency, "reason": "gift"})
    caller.clock.ahead = 86400
    assert sorted((name[-3:], amount) for name, amount in _payouts(caller)) == [("eur", 500), ("jpy", 500)]
