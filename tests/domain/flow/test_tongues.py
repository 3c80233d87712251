"""The talk goes on in the language that the traveller writes or asks for."""

import msgspec
import pytest

from bot.domain.flow.tongues import asked_language
from tests.builders import world as builders
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
    ("text", "language"),
    [
        ("mardi", "fr"),
        ("2 adultes", "fr"),
        ("tomorrow", "en"),
        ("oui", "fr"),
        ("martes", "es"),
        ("2 adultos", "es"),
        ("gracias", "es"),
        ("Dienstag", "de"),
        ("2 Erwachsene", "de"),
        ("ja", "de"),
    ],
)
def test_one_word_of_one_language_is_enough(text: str, language: str) -> None:
    """A day's name is in one language."""
    other = "bonjour" if language == "en" else "hello"
    assert Talk().say(other).say(text).conversation.language == language


def test_whoever_writes_in_one_of_the_four_languages_is_answered_in_it() -> None:
    """From the first message on, and again when the language changes."""
    talk = Talk().say("quiero volar a Madrid el 5 de diciembre")
    assert "¿Desde dónde vuela?" in talk.words
    assert talk.conversation.trip.destination == "MAD"
    assert "Von wo fliegen Sie?" in talk.say("ich möchte bitte am 6. Dezember fliegen").words
    assert "Where are you flying from?" in talk.say("I would like to leave on the 7th").words


@pytest.mark.parametrize("words", ["español por favor", "Spanish please", "auf Spanisch bitte"])
def test_a_language_that_is_asked_for_is_the_talks(words: str) -> None:
    """A wish that is said outright is never answered with a menu."""
    talk = Talk().say("I want to fly to Madrid on December 5").say(words)
    assert talk.conversation.language == "es"
    assert talk.node == "ask_origin"


def test_a_language_that_a_brand_does_not_speak_changes_nothing() -> None:
    """An airline that speaks English and French alone goes on in the one that the talk was in."""
    world = msgspec.structs.replace(
        builders.world(), brand=msgspec.structs.replace(builders.BRAND, languages=("en", "fr"))
    )
    talk = Talk(world).say("bonjour").say("quiero volar a Madrid el 5 de diciembre")
    assert talk.conversation.language == "fr"
