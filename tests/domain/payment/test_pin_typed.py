"""A PIN in a chat: digits that may be one are gone, days and short numbers stay."""

import pytest

from bot.domain.payment.pin_typed import PIN_REMOVED, without_pin


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("4711", PIN_REMOVED),
        ("my PIN is 4711", f"my PIN is {PIN_REMOVED}"),
        ("4 7 1 1", PIN_REMOVED),
        ("47-11", PIN_REMOVED),
        ("c'est 12345678, merci", f"c'est {PIN_REMOVED}, merci"),
        ("4711 or 0815?", f"{PIN_REMOVED} or {PIN_REMOVED}?"),
        ("٤٧١١", PIN_REMOVED),
        ("\uff14\uff17\uff11\uff11", PIN_REMOVED),
    ],
)
def test_what_may_be_a_pin_is_taken_out(text: str, clean: str) -> None:
    """Alone, in a sentence, with separators, in digits of any script; what stands around it stays."""
    assert without_pin(text) == clean


@pytest.mark.parametrize(
    "text", ["", "2", "at 9", "123", "on 12/12/2026", "4.12.26", "2026-12-04", "TF1234", "123456789"]
)
def test_what_cannot_be_one_stays(text: str) -> None:
    """Days, choices, flight numbers and long numbers are words like others."""
    assert without_pin(text) is None
