"""Folding and cutting a text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.understanding.dates.tokens import Token, fold, tokenize


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Été", "ete"), ("MÜNCHEN", "munchen"), ("Straße", "strasse"), ("l’été", "l'ete"), ("3–5", "3-5")],
)
def test_folding_takes_accents_and_case_away(text: str, folded: str) -> None:
    """A word is the same however it is accented."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("15th june", ["ordinal", "word"]),
        ("1er mars", ["ordinal", "word"]),
        ("1.º de julio", ["ordinal", "word", "word"]),
        ("1.o de mayo", ["ordinal", "word", "word"]),
        ("3ra semana", ["ordinal", "word"]),
        ("1.maerz", ["number", "sign", "word"]),
        ("15jun", ["number", "word"]),
        ("week-end", ["word", "word"]),
        ("5-12", ["number", "sign", "number"]),
        ("jan-1", ["word", "sign", "number"]),
    ],
)
def test_words_numbers_and_ordinals_are_told_apart(text: str, kinds: list[str]) -> None:
    """A hyphen inside a word joins, between numbers it stands for itself."""
    assert [t.kind for t in tokenize(fold(text))] == kinds


def test_a_token_knows_its_number() -> None:
    """The 15th is fifteen; a word is no number."""
    assert Token("15th", "ordinal", 0, 4).number == 15
    assert Token("may", "word", 0, 3).number == 0


@given(st.text(max_size=80))
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    """Every token is a piece of the folded text."""
    folded = fold(text)
    tokens = tokenize(folded)
    assert all(folded[t.start : t.end] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))


def test_a_number_of_thousands_of_digits_is_read_as_one_that_is_too_large() -> None:
    """Python reads no more than 4,300 digits, and whoever holds a key down is answered all the same."""
    [token] = tokenize("9" * 5000)
    assert token.number > 10**12
    assert tokenize("7")[0].number == 7
