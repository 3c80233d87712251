"""A consent is asked for once, in the words that are kept, and stands in nobody's way."""

import msgspec
import pytest

from bot.domain.conversation.account_effects import ChooseConsent
from bot.domain.conversation.account_events import ConsentChosen
from bot.domain.privacy import PEOPLE, choice_words
from tests.builders.returning import known
from tests.builders.talk import Talk

ASKS = "Where are you flying from?"


def chosen(talk: Talk, *, given: bool, purpose: str = PEOPLE) -> Talk:
    """The talk after what was chosen is kept."""
    return talk.happen(ConsentChosen(f"{talk.last_event}#0", talk.now, purpose, given=given))


def test_who_is_remembered_is_asked_in_the_words_that_are_kept() -> None:
    """Word for word what the proof will say, with the way to each answer."""
    talk = known().say("Hello")
    assert choice_words(PEOPLE, "en", "Threadfare Air")[0] in talk.words
    assert talk.words.startswith("Welcome back! I'm the booking assistant")


@pytest.mark.parametrize(("words", "given", "told"), [("yes", True, "I'll remember"), ("No", False, "I've forgotten")])
def test_an_answer_is_kept_and_then_the_booking_goes_on(words: str, *, given: bool, told: str) -> None:
    """One message tells what holds now and asks what a booking begins with; nobody is asked again."""
    talk = known().say("Hello").say(words)
    assert talk.of(ChooseConsent) == (ChooseConsent(PEOPLE, given=given, language="en"),)
    assert talk.messages == ()
    chosen(talk, given=given)
    assert len(talk.messages) == 1
    assert talk.words.startswith(told)
    assert talk.words.endswith(ASKS)
    assert talk.conversation.parents == ()
    assert talk.conversation.slots["consent_people"] == ("yes" if given else "no")


@pytest.mark.parametrize("words", ["later", "xyzzy"])
def test_whoever_does_not_answer_is_led_on_and_not_asked_again(words: str) -> None:
    """Later is an answer; anything else is taken as one."""
    talk = known().say("Hello").say(words)
    assert talk.words.endswith(ASKS)
    assert talk.of(ChooseConsent) == ()
    assert talk.say("start over").node == "ask_origin"
    talk.conversation = msgspec.structs.replace(talk.conversation, position=None)
    assert "Do you agree" not in talk.say("hello").words


@pytest.mark.parametrize("words", ["from Lyon", "Lyon"])
def test_a_wish_for_flights_is_taken_as_one(words: str) -> None:
    """The city that is asked for next may be told at once."""
    talk = known().say("Hello").say(words)
    assert talk.conversation.trip.origin == "LYS"
    assert talk.node == "ask_destination"


def test_the_last_route_is_a_tap_away_all_the_same() -> None:
    """Nobody answers a question before they may book."""
    talk = known().say("Hello").tap("Paris → New York")
    assert talk.words == "Noted: Paris → New York. When would you like to leave?"


def test_who_says_a_trip_at_once_is_not_asked() -> None:
    """The booking comes first; the question may come another time."""
    talk = known().say("Paris to New York")
    assert talk.words.startswith("Welcome back!")
    assert talk.node == "ask_depart"
    assert "consent_people" not in talk.conversation.slots


def test_what_was_chosen_elsewhere_is_not_asked() -> None:
    """A choice in the list of consents is one, too."""
    talk = chosen(known(), given=True)
    assert "Do you agree" not in talk.say("Hello").words


def test_a_question_in_between_is_answered_and_the_consent_asked_once_more() -> None:
    """Who wants to know something first is told it."""
    talk = known().say("Hello").say("and bags?")
    assert "Source: fare conditions" in talk.words
    assert "Do you agree" in talk.words
