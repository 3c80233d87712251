"""Answers of every kind: short ones, typed buttons, wishes in the middle, and what is not understood."""

from datetime import date

import msgspec
import pytest

from bot.adapters.data.places import gazetteer
from bot.domain.conversation.effects import BeginCheckout, CallAgent, SearchFlights
from bot.domain.conversation.events import (
    AttachmentReceived,
    ChoiceTapped,
    PaymentDeclined,
    SearchFailed,
    SeatsHeld,
)
from bot.domain.conversation.messages import Carousel, Link
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wait_choice import free_text
from bot.domain.money import Money
from tests.builders import world as builders
from tests.builders.talk import Talk


@pytest.mark.parametrize("text", ["yes", "y", "ok", "OK!", "sure", "yes please", "oui", "d'accord", "👍", "go ahead"])
def test_yes_holds_the_seats(text: str) -> None:
    """Every usual yes is a yes."""
    assert Talk().to_review().say(text).of(BeginCheckout)


@pytest.mark.parametrize("text", ["no", "nope", "no thanks", "non merci", "Non", "👎"])
def test_no_asks_what_to_change(text: str) -> None:
    """Every usual no is a no, and politeness is not taken for the answer."""
    talk = Talk().to_review().say(text)
    assert talk.node == "what_change"
    assert not talk.of(BeginCheckout)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("the cheapest", "o0"),
        ("cheapest please", "o0"),
        ("le moins cher", "o0"),
        ("I'll take the second one", "o1"),
        ("number 2 please", "o1"),
        ("the last one", "o2"),
        ("la troisième s'il vous plaît", "o2"),
        ("TF103", "o2"),
        ("tf 102", "o1"),
    ],
)
def test_a_flight_is_chosen_in_many_words(text: str, chosen: str) -> None:
    """By its place, its price or its flight number."""
    offer = Talk().to_offers().say(text).conversation.basket.offer
    assert offer is not None
    assert offer.id == chosen


def test_yes_takes_the_only_flight() -> None:
    """When there is one flight, yes is enough; when there are several, the bot asks which."""
    assert Talk(offers=1).to_offers().say("yes").node == "ask_name"
    assert Talk(offers=5).to_offers().say("yes").node == "offers_help"


def test_a_card_that_is_not_on_the_page_is_not_guessed() -> None:
    """Asking for the fourth of three shows what can be asked for."""
    assert Talk().to_offers().say("4").conversation.basket.offer is None
    assert Talk(offers=2).to_offers().say("3").conversation.basket.offer is None


@pytest.mark.parametrize(("text", "code"), [("Nice?", "NCE"), ("to London?", "LON"), ("Madrid??", "MAD")])
def test_a_question_mark_is_no_cry_for_help(text: str, code: str) -> None:
    """A place with a question mark is still a place."""
    assert Talk().say("hi").say("Paris").say(text).conversation.trip.destination == code


@pytest.mark.parametrize("text", ["?", "??", "help", "aide"])
def test_help_tells_what_can_be_done_and_asks_on(text: str) -> None:
    """Help never loses the place in the talk."""
    talk = Talk().say("hi").say(text)
    assert {"Start over", "Talk to a person"} <= {option.title for option in talk.options} or talk.words
    assert talk.node == "ask_origin"


def test_a_greeting_tells_the_language() -> None:
    """The first word is enough."""
    assert "D'où partez-vous" in Talk().say("bonjour").words
    assert "Where are you flying from" in Talk().say("hello").words


def test_a_name_does_not_change_the_language() -> None:
    """A French name in an English talk is a name."""
    talk = Talk().to_offers().tap("Choose").say("Charles de la Tour")
    assert talk.conversation.language == "en"
    assert talk.conversation.basket.family == "de la Tour"


@pytest.mark.parametrize("name", ["Merci Dupont", "Hello Kitty", "Agent Smith", "Paris Hilton", "London Breed"])
def test_names_that_are_words_are_names(name: str) -> None:
    """Nobody's name is taken for a wish."""
    talk = Talk().to_offers().tap("Choose").say(name)
    assert talk.node == "ask_born"
    assert f"{talk.conversation.basket.given} {talk.conversation.basket.family}" == name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("M4rie Durand", "no digits"),
        ("x" * 300, "longer than tickets allow"),
        ("مريم الفاسي", "Latin letters"),
        ("👩‍🦰 👩‍🦰", "letters, spaces"),
        ("Marie", "first name and a family name"),
        ("Maximiliana-Alexandrina Wolfeschlegelsteinhausen", "machine-readable"),
    ],
)
def test_a_name_that_cannot_be_printed_says_what_can(text: str, sentence: str) -> None:
    """Each kind of trouble with a name has its own sentence."""
    talk = Talk().to_offers().tap("Choose").say(text)
    assert sentence in talk.words
    assert talk.node == "ask_name"


def test_a_problem_and_the_question_come_as_one_message() -> None:
    """The traveller is asked one thing, once."""
    talk = Talk().say("hi").say("Paris").say("Oslo")
    assert len(talk.messages) == 1
    assert talk.words.count("?") == 1
    assert "Oslo" in talk.words


def test_children_without_an_adult_are_asked_about_with_an_example() -> None:
    """The traveller knows how to say the whole party."""
    talk = Talk().say("Paris to New York on 4 December, one way").say("2 children")
    assert "fly with an adult" in talk.words
    assert talk.say("1 adult and 2 children").node == "ask_ages"
    assert talk.say("4 and 9").node == "offers"


def test_a_birth_date_of_another_age_says_so_and_lets_the_party_change() -> None:
    """A child booked as an adult is found out before anything is paid, and the way out works."""
    talk = Talk().to_offers().tap("Choose").say("Luc Durand").say("24 July 2019")
    assert "child" in talk.words
    talk.say("change the number of travellers")
    assert talk.node in {"what_change", "ask_party"}


def test_the_review_shows_when_everybody_was_born() -> None:
    """A date that was read with day and month swapped is seen before it is bought."""
    assert "24 Jul 1987" in Talk().to_review().words


def test_the_search_tells_every_wish_that_it_heard() -> None:
    """Cabin and stops are echoed like the rest."""
    words = Talk().say("Paris to New York on 4 December, one way, 1 adult, business, direct").words
    assert "Business" in words
    assert "direct" in words


def test_yes_looks_again_after_a_checkout_that_ended() -> None:
    """A question that can be answered with yes or no is."""
    talk = Talk(offers=-1).to_offers()
    talk.happen(SearchFailed(talk.awaited, 0, "supplier_down"))
    assert talk.say("yes").of(SearchFlights)


def test_no_after_a_failed_search_is_no_dead_end() -> None:
    """A no leaves the traveller with something to do."""
    talk = Talk(offers=-1).to_offers()
    talk.happen(SearchFailed(talk.awaited, 0, "supplier_down")).say("no")
    assert talk.options
    assert talk.words


def test_a_person_is_offered_once_among_the_options() -> None:
    """No button stands twice below a question."""
    talk = Talk(offers=-1).to_offers()
    talk.happen(SearchFailed(talk.awaited, 0, "supplier_down")).say("qwrtz")
    titles = [option.title for option in talk.options]
    assert len(titles) == len(set(titles))
    assert "Talk to a person" in titles


@pytest.mark.parametrize(
    "text",
    ["qwrtz", "bonjour", "thanks", "help", "Oslo", "yesterday", "more", "40 adults", "😀", "from Paris to Paris"],
)
@pytest.mark.parametrize("steps", range(7))
def test_the_same_words_never_come_three_times_in_a_row(text: str, steps: int) -> None:
    """However often somebody repeats themselves, the bot does not; a person is called who it did not understand."""
    talk = Talk()
    way = ("hi", "Paris", "New York", "4 December", "one way", "1 adult", "1", "Marie Durand", "24 July 1987")
    for words in way[:steps]:
        talk.say(words)
    said = [talk.words for _ in range(9) if talk.conversation.owner == "bot" and talk.say(text)]
    assert all(said)
    assert not any(a == b == c for a, b, c in zip(said, said[1:], said[2:], strict=False))


def test_thanks_after_the_booking_is_answered_and_nothing_begins() -> None:
    """Politeness is not taken for a new trip."""
    talk = Talk()
    talk.to_checkout()
    talk.happen(builders.issued(talk.conversation.basket.checkout))
    talk.say("thanks!")
    assert talk.words == "You're welcome."
    assert talk.node == ""
    assert talk.say("Paris to London tomorrow").node == "ask_back"


def test_the_queue_is_left_by_typing_the_button() -> None:
    """Quick replies vanish; their words still work, and other words stay with the desk."""
    talk = Talk().to_offers().say("talk to a person")
    assert talk.of(CallAgent)
    assert not talk.say("are you there?").last
    assert talk.say("back to the assistant").node == "offers"


def test_more_where_there_is_no_more_puts_the_question_again() -> None:
    """Asking for more while a date is asked is not called a bad date."""
    talk = Talk().say("Paris to New York").say("more")
    assert "didn't" not in talk.words
    assert talk.node == "ask_depart"


def test_words_after_a_day_of_silence_are_answered_once() -> None:
    """Who comes back after a day answers the question that stands, and is asked nothing twice."""
    talk = Talk().say("Paris to New York")
    talk.now += 25 * 3600 * 1000
    talk.say("4 December")
    assert talk.conversation.trip.depart == date(2026, 12, 4)
    assert talk.node == "ask_back"
    assert len(talk.messages) == 1


def test_while_seats_are_being_held_nobody_is_told_that_they_are() -> None:
    """The bot says what is true: it is still holding them."""
    talk = Talk()
    checkout = talk.to_checkout()
    assert "I'm holding" in talk.say("hello?").words
    talk.happen(SeatsHeld("h", 0, checkout, "http://localhost/pay/x", Money(61240, "EUR"), talk.now // 1000 + 900))
    talk.now += 5 * 60_000
    assert "10 minutes" in talk.say("how long do I have").words
    assert isinstance(talk.messages[0], Link)


def test_a_link_that_cannot_be_used_any_more_is_not_given_again() -> None:
    """After the last try the page is not offered."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(SeatsHeld("h", 0, checkout, "http://localhost/pay/x", Money(61240, "EUR"), talk.now // 1000 + 900))
    talk.happen(PaymentDeclined("d", 0, checkout, "declined_funds", ""))
    assert not any(isinstance(message, Link) for message in talk.say("hello?").messages)


def test_a_reason_that_nobody_worded_is_not_shown_as_a_key() -> None:
    """A traveller never reads the name of a text."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(PaymentDeclined("d", 0, checkout, "declined_by_the_moon", "http://localhost/pay/x"))
    assert "_" not in talk.words


@pytest.mark.parametrize(
    "payload", ["", "pick:", "pick:1:", "pick:999:yes", "offer:", "offer:none", "go:", "go:nowhere", "§", "pick:a:b:c"]
)
def test_a_tap_of_anything_is_answered(payload: str) -> None:
    """Old and forged buttons do nothing but say where we are."""
    talk = Talk().to_offers()
    node = talk.node
    talk.happen(ChoiceTapped("t", talk.now, payload))
    assert talk.words
    assert talk.node == node


def test_a_name_of_two_places_is_asked_about_with_buttons() -> None:
    """San Jose is in California and in Costa Rica: the traveller taps which, and the tap is the answer."""
    world = msgspec.structs.replace(builders.world(), places=gazetteer(frozenset(["SJC", "SJO", "CDG"])))
    talk = Talk(world).say("hi").say("Paris").say("San Jose")
    assert len(talk.options) >= 2
    assert "San Jose" in talk.words
    talk.tap_payload(talk.options[0].payload)
    assert talk.conversation.trip.destination in {"SJC", "SJO"}
    assert talk.node == "ask_depart"


def test_another_wish_can_be_tapped_at_the_offers() -> None:
    """The button below the cards asks what to change."""
    assert Talk().to_offers().tap("Change my trip").node == "what_change"


def test_a_month_beyond_what_is_sold_says_until_when_flights_are_sold() -> None:
    """A far month is not asked about for a day that cannot be."""
    assert "up to" in Talk().say("Paris to New York").say("in November 2029").words


def test_at_most_one_stop_is_heard_and_told() -> None:
    """A wish about stops is echoed in words."""
    assert "at most 1 stop" in Talk().say("Paris to New York on 4 December, one way, 1 adult, max one stop").words


def test_pictures_in_the_middle_do_not_lose_the_cards() -> None:
    """The page of offers comes again with the sentence about pictures."""
    talk = Talk().to_offers()
    talk.happen(AttachmentReceived("photo", talk.now, "image"))
    assert any(isinstance(message, Carousel) for message in talk.messages)
    assert "only words" in talk.words


def test_an_empty_free_answer_is_asked_again() -> None:
    """A tap that is no answer leaves a free question open."""
    talk = Talk().say("hi")
    assert free_text("text:wish", Heard(text="  "), scene_of(talk))[0] == "no_match"


def scene_of(talk: Talk) -> Scene:
    """The scene of a talk, before anything happens."""
    return Scene(talk.conversation, AttachmentReceived("x", talk.now, "image"), talk.world, talk.now)
