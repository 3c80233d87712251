"""Names of months in any language, told from other words by the number beside them."""

from collections.abc import Sequence
from functools import cache

from bot.domain.understanding.dates import numerals
from bot.domain.understanding.dates.lexicon import LANGUAGES, lexicon
from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.word_lists import word_set

_BETWEEN = word_set(". , - / of de del du d the le el")
_FAR = 3


@cache
def month_names() -> frozenset[str]:
    """Every name and short name of a month, folded."""
    return frozenset(name for language in LANGUAGES for name in lexicon(language).months)


@cache
def _day_words() -> frozenset[str]:
    """Numbers and weekdays in words."""
    spelled = (numerals.cardinals(language) | numerals.ordinals(language) for language in LANGUAGES)
    names = (name for language in LANGUAGES for name in lexicon(language).weekdays)
    return frozenset(word for words in spelled for phrase in words for word in phrase.split()) | frozenset(names)


def is_month(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is a month: named like one ("JAN", "AUG" are airports, too), with a day or a year beside it."""
    if tokens[at].text not in month_names():
        return False
    return _number(tokens[at + 1 : at + 1 + _FAR]) or _number(tokens[max(0, at - _FAR) : at][::-1])


def _number(tokens: Sequence[Token]) -> bool:
    near = next((t for t in tokens if t.text not in _BETWEEN), None)
    return near is not None and (near.kind in {"number", "ordinal"} or near.text in _day_words())
