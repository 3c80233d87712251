"""The line before the desk: one's place, and a wait that is told only when it is known."""

import pytest

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.hours import Hours
from bot.domain.staff.person import Person
from bot.ports.talk_records import Take
from bot.services import desk, turns
from bot.services.waiting_line import Place, expected_minutes, place_of
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

ANN, BEN = "webchat:TF:ann", "webchat:TF:ben"
MINUTE = 60_000


@pytest.fixture
def stage() -> Bench:
    """Ann, then Ben, have asked for a person."""
    stage = bench()
    for thread in (ANN, BEN):
        turns.take(stage.runtime, thread, ChoiceTapped(f"t-{thread}", 1, "go:person"))
        stage.clock.pass_time(seconds=30)
    return stage


def test_each_moves_up_when_the_first_is_taken(stage: Bench) -> None:
    """Nobody waits behind somebody who is being served."""
    assert place_of(stage.runtime, ANN) == Place(1)
    assert place_of(stage.runtime, BEN) == Place(2)
    desk.take(stage.runtime, ANN, Person("agt_1", "Ana"))
    assert place_of(stage.runtime, ANN) is None
    assert place_of(stage.runtime, BEN) == Place(1)


def test_who_goes_back_to_the_assistant_leaves_the_line(stage: Bench) -> None:
    """The way back frees one's place."""
    turns.take(stage.runtime, ANN, ChoiceTapped("back", 2, "go:bot"))
    assert place_of(stage.runtime, ANN) is None
    assert place_of(stage.runtime, BEN) == Place(1)


def test_a_take_tells_how_long_it_was_waited_for(stage: Bench) -> None:
    """The wait is counted from asking to being taken, and only for who waited."""
    ana = Person("agt_1", "Ana")
    desk.take(stage.runtime, ANN, ana)
    desk.hand_back(stage.runtime, ANN, ana)
    desk.take(stage.runtime, ANN, ana)
    assert [take.waited for take in stage.archive.taken] == [60_000, 0]


def test_the_wait_is_what_the_last_hour_tells(stage: Bench) -> None:
    """Takes of long ago tell nothing about now."""
    now = int(stage.clock.now().timestamp() * 1000)
    old = now - 2 * 3600 * 1000
    stage.archive.taken = [Take(old + n, 50 * MINUTE) for n in range(5)]
    assert place_of(stage.runtime, BEN) == Place(2)
    stage.archive.taken += [Take(now - n * 10 * MINUTE, 2 * MINUTE) for n in (3, 2, 1)]
    assert place_of(stage.runtime, BEN) == Place(2, 4)


def test_while_nobody_is_there_no_time_is_promised(stage: Bench) -> None:
    """Outside business hours the last hour tells nothing about the next."""
    now = int(stage.clock.now().timestamp() * 1000)
    stage.archive.taken = [Take(now - n * 10 * MINUTE, 2 * MINUTE) for n in (3, 2, 1)]
    assert place_of(stage.runtime, BEN) == Place(2, 4)
    stage.archive.oversight.keep_hours("", Hours("UTC", ()))
    assert place_of(stage.runtime, BEN) == Place(2)


@pytest.mark.parametrize(
    ("takes", "number", "minutes"),
    [
        ((), 1, 0),
        ([(10, 2), (20, 2)], 1, 0),
        ([(10, 2), (30, 2), (50, 2)], 1, 2),
        ([(10, 2), (30, 2), (50, 2)], 3, 6),
        ([(10, 2), (12, 4), (14, 6), (16, 8)], 5, 10),
        ([(10, 10), (11, 10), (12, 10), (13, 10)], 1, 3),
        ([(1, 0.01), (2, 0.01), (3, 0.01)], 1, 1),
        ([(10, 30), (40, 30), (70, 30)], 5, 0),
    ],
    ids=["nobody", "too few", "alone", "third", "a queue", "many agents", "at once", "too long"],
)
def test_a_place_costs_the_time_between_takes_while_somebody_waits(
    takes: list[tuple[float, float]], number: int, minutes: int
) -> None:
    """Whether travellers come one by one or all at once, the promise is neither idle nor frightening."""
    found = tuple(Take(NOW_MS + int(at * MINUTE), int(waited * MINUTE)) for at, waited in takes)
    assert expected_minutes(found, number) == minutes
