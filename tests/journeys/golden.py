"""What the bot says without what changes from day to day, so that one file holds on every stage and on every day.

Prices, dates, times, airports of a metropolis, ways, flight numbers, record locators and all other digits become
words in braces or `#`; everything else stays to the letter.
"""

import re
from typing import Any

from babel.dates import get_day_names, get_month_names

from bot.domain.conversation.fitting import clip
from tests.journeys.talk_file import Spoken

LONGEST_TITLE = 20
"""Units of what can be tapped: what the strictest channel shows of it (Meta, Messenger Platform, "Quick replies")."""
LANGUAGES = ("en", "fr", "es", "de")

_Rule = tuple[re.Pattern[str], str]


def _names(names: Any) -> list[str]:
    return [re.escape(str(name)) for name in names.values()]


def _day() -> str:
    days = [name for language in LANGUAGES for name in _names(get_day_names("abbreviated", locale=language))]
    months = [name for language in LANGUAGES for name in _names(get_month_names("abbreviated", locale=language))]
    return rf"\b(?:{'|'.join(days)}) \d{{1,2}}\.? (?:{'|'.join(sorted(months, key=len, reverse=True))})"


_CHANNEL = "(?:terminal|le terminal|Messenger|WhatsApp)"
_SPACE = "[ \u00a0\u202f]"
_RULES: tuple[_Rule, ...] = (
    (re.compile(_day()), "{day}"),
    (re.compile(r"\d\d:\d\d [A-Z]{3} → \d\d:\d\d [A-Z]{3}(?: \([+-]\d\))?"), "{times}"),
    (
        re.compile(
            r"\d+ h \d\d · (?:direct|directo|direkt|\d (?:stops?|escal[ae]s?|Stopps?) (?:via|vía|über) [^·\n]*?) · "
        ),
        "{way} · ",
    ),
    (re.compile(rf"€\d[\d,.]*\d|\d(?:[\d.,]|{_SPACE}(?=\d{{3}}))*{_SPACE}€"), "{money}"),
    (
        re.compile(
            r"(reference is|référence est|reserva es|Buchungsnummer ist|\(receipt\)|[Bb]ooking|[Rr]éservation|"
            r"[Rr]eserva|Buchung) [A-HJ-NP-Z2-9]{6}\b"
        ),
        r"\1 {locator}",
    ),
    (re.compile(r"[A-HJ-NP-Z2-9]{6}, (?=paid|payée|pagada|bezahlt)"), "{locator}, "),
    (re.compile(r"(\{money\}, )[A-HJ-NP-Z2-9]{6}, "), r"\1{locator}, "),
    (re.compile(r"\bR-[A-HJ-NP-Z2-9]{10}\b"), "{number}"),
    (re.compile(r"(code is|code est|código es|Code ist) [A-Z2-9]{4}-[A-Z2-9]{4}"), r"\1 {code}"),
    (re.compile(rf"\b(linked with|Unlink|liée? avec|Délier|vinculado con|Separar) {_CHANNEL}\b"), r"\1 {channel}"),
    (re.compile(rf"^{_CHANNEL}(?= is not linked)"), "{channel}"),
    (re.compile(rf"^(News of your account: .*), {_CHANNEL}\)"), r"\1, {channel})"),
    (re.compile(r"\bTF\d+(?:, TF\d+)*"), "{flights}"),
    (re.compile(r"\d{13}(?:, \d{13})*"), "{tickets}"),
    (re.compile(r"\d+"), "#"),
    (re.compile(_SPACE), " "),
)


def golden(text: str) -> str:
    """The text without what changes from day to day."""
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


def golden_title(title: str) -> str:
    """The title of an option, as much of it as every channel shows."""
    return clip(golden(title), LONGEST_TITLE)


def golden_spoken(spoken: Spoken) -> Spoken:
    """Something said, without what changes from day to day."""
    titles = tuple(map(golden_title, spoken.options))
    return Spoken(golden(spoken.text), tuple(map(golden, spoken.cards)), titles)
