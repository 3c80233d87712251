"""From inspiration to purchase: what a link, an advertisement or a story does to a talk."""

from datetime import timedelta

import pytest

from bot.domain.conversation.context import Context
from bot.domain.conversation.events import ChoiceTapped, ThreadOpened
from tests.builders import world as builders
from tests.builders.talk import Talk

TODAY = builders.NOW.date()
DAY = TODAY + timedelta(days=30)
ROUTE = "from-PAR_to-NYC"


def opened(ref: str, talk: Talk | None = None, **context: str) -> Talk:
    """A talk that was opened by a link."""
    talk = talk or Talk()
    return talk.happen(ThreadOpened(talk._next(), talk.now, ref, context=Context(**context) if context else None))


def test_a_link_with_a_route_and_a_day_opens_a_booking_with_both_filled() -> None:
    """Whoever taps "Paris to New York" in an advertisement is asked for the rest only."""
    talk = opened(f"{ROUTE}_on-{DAY}_oneway")
    trip = talk.conversation.trip
    assert (trip.origin, trip.destination, trip.depart, trip.one_way) == ("PAR", "NYC", DAY, True)
    assert talk.node == "ask_party"
    assert "machine" in talk.words, "a machine says that it is one, whatever the way in"


def test_a_link_to_a_city_asks_where_from() -> None:
    """What a link leaves open is asked."""
    talk = opened("to-NYC")
    assert (talk.node, talk.conversation.trip.destination) == ("ask_origin", "NYC")


@pytest.mark.parametrize("ref", ["", "summer", "to-XXXX", "to-NYC_to-LON", "<script>", "l-abcd1234", "to-"])
def test_a_reference_that_names_no_trip_is_greeted(ref: str) -> None:
    """Links of others, or of before, lead into the talk as any other opening does."""
    talk = opened(ref)
    assert talk.conversation.trip == Talk().conversation.trip
    assert talk.words == Talk().happen(ThreadOpened("o", 0)).words


def test_a_link_whose_day_is_over_still_leads_to_its_city() -> None:
    """An old advertisement is no dead end."""
    talk = opened(f"{ROUTE}_on-{TODAY - timedelta(days=1)}")
    assert (talk.node, talk.conversation.trip.depart) == ("ask_depart", None)


def test_a_link_to_where_we_do_not_fly_says_so() -> None:
    """A link made by hand may name any airport."""
    talk = opened("to-XQX")
    assert "XQX" in talk.words
    assert talk.conversation.trip.destination == ""


def test_words_that_come_with_a_link_are_answered_with_the_trip_filled() -> None:
    """The first words of an advertisement come with what it was about: both count."""
    talk = Talk().say("Hi, I saw your ad", context=Context(ref=ROUTE, ad="6045", link="abcd"))
    trip = talk.conversation.trip
    assert (trip.origin, trip.destination, talk.conversation.link) == ("PAR", "NYC", "abcd")
    assert talk.node == "ask_depart"
    assert "New York" in talk.words
    later = Talk().say("next Friday, 2 adults", context=Context(ref=ROUTE))
    assert later.conversation.trip.depart
    assert later.conversation.trip.party
    assert later.node == "ask_back"


def test_a_question_that_comes_with_a_link_is_answered_and_the_trip_is_filled() -> None:
    """Who asks first does not lose what the link was about."""
    talk = Talk().say("how much baggage can I take?", context=Context(ref=ROUTE))
    assert talk.conversation.trip.destination == "NYC"
    assert "bag" in talk.words.lower()


def test_a_tap_of_an_ice_breaker_that_comes_with_a_link_does_both() -> None:
    """A link opens the thread, a starter is tapped: the wish is kept while help is given."""
    talk = Talk()
    talk.happen(ChoiceTapped("m1", talk.now, "go:help", "What can you do?", context=Context(ref=ROUTE)))
    assert talk.conversation.trip.destination == "NYC"
    assert "I find flights" in talk.words


def test_in_the_middle_of_a_booking_a_link_is_offered_and_moves_nobody() -> None:
    """Nothing that was typed is lost; one tap takes up the trip of the link."""
    talk = Talk().to_offers()
    before = talk.conversation
    opened("from-PAR_to-LON", talk)
    assert talk.conversation.trip == before.trip
    assert talk.conversation.basket.shelf == before.basket.shelf
    assert "London" in talk.words
    talk.tap("Take that trip")
    assert talk.conversation.trip.destination == "LON"


def test_words_with_a_link_in_the_middle_of_a_booking_are_answered_and_the_trip_is_offered() -> None:
    """A story is answered while flights are chosen: the words count where the talk stands."""
    talk = Talk().to_offers()
    talk.say("how much baggage can I take?", context=Context(ref="from-PAR_to-LON", story="17"))
    assert talk.conversation.trip.destination == "NYC"
    assert "bag" in talk.words.lower()
    assert talk.words.count("London") == 1
    assert "Take that trip" in [option.title for option in talk.options]


def test_while_seats_are_held_the_trip_of_a_link_waits_for_a_yes() -> None:
    """A tap on an old story gives no seats back."""
    talk = Talk()
    talk.to_checkout()
    trip = talk.conversation.trip
    opened("from-PAR_to-LON", talk)
    talk.tap("Take that trip")
    assert talk.conversation.trip == trip
    assert talk.conversation.basket.wish is not None
    assert talk.conversation.basket.wish.destination == "LON"


def test_the_trip_that_is_being_booked_already_is_not_offered_again() -> None:
    """Whoever taps the same link twice is asked the same question, and no other."""
    talk = opened(ROUTE)
    question = talk.node
    opened(ROUTE, talk)
    assert talk.node == question
    assert "Take that trip" not in [option.title for option in talk.options]


def test_a_link_after_a_greeting_fills_the_trip_that_nobody_has_begun() -> None:
    """Get started was tapped first, the link came after: the wish needs no button."""
    talk = opened("to-NYC", Talk().say("hi"))
    assert (talk.node, talk.conversation.trip.destination) == ("ask_origin", "NYC")


def test_the_button_of_a_link_that_is_none_is_old() -> None:
    """Payloads come back from anywhere and may hold anything."""
    talk = Talk().say("hi").tap_payload("set:trip:<b>")
    assert "earlier" in talk.words


def test_with_a_person_a_link_is_remembered_and_nothing_is_said() -> None:
    """The agent sees what the traveller came for; the booking counts for the link all the same."""
    talk = Talk().say("talk to a person")
    opened(ROUTE, talk, link="abcd")
    assert not talk.last
    assert talk.conversation.link == "abcd"
