"""Looking at bookings from anywhere in a talk, and back to where it stood, whatever happens meanwhile."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.booking.trips import BookedTrip
from bot.domain.conversation.aftersale_effects import QuoteRefund
from bot.domain.conversation.effects import CancelCheckout, FindTrips, LookUpTrip
from bot.domain.conversation.events import (
    CheckoutEnded,
    OffersFound,
    SeatsHeld,
    TripLocked,
    TripNotFound,
    TripsFound,
)
from bot.domain.conversation.messages import Carousel, Link, Media, Receipt, spoken
from bot.domain.ids import effect_id
from tests.builders import world as builders
from tests.builders.checkouts import NOW
from tests.builders.talk import Talk
from tests.builders.trips import trip

PAID = trip()
HELD = trip(id="chk_2", state="held", locator="QQQ234", paid_at=None, tickets=(), method="", held_until=NOW)


def answered(talk: Talk, *trips: BookedTrip) -> Talk:
    """The talk after the bookings that the last turn looked for were found."""
    return talk.happen(TripsFound(awaited(talk), talk.now, trips))


def awaited(talk: Talk) -> str:
    """The id of the look-up that the last turn wanted."""
    return next(
        effect_id(talk.last_event, index)
        for index, effect in enumerate(talk.last)
        if isinstance(effect, FindTrips | LookUpTrip)
    )


def at_name() -> Talk:
    """A talk that asks for the first passenger's name."""
    return Talk().say("Paris to New York on 4 December, one way, 1 adult").tap_payload("offer:o0")


def at_checkout() -> Talk:
    """A talk whose seats are held."""
    talk = at_name().say("Marie Durand").say("24 July 1987").say("marie@example.com").tap("Yes, hold them")
    until = int(talk.now / 1000) + 900
    held = SeatsHeld(
        f"{talk.conversation.basket.checkout}:1",
        talk.now,
        talk.conversation.basket.checkout,
        "/pay/x",
        PAID.total,
        until,
    )
    return talk.happen(held)


def asked_for_reference() -> Talk:
    """A fresh talk in a thread that booked nothing, asked for reference and surname."""
    return answered(Talk().say("my trip"))


@pytest.mark.parametrize(
    "words",
    [
        "my trip",
        "My booking please",
        "where is my ticket?",
        "show my receipt",
        "mon voyage",
        "ma réservation",
        "où sont mes billets ?",
    ],
)
def test_whoever_asks_for_a_booking_is_shown_it(words: str) -> None:
    """In both languages, from the first word of a talk on."""
    talk = Talk().say(words)
    assert len(talk.of(FindTrips)) == 1
    answered(talk, PAID)
    assert "ABC234" in talk.words
    assert "TF12" in talk.words


@pytest.mark.parametrize("words", ["change my trip", "I want my trip to be from Lyon to Rome", "a ticket to Rome"])
def test_a_wish_for_a_trip_is_no_wish_to_see_one(words: str) -> None:
    """What names a city, or asks for a change in the middle of a booking, stays with the booking."""
    talk = Talk().say("Paris to New York on 4 December, one way, 1 adult").say(words)
    assert talk.of(FindTrips) == ()


def test_one_booking_is_shown_whole_with_what_can_be_done() -> None:
    """The itinerary, then a link to its page with receipt, calendar, another booking, a person and the way back."""
    talk = answered(Talk().say("my trip"), PAID)
    link = talk.messages[-1]
    assert isinstance(link, Link)
    assert (link.title, link.url) == ("Open and print", PAID.url)
    assert [option.title for option in link.options] == [
        "Receipt", "Calendar", "File to keep", "Another booking", "Cancel this booking", "Talk to a person", "Back",
    ]  # fmt: skip
    assert all(len(title) <= 20 for title in (link.title, *(option.title for option in link.options)))


def test_the_booking_that_is_looked_at_can_be_cancelled_by_a_tap() -> None:
    """Nobody has to find the words; the tap asks for the quote of this very booking, and cancels nothing."""
    talk = answered(Talk().say("my trip"), PAID).tap("Cancel this booking")
    assert talk.of(QuoteRefund) == (QuoteRefund(PAID.id),)


@pytest.mark.parametrize(
    "changes",
    [{"state": "cancelled"}, {"over": True}, {"by_reference": True}],
    ids=["cancelled", "flown", "stranger's"],
)
def test_what_cannot_be_cancelled_here_offers_no_button_for_it(changes: dict[str, object]) -> None:
    """A button that could only refuse is none."""
    talk = answered(Talk().say("my trip"), trip(**changes))
    assert "Cancel this booking" not in [option.title for option in talk.options]


def test_news_in_between_ask_what_else_and_repeat_no_misunderstanding() -> None:
    """What the bot did not understand it says once; whatever is told or asked afterwards ends in the plain question."""
    talk = answered(Talk().say("my trip"), PAID).say("xyzzy")
    assert "I can show booking ABC234" in talk.words
    assert talk.messages[-1].text == "What else would you like of booking ABC234?"  # type: ignore[union-attr]
    talk.say("my cards")
    assert "I can show booking" not in talk.words


def test_the_receipt_comes_again_as_it_was() -> None:
    """Tapped or typed, with the day on which it was paid."""
    for act in (
        lambda talk: talk.tap("Receipt"),
        lambda talk: talk.say("the invoice please"),
        lambda talk: talk.say("1"),
    ):
        talk = act(answered(Talk().say("my trip"), PAID))
        receipt = talk.messages[0]
        assert isinstance(receipt, Receipt)
        assert (receipt.number, receipt.method, receipt.at) == ("ABC234", "Visa •4242", int(NOW.timestamp()))


def test_what_is_not_paid_has_no_receipt() -> None:
    """A hold is shown as one, and said to have none yet."""
    talk = answered(Talk().say("my trip"), HELD)
    assert "waiting for payment" in talk.words
    assert "isn't paid yet" in talk.tap("Receipt").words


def test_the_itinerary_comes_as_a_file() -> None:
    """It is kept with the chat and opens without a network; what can be done next is asked again below it."""
    file, menu = answered(Talk().say("my trip"), PAID).tap("File to keep").messages
    assert file == Media("document", f"{PAID.url}/itinerary.txt", spoken(file), "Itinerary", "trip.txt")
    assert isinstance(menu, Link)


def test_the_calendar_is_a_link_to_its_file() -> None:
    """A phone opens it with its own calendar."""
    link = answered(Talk().say("my trip"), PAID).tap("Calendar").messages[0]
    assert isinstance(link, Link)
    assert link.url == f"{PAID.url}/calendar.ics"


def test_several_bookings_are_listed_and_one_is_opened() -> None:
    """By tap, by number, or by reference; and the list is there again for another."""
    for act in (lambda talk: talk.tap("Show"), lambda talk: talk.say("1"), lambda talk: talk.say("abc234")):
        talk = answered(Talk().say("my trip"), PAID, HELD)
        carousel = talk.messages[0]
        assert isinstance(carousel, Carousel)
        assert [card.title for card in carousel.cards] == ["Paris → New York"] * 2
        act(talk)
        assert "Booking ABC234: paid and ticketed" in talk.words
        assert isinstance(talk.tap("Another booking").messages[0], Carousel)


def test_a_choice_that_is_none_is_asked_for_in_other_words() -> None:
    """A number too high or nonsense never ends in the same menu."""
    talk = answered(Talk().say("my trip"), PAID, HELD).say("7")
    assert "write its reference" in talk.words
    assert isinstance(talk.tap("My bookings").messages[0], Carousel)


def test_a_thread_without_bookings_is_asked_for_reference_and_surname() -> None:
    """Both in one message go straight to the look-up, and nothing of them is kept in the talk's state."""
    talk = asked_for_reference().say("K7QM2X Durand")
    assert talk.of(LookUpTrip) == (LookUpTrip("K7QM2X", "Durand", "en"),)
    assert "K7QM2X" not in msgspec.json.encode(talk.conversation).decode()


def test_reference_and_surname_come_one_after_the_other() -> None:
    """The surname may be a word that means something elsewhere, or the name of a city."""
    for surname in ("Paris", "Marie Back", "O'Brien", "De la Tour"):
        talk = asked_for_reference().say("K7QM2X")
        assert "surname" in talk.words
        assert talk.say(surname).of(LookUpTrip) == (LookUpTrip("K7QM2X", surname, "en"),)


def test_a_reference_that_is_called_one_is_taken_anywhere() -> None:
    """Mid-booking, "réf K7QM2X au nom de Durand" is looked up at once; the booking waits."""
    talk = at_name().say("réf K7QM2X au nom de Durand")
    assert [(one.locator, one.surname) for one in talk.of(LookUpTrip)] == [("K7QM2X", "Durand")]
    talk.happen(TripsFound(awaited(talk), talk.now, (trip(by_reference=True),)))
    assert "Passenger 1" in talk.tap("Back").words


def test_what_was_found_by_reference_is_not_kept_and_that_is_said() -> None:
    """On a telephone that others use the booking is gone from the talk as soon as it is left."""
    talk = asked_for_reference().say("K7QM2X Durand")
    talk.happen(TripsFound(awaited(talk), talk.now, (trip(by_reference=True),)))
    assert "I don't keep it with this chat" in talk.words
    talk.tap("Back")
    assert talk.conversation.trips == ()
    assert "ABC234" not in answered(talk.say("my trip")).words


def test_a_wrong_pair_is_told_without_saying_which_was_wrong() -> None:
    """One sentence for both, and both are asked for again."""
    talk = asked_for_reference().say("K7QM2X Durand")
    talk.happen(TripNotFound(awaited(talk), talk.now, "unknown"))
    assert "with that reference and surname together" in talk.words


def test_a_lock_is_told_with_the_time_left_and_a_person() -> None:
    """A traveller who mistyped knows when to try again and who helps now."""
    talk = asked_for_reference().say("K7QM2X Durand")
    talk.happen(TripLocked(awaited(talk), talk.now, int(talk.now / 1000) + 14 * 60))
    assert "for 14 min" in talk.words
    assert "Talk to a person" in [option.title for option in talk.options]
    talk.tap("Talk to a person")
    assert talk.conversation.owner == "queue"


def test_bookings_that_nobody_can_look_up_are_said_so() -> None:
    """A store that is away is no dead end."""
    talk = Talk().say("my trip")
    talk.happen(TripNotFound(awaited(talk), talk.now, "failed"))
    assert "can't look at bookings" in talk.words
    assert len(talk.tap("Try again").of(FindTrips)) == 1


def test_the_answer_to_another_look_up_is_dropped() -> None:
    """A late answer shows nobody's booking in the wrong place."""
    talk = Talk().say("my trip")
    talk.happen(TripsFound("another#0", talk.now, (PAID,)))
    assert talk.messages == ()
    talk.say("hello?")
    assert "still looking" in talk.words


def test_the_talk_comes_back_to_where_it_stood() -> None:
    """The question is put again, and its answer is taken."""
    talk = answered(at_name().say("my trip"), PAID).tap("Back")
    assert "Back to where we were. Passenger 1" in talk.words
    assert "Date of birth" in talk.say("Marie Durand").words


def test_seats_stay_held_while_bookings_are_looked_at() -> None:
    """Coming back, the link to pay is there; giving up on the talk as a whole gives the seats back."""
    talk = answered(at_checkout().say("my trip"), HELD)
    assert isinstance(talk.tap("Back").messages[-1], Link)
    answered(talk.say("my trip"), HELD).say("start over")
    assert len(talk.of(CancelCheckout)) == 1


def test_what_becomes_of_a_payment_leads_back_at_once() -> None:
    """Tickets, or the end of the time to pay, are told while bookings are looked at, and the talk goes on there."""
    talk = answered(at_checkout().say("my trip"), HELD)
    talk.happen(builders.issued(talk.conversation.basket.checkout))
    assert "Paid and ticketed" in talk.words
    assert "Have a good trip" in talk.words
    assert talk.conversation.trips == ()
    talk = answered(at_checkout().say("my trip"), HELD)
    talk.happen(CheckoutEnded("e!", talk.now, talk.conversation.basket.checkout, "expired"))
    assert "Time ran out" in talk.words
    assert "look for flights again" in talk.words


def test_flights_that_are_found_meanwhile_are_shown_on_coming_back() -> None:
    """A search goes on behind, and its offers are not lost."""
    talk = Talk(offers=-1).say("Paris to New York on 4 December, one way, 1 adult")
    search = talk.conversation.position
    assert search is not None
    answered(talk.say("my trip"), PAID)
    back = next(option for option in talk.options if option.title == "Back")
    talk.happen(OffersFound(search.awaited, talk.now, builders.offers(3)))
    assert talk.messages == ()
    assert isinstance(talk.tap_payload(back.payload).messages[0], Carousel)


def test_a_wish_for_flights_leads_back_to_them() -> None:
    """From the booking that is shown, from the question for a reference, and from a card that was shown before."""
    talk = answered(at_name().say("my trip"), PAID).say("no, to Rome instead")
    assert talk.conversation.trip.destination == "ROM"
    assert talk.conversation.parents == ()
    talk = asked_for_reference().say("Paris to Rome tomorrow")
    assert (talk.conversation.trip.origin, talk.conversation.trip.destination) == ("PAR", "ROM")
    talk = answered(Talk().say("Paris to New York on 4 December, one way, 1 adult").say("my trip"), PAID)
    assert "Passenger 1" in talk.tap_payload("offer:o1").words
    assert "where you'd like to go" in answered(Talk().say("my trip"), PAID).say("book another flight").words
    assert "ABC234" in answered(Talk().say("my trip"), PAID).say("send me the ticket").words


def test_a_button_of_the_waiting_question_still_works() -> None:
    """Cancelling a payment is not lost behind a look at a booking."""
    talk = at_checkout()
    cancel = next(option for option in talk.options if option.title == "Cancel")
    answered(talk.say("my trip"), HELD).tap_payload(cancel.payload)
    assert len(talk.of(CancelCheckout)) == 1


def test_a_booking_that_is_looked_at_is_what_cancel_means() -> None:
    """Beside her booking "cancel it" asks what would come back of that one."""
    talk = answered(Talk().say("my trip"), PAID).say("cancel it")
    assert [wish.trip for wish in talk.of(QuoteRefund)] == [PAID.id]


def test_a_booking_is_shown_and_not_changed() -> None:
    """Whoever wants to change it is told that a person does, and how to cancel it."""
    for words in ("change it", "blurb"):
        assert "please talk to a person" in answered(Talk().say("my trip"), PAID).say(words).words


def test_a_booking_that_was_left_open_is_closed() -> None:
    """An hour later a tap opens nothing, and words begin a new talk."""
    talk = answered(Talk().say("my trip"), PAID)
    receipt = next(option for option in talk.options if option.title == "Receipt")
    talk.now += int(timedelta(hours=2).total_seconds() * 1000)
    talk.tap_payload(receipt.payload)
    assert not any(isinstance(message, Receipt) for message in talk.messages)
    assert talk.conversation.trips == ()


def test_the_machine_that_lost_its_flow_says_so() -> None:
    """Where no such flow is published, a person is offered."""
    talk = Talk(builders.world_with(builders.book())).say("my trip")
    assert "a person can" in talk.words


@pytest.mark.parametrize(
    "words",
    [
        "💺✈️",
        "مرحبا بالعالم",
        "\u202eXM7Q",
        "x" * 300,
        "'; DROP TABLE orders; --",
        "K7QM2X' OR '1'='1",
        "{{ booking }}",
        "🙏" * 100,
    ],
)
def test_nonsense_for_a_reference_or_a_surname_is_no_dead_end(words: str) -> None:
    """Whatever is typed, something is said, and the way back stays open."""
    for talk in (asked_for_reference(), asked_for_reference().say("K7QM2X")):
        talk.say(words)
        assert talk.messages or talk.of(LookUpTrip)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=4))
def test_any_words_are_answered_while_looking_for_a_booking(words: list[str]) -> None:
    """Every word of a traveller is answered with something or looked up; at most one booking's reference at a time."""
    talk = asked_for_reference()
    for text in words:
        talk.say(text)
        assert talk.last or not text.strip() or talk.conversation.owner != "bot"
        if talk.of(LookUpTrip):
            talk.happen(TripNotFound(awaited(talk), talk.now, "unknown"))
            assert talk.messages
