"""What staff may not read in the audit is taken out of words, and amounts and ids stay what they are."""

import pytest

from bot.domain.staff.hiding import hidden, hidden_data, hidden_words


@pytest.mark.parametrize(
    "text", ["call 07700 900123", "call 0044 7700 900123", "06 12 34 56 78 rang", "+44 7700 900123", "zoe@example.org"]
)
def test_contacts_of_every_form_are_masked_in_words(text: str) -> None:
    """National numbers as well as those with a plus."""
    shown = hidden_words(text)
    assert "900123" not in shown
    assert "12 34 56" not in shown
    assert "zoe@" not in shown


def test_amounts_moments_and_days_are_no_telephone_numbers() -> None:
    """Data keeps its numbers: 17,490.00 euro and a moment in milliseconds have as many digits as a telephone."""
    data = {"amount": 1749000, "at": 1764460800000, "day": "2026-11-30", "why": ["call 07700 900123", None, True]}
    assert hidden_data(data) == {**data, "why": ["call •••• ••0123", None, True]}
    assert hidden('{"amount":1749000}') == '{"amount":1749000}'
