"""Numbers that are no dates."""

import pytest

from bot.domain.understanding.masks import MASKED, mask


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("4242 4242 4242 4242", ""),
        ("under 300 euros", "under"),
        ("$12 on 27 december", "on 27 december"),
        ("af 1234 on 5 june", "on 5 june"),
        ("5 june at 5pm", "5 june"),
        ("5 mai 15:30", "5 mai"),
        ("demain a 14h", "demain"),
        ("5 mai gegen 15 uhr", "5 mai"),
        ("me@example.com", ""),
        ("+33 6 12 34 56 78", ""),
    ],
)
def test_prices_times_flights_cards_and_phones_are_masked(text: str, left: str) -> None:
    """No price, time or card number is ever read as a day."""
    assert " ".join(mask(text).replace(MASKED, " ").split()) == left


@pytest.mark.parametrize(
    "text", ["5 june 2026", "12/03/2026", "on 2013-03-03", "may 2014", "2 adults", "14. - 15.10.2018"]
)
def test_dates_and_counts_stay(text: str) -> None:
    """What may be a date is left alone."""
    assert mask(text) == text


def test_nothing_moves() -> None:
    """The masked text is as long as the text, so that words keep their places."""
    text = "fly af 1234 for 300 eur at 5pm to st. louis"
    assert len(mask(text)) == len(text)
