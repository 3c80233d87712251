"""Which readings can be trusted."""

import pytest

from tests.domain.understanding.dates.reading import iso


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "later this week"),
        ("en", "in a day or two"),
        ("en", "every monday"),
        ("fr", "tous les lundis"),
        ("de", "jeden Montag"),
        ("es", "cualquier viernes"),
        ("en", "not friday"),
        ("fr", "pas vendredi"),
        ("de", "nicht am Freitag"),
        ("en", "end of summer"),
        ("en", "in a week and a half"),
        ("en", "the third day after tomorrow"),
        ("en", "a day of march"),
        ("en", "the 1xth march"),
        ("en", "2 or 3 days from now"),
        ("es", "esta quincena"),
        ("es", "no el viernes"),
        ("de", "irgendein Freitag"),
        ("en", "february 30"),
        ("es", "30 de febrero"),
    ],
)
def test_a_day_beside_words_that_were_not_understood_is_not_read(language: str, text: str) -> None:
    """No answer is better than a wrong one."""
    assert iso(text, language) == ""
