"""The machine's clock and its chance."""

from datetime import UTC, datetime, timedelta

from bot.adapters.clock import SystemClock, SystemIds


class _At(SystemClock):
    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


def test_the_time_is_in_utc() -> None:
    """Every moment that is stored can be compared with every other."""
    assert SystemClock().now().utcoffset() == timedelta(0)
    assert abs(SystemClock().now() - datetime.now(tz=UTC)) < timedelta(seconds=5)


def test_ids_carry_their_prefix_and_never_repeat() -> None:
    """Two payments never share an id."""
    ids = SystemIds()
    made = {ids.new("pay") for _ in range(1000)}
    assert len(made) == 1000
    assert all(one.startswith("pay_") and len(one) == len("pay_") + 26 for one in made)


def test_later_ids_sort_later() -> None:
    """Rows listed by id are listed by age, over years and to the millisecond."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(milliseconds=step**7) for step in range(60)]
    made = [SystemIds(_At(moment)).new("o") for moment in moments]
    assert made == sorted(made)


def test_random_bytes_have_the_wished_length_and_differ() -> None:
    """A secret link cannot be guessed."""
    ids = SystemIds()
    assert len(ids.random(16)) == 16
    assert ids.random(16) != ids.random(16)
