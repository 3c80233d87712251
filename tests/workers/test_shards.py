"""Shares of the journal: fair, leased for seconds, free within ten when somebody dies."""

import pytest

from tests.builders.house import House, house
from workers import shards
from workers.shards import RENEW_SECONDS, TTL_MS, Shards


class Time:
    """The processes' own clock, moved together with the store's."""

    def __init__(self, home: House) -> None:
        self.home, self.now = home, 100.0

    def __call__(self) -> float:
        """The time, in seconds."""
        return self.now

    def move(self, seconds: float) -> None:
        """Let time pass everywhere."""
        self.now += seconds
        self.home.clock.move(seconds=seconds)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The time of a house."""
    time = Time(house())
    monkeypatch.setattr(shards, "monotonic", time)
    return time


def process(time: Time, owner: str) -> Shards:
    """One process."""
    return Shards(time.home.runtime, "courier", owner=owner)


def test_who_is_alone_owns_everything_and_is_told_so_once(time: Time) -> None:
    """One small process serves a whole airline."""
    one = process(time, "one")
    assert len(one.renew()) == 16
    time.move(RENEW_SECONDS)
    assert one.renew() == ()
    assert one.renew() == ()
    assert len(one.owned) == 16


def test_what_a_dead_process_owned_is_taken_over_within_ten_seconds(time: Time) -> None:
    """A courier that is killed delays its travellers by less than ten seconds."""
    dead, alive = process(time, "dead"), process(time, "alive")
    dead.renew()
    assert alive.renew() == ()
    waited = 0.0
    while not alive.renew():
        time.move(0.5)
        waited += 0.5
    assert waited < 10
    assert waited <= TTL_MS / 1000 + RENEW_SECONDS
    assert len(alive.owned) == 16


def test_three_share_as_evenly_as_sixteen_can_be_shared(time: Time) -> None:
    """Each further machine takes its part."""
    three = [process(time, name) for name in ("a", "b", "c")]
    for _ in range(3):
        for one in three:
            one.renew()
        time.move(RENEW_SECONDS)
    assert sorted(len(one.owned) for one in three) == [4, 6, 6]


def test_after_an_error_everything_is_asked_for_again_at_once(time: Time) -> None:
    """What was lost while Redis was away is noticed before anything is sent."""
    one = process(time, "one")
    one.renew()
    time.home.memory.forget()
    one.lose()
    one.renew()
    assert len(time.home.memory.leases) == 16


def test_what_is_given_back_is_free_at_once(time: Time) -> None:
    """A deployment does not wait for leases to end."""
    one, two = process(time, "one"), process(time, "two")
    one.renew()
    one.release()
    assert len(two.renew()) == 16
