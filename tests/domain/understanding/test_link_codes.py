"""Codes that link chats: made so that nobody mixes them up, and read however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.understanding.link_codes import ALPHABET, is_nearly_code, make_code, read_code, show_code

CODE = "BCDFGH23"


@given(st.binary(min_size=16, max_size=64))
def test_a_code_has_eight_signs_that_nobody_mixes_up(chance: bytes) -> None:
    """It begins with a letter, holds no vowel and no 0, 1 or L, and is read back as it was shown."""
    code = make_code(chance)
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("AEIOUL01")
    assert code[0].isalpha()
    assert read_code(show_code(code), awaited=False) == code


def test_other_chance_gives_another_code() -> None:
    """Nobody's code is another's."""
    assert len({make_code(number.to_bytes(16)) for number in range(2000)}) == 2000


@pytest.mark.parametrize("text", ["BCDF-GH23", "bcdf-gh23", "BCDFGH23", " bcdf gh23. ", "«BCDF–GH23»", "BCDF\nGH23"])
def test_a_message_that_is_a_code_is_one_at_any_time(text: str) -> None:
    """Typed in small letters, with a blank, a dash or a full stop."""
    assert read_code(text, awaited=False) == CODE


def test_among_other_words_a_code_is_read_where_one_is_awaited() -> None:
    """After the question it may stand in a sentence; before it, a sentence is about something else."""
    assert read_code("my code is BCDF-GH23, thanks", awaited=True) == CODE
    assert read_code("my code is BCDF-GH23, thanks", awaited=False) == ""


@pytest.mark.parametrize(
    "text",
    ["December", "Saturday", "rhythms", "2345 6789", "K7QM2X", "BCDF-GH2", "BCDF-GH234", "BCDF-GH23 or DFGH-JK45",
     "BCDFGH0I", "x" * 300, f"{'blah ' * 40} BCDF-GH23", ""],
)  # fmt: skip
def test_words_numbers_and_references_are_no_codes(text: str) -> None:
    """A month, a telephone number, a booking reference, two codes at once."""
    assert read_code(text, awaited=True) == ""


def test_what_was_meant_as_a_code_is_told_from_words() -> None:
    """A sign too few, or a zero, is answered with what a code looks like; a word or a day is not."""
    assert all(is_nearly_code(text) for text in ("BCDF-GH2", "BCDF-GH0I", "bcdf gh231"))
    assert not any(is_nearly_code(text) for text in ("December", "24 July", "Paris", "12345678", ""))
