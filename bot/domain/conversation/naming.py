"""Which saved method a traveller means: by the name that they gave it, its last digits, its brand, or its kind."""

import re
from collections.abc import Callable

from bot.domain.conversation.profile import SavedMethod
from bot.domain.understanding.dates.tokens import fold

_DIGITS = re.compile(r"\d{4}")
_ACCOUNT = re.compile(r"\b(?:account|iban|compte|cuenta|konto)\b")
_CARD = re.compile(r"\b(?:card|carte|tarjeta|karte|kreditkarte)\b")


_THIS = re.compile(
    r"(?:it|this|that|this one|that one|them|these|ca|cela|celle-ci|celui-ci|la|le|l|los|lo|esta|este|esto|es|sie|das|"
    r"diese|dies)?"
)


def named(about: str, methods: tuple[SavedMethod, ...]) -> tuple[SavedMethod, ...]:
    """The methods that words may mean: those that their narrowest sign fits, all for "this", none for anything else."""
    signed = said(about, methods)
    if signed is not None:
        return signed
    return methods if _THIS.fullmatch(fold(about).strip()) else ()


def said(about: str, methods: tuple[SavedMethod, ...]) -> tuple[SavedMethod, ...] | None:
    """The methods that words name by a sign, none for a sign of something else; None when they name nothing."""
    words = fold(about)
    for fits in _signs(words):
        found = tuple(method for method in methods if fits(method))
        if found:
            return found
    if _ACCOUNT.search(words):
        return tuple(method for method in methods if method.kind == "bank_account")
    if _CARD.search(words):
        return tuple(method for method in methods if method.kind == "card")
    return None


def _signs(words: str) -> tuple[Callable[[SavedMethod], bool], ...]:
    digits = set(_DIGITS.findall(words))
    return (
        lambda method: bool(method.name) and re.search(rf"\b{re.escape(fold(method.name))}\b", words) is not None,
        lambda method: method.shown[-4:] in digits,
        lambda method: method.kind == "card" and fold(_brand(method)) in words,
    )


def _brand(method: SavedMethod) -> str:
    return method.shown.partition(" •")[0]
