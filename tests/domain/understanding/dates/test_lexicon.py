"""Words into symbols."""

import pytest

from bot.domain.understanding.dates.lexicon import LANGUAGES, encode, lexicon
from bot.domain.understanding.dates.tokens import fold, tokenize


def code(text: str, language: str) -> str:
    """The symbols of a text."""
    return "".join(s.symbol for s in encode(tokenize(fold(text)), lexicon(language)))


@pytest.mark.parametrize(
    ("language", "text", "symbols"),
    [
        ("en", "the 5th of june 2026", "tofMy"),
        ("en", "day after tomorrow", "r"),
        ("fr", "du 5 au 12 juin", "fnTnM"),
        ("es", "la semana que viene", "twx"),
        ("de", "am 5. Juni", "in.M"),
        ("en", "in about 3 days", "Ind"),
        ("en", "12345", "#"),
    ],
)
def test_a_text_becomes_symbols(language: str, text: str, symbols: str) -> None:
    """One grammar reads four languages because their words share symbols."""
    assert code(text, language) == symbols


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "may I come"), ("de", "wir sind so froh"), ("en", "he sat down"), ("es", "quiero ver el mar azul")],
)
def test_short_names_among_words_are_no_dates(language: str, text: str) -> None:
    """Read: "may", "so", "sat" and "mar" are words before they are dates."""
    assert not set(code(text, language)) & {"M", "W"}


@pytest.mark.parametrize(
    ("language", "text"), [("en", "may 5"), ("en", "sat"), ("de", "so 27.02."), ("es", "mar 19"), ("en", "may the 3rd")]
)
def test_short_names_beside_numbers_or_alone_are_dates(language: str, text: str) -> None:
    """A short name counts where a date is meant."""
    assert set(code(text, language)) & {"M", "W"}


def test_an_unknown_language_reads_as_english() -> None:
    """A talk in another language still understands English dates."""
    assert lexicon("xx") == lexicon("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_twelve_months_and_seven_weekdays(language: str) -> None:
    """No month and no weekday is missing in any language."""
    values = {
        symbol: {v for p in lexicon(language).phrases.values() for _, s, (v, *_) in p if s == symbol} for symbol in "MW"
    }
    assert values == {"M": set(range(1, 13)), "W": set(range(7))}
