"""A consent is asked for once, in the words that are kept, and stands in nobody's way."""

import msgspec
import pytest

from bot.domain.conversation.account_effects import ChooseConsent
from bot.domain.conversation.account_events import ConsentChosen
from bot.domain.conversation.agent_events import AgentReturned, AgentTook
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


@pytest.mark.parametrize(("words", "given"), [("oui", True), ("ja, einverstanden", True), ("nein danke", False)])
def test_the_words_that_were_read_are_kept_whatever_the_language_of_the_answer(words: str, *, given: bool) -> None:
    """A proof in words that nobody was shown would be none."""
    talk = known().say("Hello").say(words)
    assert talk.of(ChooseConsent) == (ChooseConsent(PEOPLE, given=given, language="en"),)


def test_asked_once_more_in_another_language_those_words_are_kept() -> None:
    """The last ones that were read count."""
    talk = known().say("Hello").say("en français")
    assert choice_words(PEOPLE, "fr", "Threadfare Air")[0] in talk.words
    talk.say("oui")
    assert talk.of(ChooseConsent) == (ChooseConsent(PEOPLE, given=True, language="fr"),)


@pytest.mark.parametrize(
    "words", ["I do not agree", "never", "of course not", "do not remember me", "je ne suis pas d'accord"]
)
def test_a_refusal_in_other_words_is_one(words: str) -> None:
    """Who says so plainly is not remembered on."""
    assert [one.given for one in known().say("Hello").say(words).of(ChooseConsent)] == [False]


@pytest.mark.parametrize(
    "words", ["yes if you delete it afterwards", "no problem", "yes and delete everything", "yes no"]
)
def test_what_is_not_sure_is_kept_as_nothing(words: str) -> None:
    """Neither a yes with a condition nor words that only begin like a no."""
    assert known().say("Hello").say(words).of(ChooseConsent) == ()


@pytest.mark.parametrize("words", ["maybe later", "plus tard", "später", "jetzt nicht"])
def test_later_is_no_wish_for_later_flights(words: str) -> None:
    """Nor is "not now" a day of departure."""
    talk = known().say("Hello").say(words)
    assert (talk.node, talk.of(ChooseConsent)) == ("ask_origin", ())
    assert talk.conversation.trip.depart is None
    assert len(talk.words.split("?")) == len(["question", ""])


def test_what_is_kept_while_a_person_has_the_thread_is_said_by_nobody_and_leads_on_later() -> None:
    """An agent took the thread before the yes was kept."""
    talk = known().say("Hello").say("yes")
    event = f"{talk.last_event}#0"
    talk.happen(AgentTook("desk_1", talk.now, "ana", "Ana"))
    talk.happen(ConsentChosen(event, talk.now, PEOPLE, given=True))
    assert talk.last == ()
    assert talk.conversation.slots["consent_people"] == "yes"
    talk.happen(AgentReturned("desk_2", talk.now, "ana"))
    assert "Do you agree" not in talk.words
    assert talk.words.endswith(ASKS)


def test_who_never_answered_is_not_asked_again() -> None:
    """It was said that it is asked once only."""
    talk = known().say("Hello")
    talk.conversation = msgspec.structs.replace(talk.conversation, position=None, parents=())
    assert "Do you agree" not in talk.say("Hello").words
