"""Numbers as words."""

import pytest

from bot.domain.understanding.dates.numerals import cardinals, ordinals, years


@pytest.mark.parametrize(
    ("language", "word", "number"),
    [
        ("en", "twenty one", 21),
        ("en", "ninety nine", 99),
        ("fr", "vingt et un", 21),
        ("fr", "soixante quinze", 75),
        ("fr", "quatre vingt dix neuf", 99),
        ("es", "veintidos", 22),
        ("es", "treinta y uno", 31),
        ("de", "einundzwanzig", 21),
        ("de", "funfzehn", 15),
        ("de", "fuenfzehn", 15),
    ],
)
def test_cardinals_are_spelled_as_people_spell_them(language: str, word: str, number: int) -> None:
    """A count may be typed in words."""
    assert cardinals(language)[word] == number


@pytest.mark.parametrize(
    ("language", "word", "number"),
    [
        ("en", "first", 1),
        ("en", "twelfth", 12),
        ("en", "twenty second", 22),
        ("en", "thirtieth", 30),
        ("fr", "premier", 1),
        ("fr", "cinquieme", 5),
        ("fr", "neuvieme", 9),
        ("fr", "vingt neuvieme", 29),
        ("fr", "trente et unieme", 31),
        ("es", "vigesimo segundo", 22),
        ("es", "decimotercer", 13),
        ("es", "trigesimo", 30),
        ("de", "dritter", 3),
        ("de", "siebter", 7),
        ("de", "einundzwanzigsten", 21),
    ],
)
def test_ordinals_are_spelled_as_people_spell_them(language: str, word: str, number: int) -> None:
    """A day of a month may be typed in words."""
    assert ordinals(language)[word] == number


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "two thousand and eighteen"),
        ("en", "twenty eighteen"),
        ("fr", "deux mille dix huit"),
        ("es", "dos mil dieciocho"),
        ("de", "zweitausendachtzehn"),
    ],
)
def test_years_are_spelled_too(language: str, word: str) -> None:
    """2018 in words, in each language."""
    assert years(language)[word] == 2018


@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
def test_every_number_has_a_word(language: str) -> None:
    """No day of a month and no count up to 99 is missing."""
    assert set(cardinals(language).values()) == set(range(1, 100))
    assert set(ordinals(language).values()) == set(range(1, 32))
