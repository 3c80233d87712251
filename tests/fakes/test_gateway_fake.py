"""Proves what only the gateway in memory can do; what it shares with the service is in tests/contracts."""

import pytest

from bot.domain.errors import UnavailableError
from bot.sandbox.cards import Fault
from tests.contracts.gateway_benches import PRICE, VISA, StandingClock, authorize, token
from tests.fakes.gateway import FakeGateway


@pytest.fixture
def gateway() -> FakeGateway:
    """A gateway before which time stands still."""
    return FakeGateway(StandingClock())


@pytest.mark.parametrize(
    ("fault", "done", "again"),
    [
        ("error_before", 0, "approved"),
        ("error_stored", 0, "unknown"),
        ("error_after", 1, "unknown"),
        ("timeout_before", 0, "approved"),
        ("timeout_after", 1, "approved"),
        ("timeout_late", 0, "unknown"),
        ("conflict", 0, "approved"),
    ],
)
def test_a_fault_can_be_ordered_for_any_card(gateway: FakeGateway, fault: Fault, done: int, again: str) -> None:
    """A crash test troubles any step of any payment, and the next call of that step is well again."""
    held = authorize(gateway, token(gateway, VISA), PRICE, payment="pay_1")
    gateway.fail("capture", fault)
    assert gateway.capture(held.reference, PRICE, key="cap").result == "unknown"
    assert gateway.records("pay_1").count("captured") == done
    assert gateway.capture(held.reference, PRICE, key="cap").result == again


def test_what_was_lost_on_the_way_arrives_in_the_end(gateway: FakeGateway) -> None:
    """A crash test at rest has seen every effect that could still come."""
    held = authorize(gateway, token(gateway, VISA), PRICE, payment="pay_1")
    gateway.fail("capture", "timeout_late")
    gateway.capture(held.reference, PRICE, key="cap")
    gateway.settle()
    gateway.settle()
    assert gateway.records("pay_1").count("captured") == 1


def test_a_late_request_that_no_longer_fits_changes_nothing(gateway: FakeGateway) -> None:
    """A capture that arrives after the hold was let go takes no money."""
    held = authorize(gateway, token(gateway, VISA), PRICE, payment="pay_1")
    gateway.fail("capture", "timeout_late")
    gateway.capture(held.reference, PRICE, key="cap")
    assert gateway.void(held.reference, key="void").result == "approved"
    gateway.settle()
    assert gateway.records("pay_1").count("captured") == 0


def test_a_gateway_that_is_down_does_nothing_and_comes_back(gateway: FakeGateway) -> None:
    """A test may take the gateway away and give it back; what it knew it still knows."""
    instrument = token(gateway, VISA)
    gateway.down = True
    with pytest.raises(UnavailableError):
        authorize(gateway, instrument, PRICE, payment="pay_1")
    gateway.down = False
    assert gateway.records().effects == ()
    assert authorize(gateway, instrument, PRICE, payment="pay_1").result == "approved"


def test_calls_are_remembered_in_order(gateway: FakeGateway) -> None:
    """A test sees under which keys the gateway was asked, and how often."""
    held = authorize(gateway, token(gateway, VISA), PRICE, payment="pay_1", key="auth")
    gateway.void(held.reference, key="void")
    gateway.find("pay_1")
    assert gateway.calls[1:] == [("authorize", "auth"), ("void", "void"), ("find", "pay_1")]
