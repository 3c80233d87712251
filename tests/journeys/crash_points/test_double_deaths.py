"""Two deaths in one checkout, at every two points; `python -m tests.journeys.crash_points` does it for every story."""

import pytest

from tests.journeys.crash_points import deaths
from tests.journeys.crash_points.deaths import Told, doubles, firsts, points_of
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.judge import faults
from tests.journeys.crash_points.plans import PLANS
from tests.journeys.crash_points.state import left_behind
from tests.journeys.crash_points.town import Town

STORIES = ("pays", "no tickets", "saves a card")


@pytest.mark.real
@pytest.mark.parametrize("name", STORIES)
def test_a_story_ends_well_when_the_second_try_dies_too(name: str) -> None:
    """Two deaths in one checkout, at any two points, leave nobody worse off than none."""
    told = doubles(name)
    assert told.found == ()
    assert told.played > points_of(name)


@pytest.mark.parametrize("points", [(11, 23), (17, 23)])
def test_a_removal_after_the_bank_was_asked_hides_no_answer(points: tuple[int, int]) -> None:
    """Whoever was killed just after the bank said yes finds that yes, though the method is gone by then."""
    town = Town(PLANS["removes the saved card before the bank is asked"], Fuse(*points)).play()
    assert faults(town) == []


def test_a_death_that_leaves_the_same_behind_is_played_once() -> None:
    """Dying just after a commit and just before the next call are the same to whoever comes after."""
    told, lengths, left = firsts("pays")
    assert (told.found, told.played, len(left)) == ((), len(lengths), len(lengths))
    assert told.same > 0


def test_what_was_passed_over_ends_as_what_was_played() -> None:
    """Deaths that leave the same behind have the same end, so that passing one over hides nothing."""
    ends: dict[bytes, set[str]] = {}
    for point in range(1, points_of("saves a card") + 1):
        town, left = Town(PLANS["saves a card"], Fuse(point)), list[bytes]()
        town.on_death = lambda dead, left=left: left.append(left_behind(dead))  # type: ignore[misc]
        ends.setdefault(_first(left, town), set()).add(_end(town))
    assert all(len(end) == 1 for end in ends.values())


def _first(left: list[bytes], town: Town) -> bytes:
    town.play()
    return left[0]


def _end(town: Town) -> str:
    checkout = town.checkout
    attempts = [(one.operation, one.result) for one in checkout.payments[0].attempts] if checkout else []
    return f"{checkout and checkout.state} {attempts} {len(town.told)} {town.gateway.records().moved('captured')}"


def test_the_command_tells_what_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken promise is told with the points that repeat it, and is not passed over in a sum."""
    monkeypatch.setattr(deaths, "faults", lambda _: ["a promise"])
    told, *_ = firsts("pays")
    assert told.found[0].points == (1,)
    assert (told + Told(1)).played == told.played + 1
    assert len(told.found) == told.played
