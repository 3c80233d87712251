"""Names, dates of birth, e-mail addresses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.understanding.identity import NameRead, parse_birth_date, parse_email, parse_name, read_name, read_part

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jean-François O'Neil", ("Jean-François", "O'Neil")),
        ("Łukasz Müller", ("Łukasz", "Müller")),
        ("Mr John Smith", ("John", "Smith")),
        ("M. Jean Dupont", ("Jean", "Dupont")),
        ("Dr. Frau Anna Weber", ("Anna", "Weber")),
        ("DURAND / MARIE", ("MARIE", "DURAND")),
        ("Durand, Marie", ("Marie", "Durand")),
        ("DURAND Marie", ("Marie", "DURAND")),
        ("Marie DE LA TOUR", ("Marie", "DE LA TOUR")),
        ("Ludwig van Beethoven", ("Ludwig", "van Beethoven")),
        ("my name is Anna Maria Rossi", ("Anna Maria", "Rossi")),
        ("je m'appelle Zoé Martin.", ("Zoé", "Martin")),
        ("J. R. R. Tolkien", ("J. R. R.", "Tolkien")),
        ("Nguyễn Văn An", ("Nguyễn Văn", "An")),
    ],
)
def test_a_name_is_taken_as_typed_without_its_title(text: str, name: tuple[str, str]) -> None:
    """Names are kept as the passport spells them, titles left out (IATA Resolution 722)."""
    assert parse_name(text) == name


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "name_empty"),
        ("a" * 300, "name_too_long"),
        ("ab " * 25, "name_too_long"),
        ("R2 D2", "name_digits"),
        ("李 雷", "name_script"),
        ("Иван Петров", "name_script"),
        ("محمد علي", "name_script"),
        ("😀 Smith", "name_signs"),
        ("---", "name_signs"),
        ("Madonna", "name_one_part"),
        ("Mr Smith", "name_one_part"),
        ("Wolfeschlegelsteinhausen Smith", "name_part_too_long"),
    ],
)
def test_a_name_that_cannot_be_used_says_why(text: str, problem: str) -> None:
    """A traveller whose name is refused is told what would be taken."""
    assert read_name(text).problem == problem
    assert parse_name(text) is None


@pytest.mark.parametrize(
    ("text", "language", "born"),
    [
        ("12/03/1985", "en", date(1985, 12, 3)),
        ("12/03/1985", "fr", date(1985, 3, 12)),
        ("31/12/1990", "en", date(1990, 12, 31)),
        ("12 mars 1985", "fr", date(1985, 3, 12)),
        ("1985-03-12", "en", date(1985, 3, 12)),
        ("12.3.85", "de", date(1985, 3, 12)),
        ("4 July 1976", "en", date(1976, 7, 4)),
        ("born on 4 July 1976", "en", date(1976, 7, 4)),
        ("el 3 de mayo de 1990", "es", date(1990, 5, 3)),
        ("29/02/2000", "fr", date(2000, 2, 29)),
        ("1/1/25", "fr", date(2025, 1, 1)),
    ],
)
def test_a_day_of_birth_is_read_in_the_order_of_the_language(text: str, language: str, born: date) -> None:
    """Month first in English, day first elsewhere, unless one of them is above twelve."""
    assert parse_birth_date(text, language=language, today=TODAY) == born


@pytest.mark.parametrize(
    "text",
    [
        "5 june 2030",
        "tomorrow",
        "hello",
        "29/02/2001",
        "5 june",
        "friday",
        "1/1/1890",
        "1985",
        "1/2/1990 and 3/4/1991",
        "",
    ],
)
def test_what_is_no_past_day_is_no_day_of_birth(text: str) -> None:
    """Nobody is born tomorrow, on an unknown year or in 1890."""
    assert parse_birth_date(text, language="en", today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("jo@example.com", "jo@example.com"),
        ("it's Jo.X+air@Example.CO.UK.", "Jo.X+air@example.co.uk"),
        ("a@b", None),
        ("a@b.fr c@d.fr", None),
        ("jo..x@example.com", None),
        (".jo@example.com", None),
        ("no address", None),
        ("a" * 65 + "@example.com", None),
    ],
)
def test_one_address_is_taken_and_two_or_none_are_not(text: str, address: str | None) -> None:
    """The receipt goes to the one address that was typed."""
    assert parse_email(text) == address


@given(st.text(max_size=140), st.sampled_from(["en", "fr", "es", "de"]))
def test_no_text_breaks_the_readers(text: str, language: str) -> None:
    """Whatever is typed, the answer is a value or none."""
    born = parse_birth_date(text, language=language, today=TODAY)
    assert born is None or born <= TODAY
    assert bool(read_name(text).problem) == (parse_name(text) is None)
    assert parse_email(text) is None or "@" in text


@pytest.mark.parametrize(
    ("text", "part", "problem"),
    [
        (" Jean-François ", "Jean-François", ""),
        ("Dr. Marie", "Marie", ""),
        ("de la Tour", "de la Tour", ""),
        ("Mr", "", "name_empty"),
        ("", "", "name_empty"),
        ("R2", "R2", "name_digits"),
        ("Durand, Marie", "Durand, Marie", "name_signs"),
        ("Иван", "Иван", "name_script"),
        ("Wolfeschlegelsteinhausen", "Wolfeschlegelsteinhausen", "name_part_too_long"),
    ],
)
def test_a_part_of_a_name_is_read_by_the_same_rules(text: str, part: str, problem: str) -> None:
    """A field of its own takes what a whole name may hold, and nothing else."""
    assert read_part(text) == NameRead(part, problem=problem)
