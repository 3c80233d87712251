"""The talk around a checkout: where it stands is always said, and news that came while a person spoke is caught up."""

import pytest

from bot.domain.conversation.agent_events import AgentReturned, AgentTook
from bot.domain.conversation.effects import BeginCheckout, CancelCheckout, SearchFlights
from bot.domain.conversation.events import (
    CheckoutEnded,
    Event,
    OffersFound,
    PriceChanged,
    SearchFailed,
    SeatsHeld,
    SoldOut,
)
from bot.domain.conversation.messages import Link
from bot.domain.money import Money
from tests.builders import world as builders
from tests.builders.talk import Talk

BEFORE = Money(61240, "EUR")


def held_event(talk: Talk, checkout: str, name: str = "h") -> SeatsHeld:
    """Seats held for a quarter of an hour."""
    return SeatsHeld(name, 0, checkout, "http://localhost/pay/x", BEFORE, talk.now // 1000 + 900)


def with_a_person(talk: Talk, *news: Event) -> Talk:
    """The talk after an agent had it while news came."""
    talk.happen(AgentTook("a1", 0, "ana", "Ana"))
    for event in news:
        talk.happen(event)
    return talk.happen(AgentReturned("a9", 0, "ana"))


def test_a_price_that_changed_while_a_person_spoke_is_asked_about_afterwards() -> None:
    """Nothing is bought at a price that nobody agreed to, and nothing hangs."""
    talk = Talk()
    checkout = talk.to_checkout()
    with_a_person(talk, PriceChanged("p", 0, checkout, builders.offer(3), BEFORE))
    assert talk.node == "price_changed"
    assert "€642.40" in talk.words
    assert "€612.40" in talk.words


def test_the_assistant_is_back_before_it_says_what_was_missed() -> None:
    """Nobody wishes a good trip first and says who speaks afterwards."""
    talk = Talk()
    checkout = talk.to_checkout()
    with_a_person(talk, builders.issued(checkout))
    assert talk.words == "The assistant is back with you.\nHave a good trip! Write to me any time for another flight."


def test_seats_sold_while_a_person_spoke_lead_to_other_flights() -> None:
    """The talk goes on with what there is."""
    talk = Talk()
    checkout = talk.to_checkout()
    assert with_a_person(talk, SoldOut("s", 0, checkout)).node == "offers"


def test_a_checkout_that_ended_while_a_person_spoke_is_over_afterwards() -> None:
    """The end is told at once, and the way on when the bot is back."""
    talk = Talk()
    checkout = talk.to_checkout()
    with_a_person(talk, CheckoutEnded("e", 0, checkout, "expired"))
    assert talk.node == "pay_again"


def test_tickets_that_came_while_a_person_spoke_end_the_talk() -> None:
    """The receipt is told at once; afterwards the talk is done."""
    talk = Talk()
    checkout = talk.to_checkout()
    with_a_person(talk, builders.issued(checkout))
    assert talk.node == ""


def test_a_search_that_failed_while_a_person_spoke_is_said_afterwards() -> None:
    """The traveller is offered another try."""
    talk = Talk(offers=-1).to_offers()
    assert with_a_person(talk, SearchFailed(talk.awaited, 0, "supplier_down")).node == "search_failed"


def test_nothing_found_says_so_and_asks_for_another_day() -> None:
    """An empty search is answered with what could be."""
    talk = Talk(offers=0).to_offers()
    assert talk.node == "nothing"
    assert "don't have" in talk.words or "no flights" in talk.words
    talk.offers = 3
    assert talk.say("5 December").node == "offers"


def test_words_while_flights_are_looked_for_are_answered() -> None:
    """The bot says that it is still looking, and takes a change."""
    talk = Talk(offers=-1).to_offers()
    assert "still looking" in talk.say("hello?").words
    assert talk.say("no, from Nice").of(SearchFlights)[0].search.origin == "NCE"
    assert "still looking" in talk.say("help").words


def test_a_change_after_the_wish_was_given_up_once_asks_again() -> None:
    """Another wish after a no is another question."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(held_event(talk, checkout)).say("no, from Nice").tap("No, keep them")
    assert isinstance(talk.messages[0], Link)
    assert "Lyon" in talk.say("no, from Lyon").words
    assert talk.tap("Yes, change").of(CancelCheckout) == (CancelCheckout(checkout),)
    assert "cancelling" in talk.say("hello?").words


@pytest.mark.parametrize("late", ["held", "price", "sold"])
def test_news_of_a_checkout_that_was_given_up_leads_to_the_new_search(late: str) -> None:
    """What the old checkout still says does not bring it back."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.say("no, from Nice").say("yes")
    news = {
        "held": held_event(talk, checkout),
        "price": PriceChanged("p", 0, checkout, builders.offer(3), BEFORE),
        "sold": SoldOut("s", 0, checkout),
    }[late]
    talk.happen(news)
    if late == "held":
        assert talk.words == ""
        talk.happen(CheckoutEnded("e", 0, checkout, "cancelled"))
    assert talk.node == "offers"
    assert talk.conversation.trip.origin == "NCE"


def test_help_in_the_checkout_gives_the_link_again() -> None:
    """Help never hides the way to pay."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(held_event(talk, checkout)).say("help")
    link = talk.messages[0]
    assert isinstance(link, Link)
    assert "I find flights" in link.text
    assert {"Cancel", "Start over", "Talk to a person"} <= {option.title for option in link.options}


def test_cancel_can_be_tapped() -> None:
    """The button below the link ends the checkout."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(held_event(talk, checkout)).tap("Cancel")
    assert talk.of(CancelCheckout) == (CancelCheckout(checkout),)


def test_an_ending_that_nobody_knows_is_told_as_a_failure() -> None:
    """Whatever a checkout says at its end, the traveller knows that nothing was charged and can go on."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(CheckoutEnded("e", 0, checkout, "by_the_moon"))
    assert "othing was charged" in talk.words
    assert talk.node == "pay_again"
    assert not talk.of(BeginCheckout)


def test_another_card_of_the_shelf_can_be_tapped_while_names_are_asked() -> None:
    """A traveller who prefers another flight taps it, wherever the talk stands."""
    talk = Talk().to_offers()
    second = talk.options[1].payload
    talk.tap("Choose").tap_payload(second)
    assert talk.conversation.basket.offer is not None
    assert talk.conversation.basket.offer.id == "o1"
    assert talk.node == "ask_name"


def test_a_card_of_an_older_search_is_not_sold() -> None:
    """Old cards say that they are old."""
    talk = Talk().to_offers()
    found = (builders.offer(7),)
    old = talk.options[0].payload
    talk.offers = -1
    talk.say("no, 5 December")
    talk.happen(OffersFound(talk.awaited, 0, found)).tap_payload(old)
    assert "earlier" in talk.words
    assert talk.node == "offers"


def test_a_checkout_keeps_no_shelf() -> None:
    """What is bought is kept; what was beside it is not carried along."""
    talk = Talk()
    talk.to_checkout()
    assert talk.conversation.basket.shelf == ()
    assert talk.conversation.basket.offer is not None
