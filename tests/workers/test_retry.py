"""How long to wait: spread out, longer each time, never less than was asked for."""

from hypothesis import given
from hypothesis import strategies as st

from workers.retry import delay

whole = st.integers(1, 10_000)


def longest(_: float, most: float) -> float:
    """Chance at its worst."""
    return most


@given(whole)
def test_waiting_never_exceeds_five_minutes(tries: int) -> None:
    """However long an outage, what waits is tried again within five minutes of its end."""
    assert 0 <= delay(tries) <= 300


def test_each_failure_doubles_the_longest_wait() -> None:
    """A platform in trouble is left in peace."""
    assert [delay(tries, chance=longest) for tries in range(1, 6)] == [1, 2, 4, 8, 16]


def test_chance_spreads_the_whole_way() -> None:
    """Those who failed together do not come back together."""
    assert len({round(delay(8), 3) for _ in range(50)}) > 40


@given(st.floats(0, 86_400), whole)
def test_what_the_other_side_asks_for_is_granted(asked: float, tries: int) -> None:
    """A platform that says "in ten minutes" is not asked before."""
    assert delay(tries, asked=asked) >= asked
