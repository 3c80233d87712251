"""What is told of a trial: a difference where there is one, and honestly nothing where few have paid."""

from math import sqrt
from random import Random

import pytest

from bot.domain.flow.conversion import Taken, interval, told


def test_a_difference_is_told_with_how_sure_it_is() -> None:
    """Of a thousand each, 100 against 160 is no chance; the words say how many more, and that one in twenty errs."""
    (sentence,) = told(("old", "new"), {"old": Taken(1000, 100), "new": Taken(1000, 160)})
    assert sentence.startswith("new 16.0 %, old 10.0 %: of a hundred who take new, 3.0 to 8.9 more pay than of those")
    assert "one of twenty" in sentence


def test_fewer_is_told_as_well() -> None:
    """A way that loses bookings says so, the smaller figure first."""
    (sentence,) = told(("old", "new"), {"old": Taken(1000, 160), "new": Taken(1000, 100)})
    assert "3.0 to 8.9 fewer pay" in sentence


def test_what_chance_could_make_is_no_difference() -> None:
    """Both ends of what is possible are told."""
    (sentence,) = told(("old", "new"), {"old": Taken(200, 20), "new": Taken(200, 24)})
    assert "no difference that chance could not make" in sentence
    assert "between 4.2 fewer and 8.2 more" in sentence


@pytest.mark.parametrize("few", [Taken(), Taken(9, 9), Taken(1000, 9), Taken(1000, 991)])
def test_too_few_are_said_to_be_too_few(few: Taken) -> None:
    """Nine against ninety may look like much and tells nothing, whichever way it is."""
    for taken in ({"old": few, "new": Taken(1000, 90)}, {"old": Taken(1000, 90), "new": few}):
        (sentence,) = told(("old", "new"), taken)
        assert "too few yet" in sentence
        assert "more pay" not in sentence


def test_each_way_is_compared_with_the_first() -> None:
    """Three ways make two sentences; one way, or none, makes none."""
    assert len(told(("a", "b", "c"), {})) == 2
    assert told(("a",), {"a": Taken(50, 20)}) == ()
    assert told((), {}) == ()


def test_the_interval_is_agresti_and_caffos() -> None:
    """As worked out by hand for 7 of 10 against 2 of 10, and never beyond all or nothing."""
    low, high = interval(Taken(10, 2), Taken(10, 7))
    first, second = 3 / 12, 8 / 12
    error = 1.96 * sqrt(first * (1 - first) / 12 + second * (1 - second) / 12)
    assert (low, high) == pytest.approx((second - first - error, second - first + error))
    assert interval(Taken(), Taken(5, 5))[1] == 1.0


def test_where_nothing_differs_the_interval_seldom_says_so() -> None:
    """Of a thousand trials in which both ways are the same, about one in twenty errs."""
    chance = Random(7)  # noqa: S311  the same trials at each run
    wrong = 0
    for _ in range(1000):
        one, other = (Taken(300, sum(chance.random() < 0.1 for _ in range(300))) for _ in range(2))
        low, high = interval(one, other)
        wrong += low > 0 or high < 0
    assert 25 <= wrong <= 75


def test_nobody_is_no_share() -> None:
    """An empty way is nought per cent, not an error."""
    assert (Taken().share, Taken(4, 1).share) == (0.0, 0.25)
