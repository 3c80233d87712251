"""A traveller who wants a person gets one in their own words, in four languages, at any step."""

import pytest

from tests.builders.talk import Talk
from tests.builders.ways import WAITS, talk_at

WORDS = {
    "en": (
        "I want to talk to a person", "can I speak to a human?", "agent please", "operator", "customer service",
        "a real person please", "let me talk to someone", "representative",
    ),
    "fr": (
        "je veux parler à quelqu'un", "un humain svp", "un conseiller", "parler à un agent", "un opérateur",
        "service client", "une vraie personne",
    ),
    "es": (
        "quiero hablar con una persona", "hablar con un agente", "un humano por favor", "asesor", "un operador",
        "quiero hablar con alguien", "atención al cliente",
    ),
    "de": (
        "ich möchte mit einem Menschen sprechen", "Mitarbeiter bitte", "einen Agenten bitte", "Mensch bitte",
        "Kundenservice", "kann ich mit einer Person reden?", "Ansprechpartner", "ich will mit jemandem sprechen",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in WORDS.items() for text in texts])
@pytest.mark.parametrize("begun", [False, True])
def test_a_person_is_called_in_whatever_words(language: str, text: str, *, begun: bool) -> None:
    """Nobody has to know a magic word, nor the language of the talk."""
    talk = Talk().to_offers() if begun else Talk()
    assert talk.say(text).conversation.owner == "queue", language
    assert talk.conversation.reason == "asked"


@pytest.mark.parametrize("node", WAITS)
def test_a_person_is_called_at_every_step(node: str) -> None:
    """Whatever the bot asks, a person is one sentence away, in each of the languages."""
    for texts in WORDS.values():
        talk = talk_at(node, "en").say(texts[0])
        assert talk.conversation.owner == "queue", (node, texts[0], talk.words)
        assert talk.conversation.summary is not None


@pytest.mark.parametrize("text", ["eine Person", "1 person", "for one person", "just one person"])
def test_who_says_how_many_travel_is_not_sent_to_a_person(text: str) -> None:
    """One traveller is a number."""
    talk = talk_at("ask_party", "en").say(text)
    assert talk.conversation.owner == "bot"
