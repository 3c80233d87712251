"""Shares of the journal on a real Valkey, with couriers that are real processes."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.adapters.redis.client import Store
from bot.embedded.valkey import ValkeyServer
from tests.bench.office import courier_environment
from tests.chaos.couriers import COURIERS, Couriers, owners
from workers.shards import ALL_SHARDS

pytestmark = pytest.mark.real

NOWHERE = "http://127.0.0.1:1"
MOVED_WITHIN = 10.0
"""What is promised: a dead process's shards have another owner by then."""


@pytest.fixture(name="url")
def _url(tmp_path: Path) -> Iterator[str]:
    server = ValkeyServer(tmp_path / "valkey", password="chaos", kept=True)
    server.start()
    yield server.url
    server.stop()


def until(done: Callable[[], bool], seconds: float) -> None:
    """Wait for something; fails when it does not come about in time."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_shares_are_fair_and_move_when_a_courier_is_killed_or_sent_home(url: str, tmp_path: Path) -> None:
    """Each machine takes its part; one that is killed delays talks by less than ten seconds, one that goes by none."""
    store = Store(url, wait=5)
    with Couriers.born(courier_environment(url, NOWHERE), tmp_path / "log") as couriers:
        until(lambda: sorted(owners(store).values()) == [4, 6, 6], 30)
        dead = couriers.kill()
        until(lambda: dead not in owners(store) and owners(store).total() == len(ALL_SHARDS), MOVED_WITHIN)
        until(lambda: len(owners(store)) == COURIERS and sorted(owners(store).values()) == [4, 6, 6], 30)
    assert owners(store).total() == 0
    store.close()
