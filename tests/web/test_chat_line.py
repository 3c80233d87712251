"""The place in the line as a sentence."""

import pytest

from bot.services.waiting_line import Place
from bot.web.chat_line import place_text
from bot.web.chat_words import CHAT_WORDS


@pytest.mark.parametrize(
    ("language", "place", "told"),
    [
        ("en", None, ""),
        ("en", Place(1), "You are next."),
        ("en", Place(2), "You are number 2."),
        ("en", Place(1, 1), "You are next; about a minute."),
        ("en", Place(2, 4), "You are number 2; about 4 minutes."),
        ("fr", Place(2, 4), "Vous êtes numéro 2 ; environ 4 minutes."),
    ],
)
def test_the_time_is_told_only_when_it_is_known(language: str, place: Place | None, told: str) -> None:
    """Nothing is promised that nobody can know."""
    assert place_text(place, CHAT_WORDS[language]) == told
