"""Proves bot/simulators/rates.py."""

from bot.simulators.rates import Pace, Rate


def test_a_rate_allows_so_many_in_any_span() -> None:
    """Who waited as long as asked may call again, not a moment earlier."""
    rate = Rate(2, 1000)
    assert [rate.take(at) for at in (0, 999, 999, 1000, 1500, 1999)] == [True, True, False, True, False, True]
    assert rate.used(1999) == 2
    assert rate.used(9000) == 0


def test_a_pace_lends_a_burst_against_the_time_to_come() -> None:
    """45 at once, then one in six seconds; a whole burst is there again when the loan is paid back."""
    pace = Pace(6000, 45)
    assert sum(pace.take("ben", 0) for _ in range(60)) == 45
    assert [pace.take("ben", at) for at in (5999, 6000, 6000, 12_000)] == [False, True, False, True]
    assert sum(pace.take("ben", 10**6) for _ in range(60)) == 45
    assert pace.take("ada", 0), "nobody waits for another"
