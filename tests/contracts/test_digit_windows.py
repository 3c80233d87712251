"""What every store of loose digits promises, in memory and in a volatile Valkey alike."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis

from bot.adapters.redis.digit_windows import RedisDigitWindows
from bot.domain.errors import UnavailableError
from bot.domain.spread_numbers import KEPT_SECONDS, MOST_PARTS, Part
from tests.fakes.clock import StandingClock
from tests.fakes.vault import MemoryDigitWindows

ADA, BOB = "messenger:page:ada", "messenger:page:bob"


def part(number: int) -> Part:
    """One of many parts."""
    return Part(f"m{number}", f"{4242 + number}")


@pytest.fixture(params=["memory", pytest.param("valkey", marks=pytest.mark.real)])
def windows(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each store in turn."""
    if request.param == "memory":
        yield MemoryDigitWindows(StandingClock())
        return
    client = Redis.from_url(request.getfixturevalue("volatile_valkey"))
    yield RedisDigitWindows(client)
    client.close()


def test_parts_come_back_in_the_order_in_which_they_came(windows: Any) -> None:
    """Digits are compared as they were written, and those of others stay apart."""
    assert windows.add(ADA, part(0)) == (part(0),)
    assert windows.add(BOB, part(9)) == (part(9),)
    assert windows.add(ADA, part(1)) == (part(0), part(1))


def test_a_message_that_is_delivered_again_counts_once(windows: Any) -> None:
    """Half a number that comes twice is no whole one."""
    windows.add(ADA, part(0))
    windows.add(ADA, part(1))
    assert windows.add(ADA, part(0)) == (part(0), part(1))


def test_only_the_newest_parts_are_kept(windows: Any) -> None:
    """The window rolls on."""
    kept: tuple[Part, ...] = ()
    for number in range(MOST_PARTS + 7):
        kept = windows.add(ADA, part(number))
    assert kept == tuple(part(number) for number in range(7, MOST_PARTS + 7))


def test_what_is_forgotten_is_gone(windows: Any) -> None:
    """After a number was taken out nothing of it is kept."""
    windows.add(ADA, part(0))
    windows.forget(ADA)
    windows.forget(BOB)
    assert windows.add(ADA, part(1)) == (part(1),)


def test_in_memory_digits_are_gone_after_two_minutes() -> None:
    """Each part ends by itself, whatever comes after it."""
    clock = StandingClock()
    windows = MemoryDigitWindows(clock)
    windows.add(ADA, part(0))
    clock.moment += timedelta(seconds=KEPT_SECONDS - 1)
    assert windows.add(ADA, part(1)) == (part(0), part(1))
    clock.moment += timedelta(seconds=1)
    assert windows.add(ADA, part(2)) == (part(1), part(2))


@pytest.mark.real
def test_in_valkey_every_part_ends_after_two_minutes(volatile_valkey: str) -> None:
    """No key with digits lives longer than the two minutes of its own part, and there are only so many."""
    with Redis.from_url(volatile_valkey) as client:
        windows = RedisDigitWindows(client)
        windows.add(ADA, part(0))
        first = next(key for key in client.scan_iter() if key != f"digits:{ADA}".encode())
        client.expire(first, 30)
        for number in range(1, 4):
            windows.add(ADA, part(number))
        assert client.ttl(first) <= 30
        assert all(0 < client.ttl(key) <= KEPT_SECONDS for key in client.scan_iter())
        assert client.dbsize() == MOST_PARTS + 1


def test_a_store_that_is_away_says_so() -> None:
    """The inbox learns that nothing can be compared."""
    nobody = RedisDigitWindows(Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2))
    memory = MemoryDigitWindows(StandingClock())
    memory.away = True
    for windows in (nobody, memory):
        for act in (lambda w=windows: w.add(ADA, part(0)), lambda w=windows: w.forget(ADA)):
            with pytest.raises(UnavailableError):
                act()
