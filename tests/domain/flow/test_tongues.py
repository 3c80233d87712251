"""The talk goes on in the language that the traveller writes or asks for."""

import pytest

from bot.domain.flow.tongues import asked_language
from tests.builders.talk import Talk


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English please", "en"),
        ("en français s'il vous plaît", "fr"),
        ("français", "fr"),
        ("auf Englisch bitte", "en"),
        ("can you speak French?", "fr"),
        ("a French book", ""),
        ("English or French?", ""),
        ("Paris", ""),
    ],
)
def test_a_language_is_asked_for_by_its_name(text: str, language: str) -> None:
    """And only when nothing else is said."""
    assert asked_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"), [("mardi", "fr"), ("2 adultes", "fr"), ("tomorrow", "en"), ("oui", "fr")]
)
def test_one_word_of_one_language_is_enough(text: str, language: str) -> None:
    """A day's name is in one language."""
    other = {"fr": "hello", "en": "bonjour"}[language]
    assert Talk().say(other).say(text).conversation.language == language


def test_a_language_that_is_not_spoken_is_told_once_in_it() -> None:
    """The traveller learns in Spanish that the answer is English, and is understood all the same."""
    talk = Talk().say("quiero volar a Madrid el 5 de diciembre")
    assert "respondo en inglés" in talk.words
    assert talk.conversation.trip.destination == "MAD"
    assert "respondo" not in talk.say("quiero salir desde París por favor").words
    assert "auf Deutsch" in talk.say("ich möchte bitte am 6. Dezember fliegen").words


@pytest.mark.parametrize("words", ["español por favor", "Spanish please", "auf Spanisch bitte"])
def test_who_asks_for_a_language_is_told_each_time(words: str) -> None:
    """A wish that is said outright is never answered with a menu."""
    talk = Talk().say("quiero volar a Madrid el 5 de diciembre").say(words)
    assert "respondo en inglés" in talk.words
    assert talk.node == "ask_origin"
