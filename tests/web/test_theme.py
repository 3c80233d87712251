"""A site's look as style sheets: the brand where it fills, and a brand that is read well where it is written."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.embedding.contrast import LEAST, contrast, is_colour, mix
from bot.domain.embedding.sites import Theme
from bot.web import theme

BASE = (Path(theme.__file__).parent / "static" / "base.css").read_text(encoding="utf-8")


def _written(css: str, token: str) -> tuple[str, str]:
    found = re.search(rf"{token}: light-dark\((#\w+), (#\w+)\)", css)
    assert found is not None
    return found[1], found[2]


@given(st.integers(0, 0xFFFFFF))
def test_links_are_read_well_in_both_schemes_whatever_the_brand(number: int) -> None:
    """On every paper of the page and on the tint, by WCAG's contrast for text."""
    css = theme.page_css(Theme(brand=f"#{number:06x}"))
    links, tints = _written(css, "--link"), _written(css, "--tint")
    for link, tint, papers in zip(links, tints, (theme.LIGHT, theme.DARK), strict=True):
        assert is_colour(link)
        assert all(contrast(link, paper) >= LEAST for paper in (*papers, tint))


def test_the_papers_are_those_of_the_page() -> None:
    """What contrast is counted on is what the page has."""
    for name, light, dark in zip(("paper", "surface", "sunk"), theme.LIGHT, theme.DARK, strict=True):
        assert f"--{name}: light-dark({light}, {dark});" in BASE


def test_what_is_written_on_a_tint_is_read_there_too() -> None:
    """An agent's bubble in the loudest brand holds the page's own ink."""
    for ink, papers in (("#17191c", theme.LIGHT), ("#eceef0", theme.DARK)):
        assert contrast(ink, mix("#ffd400", papers[1], 0.12)) > LEAST


@pytest.mark.parametrize(
    ("look", "page", "launcher"),
    [
        (Theme(), "color-scheme: light dark;", "--left: auto; --right: 20px;"),
        (Theme(scheme="dark", position="left"), "color-scheme: dark;", "--left: 20px; --right: auto;"),
        (Theme(radius=0), "--radius: 0px;", "--radius: 0px;"),
        (Theme(font="Inter, Open Sans"), '"Inter", "Open Sans", system-ui', '"Inter", "Open Sans", system-ui'),
        (Theme("#102030", "#ffffff"), "--accent: #102030;", "--brand: #102030; --on: #ffffff;"),
    ],
)
def test_each_token_arrives(look: Theme, page: str, launcher: str) -> None:
    """All six, in the frame and on the host page."""
    assert page in theme.page_css(look)
    assert launcher in theme.launcher_css(look)
