"""What Messenger and Instagram show before anybody writes: greeting, first button, menu, questions to begin with.

Meta, Messenger Platform: "Messenger Profile API"; Instagram Platform: "Persistent menu", "Ice breakers".
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.errors import InvalidError

GET_STARTED = "GET_STARTED"
"""The payload of what begins a talk, or goes on where it stands."""
MENU: Mapping[str, str] = {
    "menu_book": GET_STARTED,
    "menu_trip": "go:trip",
    "menu_person": "go:person",
    "menu_help": "go:help",
}
"""The words of the menu -> what a tap sends; wishes that hold at every point of a talk."""
ICE_BREAKERS: Mapping[str, str] = {
    "ice_book": GET_STARTED,
    "ice_trip": "go:trip",
    "ice_help": "go:help",
    "ice_person": "go:person",
}
"""The questions with which a talk may begin -> what a tap sends."""
_TITLE, _QUESTION, _GREETING = 30, 80, 160
_LOCALES: Mapping[str, str] = {"en": "en_US", "fr": "fr_FR", "es": "es_ES", "de": "de_DE"}

Words = Callable[[str, str], str]
"""Gives the text of a key in a language."""


def messenger_profile(words: Words, languages: tuple[str, ...]) -> dict[str, Any]:
    """The profile of a Page in all languages, the first by default; raises `InvalidError` for a text that is too long.

    `words` gives the text of a key in a language.
    """
    return {
        "get_started": {"payload": GET_STARTED},
        "greeting": _each(languages, lambda one: {"text": _short(words("profile_greeting", one), _GREETING)}),
        "persistent_menu": _each(
            languages, lambda one: {"composer_input_disabled": False, "call_to_actions": _menu(words, one)}
        ),
        "ice_breakers": _ice_breakers(words, languages),
    }


def instagram_profile(words: Words, languages: tuple[str, ...]) -> dict[str, Any]:
    """The profile of an Instagram account: it knows no greeting, no first button, and no menu that locks typing."""
    return {
        "persistent_menu": _each(languages, lambda one: {"call_to_actions": _menu(words, one)}),
        "ice_breakers": _ice_breakers(words, languages),
    }


def _ice_breakers(words: Words, languages: tuple[str, ...]) -> list[dict[str, Any]]:
    def questions(language: str) -> dict[str, Any]:
        return {
            "call_to_actions": [
                {"question": _short(words(key, language), _QUESTION), "payload": payload}
                for key, payload in ICE_BREAKERS.items()
            ]
        }

    return _each(languages, questions)


def _menu(words: Words, language: str) -> list[dict[str, Any]]:
    return [
        {"type": "postback", "title": _short(words(key, language), _TITLE), "payload": payload}
        for key, payload in MENU.items()
    ]


def _each(languages: tuple[str, ...], make: Callable[[str], dict[str, Any]]) -> list[dict[str, Any]]:
    """One for the default, which is the first language's, and one for each other language."""
    first, *others = languages
    told = [{"locale": "default", **make(first)}]
    return told + [{"locale": _LOCALES[one], **make(one)} for one in others if one in _LOCALES]


def _short(text: str, most: int) -> str:
    if not 0 < len(text) <= most:
        raise InvalidError(f"“{text}” has {len(text)} characters: {most} fit.")
    return text
