"""Words that may mean two things."""

import pytest

from tests.domain.understanding.dates.reading import iso


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("fr", "mar. 7 avril", "2026-04-07"),
        ("fr", "7 mar 2027", "2027-03-07"),
        ("es", "mar. 7/4", "2026-04-07"),
        ("es", "mar 5, 2027", "2027-03-05"),
        ("es", "último domingo de mar", "2026-03-29"),
        ("fr", "le sept mai", "2026-05-07"),
        ("fr", "dans sept jours", "2026-03-17"),
        ("fr", "le sept", "2026-04-07"),
        ("fr", "12 sept", "2026-09-12"),
        ("fr", "du sept au dix mai", "2026-05-07/2026-05-10"),
        ("fr", "en sept", "2026-09-01/2026-09-30"),
        ("de", "1. Jan", "2027-01-01"),
        ("en", "march of next year", "2027-03-01/2027-03-31"),
        ("en", "in the fall", "2026-09-23/2026-12-21"),
        ("en", "the fall", "2026-09-23/2026-12-21"),
        ("en", "sat or sun", "2026-03-14"),
        ("de", "Do bis So", "2026-03-12/2026-03-15"),
    ],
)
def test_what_stands_beside_decides(language: str, text: str, days: str) -> None:
    """Tuesday or March, seven or September, a name or an ordinary word."""
    assert iso(text, language) == days


@pytest.mark.parametrize(("language", "text"), [("de", "so oder so"), ("en", "may or may not"), ("es", "el mar azul")])
def test_ordinary_words_stay_ordinary(language: str, text: str) -> None:
    """No date is read from an idiom."""
    assert iso(text, language) == ""
