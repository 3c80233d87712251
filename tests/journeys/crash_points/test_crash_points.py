"""Every story of a checkout, whole and killed at every point before and after each commit and each call."""

import pytest

from tests import long
from tests.journeys.crash_points.deaths import firsts
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.judge import faults
from tests.journeys.crash_points.plans import LONG, PLANS
from tests.journeys.crash_points.town import Town

IN_SHORT = 3
"""Of a story with many look-ups every third point is played, and each in the long form and by the command."""

EVERY = [pytest.param(name, marks=[pytest.mark.real] if name in LONG else []) for name in PLANS]


@pytest.mark.parametrize("name", PLANS)
def test_a_story_that_nothing_interrupts_ends_well(name: str) -> None:
    """A traveller gets tickets and pays their price once, or pays nothing and is told so."""
    town = Town(PLANS[name], Fuse()).play()
    assert faults(town) == []


@pytest.mark.parametrize("name", EVERY)
def test_a_story_ends_well_wherever_a_process_dies(name: str) -> None:
    """A traveller is neither charged twice nor left with money held, whatever instant a process of ours dies in."""
    every = 1 if long.LONG or name not in LONG else IN_SHORT
    assert firsts(name, every=every)[0].found == ()


@pytest.mark.parametrize("point", range(1, 49))
def test_the_good_story_ends_with_tickets_wherever_a_process_dies(point: int) -> None:
    """A death costs the traveller at most a card typed twice: she still gets her tickets."""
    town = Town(PLANS["pays"], Fuse(point)).play()
    assert town.checkout is not None
    assert town.checkout.state == "paid"
