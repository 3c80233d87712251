"""Answers in the middle tell what is known of the chosen fare and flights, and nothing besides."""

import msgspec
import pytest

from bot.domain.conversation.events import OffersFound
from bot.domain.shopping.fares import BRANDS
from tests.builders import world as builders
from tests.builders.talk import Talk


def chosen(brand: str) -> Talk:
    """A talk in which a fare was chosen."""
    talk = Talk(offers=-1).to_offers()
    offer = msgspec.structs.replace(builders.offer(), brand=brand)
    return talk.happen(OffersFound(talk.awaited, 0, (offer,))).say("1")


@pytest.mark.parametrize(
    ("brand", "question", "words"),
    [
        ("light", "and bags?", "Light: 1 cabin bag, no checked bag."),
        ("standard", "and bags?", "Standard: 1 cabin bag, 1 checked bag."),
        ("flex", "and bags?", "Flex: 2 cabin bags, 1 checked bag."),
        ("light", "is it refundable?", "Light: not refundable."),
        ("flex", "is it refundable?", "Flex: refundable without a fee."),
        ("light", "can I change it later?", "Light: no changes;"),
        ("standard", "can I change it later?", "Standard: changes for €70.00 a passenger;"),
        ("flex", "can I choose a seat?", "Flex: you may choose a seat."),
        ("light", "can I choose a seat?", "Light: a seat is given to you."),
        ("light", "how long is the flight?", "It takes 8 h 55."),
        ("light", "who operates the flight?", "operated by Threadfare Air"),
        ("light", "which terminal?", "Charles de Gaulle (CDG) → New York John F. Kennedy (JFK)"),
        ("light", "when do we arrive?", "Fri 4 Dec 09:10 CDG → 12:10 JFK"),
        ("light", "is it direct?", "About stops: direct."),
        ("light", "how much is it?", "€612.40 in all"),
        ("flex", "et les bagages ?", "Flex : 2 bagages cabine, 1 bagage en soute"),
        ("standard", "c'est remboursable ?", "Standard : non remboursable"),
    ],
)
def test_an_answer_is_about_what_was_chosen(brand: str, question: str, words: str) -> None:
    """What is said binds the airline: it is the fare's own conditions and the flight's own facts."""
    talk = chosen(brand).say(question)
    assert words in talk.words
    assert talk.node == "ask_name"


def test_before_anything_is_chosen_every_fare_is_told() -> None:
    """Who asks about bags at first hears all fares."""
    words = Talk().say("hi").say("and bags?").words
    assert all(f"{name.capitalize()}: " in words for name in BRANDS)


def test_what_only_flights_can_tell_waits_for_flights() -> None:
    """The bot makes up no duration."""
    words = Talk().say("hi").say("how long is the flight?").words
    assert "depends on the flight" in words
    assert " h " not in words


@pytest.mark.parametrize("question", ["can I take my dog?", "which terminal?", "why is the sky so blue today?"])
def test_what_nobody_wrote_is_left_to_a_person(question: str) -> None:
    """A person is one tap away, and nothing is guessed."""
    talk = chosen("light").say(question)
    assert "won't guess" in talk.words
    assert "Talk to a person" in {option.title for option in talk.options}


def test_a_question_begins_no_booking() -> None:
    """Who asks before wishing anything is answered, and told what the bot can do."""
    talk = Talk().say("how many bags can I take?")
    assert talk.node == ""
    assert "cabin bag" in talk.words
    assert "booking assistant" in talk.words
    assert talk.say("Paris to Rome").node == "ask_depart"


def test_two_ways_and_several_flights_are_told_in_one_sentence() -> None:
    """There and back, and the span of what is on the page."""
    talk = (
        Talk(offers=3).say("Paris to New York on 4 December, back on the 12th, 1 adult").say("how long is the flight?")
    )
    assert "8 h 55 there, 8 h 55 back" in talk.words
    assert talk.node == "offers"
