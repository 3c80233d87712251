"""Proves bot/sandbox/outbox.py."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.sandbox.database import Database
from bot.sandbox.outbox import GIVE_UP_AFTER, Outbox
from tests.sandbox.conftest import settings

Make = Callable[..., Outbox]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes an outbox in memory with settings."""
    opened: list[Database] = []

    def new(**change: Any) -> Outbox:
        opened.append(Database(""))
        return Outbox(opened[-1], settings(**{"webhook_url": "http://shop.example/", **change}))

    yield new
    for database in opened:
        database.close()


def bodies(outbox: Outbox, now: float) -> list[bytes]:
    """What is due."""
    return [delivery.body for delivery in outbox.due(now)]


def test_an_event_is_owed_at_once_and_until_it_is_received(make: Make) -> None:
    """A merchant gets each event at least once."""
    outbox = make()
    outbox.add("evt_1", b"one", now=10)
    assert bodies(outbox, 9) == []
    (delivery,) = outbox.due(10)
    assert outbox.due(11) == (delivery,)
    outbox.delivered(delivery)
    assert outbox.due(99) == ()


def test_without_an_address_nothing_is_owed(make: Make) -> None:
    """A sandbox that nobody listens to stores its events and sends none."""
    outbox = make(webhook_url="")
    outbox.add("evt_1", b"one", now=0)
    assert outbox.due(99) == ()
    assert outbox.events() == ((1, b"one"),)


def test_deliveries_can_be_late_and_repeated(make: Make) -> None:
    """A tester sees how the shop takes webhooks that come late and several times."""
    outbox = make(webhook_delay=5.0, webhook_copies=3)
    outbox.add("evt_1", b"one", now=10)
    assert bodies(outbox, 14) == []
    assert bodies(outbox, 15) == [b"one"] * 3


def test_deliveries_can_be_out_of_order(make: Make) -> None:
    """A tester sees how the shop takes a capture before its authorization."""
    outbox = make(webhook_disorder=5.0)
    for number in range(1, 5):
        outbox.add(f"evt_{number}", str(number).encode(), now=0)
    assert bodies(outbox, 99) == [b"2", b"4", b"1", b"3"]


def test_waits_double_up_to_an_hour_and_end_after_three_days(make: Make) -> None:
    """A shop that is down for a night gets its events in the morning; one that is gone is let be."""
    outbox, now, tries, waits = make(webhook_backoff=1.0), 0.0, 0, []
    outbox.add("evt_1", b"one", now=0)
    while outbox.due(now):
        (delivery,) = outbox.due(now)
        outbox.failed(delivery, now=now)
        tries += 1
        wait = next((w for w in (2**n for n in range(13)) if outbox.due(now + min(w, 3600))), 0)
        waits.append(min(wait, 3600))
        now += min(wait, 3600)
    assert tries == GIVE_UP_AFTER
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == 3600
    assert 3 * 86400 < sum(waits) < 4 * 86400
