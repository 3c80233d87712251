"""What a traveller wants the talk to do."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.intents import guess_language, read_intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I want to talk to a person", "person"),
        ("person", "person"),
        ("Personne, s'il vous plaît", "person"),
        ("persona", "person"),
        ("1 person", None),
        ("un conseiller svp", "person"),
        ("hablar con alguien", "person"),
        ("Mitarbeiter bitte", "person"),
        ("start over", "start_over"),
        ("recommencer", "start_over"),
        ("help", "help"),
        ("aide", "help"),
        ("cancel", "cancel"),
        ("annuler", "cancel"),
        ("More options", "more"),
        ("plus d'options", "more"),
        ("cheaper", "cheaper"),
        ("moins cher", "cheaper"),
        ("earlier", "earlier"),
        ("plus tard", "later"),
        ("direct only", "direct"),
        ("and bags?", "bags"),
        ("et les bagages ?", "bags"),
        ("is my flight on time", "status"),
        ("my booking", "trip"),
        ("hello", "greet"),
        ("bonjour", "greet"),
        ("thanks!", "thanks"),
        ("back", "back"),
        ("I'd like to book a flight", "book"),
        ("¿Qué sabe hacer?", "help"),
        ("Was können Sie?", "help"),
        ("Hilfe", "help"),
        ("Von vorn beginnen", "start_over"),
        ("Empezar de nuevo", "start_over"),
        ("Más opciones", "more"),
        ("Mehr Auswahl", "more"),
        ("¿hay algo más barato?", "cheaper"),
        ("etwas Günstigeres", "cheaper"),
        ("más tarde", "later"),
        ("später", "later"),
        ("meine Buchungen", "trip"),
        ("mis reservas", "trip"),
        ("muchas gracias", "thanks"),
        ("hasta pronto", "goodbye"),
    ],
)
def test_a_wish_is_understood(text: str, intent: str) -> None:
    """Staff may build a flow on these wishes in any of the languages."""
    assert read_intent(tokenize(fold(text))) == intent


@pytest.mark.parametrize("text", ["two weeks later we will fly home with everybody", "Paris", "Anna Schmidt"])
def test_a_word_inside_a_longer_sentence_is_not_a_command(text: str) -> None:
    """Read: "later" in a date does not ask for later flights."""
    assert read_intent(tokenize(fold(text))) not in {"later", "back", "help"}


def test_a_person_is_wanted_before_anything_else() -> None:
    """Whoever asks for a person among other things gets one."""
    assert read_intent(tokenize("cancel my flight let me talk to a person")) == "person"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I want to fly to Paris", "en"),
        ("je voudrais un vol pour Lyon", "fr"),
        ("quiero un vuelo para mañana", "es"),
        ("ich möchte nach Berlin", "de"),
        ("Paris", None),
        ("London Paris", None),
    ],
)
def test_the_language_is_guessed_only_with_evidence(text: str, language: str | None) -> None:
    """A city name alone never switches the language of a talk."""
    assert guess_language(tokenize(fold(text))) == language


@pytest.mark.parametrize(("text", "language"), [("Bonjour", "fr"), ("salut!", "fr"), ("hola", "es"), ("Hallo", "de")])
def test_a_greeting_is_enough_to_tell_the_language(text: str, language: str) -> None:
    """The first word of a talk sets its language."""
    assert guess_language(tokenize(fold(text))) == language


@pytest.mark.parametrize(("text", "intent"), [("?", "help"), ("???", "help"), ("Nice?", None), ("👋", "greet")])
def test_a_question_mark_alone_asks_for_help(text: str, intent: str | None) -> None:
    """Behind words it only makes them a question."""
    assert read_intent(tokenize(fold(text))) == intent


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("i am in paris", "en"),
        ("is it cold in moscow in january", "en"),
        ("washington d c", None),
        ("direct to los angeles", None),
        ("il me faut deux places de columbus à orlando", "fr"),
        ("que peut-on faire à dublin", "fr"),
        ("a qué hora sale el vuelo en la mañana", "es"),
        ("wie komme ich nach los angeles", "de"),
    ],
)
def test_names_of_places_and_words_of_two_languages_tell_none(text: str, language: str | None) -> None:
    """Read: "los" of Los Angeles makes no talk Spanish, "on" and "me" make no French talk English."""
    assert guess_language(tokenize(fold(text))) == language
