"""Pacing: bursts, waiting, and forgetting."""

from hypothesis import given
from hypothesis import strategies as st

from workers.pacing import PERSON, AccountPace, Pace, People


def test_a_person_may_be_written_to_forty_times_at_once_and_then_every_six_seconds() -> None:
    """A booking's worth of messages comes at once; who talks on is not refused."""
    people = People()
    assert people.allowed("ada", 100) == 40
    people.spend("ada", 40, 100)
    assert (people.allowed("ada", 100), people.wait("ada", 100)) == (0, 6)
    assert people.allowed("ada", 106) == 1
    assert people.allowed("ada", 100 + 60) == 10
    assert people.allowed("ada", 1000) == 40


def test_more_than_was_allowed_is_made_up_for() -> None:
    """A message of three parts is not cut in the middle; the next one waits for it."""
    people = People()
    people.spend("ada", 42, 0)
    assert people.allowed("ada", 17.9) == 0
    assert people.allowed("ada", 18) == 1


def test_only_who_was_written_to_of_late_is_remembered() -> None:
    """A courier that runs for months does not remember everybody."""
    people = People()
    for number in range(1000):
        people.spend(f"{number}", 1, number)
    assert len(people) <= 7


def test_a_burst_to_one_person_does_not_keep_everybody_else_remembered_for_ever() -> None:
    """The memory is bounded by what may be written in a few minutes."""
    people = People()
    people.spend("ada", 40, 0)
    for number in range(1000):
        people.spend(f"{number}", 1, number / 2)
    assert len(people) <= 13


def test_a_pause_is_never_shortened() -> None:
    """The longest wait that the platform asked for counts."""
    pace = AccountPace(0)
    pace.pause(50)
    pace.pause(20)
    assert (pace.wait(10), pace.wait(50)) == (40, 0)


@given(
    seconds=st.sampled_from([6.0, 1 / 80, 1 / 300, 0.5]),
    burst=st.integers(1, 50),
    gaps=st.lists(st.floats(0, 20), max_size=80),
)
def test_no_pace_is_ever_exceeded(seconds: float, burst: int, gaps: list[float]) -> None:
    """In any stretch of time no more is sent than the burst and what the stretch allows."""
    pace, ahead, now, sent = Pace(seconds, burst), 0.0, 0.0, list[float]()
    for gap in gaps:
        now += gap
        allowed = pace.allowed(ahead, now)
        assert (allowed >= 1) == (pace.wait(ahead, now) <= 1e-6)
        ahead = max(ahead, now) + allowed * seconds
        sent += [now] * allowed
    for first, begun in enumerate(sent):
        for last in range(first, len(sent)):
            assert last - first + 1 <= burst + (sent[last] - begun) / seconds + 1e-6


def test_some_of_what_the_platform_lends_is_left() -> None:
    """WhatsApp lends forty-five messages; dots and what we forgot to count are among them."""
    assert (PERSON.seconds, PERSON.burst) == (6.0, 40)
