"""At the first contact people read that they write with a machine, whose, and where to see what is kept."""

import msgspec
import pytest

from bot.domain.conversation.messages import spoken
from tests.builders.flows import shipped
from tests.builders.talk import Talk

DATA = "Write “my data” at any time to see and change what I keep of you."


@pytest.mark.parametrize("words", ["hi", "Paris to New York"])
def test_the_first_message_says_what_it_is_and_keeps_nobody_from_booking(words: str) -> None:
    """In one message, before the first question."""
    talk = Talk().say(words)
    first = spoken(talk.messages[0])
    assert "machine" in first
    assert "Threadfare Air" in first
    assert first.endswith(DATA)
    assert len(talk.messages) == 2
    assert talk.conversation.position.flow == "book"  # type: ignore[union-attr]


def test_nobody_is_welcomed_twice() -> None:
    """The next talk is greeted by its own flow."""
    talk = Talk().say("hi")
    talk.conversation = msgspec.structs.replace(talk.conversation, position=None)
    talk.say("hi")
    assert "machine" in talk.words
    assert DATA not in talk.words


def test_without_a_welcome_the_flow_greets_as_it_did() -> None:
    """An installation that publishes none loses nothing."""
    talk = Talk()
    talk.world = msgspec.structs.replace(talk.world, live={"book": 1, "my_trip": 1})
    talk.say("hi")
    assert "a machine, with people behind me" in talk.words
    assert DATA not in talk.words


def test_a_person_is_had_without_a_welcome_and_the_welcome_comes_later() -> None:
    """Who asks for a person first is told of the machine when they write with it."""
    talk = Talk().say("I want to talk to a person")
    assert talk.words == "I'm calling a colleague; somebody will answer here."
    assert "welcomed" not in talk.conversation.slots


@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
def test_every_greeting_that_ships_tells_of_the_machine_and_is_locked(language: str) -> None:
    """Staff word it, and cannot leave it out."""
    flow = shipped()["welcome"]
    greetings = {"long": "hello", "short": "hello_short", "known": "hello_back"}
    machine = {"en": "machine", "fr": "machine", "es": "máquina", "de": "Maschine"}[language]
    for step, key in greetings.items():
        assert flow.nodes[step].locked
        template = flow.text(key, language)
        assert template is not None
        assert machine in "".join(part for part in template.parts if isinstance(part, str))
        assert "brand.name" in template.fields()
