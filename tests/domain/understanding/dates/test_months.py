"""Months told from airports and other words."""

import pytest

from bot.domain.understanding.dates.months import is_month, month_names
from bot.domain.understanding.dates.tokens import fold, tokenize


@pytest.mark.parametrize(
    ("text", "at", "month"),
    [
        ("JAN 18", 0, True),
        ("18 de ENE", 2, True),
        ("veintinueve de ENE", 2, True),
        ("le 1er AUG", 2, True),
        ("MAR del Plata", 0, False),
        ("from JAN to LHR", 1, False),
        ("18 adults", 1, False),
    ],
)
def test_a_name_beside_a_day_is_a_month(text: str, at: int, month: bool) -> None:  # noqa: FBT001
    """JAN, AUG and ABR are airports as well: the number beside tells."""
    assert is_month(tokenize(fold(text)), at) is month


def test_all_languages_are_known() -> None:
    """A month may be typed in any of the four languages."""
    assert {"january", "janvier", "enero", "januar"} <= month_names()
