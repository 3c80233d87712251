"""Contrast as WCAG counts it, and colours that are read well enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.embedding.contrast import BLACK, LEAST, WHITE, contrast, is_colour, mix, readable

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [(BLACK, WHITE, 21.0), (WHITE, WHITE, 1.0), ("#777777", WHITE, 4.48), ("#0b5f6b", WHITE, 7.33)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """The figures are those of every contrast checker, whichever colour is named first."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.02)
    assert contrast(one, other) == contrast(other, one)


@given(colours, colours)
def test_a_readable_colour_is_read_on_its_paper(colour: str, paper: str) -> None:
    """Whatever the brand and the paper, what is written can be read."""
    found = readable(colour, paper)
    assert is_colour(found)
    assert contrast(found, paper) >= LEAST


@given(colours)
def test_a_colour_that_is_read_well_stays_as_it_is(colour: str) -> None:
    """Nobody's brand is changed without need."""
    if contrast(colour, WHITE) >= LEAST:
        assert readable(colour, WHITE) == colour


def test_where_nothing_is_read_well_the_better_end_is_taken() -> None:
    """On papers of every lightness there is no good colour, and still an answer."""
    assert readable("#777777", BLACK, "#808080", WHITE) in {BLACK, WHITE}


def test_colours_mix() -> None:
    """A share of one in another."""
    assert mix(WHITE, BLACK, 0.5) == "#808080"
    assert mix("#123456", WHITE, 1) == "#123456"


@pytest.mark.parametrize("text", ["", "red", "#fff", "#FFFFFF", "#12345g", "#0b5f6b;}", "#0b5f6b\n"])
def test_only_six_hexadecimal_digits_are_a_colour(text: str) -> None:
    """Nothing else ever reaches a style sheet."""
    assert not is_colour(text)
