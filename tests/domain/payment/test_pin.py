"""PINs: what may be one, how wrong ones lock it, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.payment.pin import (
    FIRST_LOCK,
    LONGEST_LOCK,
    MOST_WRONG,
    Pin,
    after_right,
    after_wrong,
    is_easy,
    is_shaped,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FRESH = Pin("trv_1", "hash", NOW)


def wrong(pin: Pin, times: int, now: datetime = NOW) -> Pin:
    """The PIN after so many wrong guesses."""
    for _ in range(times):
        pin = after_wrong(pin, now)
    return pin


@pytest.mark.parametrize("text", ["1379", "24680", "13579246"])
def test_four_to_eight_digits_may_be_one(text: str) -> None:
    """As short as at a cash machine, as long as a date."""
    assert is_shaped(text)
    assert not is_easy(text)


@pytest.mark.parametrize("text", ["", "137", "135792468", "13a9", "1 379", "١٣٧٩", "-137", "13.9"])
def test_nothing_else_may(text: str) -> None:
    """Digits of other scripts look alike and are typed with another keyboard: they are refused, not translated."""
    assert not is_shaped(text)


@pytest.mark.parametrize("text", ["0000", "1111", "1234", "9876", "01234567", "77777777"])
def test_what_anybody_tries_first_is_too_easy(text: str) -> None:
    """One digit throughout, or digits in a row."""
    assert is_easy(text)


@pytest.mark.parametrize("text", ["1357", "1122", "9012", "1230"])
def test_other_patterns_are_left_to_the_lock(text: str) -> None:
    """No list of forbidden PINs is ever complete."""
    assert not is_easy(text)


def test_four_wrong_ones_lock_nothing_and_the_fifth_does() -> None:
    """The count that is told is the count that is left."""
    pin = wrong(FRESH, MOST_WRONG - 1)
    assert (pin.left, pin.is_locked(NOW)) == (1, False)
    locked = after_wrong(pin, NOW)
    assert locked.locked_until == NOW + FIRST_LOCK
    assert locked.is_locked(NOW)
    assert not locked.is_locked(NOW + FIRST_LOCK)
    assert (locked.wrong, locked.locks) == (0, 1)


def test_each_lock_is_twice_as_long_up_to_a_day() -> None:
    """Whoever guesses on gets five tries a day in the end: four digits last for years."""
    pin, lengths = FRESH, []
    for _ in range(10):
        pin = wrong(pin, MOST_WRONG)
        assert pin.locked_until is not None
        lengths.append(pin.locked_until - NOW)
    assert lengths[:4] == [FIRST_LOCK, FIRST_LOCK * 2, FIRST_LOCK * 4, FIRST_LOCK * 8]
    assert set(lengths[7:]) == {LONGEST_LOCK}


def test_the_right_one_begins_anew() -> None:
    """A traveller who remembers in the end pays for no slip of last week."""
    pin = after_right(wrong(FRESH, MOST_WRONG * 3 + 2))
    assert pin == FRESH


@given(st.lists(st.sampled_from(["wrong", "right", "wait"]), max_size=60))
def test_no_history_gives_more_than_five_tries_before_a_lock(acts: list[str]) -> None:
    """Between two right ones nobody guesses six times without waiting."""
    pin, now, guessed = FRESH, NOW, 0
    for act in acts:
        if act == "wait":
            now += timedelta(minutes=7)
        elif not pin.is_locked(now):
            if pin.locked_until is not None and now >= pin.locked_until and pin.wrong == 0:
                guessed = 0
            pin = after_wrong(pin, now) if act == "wrong" else after_right(pin)
            guessed = guessed + 1 if act == "wrong" else 0
            assert guessed <= MOST_WRONG
            assert 0 <= pin.wrong < MOST_WRONG
            assert pin.is_locked(now) == (guessed == MOST_WRONG)
