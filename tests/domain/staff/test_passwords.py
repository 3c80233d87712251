"""Passwords of staff: long, anybody's words, and nobody's name."""

import pytest

from bot.domain.staff.passwords import password_problem

ANA = ("Ana Silva", "ana.silva@airline.example")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "très long à taper", "ana likes long walks", "x9!kQ2#vB7&m"]
)
def test_a_long_password_is_taken_whatever_it_is_made_of(password: str) -> None:
    """Nobody is made to use signs that they forget."""
    assert password_problem(password, *ANA) == ""


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "at least 12"),
        ("elevensigns", "at least 12"),
        ("x1" * 101, "at most 200"),
        ("aaaaaaaaaaaaaa", "repeats"),
        ("Ana Silva 12", "name or address"),
        ("ana.silva@airline.example", "name or address"),
        ("SILVAsilva2026", "name or address"),
    ],
)
def test_a_password_that_others_guess_is_refused_with_the_reason(password: str, words: str) -> None:
    """Somebody who chooses badly reads what would be better."""
    assert words in password_problem(password, *ANA)
