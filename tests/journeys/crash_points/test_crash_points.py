"""Every story of a checkout, whole and killed at every point before and after each commit and each call."""

import pytest

from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.judge import faults
from tests.journeys.crash_points.plans import LONG, PLANS
from tests.journeys.crash_points.town import Town

EVERY = [pytest.param(name, marks=[pytest.mark.real] if name in LONG else []) for name in PLANS]


@pytest.mark.parametrize("name", PLANS)
def test_a_story_that_nothing_interrupts_ends_well(name: str) -> None:
    """A traveller gets tickets and pays their price once, or pays nothing and is told so."""
    town = Town(PLANS[name], Fuse()).play()
    assert faults(town) == []


@pytest.mark.parametrize("name", EVERY)
def test_a_story_ends_well_wherever_a_process_dies(name: str) -> None:
    """A traveller is neither charged twice nor left with money held, whatever instant a process of ours dies in."""
    points = len(Town(PLANS[name], Fuse()).play().fuse.passed)
    for point in range(1, points + 1):
        town = Town(PLANS[name], Fuse(point)).play()
        assert faults(town) == [], f"killed at {point}: {town.fuse.passed[point - 1]}"


@pytest.mark.real
@pytest.mark.parametrize("name", ["declined, then pays", "no tickets", "the authorization's answer is lost"])
def test_a_story_ends_well_when_the_second_try_dies_too(name: str) -> None:
    """Two deaths in one checkout, at any two points, leave nobody worse off than none."""
    points = len(Town(PLANS[name], Fuse()).play().fuse.passed)
    for first in range(1, points + 1):
        for second in range(first + 1, points + 1, 3):
            town = Town(PLANS[name], Fuse(first, second)).play()
            assert faults(town) == [], f"killed at {first} and {second}"


@pytest.mark.parametrize("point", range(1, 49))
def test_the_good_story_ends_with_tickets_wherever_a_process_dies(point: int) -> None:
    """A death costs the traveller at most a card typed twice: she still gets her tickets."""
    town = Town(PLANS["pays"], Fuse(point)).play()
    assert town.checkout is not None
    assert town.checkout.state == "paid"
