"""Whether what stands beside a question is certain: a value with the words that lead to it, and nothing more.

Out of a sentence that tells of something else nobody is counted, named, dated or moved.
"""

from collections.abc import Sequence
from functools import cache

from bot.domain.flow.certain_words import (
    AROUND_BIRTH,
    AROUND_CHANGE,
    AROUND_EMAIL,
    NO_NAMES,
    SELVES,
)
from bot.domain.flow.hearing import Heard
from bot.domain.flow.questions import named_subject
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import again, is_plain
from bot.domain.understanding.dates import numerals, read_dates
from bot.domain.understanding.dates.lexicon import LANGUAGES
from bot.domain.understanding.dates.tokens import Token, fold, tokenize
from bot.domain.understanding.identity import NAME_LEADS, NAME_PARTICLES, SENTENCE, parse_email, read_name
from bot.domain.understanding.mentions import Ground, find_mentions


def is_count(text: str) -> bool:
    """Whether words count who travels, by a number or with the one who writes: "my husband" alone counts nobody."""
    return any(_is_number(token) or token.text in SELVES for token in tokenize(fold(text)))


def is_bare_number(text: str) -> bool:
    """Whether a text is one number: "2.", "two"."""
    words = [token for token in tokenize(fold(text)) if token.text not in {".", "!"}]
    return len(words) == 1 and _is_number(words[0])


def is_trip(text: str, scene: Scene) -> bool:
    """Whether words name places, days and travellers of the trip, and nothing else.

    There is no "if" in them, no "later", nobody's home and no other flight.
    """
    tokens = tokenize(fold(text))
    named = [(one.start, one.end) for one in find_mentions(Ground(text, tokens, scene.world.places, asked=True))]
    told = {at for start, end in named for at in range(start, end)}
    left = [token for at, token in enumerate(tokens) if at not in told]
    return all(_is_number(token) or token.text in AROUND_CHANGE for token in _undated(left, scene)[0])


def is_address(text: str) -> bool:
    """Whether words tell one's own e-mail address."""
    if "?" in text or parse_email(text) is None:
        return False
    words = " ".join(word for word in text.split() if "@" not in word)
    return all(token.text in AROUND_EMAIL for token in tokenize(fold(words)) if token.kind != "sign")


def is_birthday(text: str, scene: Scene) -> bool:
    """Whether words tell one day, as that on which somebody was born."""
    left, days = _undated(tokenize(fold(text)), scene)
    return days == 1 and "?" not in text and all(token.text in AROUND_BIRTH for token in left)


def is_name(text: str, scene: Scene) -> bool:
    """Whether words are written as a name, and mean nothing else: no greeting, no thanks, no city, no "no,"."""
    bare = NAME_LEADS.sub("", text).strip(" .!")
    words = bare.split()
    capital = all(word[:1].isupper() or fold(word) in NAME_PARTICLES for word in words)
    asked_about = named_subject(tokenize(fold(bare))) or any(map(_is_no_name, words))
    if not capital or "," in bare or read_name(bare).problem or asked_about:
        return False
    meant = again(Heard(text=bare), scene)
    told = meant.go or meant.topic or meant.understood.intent or meant.understood.answer or meant.understood.correction
    return not told and is_plain(meant)


def _is_no_name(word: str) -> bool:
    parts = {part for part in fold(word).replace("-", "'").split("'") if part}
    return not (parts - NAME_PARTICLES).isdisjoint(NO_NAMES | SENTENCE)


def _undated(tokens: Sequence[Token], scene: Scene) -> tuple[list[Token], int]:
    """The words that stand in no date, and how many dates there are."""
    found = read_dates(list(tokens), language=scene.language, today=scene.today, asked=True)
    days = [(one.start, one.end) for one in found]
    left = (token for token in tokens if not any(start <= token.start < end for start, end in days))
    return [token for token in left if token.kind != "sign"], len(days)


def _is_number(token: Token) -> bool:
    return token.kind in {"number", "ordinal"} or token.text in _numbers()


@cache
def _numbers() -> frozenset[str]:
    """Numbers in words, of all languages."""
    return frozenset(word for language in LANGUAGES for word in numerals.cardinals(language))
