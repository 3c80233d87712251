"""Whether a message is about a journey at all: evidence for flying against evidence for another trade."""

from collections.abc import Sequence
from functools import cache

import msgspec

from bot.domain.understanding.dates.lexicon import LANGUAGES, lexicon
from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.direction_words import BETWEEN, FROM, JOINTS, PLAIN_IN, RATHER, REFUSING, TO, VIA
from bot.domain.understanding.foreign_words import (
    ABOVE_FLYING,
    COMPOUNDS,
    DENYING,
    FOREIGN_IN,
    LOSING,
    LUGGAGE,
    OWNING,
    SEEKING,
)
from bot.domain.understanding.passenger_words import WORDS_OF_PASSENGERS
from bot.domain.understanding.plain_words import BARE, PLAIN, STATING, TERSE
from bot.domain.understanding.scope_words import (
    AFTER_GOING,
    BEING,
    BOOKING,
    FLYING,
    FOREIGN,
    FUTURE,
    HAVING,
    LEADS,
    MOVING,
    MUST,
    OTHERS,
    SETTING_OUT,
    SHOPPING,
    TOLD,
    WISHING,
)
from bot.domain.understanding.wishes import WORDS_OF_WISHES
from bot.domain.understanding.word_lists import word_set

IN, OUT = "in", "out"
_ALLOWED_FAR, _ALLOWED_NEAR, _ALLOWED_BOTH = 2, 1, 4
"""Words without a place in the grammar that may stand beside a directed place, an undirected one, and both ends."""
_BOTH = 2
_LEAVE_TAKING = (["a"], ["bis"], ["hasta"], ["until"])
"""How who takes leave names a day: "à vendredi", "bis Montag"."""
_POLITE = word_set(
    "please hey hi hello ok okay can could would you i want to need svp bonjour salut stp tu peux pouvez vous hallo "
    "hola "
    "bitte puedes kannst du por favor merci and et so est ce que"
)


class Said(msgspec.Struct, frozen=True):
    """What was found in a message.

    `rest` are its words with those of places, dates and people blanked, in `language`; `ends` how many ends of a
    journey it names, and `pointed` how many of them by a word of direction, or by standing side by side; `place`, `day`
    and `people` tell whether it names any; `past` that a day lies before today; `refused` that a place is not wanted;
    `wished` that one way or a number of stops is; `asked` that the message answers a question or takes something back;
    `begins` that nothing was asked.
    """

    rest: Sequence[Token]
    language: str = ""
    ends: int = 0
    pointed: int = 0
    place: bool = False
    day: bool = False
    people: bool = False
    past: bool = False
    refused: bool = False
    wished: bool = False
    asked: bool = False
    begins: bool = False

    @property
    def slots(self) -> int:
        """How many kinds of things are said that could fill a trip."""
        return self.place + self.day + self.people


def read_scope(said: Said) -> str | None:
    """Read "in" for a message about a journey, "out" for one about something else, None when it speaks of neither.

    A request that begins like one to another helper is out, and what is asked of others about a flight. Then words of
    flying decide, then things of other trades. Without either, the more a message looks like a journey, the more words
    without a place in the grammar it may hold.
    """
    words = [token.text for token in said.rest if token.kind == "word"]
    if _leads_elsewhere(said.rest) or (_is_above_flying(said.rest, words) and (said.begins or not said.asked)):
        return OUT
    if not FLYING.isdisjoint(words):
        return IN
    if _is_foreign(said) and not (said.asked and said.slots and (said.people or _fits(words, _bare()))):
        return OUT
    if said.asked:
        return IN if said.slots else None
    if said.ends < _BOTH and _is_told(said.rest, words):
        return OUT
    if not said.slots:
        return IN if not SETTING_OUT.isdisjoint(words) and _fits(words, known_words()) else None
    return IN if _is_journey(said, words) else OUT


def _is_journey(said: Said, words: Sequence[str]) -> bool:
    if (said.past and said.ends < _BOTH) or (said.place and not said.ends and not said.refused):
        return False
    strange = sum(word not in known_words() for word in words)
    booking = not BOOKING.isdisjoint(words)
    moving = said.wished or _is_moving(words)
    if said.ends == _BOTH and said.pointed:
        return strange <= _ALLOWED_BOTH
    if said.pointed:
        return strange <= (_ALLOWED_FAR if moving else _ALLOWED_NEAR if said.slots >= _BOTH and not booking else 0)
    if said.ends and (moving or booking or said.day):
        begun = said.day and words[0] == "\u00a7" and STATING.isdisjoint(words) and "ne" not in words
        return strange <= (_ALLOWED_NEAR if moving or begun else 0)
    if (said.ends or said.day) and _is_shopping(words):
        return strange == 0
    return _is_bare(said, words, strange=strange)


def _is_moving(words: Sequence[str]) -> bool:
    """Whether a word of travelling is said, or that somebody must be somewhere; "va pleuvoir" is no going."""
    duty = not BEING.isdisjoint(words) and not MUST.isdisjoint(words)
    return duty or any(
        word in MOVING and word not in BOOKING and not (word in FUTURE and after not in AFTER_GOING)
        for word, after in zip(words, (*words[1:], ""), strict=True)
    )


def _is_shopping(words: Sequence[str]) -> bool:
    """Whether a price is asked for; "combien de jours" counts something else."""
    after = (*words[1:], "")
    return any(word in SHOPPING and following not in ("de", "d") for word, following in zip(words, after, strict=True))


def _is_bare(said: Said, words: Sequence[str], *, strange: int) -> bool:
    """Whether a place, people or a day without a direction is all that is said, or a day to set out."""
    if said.place:
        return _fits(words, _bare())
    if said.people and not said.day:
        return _fits(words, _bare() | STATING) and not HAVING.at(said.rest, 0)
    if not SETTING_OUT.isdisjoint(words):
        return strange == 0
    return _fits(words, _terse()) and words[:1] not in _LEAVE_TAKING


def _fits(words: Sequence[str], known: frozenset[str]) -> bool:
    return all(word in known for word in words)


def _is_told(tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """Whether somebody's life is told, or others are spoken of who wish nothing."""
    return bool(TOLD.find(tokens)) or (words[:1] != [] and words[0] in OTHERS and WISHING.isdisjoint(words))


def _is_foreign(said: Said) -> bool:
    own = FOREIGN_IN.get(said.language)
    compound = said.language == "de" and any(token.text.startswith(COMPOUNDS) for token in said.rest)
    return bool(compound or FOREIGN.find(said.rest) or (own is not None and own.find(said.rest)))


def _is_above_flying(tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """Whether others are asked although a flight may be named: about a visa, or luggage that is lost."""
    said = set(words)
    lost = bool(LOSING & said or (SEEKING & said and DENYING & said and OWNING & said))
    return bool(ABOVE_FLYING.find(tokens) or (lost and LUGGAGE & said))


def _leads_elsewhere(tokens: Sequence[Token]) -> bool:
    at = 0
    while at < len(tokens) and not LEADS.at(tokens, at) and (tokens[at].kind == "sign" or tokens[at].text in _POLITE):
        at += 1
    return at < len(tokens) and LEADS.at(tokens, at) is not None


@cache
def known_words() -> frozenset[str]:
    """Every word that the grammar knows, in all languages."""
    return PLAIN | MOVING | _bare()


@cache
def _bare() -> frozenset[str]:
    """The words of answers, and those of directions, days, people and wishes."""
    words = set(BARE | _days() | WORDS_OF_WISHES | WORDS_OF_PASSENGERS)
    words -= STATING
    words.update(FROM, TO, VIA, BETWEEN, PLAIN_IN, JOINTS, REFUSING, RATHER)
    return frozenset(words)


@cache
def _terse() -> frozenset[str]:
    return TERSE | _days() | WORDS_OF_WISHES


@cache
def _days() -> frozenset[str]:
    """The words of days, and the sign that stands for what was read already."""
    words = {name for language in LANGUAGES for name in (*lexicon(language).telling, *lexicon(language).months)}
    return frozenset(words) | {"\u00a7"}
