"""The one door: what a traveller, an agent and the desk may rely on at every turn."""

from datetime import date

import pytest

from bot.domain.booking.passengers import Party
from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.effects import BeginCheckout, CallAgent, CancelCheckout, Say, SearchFlights
from bot.domain.conversation.events import (
    AttachmentReceived,
    CheckoutEnded,
    Event,
    MessageEchoed,
    MessageUnsent,
    OffersFound,
    PaymentDeclined,
    PriceChanged,
    SearchFailed,
    SeatsHeld,
    SoldOut,
    TextReceived,
    ThreadOpened,
    TicketIssued,
)
from bot.domain.conversation.messages import Carousel, Link, Receipt
from bot.domain.money import Money
from bot.domain.turn import advance
from tests.builders import world as builders
from tests.builders.talk import Talk


def test_a_whole_wish_in_one_message_is_asked_nothing() -> None:
    """Who says everything at once sees flights at once."""
    talk = Talk().say("Paris to New York on 4 December, back on the 12th, 2 adults")
    assert talk.node == "offers"
    assert "?" not in talk.words
    trip = talk.conversation.trip
    assert (trip.origin, trip.destination, trip.party) == ("PAR", "NYC", Party(2))
    assert trip.back == date(2026, 12, 12)


def test_only_what_is_missing_is_asked_in_order() -> None:
    """Each thing is asked once, and never one that was told."""
    talk = Talk().say("hi")
    assert talk.node == "ask_origin"
    assert talk.say("Paris").node == "ask_destination"
    assert talk.say("New York").node == "ask_depart"
    assert talk.say("4 December").node == "ask_back"
    assert talk.tap("One way").node == "ask_party"
    assert talk.tap("2 adults").node == "offers"


def test_the_first_words_tell_that_a_machine_answers() -> None:
    """Nobody takes the bot for a person (Regulation (EU) 2024/1689, article 50)."""
    assert "machine" in Talk().say("hello").words


def test_offers_come_as_a_carousel_with_the_total_first() -> None:
    """A card opens with the whole price, taxes included, and tells times, stops and who flies."""
    talk = Talk().to_offers()
    carousel = next(message for message in talk.messages if isinstance(message, Carousel))
    card = carousel.cards[0]
    assert card.title == "€612.40 total, taxes included"
    assert "09:10 CDG → 12:10 JFK" in card.lines[0]
    assert card.lines[1] == "8 h 55 · direct · operated by Threadfare Air"


def test_more_options_shows_the_next_page_and_then_the_first_again() -> None:
    """More never ends in nothing."""
    talk = Talk(offers=5).to_offers()
    first = talk.words
    second = talk.tap("More options").words
    assert "TF104" in second
    assert "TF101" not in second
    assert talk.tap("More options").words.splitlines()[1] == first.splitlines()[-3]


def test_more_can_be_typed() -> None:
    """Words do what the button does."""
    assert "TF104" in Talk(offers=5).to_offers().say("more options").words


@pytest.mark.parametrize("text", ["2", "the second", "la deuxième", "number 2"])
def test_a_flight_can_be_chosen_in_words(text: str) -> None:
    """The second card is chosen by saying so."""
    talk = Talk().to_offers().say(text)
    assert talk.conversation.basket.offer is not None
    assert talk.conversation.basket.offer.id == "o1"


def test_the_origin_is_corrected_after_offers() -> None:
    """A correction searches again with everything else kept."""
    talk = Talk().to_offers().say("no, from Nice")
    assert talk.of(SearchFlights)[0].search.origin == "NCE"
    assert talk.of(SearchFlights)[0].search.depart == date(2026, 12, 4)
    assert talk.node == "offers"


def test_a_correction_while_names_are_asked_goes_back_to_the_search() -> None:
    """Even between passengers the trip can be changed."""
    talk = Talk().to_offers().tap("Choose").say("no, from Nice")
    assert talk.of(SearchFlights)[0].search.origin == "NCE"


def test_prices_that_ran_out_are_looked_up_again() -> None:
    """An old card never sells at an old price."""
    talk = Talk().to_offers()
    talk.now += 16 * 60 * 1000
    talk.tap("Choose")
    assert talk.of(SearchFlights)
    assert "look again" in talk.words


def test_the_basket_is_read_back_before_anything_is_held() -> None:
    """Flights, people, address and total are shown, and nothing happens without a yes."""
    talk = Talk().to_review()
    assert "Marie Durand" in talk.words
    assert "€612.40" in talk.words
    assert not talk.of(BeginCheckout)
    assert talk.say("yes").of(BeginCheckout)


def test_no_at_the_review_asks_what_to_change() -> None:
    """A no is never a dead end."""
    talk = Talk().to_review().tap("No, change")
    assert talk.node == "what_change"
    assert talk.tap("E-mail").node == "ask_email"
    assert talk.say("other@example.com").node == "review"
    assert "other@example.com" in talk.words


def test_the_pay_link_comes_when_seats_are_held() -> None:
    """The traveller pays on a page, not in the chat."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(SeatsHeld("h", 0, checkout, "http://localhost/pay/x", Money(61240, "EUR"), talk.now // 1000 + 900))
    link = talk.messages[0]
    assert isinstance(link, Link)
    assert link.url == "http://localhost/pay/x"
    assert "15 minutes" in link.text


def test_tickets_end_the_talk_with_a_receipt() -> None:
    """Reference, ticket and receipt come in the thread; the next word begins a new search."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(TicketIssued("t", 0, checkout, builders.booked()))
    assert "ABC234" in talk.words
    assert any(isinstance(message, Receipt) for message in talk.messages)
    assert talk.node == ""
    assert talk.say("hello").node == "ask_origin"


def test_a_decline_says_that_nothing_was_charged_and_links_again() -> None:
    """Who is declined knows why, and how to go on."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(PaymentDeclined("d", 0, checkout, "declined_funds", "http://localhost/pay/x"))
    assert "isn't enough money" in talk.words
    assert "Nothing was charged" in talk.words
    assert isinstance(talk.messages[0], Link)


def test_a_new_price_is_asked_about_before_it_is_taken() -> None:
    """A price that moved is shown with the old one, and needs a yes of its own."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(PriceChanged("p", 0, checkout, builders.offer(3), Money(61240, "EUR")))
    assert "€642.40" in talk.words
    assert "€612.40" in talk.words
    assert talk.tap("Yes, hold them").of(BeginCheckout)[0].offer.total == Money(64240, "EUR")


def test_seats_that_are_gone_lead_to_other_flights() -> None:
    """Sold out is followed by what there is."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(SoldOut("s", 0, checkout))
    assert "just been sold" in talk.words
    assert talk.node == "offers"


@pytest.mark.parametrize("reason", ["expired", "cancelled", "failed"])
def test_a_checkout_that_ends_says_that_nothing_was_charged(reason: str) -> None:
    """However it ends without tickets, the traveller knows that no money moved."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(CheckoutEnded("e", 0, checkout, reason))
    assert "othing was charged" in talk.words
    assert talk.options


def test_money_news_is_told_wherever_the_talk_stands() -> None:
    """Tickets reach a traveller who has begun something else meanwhile."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.say("start over")
    node = talk.node
    talk.happen(TicketIssued("t", 0, checkout, builders.booked()))
    assert "ABC234" in talk.words
    assert talk.node == node


def test_starting_over_in_a_checkout_cancels_it() -> None:
    """Seats are not left held for a trip that nobody wants any more."""
    talk = Talk()
    checkout = talk.to_checkout()
    assert talk.say("start over").of(CancelCheckout) == (CancelCheckout(checkout),)
    assert talk.node == "ask_origin"


def test_cancel_in_a_checkout_asks_for_its_end() -> None:
    """Cancel works in words."""
    talk = Talk()
    checkout = talk.to_checkout()
    assert talk.say("cancel").of(CancelCheckout) == (CancelCheckout(checkout),)


def test_a_person_is_called_and_the_bot_falls_silent() -> None:
    """Who asks for a person is put in the queue, and is not answered by a machine meanwhile."""
    talk = Talk().to_offers().say("I want to talk to a person")
    assert talk.of(CallAgent)
    assert talk.conversation.owner == "queue"
    assert talk.conversation.waiting_since == talk.now
    assert not talk.say("hello?").last


def test_an_agent_takes_speaks_and_gives_back() -> None:
    """After the agent the talk goes on where it stood."""
    talk = Talk().to_offers().say("talk to a person")
    epoch = talk.conversation.epoch
    talk.happen(AgentTook("a1", 0, "ana", "Ana"))
    assert "Ana" in talk.words
    assert talk.conversation.epoch == epoch + 1
    talk.happen(AgentSpoke("a2", 0, "ana", "Ana", "How can I help?"))
    assert talk.of(Say)[0].author == "Ana"
    talk.happen(AgentReturned("a3", 0, "ana"))
    assert talk.conversation.owner == "bot"
    assert talk.node == "offers"
    assert "Choose" in {option.title for option in talk.options}


def test_another_agent_cannot_speak_in_a_thread_that_is_not_theirs() -> None:
    """Only who took the thread speaks in it."""
    talk = Talk().to_offers()
    talk.happen(AgentTook("a1", 0, "ana", "Ana"))
    assert not talk.happen(AgentSpoke("a2", 0, "bob", "Bob", "Hi")).last


@pytest.mark.parametrize("late", [AgentTook("a2", 0, "bob", "Bob"), AgentReturned("a2", 0, "bob")])
def test_a_thread_that_an_agent_has_is_not_taken_or_given_back_by_another(late: Event) -> None:
    """Of two agents who act at once the first decides; the second changes nothing and nobody hears of it."""
    talk = Talk().to_offers().say("talk to a person")
    talk.happen(AgentTook("a1", 0, "ana", "Ana"))
    before = talk.conversation
    assert not talk.happen(late).last
    assert talk.conversation == before


def test_a_thread_answered_in_another_tool_can_be_taken() -> None:
    """Somebody's answer in another inbox does not lock the desk out."""
    talk = Talk().to_offers()
    talk.happen(MessageEchoed("e1", 0, "Hello", "263902037430900"))
    talk.happen(AgentTook("a1", 0, "ana", "Ana"))
    assert talk.conversation.agent == "ana"


def test_the_traveller_can_leave_the_queue() -> None:
    """Waiting can be given up with a tap."""
    talk = Talk().to_offers().say("talk to a person").tap("Back to assistant")
    assert talk.conversation.owner == "bot"
    assert talk.node == "offers"


def test_offers_that_come_while_a_person_has_the_thread_are_kept() -> None:
    """A search that was on its way is not lost by asking for a person."""
    talk = Talk(offers=-1).to_offers()
    awaited = talk.conversation.position.awaited if talk.conversation.position else ""
    talk.say("talk to a person")
    talk.happen(OffersFound(awaited, 0, builders.offers(2)))
    assert not talk.last
    talk.tap_payload("go:bot")
    assert talk.node == "offers"


def test_somebody_answering_elsewhere_silences_the_bot() -> None:
    """Two voices never answer one traveller."""
    talk = Talk().to_offers()
    talk.happen(MessageEchoed("x", 0, "Let me help", "263902037430900"))
    assert talk.conversation.owner == "human"
    assert not talk.say("thanks").last


def test_an_event_that_was_seen_gives_an_empty_turn() -> None:
    """A message delivered again is not answered again."""
    talk = Talk().say("hi")
    again = advance(talk.conversation, TextReceived("m_1", 0, "hi"), world=talk.world, now=talk.now)
    assert again.conversation is talk.conversation
    assert again.effects == ()


def test_a_tap_of_an_older_question_is_answered_with_where_we_are() -> None:
    """An old button does nothing but say so."""
    talk = Talk().say("hi").say("Paris").say("New York").say("4 December")
    old = talk.options[0].payload
    talk.tap("One way").tap_payload(old)
    assert "earlier" in talk.words
    assert talk.node == "ask_party"


def test_a_late_search_is_dropped_when_another_is_awaited() -> None:
    """Flights of a wish that was changed never show up."""
    talk = Talk(offers=-1).to_offers()
    first = talk.conversation.position.awaited if talk.conversation.position else ""
    talk.say("no, from Nice")
    assert not talk.happen(OffersFound(first, 0, builders.offers(2))).last


def test_a_search_that_fails_offers_another_try_and_a_person() -> None:
    """A timetable that is down is said, and there is a way on."""
    talk = Talk(offers=-1).to_offers()
    awaited = talk.conversation.position.awaited if talk.conversation.position else ""
    talk.happen(SearchFailed(awaited, 0, "supplier_down"))
    assert {option.title for option in talk.options} >= {"Try again", "Talk to a person"}
    assert talk.tap("Try again").of(SearchFlights)


def test_a_card_number_is_answered_kindly_and_the_question_put_again() -> None:
    """Who pastes a card is told to delete it and how payment works."""
    talk = Talk().say("hi").say("[card number removed]", redacted=1)
    assert "secure page" in talk.words
    assert talk.node == "ask_origin"


def test_pictures_are_answered() -> None:
    """A recording is not met with silence."""
    talk = Talk().say("hi")
    assert "only words" in talk.happen(AttachmentReceived("p", 0, "audio")).words


def test_opening_the_thread_greets_and_asks() -> None:
    """A newcomer who only opens the chat is told what it can do."""
    talk = Talk().happen(ThreadOpened("o", 0, locale="fr_FR"))
    assert "Bonjour" in talk.words
    assert talk.conversation.language == "fr"


def test_the_language_follows_the_traveller() -> None:
    """Who turns to French is answered in French."""
    talk = Talk().say("hi").say("je voudrais aller à New York depuis Paris")
    assert talk.conversation.language == "fr"
    assert "Quand souhaitez-vous partir" in talk.words


def test_a_message_taken_back_changes_nothing_but_is_kept() -> None:
    """The archive learns of it, so that the stored text can go."""
    talk = Talk().say("hi")
    version = talk.conversation.version
    assert not talk.happen(MessageUnsent("u", 0, "m_1")).last
    assert talk.conversation.version == version + 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("from Paris to Oslo", "don't fly to Oslo"),
        ("from Paris to Paris", "same city"),
        ("Paris to New York on 4 December, 40 adults", "up to 9"),
        ("Paris to New York on 4 December, 2 children", "fly with an adult"),
        ("Paris to New York on 4 December, 1 adult and 3 infants", "one infant for each adult"),
        ("Paris to New York on 3 May 2020", "has passed"),
    ],
)
def test_what_cannot_be_is_said_with_what_can(text: str, sentence: str) -> None:
    """A wish that cannot be met gets a sentence and another question."""
    talk = Talk().say(text)
    assert sentence in talk.words
    assert talk.words.rstrip().endswith("?")


def test_nonsense_is_asked_about_in_other_words_and_then_a_person_is_called() -> None:
    """The same menu is never said three times."""
    talk = Talk().say("hi")
    first = talk.words.splitlines()[-1]
    assert talk.say("qwrtz").words.splitlines()[-1] != first
    assert talk.say("%%%").conversation.owner == "queue"
    assert "Back to assistant" in {option.title for option in talk.options}


def test_a_traveller_called_agent_is_a_traveller() -> None:
    """A name that is also a wish is a name when it is written as one."""
    talk = Talk().to_offers().tap("Choose").say("Agent Smith")
    assert talk.conversation.owner == "bot"
    assert talk.conversation.basket.family == "Smith"


def test_a_return_named_by_weekday_counts_from_the_departure() -> None:
    """A bare Sunday is the one after the outbound flight, not the coming one."""
    talk = Talk().say("Paris to New York on 4 December, 1 adult").say("back on Sunday")
    assert talk.conversation.trip.back == date(2026, 12, 6)
