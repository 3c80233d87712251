"""Questions in the middle are answered in the words of staff, with their source, and the talk goes on."""

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.flow.definition import parse_flow
from bot.domain.flow.questions import SUBJECTS, UNKNOWN
from bot.domain.world import World
from tests.builders import world as builders
from tests.builders.flows import shipped
from tests.builders.talk import Talk
from tests.builders.trips import trip
from tests.domain.test_turn_trips import answered

ASKS = "When would you like to leave?"


def with_surfboards() -> World:
    """A world in which staff have added a question that the program does not know, with other words for it."""
    documents = {one["flow"]: one for one in map(msgspec.json.decode, catalogue.sample_flows())}
    document = documents["questions"]
    menu = document["nodes"]["menu"]
    menu["do"][0]["options"].append({"text": "surf_button", "value": "surf", "words": "surf_words"})
    menu["wait"]["exits"]["surf"] = "surf"
    document["nodes"]["surf"] = {"do": [{"do": "answer", "text": "surf", "source": "source_fares"}], "next": "told"}
    added = {"surf_button": "Surf", "surf_words": "surfboard, surf board", "surf": "Surfboards fly for 50 euros."}
    document["texts"] = {language: words | added for language, words in document["texts"].items()}
    flows = (parse_flow(msgspec.json.encode(one), revision=1) for one in documents.values())
    return builders.world_with(*flows, entry="book")


def test_a_question_is_answered_with_its_source_and_asked_what_was_open() -> None:
    """One message: the answer, where it comes from, and the question that was open."""
    talk = Talk().say("Paris to New York").say("and bags?")
    assert len(talk.messages) == 1
    answer, source, asked = talk.words.split("\n")
    assert answer.startswith("Bags for each passenger and direction")
    assert source == "Source: fare conditions of Threadfare Air"
    assert asked == ASKS
    assert talk.conversation.slots.get("topic") is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("help with bags", "Bags for each"),
        ("baggage", "Bags for each"),
        ("aide pour les bagages", "Bagages par passager"),
    ],
)
def test_bags_are_asked_for_in_many_ways(words: str, told: str) -> None:
    """The question that is asked most needs no form of a question."""
    assert told in Talk().say("Paris to New York" if "aide" not in words else "Paris à New York").say(words).words


def test_a_question_before_any_booking_is_answered_and_begins_none() -> None:
    """What else the bot can do is told in the same message."""
    talk = Talk().say("can I bring bags?")
    assert len(talk.messages) == 1
    assert "Source: fare conditions" in talk.words
    assert talk.words.endswith("take the payment.")
    assert talk.conversation.position is None


def test_what_nobody_wrote_is_not_guessed() -> None:
    """A person is offered instead."""
    talk = Talk().say("Paris to New York").say("what is the meaning of all this?")
    assert talk.words == f"I don't know that, and won't guess; a person can tell you. {ASKS}"
    assert "Talk to a person" in [option.title for option in talk.options]


def test_a_question_of_the_menu_is_answered_and_the_menu_comes_again() -> None:
    """One after the other, until they want back."""
    talk = Talk().say("questions").tap("Bags")
    assert "Source: fare conditions" in talk.words
    assert talk.words.endswith("What would you like to know?")
    assert "Source: booking rules" in talk.say("how can I pay?").words
    assert talk.words.endswith("What would you like to know?")
    assert "tell me where you'd like to go" in talk.say("back").words


def test_a_question_while_a_booking_is_looked_at_leaves_it_open() -> None:
    """The booking is still there afterwards."""
    talk = answered(Talk().say("my trip"), trip()).say("do I need a passport?")
    assert "What else would you like of booking ABC234?" in talk.words
    assert talk.conversation.opened == trip().id


@pytest.mark.parametrize("begun", ["Paris to New York", ""])
def test_a_question_that_staff_added_is_known_by_its_words(begun: str) -> None:
    """No developer is needed for it, at a step or before any."""
    talk = Talk(with_surfboards())
    talk = talk.say(begun) if begun else talk
    talk.say("what about my surfboard?")
    assert talk.words.startswith("Surfboards fly for 50 euros.\nSource: fare conditions of Threadfare Air\n")
    assert talk.say("what about my skis?").words.startswith("I don't know that" if begun else "I can't help")


def test_every_topic_has_a_way_in_the_flow_that_ships() -> None:
    """What is recognized is led to a step of its own, or to the one for what nobody wrote."""
    for topic in SUBJECTS - {UNKNOWN}:
        cases = shipped()["questions"].nodes["topic"].cases
        told = [case for case in cases if topic in str(getattr(case.when, "value", ""))]
        assert told, topic


@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
def test_the_answers_that_ship_are_those_of_the_program(language: str) -> None:
    """Where the flow is not published, nobody is told anything else."""
    words, texts = shipped()["questions"].texts[language], catalogue.texts()[language]
    same = {key for key in words if key.startswith("answer_")}
    assert len(same) > 20
    assert {key for key in same if words[key] != texts[key]} == set()


def test_two_answers_of_one_step_are_told_one_after_the_other() -> None:
    """Each with its own source, before the question that was open."""
    documents = {one["flow"]: one for one in map(msgspec.json.decode, catalogue.sample_flows())}
    more = {"do": "answer", "text": "answer_payment", "source": "source_booking", "wishes": ["wallet"]}
    documents["questions"]["nodes"]["bags"]["do"].append(more)
    flows = (parse_flow(msgspec.json.encode(one), revision=1) for one in documents.values())
    talk = Talk(builders.world_with(*flows)).say("Paris to New York").say("and bags?")
    lines = talk.words.split("\n")
    assert lines[1] == "Source: fare conditions of Threadfare Air"
    assert lines[2].startswith("You pay by card")
    assert lines[3:] == ["Source: booking rules of Threadfare Air", ASKS]
    assert "go:wallet" in [option.payload for option in talk.options]


@pytest.mark.parametrize("words", ["help", "help me please"])
def test_help_without_a_subject_is_help(words: str) -> None:
    """It is no question, and none that nobody can answer."""
    assert "I find flights" in Talk().say("Paris to New York").say(words).words
