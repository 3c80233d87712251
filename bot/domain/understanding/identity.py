"""Names, dates of birth and e-mail addresses, as travellers type them."""

import re
import unicodedata
from datetime import date

import msgspec

from bot.domain.understanding.dates import read_dates
from bot.domain.understanding.dates.partial import Found
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.understood import Span
from bot.domain.understanding.word_lists import word_set

LONGEST_NAME = 60
"""Letters of a whole name that are taken; travel documents print 39 in the machine readable zone (ICAO Doc 9303)."""
LONGEST_PART = 20
"""Letters of given or family name beyond which the spelling of the machine readable zone is asked for."""
OLDEST = 120
"""Years of age that are believed."""
_LONG_AGO = date(1000, 1, 1)
_TITLES = word_set(
    "mr mrs ms miss mx dr prof sir mister madam monsieur madame mademoiselle m mme mlle mm herr frau sr "
    "sra srta senor senora senorita dona don "
    "doctor docteur"
)
NAME_LEADS = re.compile(
    r"^\s*(?:my name is|i am|i'm|it's|name:?|je m'appelle|je suis|mon nom est|c'est|me llamo|mi nombre es|"
    r"soy|ich hei(?:ß|ss)e|mein name ist|ich bin)\s+",
    re.IGNORECASE,
)
NAME_PARTICLES = word_set(
    "de da do dos das del della di du des la le van von der den zu zur ter ten bin ibn al el st saint mac mc o"
)
SENTENCE = word_set(
    "i you we they it is are was the this that what why how who when where can could would should want need know not "
    "my your dont je tu nous vous il elle ce cette ne pas est suis sont pourquoi comment quand quoi qui puis peux "
    "veux faut mes votre que yo no es son mi mis su como quien cuando donde quiero puedo necesito tengo "
    "hay ich sie wir "
    "ist sind ein eine kein nicht mein meine was wie wer wann wo will mochte kann soll brauche muss"
)
"""Words of sentences: in small letters they make no name ("i don't know")."""
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?<![\w.+-])([A-Za-z0-9._%+\-']{{1,64}})@((?:{_LABEL}\.)+[A-Za-z]{{2,24}})(?![\w-])")
_LONGEST_EMAIL = 254
_LATIN_LIMIT = 0x250


class NameRead(msgspec.Struct, frozen=True):
    """A name as typed, titles taken out; `problem` is the key of the sentence that says why it cannot be used.

    Problems: name_empty, name_too_long, name_digits, name_script (not in Latin letters), name_signs, name_one_part,
    name_part_too_long (ask how the passport's machine readable zone prints it).
    """

    given: str = ""
    family: str = ""
    problem: str = ""


def read_name(text: str) -> NameRead:
    """Given and family name from "Jean-François O'Neil", "O'Neil, Jean" or "DURAND / MARIE", or the problem with it."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(plain) > LONGEST_NAME * 2:
        return NameRead(problem="name_too_long")
    plain = NAME_LEADS.sub("", plain).strip(" .!,;:")
    problem = _unusable(plain)
    if problem:
        return NameRead(problem=problem)
    if not plain.istitle() and not plain.isupper() and _is_sentence(plain):
        return NameRead(problem="name_empty")
    given, family = _parts(plain)
    if not given or not family:
        return NameRead(given or family, "", "name_one_part")
    if max(len(given), len(family)) > LONGEST_PART:
        return NameRead(given, family, "name_part_too_long")
    return NameRead(given, family)


def read_part(text: str) -> NameRead:
    """One part of a name from a field of its own, in `given`, or the problem with it; titles are taken out."""
    plain = unicodedata.normalize("NFC", " ".join(text.split())).strip(" .!,;:")
    problem = _unusable(plain)
    if problem or "/" in plain or "," in plain:
        return NameRead(plain, problem=problem or "name_signs")
    part = _untitled(plain)
    if not part:
        return NameRead(problem="name_empty")
    return NameRead(part, problem="" if len(part) <= LONGEST_PART else "name_part_too_long")


def parse_name(text: str) -> tuple[str, str] | None:
    """Given and family name, or None when the text is no usable name; `read_name` says why."""
    name = read_name(text)
    return None if name.problem else (name.given, name.family)


def _unusable(plain: str) -> str:
    if not plain:
        return "name_empty"
    if len(plain) > LONGEST_NAME:
        return "name_too_long"
    if any(c.isdigit() for c in plain):
        return "name_digits"
    letters = [c for c in plain if c.isalpha()]
    if any(ord(c) >= _LATIN_LIMIT and not 0x1E00 <= ord(c) <= 0x1EFF for c in letters):  # noqa: PLR2004 Latin Extended Additional
        return "name_script"
    if not letters or any(not (c.isalpha() or c in " -'’./," or unicodedata.combining(c)) for c in plain):
        return "name_signs"
    return ""


def _is_sentence(plain: str) -> bool:
    return any(word.lower() == word and word.replace("'", "") in SENTENCE for word in plain.replace("’", "'").split())


def _parts(plain: str) -> tuple[str, str]:
    for sign in ("/", ","):
        if sign in plain:
            family, given = (part.strip() for part in plain.split(sign, 1))
            return _untitled(given), _untitled(family.replace(sign, " "))
    words = _untitled(plain).split()
    if len(words) < 2:  # noqa: PLR2004 given and family
        return (words[0] if words else ""), ""
    cut = len(words) - 1
    if words[-1].isupper() and not words[0].isupper():  # "Marie DE LA TOUR": capitals mark the family name
        while cut > 1 and words[cut - 1].isupper():
            cut -= 1
    elif words[0].isupper() and len(words[0].strip(".")) > 1 and not words[-1].isupper():  # "DURAND Marie"
        cut = next(i for i, word in enumerate(words) if not word.isupper())
        return " ".join(words[cut:]), " ".join(words[:cut])
    while cut > 1 and words[cut - 1].lower() in NAME_PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _untitled(part: str) -> str:
    words = part.replace(".", ". ").split()
    while words and fold(words[0]).rstrip(".") in _TITLES:
        words.pop(0)
    return " ".join(words).replace(" .", ".").strip(" .")


def parse_birth_date(text: str, *, language: str, today: date) -> date | None:
    """A day of birth, not after today and at most 120 years back, or None.

    Day and month stand in the order of the language (month first in English), unless one is above 12; years of two
    digits are the latest that is not in the future.
    """
    found = read_dates(tokenize(fold(text)), language=language, today=_LONG_AGO, asked=True)
    days = [span for span in map(_day, found) if span is not None]
    if len(days) != 1:
        return None
    born = days[0]
    if born.year >= 2000 and born > today and not re.search(r"\d{4}", text):  # noqa: PLR2004 "85" was read as 2085
        born = _century_back(born)
    return born if born <= today and today.year - born.year <= OLDEST else None


def _day(found: Found) -> date | None:
    span = found.reading
    return (
        span.start
        if isinstance(span, Span) and span.start == span.end and span.start.year > _LONG_AGO.year + OLDEST
        else None
    )


def _century_back(day: date) -> date:
    try:
        return day.replace(year=day.year - 100)
    except ValueError:  # 29 February of a century without one
        return day.replace(year=day.year - 100, day=28)


def parse_email(text: str) -> str | None:
    """The one e-mail address of a message, its domain in lower case, or None when there is none or more than one."""
    found = _EMAIL.findall(text)
    if len(found) != 1:
        return None
    local, domain = found[0]
    address = f"{local}@{domain.lower()}"
    good = (
        len(address) <= _LONGEST_EMAIL and ".." not in local and not local.startswith(".") and not local.endswith(".")
    )
    return address if good else None
