"""Words that fit: nothing is longer than allowed, nothing is cut inside a character, nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation.fitting import Measure, clip, octets, split, units

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
FLAG = "🇫🇷"
WAVE = "👋🏽"
PARTS = ["a", "b ", ". ", "\n\n", "é", "e\u0301", FAMILY, FLAG, WAVE, "ก", "ำ", "א", " "]
RARE = [
    "\u1100\u1112\uac00",
    "\u0600\u0661",
    "\u0915\u094d\u0301\u0937",
    "\u0915\u094d\u200d\u0937",
    "🏴\U000e0067\U000e007f",
]
"""Old Korean, a sign below Arabic figures, consonants that are bound around a mark, and the flag of a region."""
KNOWN = ["x", "é", "e\u0301", FAMILY, FLAG, WAVE, "กำ", "ที่", "שׁ", "مُ", "क्ष", "नि", "\u1112\u1161\u11ab", "한", *RARE]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=60).map("".join)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def test_an_emoji_counts_two() -> None:
    """Lengths are UTF-16 units, the strictest reading of "characters"."""
    assert units("abc") == 3
    assert units("é") == 1
    assert units("👋") == 2
    assert units(FAMILY) == 11


def test_bytes_are_counted_where_a_platform_counts_them() -> None:
    """A letter of Hebrew has two, of Thai three, an emoji four."""
    assert [octets(sign) for sign in ("abc", "é", "ש", "ก", "👋")] == [3, 2, 2, 3, 4]


@given(TEXTS, st.integers(26, 90))
def test_pieces_fit_in_bytes_too(text: str, most: int) -> None:
    """No bubble is a byte too long, and nothing is lost."""
    pieces = split(text, most, octets)
    assert all(0 < octets(piece) <= most for piece in pieces)
    assert _squeezed("".join(pieces)) == _squeezed(text)


@given(TEXTS, st.integers(12, 60))
def test_pieces_fit_and_together_are_the_text(text: str, most: int) -> None:
    """A long answer arrives whole, in bubbles that the platform takes."""
    pieces = split(text, most)
    assert all(0 < units(piece) <= most for piece in pieces)
    assert _squeezed("".join(pieces)) == _squeezed(text)


@pytest.mark.parametrize(
    "character", [FAMILY, FLAG, WAVE, "e\u0301\u0302", "กำ", "1\ufe0f\u20e3", "क्ष", "\u1112\u1161\u11ab", "ｶﾞ", *RARE]
)
def test_no_character_that_a_reader_sees_is_cut(character: str) -> None:
    """Families, flags, skin tones, accents, vowels and bound consonants stay in one piece at every border."""
    for shift in range(12):
        text = "x" * shift + character * 12
        for piece in split(text, 24):
            assert _squeezed(piece.strip("x")) == character * (piece.count(character))


@given(
    st.lists(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=6).map("\u2060".join), max_size=12),
    st.integers(30, 60),
    st.sampled_from([units, octets]),
)
def test_pieces_are_whole_characters_in_order(words: list[str], most: int, measure: Measure) -> None:
    """Whatever scripts are mixed, joined pieces are the text, each fits, and no character is in two of them."""
    pieces = split(" ".join(words), most, measure)
    assert "".join(pieces).replace(" ", "") == "".join(words)
    assert all(measure(piece) <= most for piece in pieces)
    for piece in pieces:
        assert set(piece.replace(" ", "\u2060").split("\u2060")) <= {*KNOWN, ""}, piece


def test_a_blank_is_not_parted_from_the_accent_on_it() -> None:
    """A mark that stands alone is written on a blank."""
    assert split("aaaa \u0301bbbb", 8) == ("aaaa \u0301bb", "bb")


def test_a_text_is_cut_at_paragraphs_first_then_sentences_then_words() -> None:
    """Bubbles end where a writer would have ended them."""
    assert split("One two three.\n\nFour five. Six seven eight", 30) == ("One two three.", "Four five. Six seven eight")
    assert split("One two three. Four five six seven", 20) == ("One two three.", "Four five six seven")
    assert split("one two three four", 9) == ("one two", "three", "four")


def test_a_word_that_is_too_long_is_cut_anyway() -> None:
    """An endless address does not stop the talk."""
    assert split("x" * 25, 10) == ("x" * 10, "x" * 10, "x" * 5)


def test_a_text_of_right_to_left_letters_is_cut_between_words() -> None:
    """Hebrew and Arabic are split like other scripts."""
    pieces = split("שלום עולם " * 30, 40)
    assert all(units(piece) <= 40 and not piece.startswith(" ") for piece in pieces)
    assert set(" ".join(pieces).split()) == {"שלום", "עולם"}


def test_nothing_gives_no_piece() -> None:
    """Silence is not split into bubbles."""
    assert split("  \n ", 10) == ()


@given(TEXTS, st.integers(8, 40))
def test_what_is_clipped_fits_and_says_that_it_was_cut(text: str, most: int) -> None:
    """A title that is too long ends in an ellipsis."""
    short = clip(text, most)
    assert units(short) <= most
    assert short == text or short.endswith("…")


def test_a_long_title_is_clipped_before_the_emoji_that_does_not_fit() -> None:
    """No half an emoji at the end of a button."""
    assert clip("Nice, Paris, Rome ✈️✈️✈️", 20) == "Nice, Paris, Rome…"
    assert clip(FAMILY * 2, 14) == FAMILY + "…"


def test_a_character_longer_than_the_limit_still_ends() -> None:
    """Even a monster of joined emoji is cut at last."""
    monster = "👩" + "\u200d👩" * 40
    assert all(units(piece) <= 20 for piece in split(monster, 20))
    assert all(octets(piece) <= 20 for piece in split(monster, 20, octets))
