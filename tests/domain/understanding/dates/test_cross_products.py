"""Every way to write a day, crossed: day, month, year, weekday and what stands around, in each language."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from bot.domain.understanding.dates import numerals
from bot.domain.understanding.dates.lexicon import LANGUAGES, lexicon
from tests.domain.understanding.dates.reading import TUESDAY, iso

DAYS = tuple(TUESDAY + timedelta(days=days) for days in (1, 22, 40, 73, 101, 131, 160, 200, 227, 251, 297, 329))
"""A day in each month of the year after the day on which it is said."""
AROUND = {
    "en": ("{}", "on {}", "I want to leave {} please", "how about {}?", "{} in the morning"),
    "fr": ("{}", "le {}", "je voudrais partir le {} svp", "et le {} ?", "le {} au matin"),
    "es": ("{}", "el {}", "quiero salir el {} por favor", "¿y el {}?", "el {} por la mañana"),
    "de": ("{}", "am {}", "ich möchte am {} fliegen bitte", "und am {}?", "am {} morgens"),
}
JOINED = {
    "en": ("{} {}", "{1} {0}", "{} of {}", "the {} of {}"),
    "fr": ("{} {}", "{} de {}"),
    "es": ("{} de {}", "{} {}", "{1} {0}"),
    "de": ("{}. {}", "{} {}", "{}.{}"),
}
CONNECTED = {
    "en": ("{} to {}", "from {} to {}", "from {} until {}", "{} through {}", "between {} and {}", "{} - {}"),
    "fr": ("{} au {}", "du {} au {}", "du {} jusqu'au {}", "entre le {} et le {}", "{} - {}"),
    "es": ("{} al {}", "del {} al {}", "desde el {} hasta el {}", "entre el {} y el {}", "{} - {}"),
    "de": ("{} bis {}", "vom {} bis zum {}", "ab {} bis {}", "zwischen dem {} und dem {}", "{} - {}"),
}
NUMERIC = {
    "en": ("{m}/{d}/{y}", "{m:02}/{d:02}/{y}", "{m}-{d}-{y}", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}{m:02}{d:02}"),
    "fr": (
        "{d}/{m}/{y}",
        "{d:02}.{m:02}.{y}",
        "{d}-{m}-{y}",
        "{d} {m} {y}",
        "{y}-{m:02}-{d:02}",
        "{d}/{m}",
        "{d}.{m}.",
    ),
    "es": ("{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d}-{m}-{y}", "{d} {m} {y}", "{y}-{m:02}-{d:02}", "{d}/{m}", "{d}-{m}"),
    "de": ("{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d}. {m}. {y}", "{d}.{m}.", "{y}-{m:02}-{d:02}", "{d}/{m}", "{d}.{m}"),
}
TWOFOLD = frozenset({"mar", "sept"})
"""Names of two things: see test_settle.py."""


def names(language: str, symbol: str, value: int) -> list[str]:
    """What a month or a weekday is called: its long and short names."""
    phrases = lexicon(language).phrases.items()
    return [w for w, options in phrases for rest, s, v in options if (rest, s, v) == ((), symbol, (value,))]


def spelled(language: str, day: date) -> list[str]:
    """The day of a month in digits and in words."""
    words = numerals.ordinals(language) | ({} if language == "en" else numerals.cardinals(language))
    return [str(day.day), *(word for word, number in words.items() if number == day.day)][:3]


def written(language: str, day: date) -> Iterator[str]:
    """A day with the name of its month, without and with its year."""
    for number, month, form in product(spelled(language, day), names(language, "M", day.month)[:4], JOINED[language]):
        if month in TWOFOLD or (not number.isdigit() and ". " in form):
            continue
        text = form.format(number, month)
        yield text
        yield f"{text} {day.year}"
        yield text.upper()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_is_read_however_it_is_written(language: str, day: date) -> None:
    """Digits or words, long names or short ones, year or none, alone or in a sentence."""
    for text, around in product(written(language, day), AROUND[language]):
        said = around.format(text)
        assert iso(said, language) == day.isoformat(), said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_in_numbers_is_read_in_the_order_of_its_language(language: str, day: date) -> None:
    """Month first in English, day first elsewhere, year first everywhere."""
    for form, around in product(NUMERIC[language], AROUND[language][:2]):
        said = around.format(form.format(d=day.day, m=day.month, y=day.year))
        assert iso(said, language) == day.isoformat(), said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_weekday_may_stand_before_a_date(language: str, day: date) -> None:
    """Long or short, with a comma, a dot or nothing behind."""
    month = names(language, "M", day.month)[0]
    told = JOINED[language][0].format(day.day, month)
    for weekday, between in product(names(language, "W", day.weekday())[:2], (" ", ", ", ". ")):
        said = f"{weekday}{between}{told}"
        assert iso(said, language) == day.isoformat(), said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("start", DAYS[:-1], ids=str)
def test_a_range_is_read_with_every_connector(language: str, start: date) -> None:
    """From one day to another, in one month or over its end."""
    for length, form in product((3, 20), CONNECTED[language]):
        end = start + timedelta(days=length)
        ends = [JOINED[language][0].format(day.day, names(language, "M", day.month)[0]) for day in (start, end)]
        said = form.format(*ends)
        assert iso(said, language) == f"{start}/{end}", said
