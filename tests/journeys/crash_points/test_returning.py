"""Every story after the sale, whole and killed at every point before and after each commit and each call."""

import pytest

from bot.domain.conversation.aftersale_events import BookingCancelled
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.judge import faults
from tests.journeys.crash_points.return_plans import LONG, PLANS
from tests.journeys.crash_points.returning_town import OTHER, ReturningTown, moved, refused

EVERY = [pytest.param(name, marks=[pytest.mark.real] if name in LONG else []) for name in PLANS]


def judged(town: ReturningTown) -> list[str]:
    """Every promise that was broken: about the money, and about what the traveller was told."""
    found, plan = faults(town), town.returning
    if town.count(BookingCancelled) != int(bool(plan.chats) and not plan.keeps):
        found.append("she was not told once that the booking is cancelled")
    if plan.keeps and "kept" not in refused(town):
        found.append("she was not told that it stays")
    expected = len(plan.gives) + int(bool(plan.chats) and not plan.keeps)
    if plan.fails and not moved(town, "failed"):
        found.append("she was not told that the refund failed")
    if not plan.fails and moved(town, "done") != expected:
        found.append(f"she was told of {moved(town, 'done')} refunds")
    return found


@pytest.mark.parametrize("name", PLANS)
def test_a_story_after_the_sale_that_nothing_interrupts_ends_well(name: str) -> None:
    """A traveller who cancels gets back what she was told, once, or keeps her tickets."""
    assert judged(ReturningTown(PLANS[name], Fuse()).play()) == []


@pytest.mark.parametrize("name", EVERY)
def test_a_story_after_the_sale_ends_well_wherever_a_process_dies(name: str) -> None:
    """Whatever instant a process of ours dies in, nothing goes back twice and nothing is forgotten."""
    whole = ReturningTown(PLANS[name], Fuse()).play()
    assert whole.began_after > 0
    for point in range(whole.began_after + 1, len(whole.fuse.passed) + 1):
        town = ReturningTown(PLANS[name], Fuse(point)).play()
        assert judged(town) == [], f"killed at {point}: {town.fuse.passed[point - 1]}"


@pytest.mark.real
@pytest.mark.parametrize(
    "name", ["cancels later and gets the taxes", "two equal parts are given, and an answer is lost"]
)
def test_a_story_after_the_sale_ends_well_when_the_second_try_dies_too(name: str) -> None:
    """Two deaths, at any two points, leave nobody worse off than none."""
    whole = ReturningTown(PLANS[name], Fuse()).play()
    points = range(whole.began_after + 1, len(whole.fuse.passed) + 1)
    for first in points:
        for second in range(first + 1, points.stop + 2, 2):
            town = ReturningTown(PLANS[name], Fuse(first, second)).play()
            assert judged(town) == [], f"killed at {first} and {second}"


def test_the_second_of_two_taps_is_answered() -> None:
    """Who taps in another chat learns that the booking is being cancelled, or is."""
    town = ReturningTown(PLANS["cancel is tapped twice in two chats"], Fuse()).play()
    assert set(refused(town)) <= {"under_way", "cancelled"}
    assert refused(town)


def test_the_chat_in_which_she_asked_is_told_as_well() -> None:
    """Who cancels in one chat does not have to look into the other."""
    town = ReturningTown(PLANS["cancel is tapped in the other chat"], Fuse()).play()
    told = [debt.event for debt in town.talk.debts.values() if debt.thread == OTHER]
    assert any(isinstance(event, BookingCancelled) for event in told)
