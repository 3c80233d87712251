"""Whether a message is about a journey at all: evidence for flying against evidence for another trade."""

from collections.abc import Sequence
from functools import cache

import msgspec

from bot.domain.understanding import direction_words
from bot.domain.understanding.dates.lexicon import LANGUAGES, lexicon
from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.plain_words import PLAIN
from bot.domain.understanding.scope_words import FLYING, FOREIGN, LEADS, STRANGE_OPENERS, TRAVELLING
from bot.domain.understanding.wishes import WORDS_OF_WISHES

IN, OUT = "in", "out"
_STRANGE_TRAVELLING = 3
"""Words without a place in the grammar that a message about travelling may hold."""
_STRANGE_ANSWER = 1
_FEW = 2
_POLITE = frozenset(
    "please hey hi hello ok okay can could would you i want to need svp bonjour salut stp tu peux pouvez vous hallo hola "
    "bitte puedes kannst du por favor merci and et so est ce que".split()
)


class Said(msgspec.Struct, frozen=True):
    """What was found in a message: its words with those of places, dates and people blanked, and how much was found.

    `ends` are the places with a part in the journey, `slots` everything that could fill a trip.
    """

    rest: Sequence[Token]
    ends: int
    slots: int
    asked: bool


def read_scope(said: Said) -> str | None:
    """"in" for a message about a journey, "out" for one about something else, None when it speaks of neither.

    A request that begins like one to another helper is out. Then words of flying decide, then things of other trades.
    Without either, two ends are a journey; words of travelling with a place or a day are one, when little else is said;
    a bare place or day is one only when nothing else is said.
    """
    words = [token.text for token in said.rest if token.kind == "word"]
    if _leads_elsewhere(said.rest):
        return OUT
    if not FLYING.isdisjoint(words):
        return IN
    if FOREIGN.find(said.rest):
        return OUT
    if said.ends >= _FEW or (said.asked and said.slots):
        return IN
    strange = sum(word not in _plain() for word in words) + sum(word in STRANGE_OPENERS for word in words[:1])
    travelling = not TRAVELLING.isdisjoint(words)
    if not said.slots:
        return IN if travelling and not strange else None
    allowed = _STRANGE_TRAVELLING if travelling else _STRANGE_ANSWER if said.ends and said.slots >= _FEW else 0
    return IN if strange <= allowed else OUT


def _leads_elsewhere(tokens: Sequence[Token]) -> bool:
    at = 0
    while at < len(tokens) and not LEADS.at(tokens, at) and (tokens[at].kind == "sign" or tokens[at].text in _POLITE):
        at += 1
    return at < len(tokens) and LEADS.at(tokens, at) is not None


@cache
def _plain() -> frozenset[str]:
    """Every word that the grammar knows, in all languages."""
    words = {name for name, value in vars(direction_words).items() if isinstance(value, frozenset) for name in value}
    for language in LANGUAGES:
        words.update(lexicon(language).phrases)
        words.update(lexicon(language).months)
    return frozenset(words) | PLAIN | TRAVELLING | WORDS_OF_WISHES | {"\u00a7"}


