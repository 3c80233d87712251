"""Hours of the day, told by the clock or by its parts."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.hours import Hours, read_hours


def hours(text: str, *, english: bool = True) -> Hours:
    """The hours of a text."""
    folded = fold(text)
    return read_hours(tokenize(folded), folded, english=english)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("in the morning", (5, 12)),
        ("tonight", (18, 24)),
        ("after 6pm", (18, 24)),
        ("after 6:30 pm", (18, 24)),
        ("before noon", (0, 12)),
        ("no later than 17:30", (0, 18)),
        ("between 10 am and 3 pm", (10, 15)),
        ("between 2 and 4 pm", (14, 16)),
        ("around 7 pm", (18, 21)),
        ("leaving after 6", (18, 24)),
        ("leaving after 8", (8, 24)),
        ("before 12 am", None),
    ],
)
def test_hours_are_read_in_english(text: str, window: tuple[int, int] | None) -> None:
    """A traveller names a part of the day, an hour to be after or before, or two hours."""
    assert hours(text).departing == window


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("le soir", (18, 24)),
        ("départ après 18h", (18, 24)),
        ("vers 14h30", (13, 16)),
        ("entre 8h et 12h", (8, 12)),
        ("avant midi", (0, 12)),
        ("nach 18 Uhr", (18, 24)),
        ("vor 9 Uhr", (0, 9)),
        ("después de las 18h", (18, 24)),
        ("salir antes de las 9", (0, 9)),
    ],
)
def test_hours_are_read_in_the_other_languages(text: str, window: tuple[int, int]) -> None:
    """An hour of 24 is taken as written."""
    assert hours(text, english=False).departing == window


@pytest.mark.parametrize(
    ("text", "window"),
    [("arriving before 9", (0, 9)), ("i want to be in rome by noon", (0, 12)), ("arriver avant 10h", (0, 10))],
)
def test_hours_after_a_word_of_arriving_are_those_of_arrival(text: str, window: tuple[int, int]) -> None:
    """Who must be there at nine does not leave at nine."""
    assert hours(text) == Hours(None, window)


def test_both_ends_may_have_their_hours() -> None:
    """Read: "leave after 8 and arrive before 5 pm" says both."""
    assert hours("leave after 8 and arrive before 5 pm") == Hours((8, 24), (0, 17))


@pytest.mark.parametrize(
    "text",
    ["after 5 march", "from 5 to 12 june", "under 300", "before 15 july", "after 25 pm", "before 200 euros", "at 9"],
)
def test_other_numbers_are_no_hours(text: str) -> None:
    """Days, sums and hours that no clock has set nothing."""
    assert hours(text) == Hours()
