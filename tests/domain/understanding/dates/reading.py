"""Reading one text for the tests of dates."""

from datetime import date

from bot.domain.understanding.dates import read_dates
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.understood import Span

TUESDAY = date(2026, 3, 10)


def spans(text: str, language: str = "en", *, today: date = TUESDAY, asked: bool = True) -> list[Span]:
    """The days and ranges of a text, said on Tuesday the 10th of March 2026 unless told otherwise."""
    found = read_dates(tokenize(fold(text)), language=language, today=today, asked=asked)
    return [f.reading for f in found if isinstance(f.reading, Span)]


def iso(text: str, language: str = "en", *, today: date = TUESDAY, asked: bool = True) -> str:
    """The same in ISO 8601, spaces between."""
    return " ".join(span.iso for span in spans(text, language, today=today, asked=asked))
