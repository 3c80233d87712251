"""What the page of privacy shows: kinds with their numbers, purposes and what can be done, consents word by word."""

from collections.abc import Mapping
from typing import Any

from bot.domain.privacy import PURPOSES, SAVED_METHODS, Agreed, Known
from bot.domain.privacy_words import kind_words, retention_of
from bot.domain.shopping.display import date_text
from bot.web.wallet_history_words import PRIVACY_WORDS


def words_of(language: str) -> Mapping[str, str]:
    """The sentences of the page in a language, in English when it is not served."""
    return PRIVACY_WORDS.get(language, PRIVACY_WORDS["en"])


def privacy_page(known: Known, language: str, *, said: str = "") -> dict[str, Any]:
    """Everything that the page shows; `said` is the key of what became of the last form."""
    words = words_of(language)
    return {
        "said": words.get(f"said_{said}", ""),
        "kinds": [(kind_words(one.kind, language), one.count, retention_of(one.kind, language)) for one in known.kept],
        "purposes": [_purpose(purpose, known, words) for purpose in PURPOSES],
        "agreed": [_agreed(one, words, language) for one in reversed(known.agreed)],
    }


def _purpose(purpose: str, known: Known, words: Mapping[str, str]) -> dict[str, Any]:
    """A method is saved where it is entered, so that purpose can be taken back here, and is allowed there."""
    is_methods = purpose == SAVED_METHODS
    on = known.count("methods") > 0 if is_methods else purpose in known.allowed
    state = words["on" if on else "none" if is_methods else "off"]
    what = words[purpose]
    return {
        "name": purpose,
        "title": what,
        "more": words[f"{purpose}_more"],
        "on": on,
        "state": state,
        "asks": is_methods,
        "can": on or not is_methods,
        "act": words["take_back" if on else "allow"],
        "act_of": words["take_back_of" if on else "allow_of"].format(what=what),
    }


def _agreed(one: Agreed, words: Mapping[str, str], language: str) -> dict[str, str]:
    day = words["agreed_on"].format(day=date_text(one.at.date(), language), version=one.version)
    ended = words["withdrawn_on"].format(day=date_text(one.withdrawn.date(), language)) if one.withdrawn else ""
    return {"day": day, "state": ended or words["still"], "words": one.words, "language": one.language}
