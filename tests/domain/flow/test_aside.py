"""Stepping aside: whatever is asked in between, the talk comes back to what it asked before."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.flow.sides import QUESTIONS, SIDES
from tests.builders.talk import Talk

ASKS = "When would you like to leave?"


def asked_for_a_day() -> Talk:
    """A talk in the middle of a booking."""
    return Talk().say("Paris to New York")


def test_a_menu_aside_is_left_by_its_way_back() -> None:
    """Who looked at the questions is asked again what was asked before."""
    talk = asked_for_a_day().say("I have a question")
    assert "What would you like to know?" in talk.words
    talk.tap("Back")
    assert talk.words.endswith(f"Back to where we were. {ASKS}")


@pytest.mark.parametrize("words", ["on 4 December", "4 December, one way"])
def test_words_for_what_waits_lead_straight_back(words: str) -> None:
    """Nobody has to leave a menu before they answer."""
    talk = asked_for_a_day().say("questions").say(words)
    assert talk.conversation.parents == ()
    assert talk.conversation.trip.depart is not None


def test_an_answer_that_only_what_waits_understands_leads_back_too() -> None:
    """A name names nothing of the menu: it is the passenger's."""
    talk = Talk().to_offers().tap("Choose").say("questions").say("Marie Durand")
    assert "Date of birth of Marie Durand?" in talk.words


def test_where_nothing_waits_a_wish_for_flights_begins_a_booking() -> None:
    """A menu that was asked for first is no trap."""
    talk = Talk().say("questions").say("Paris to New York")
    assert (talk.conversation.position.flow, talk.conversation.parents) == ("book", ())  # type: ignore[union-attr]


def test_where_nothing_waits_strange_words_stay_at_the_menu() -> None:
    """What is not understood is asked again."""
    talk = Talk().say("questions").say("xyzzy")
    assert talk.words == "Tap a question, or ask in your own words."


def test_what_was_not_published_is_answered_by_the_program() -> None:
    """An installation that has no flow of questions answers all the same."""
    talk = asked_for_a_day()
    talk.world = msgspec.structs.replace(
        talk.world, live={name: number for name, number in talk.world.live.items() if name == "book"}
    )
    assert "Source" not in talk.say("and bags?").words
    assert talk.words.startswith("Bags for each passenger")
    assert "I find flights, book them" in talk.say("questions").words
    assert "I'm calling a colleague" in talk.say("I want to talk to a person").words


_WORDS = st.sampled_from(
    ["my trip", "questions", "and bags?", "can I take my dog?", "back", "help", "my payments", "no", "xyzzy", "Lyon?"]
)


@settings(max_examples=40, deadline=None)
@given(words=st.lists(_WORDS, max_size=12))
def test_however_often_somebody_steps_aside_little_waits_behind(words: list[str]) -> None:
    """A talk never grows by being interrupted, and the booking is always the first of what waits."""
    talk = asked_for_a_day()
    for said in words:
        talk.say(said)
        places = (*talk.conversation.parents, talk.conversation.position)
        assert len(places) <= 2 + len(SIDES)
        assert places[0] is not None
        assert places[0].flow == "book"
        flows = [place.flow for place in talk.conversation.parents if place.flow != QUESTIONS]
        assert len(set(flows)) == len(flows)
