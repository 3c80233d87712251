"""Where the bot goes on after an agent: where nobody is led past a price, and all is known that is needed."""

import msgspec
import pytest

from bot.domain.conversation.agent_events import AgentReturned, AgentTook
from bot.domain.conversation.effects import BeginCheckout, SearchFlights
from bot.domain.conversation.events import CheckoutEnded
from bot.domain.flow.returning import destinations
from tests.builders import world as builders
from tests.builders.talk import Talk
from tests.builders.ways import WAITS, talk_at

TRIP = {"ask_origin", "ask_destination", "ask_depart", "ask_party"}


def taken(node: str, language: str = "en") -> Talk:
    """A talk at a wait, in an agent's hands."""
    talk = talk_at(node, language)
    return talk.happen(AgentTook("took", talk.now, "ana", "Ana"))


def ways(talk: Talk) -> set[str]:
    """Where it may go back to."""
    return {way.to for way in destinations(talk.conversation, world=talk.world, now=talk.now)}


def back(talk: Talk, to: str) -> Talk:
    """The talk after the agent gave it back."""
    return talk.happen(AgentReturned("back", talk.now, "ana", to))


@pytest.mark.parametrize(
    ("node", "more"),
    [
        ("ask_origin", set()),
        ("ask_back", {"ask_back"}),
        ("search", {"search"}),
        ("offers", {"search", "offers"}),
        ("ask_name", {"search", "offers", "ask_name"}),
        ("review", {"search", "offers", "ask_name", "ask_email"}),
        ("price_changed", {"search", "ask_name", "ask_email"}),
    ],
)
def test_the_ways_back_are_those_for_which_all_is_known(node: str, more: set[str]) -> None:
    """An agent is offered what makes sense at this moment, and nothing else."""
    found = ways(taken(node))
    assert {"", "menu", "my_trip", *TRIP, *more} <= found
    assert not found & {"review", "check_out", "price_changed", "pay_again", "cancelled", "nothing", "what_change"}


@pytest.mark.parametrize("node", WAITS)
def test_every_way_back_from_every_wait_leads_there_and_says_that_the_bot_is_back(node: str) -> None:
    """Whatever an agent chooses, the traveller reads who speaks and is asked there; nothing is bought by it."""
    for to in ways(taken(node)):
        talk = back(taken(node), to)
        assert talk.conversation.owner == "bot"
        assert "The assistant is back with you." in talk.words, (node, to)
        assert not talk.of(BeginCheckout)
        if to in builders.book().nodes:
            assert talk.node == to or (to == "search" and talk.node in {"offers", "nothing"}), (node, to, talk.node)


@pytest.mark.parametrize("node", WAITS)
def test_a_step_that_is_none_of_the_ways_back_is_where_it_stopped(node: str) -> None:
    """What has become impossible since the agent looked leads past no price: the bot goes on where it was."""
    for to in ("review", "check_out", "price_changed", "nowhere"):
        talk, stopped = back(taken(node), to), back(taken(node), "")
        assert (talk.node, talk.words) == (stopped.node, stopped.words)
        assert not talk.of(BeginCheckout)


def test_while_seats_are_held_the_bot_goes_on_with_the_payment_alone() -> None:
    """What is held and can be paid is neither forgotten nor asked for again."""
    talk = taken("check_out")
    assert ways(talk) == {""}
    assert "Please pay within" in back(talk, "menu").words or "held" in talk.words


def test_after_a_checkout_that_ended_meanwhile_every_step_is_open_again() -> None:
    """An agent may send a traveller back to the flights when the payment came to nothing."""
    talk = taken("check_out")
    talk.happen(CheckoutEnded("e", talk.now, talk.conversation.basket.checkout, "expired"))
    assert {"", "menu", "ask_depart", "search"} <= ways(talk)
    assert back(talk, "search").of(SearchFlights)


def test_what_is_paid_is_not_asked_for_again() -> None:
    """Who has a ticket is led to no step that would sell the same once more."""
    talk = taken("check_out")
    talk.happen(builders.issued(talk.conversation.basket.checkout))
    assert ways(talk) == {"", "menu", "my_trip"}
    menu = back(talk, "menu")
    assert "a machine with people behind me" in menu.words
    assert {"My trip", "Talk to a person"} <= {option.title for option in menu.options}
    assert menu.node == ""


def test_the_menu_forgets_where_it_stood_and_begins_anew_with_the_next_word() -> None:
    """An agent who has settled everything sends the traveller to the beginning."""
    talk = back(taken("ask_name"), "menu")
    assert talk.node == ""
    assert talk.say("Nice to Rome on 4 December, one way, 1 adult").node == "offers"


def test_offers_that_are_over_are_looked_for_again() -> None:
    """No price is shown that does not hold any more."""
    talk = taken("review")
    talk.now += 16 * 60_000
    assert not ways(talk) & {"offers", "ask_name", "ask_email"}
    assert "search" in ways(talk)


def test_a_step_that_is_asked_again_forgets_its_answer_and_what_hung_on_it() -> None:
    """A new name, day or address takes the place of the old one, and the price is asked anew."""
    named = back(taken("review"), "ask_name")
    assert named.conversation.basket.passengers == ()
    assert named.conversation.basket.offer is not None
    day = back(taken("review"), "ask_depart").say("5 December")
    assert day.node == "offers"
    assert day.conversation.basket.offer is None
    mail = back(taken("review"), "ask_email").say("ada@example.com")
    assert mail.node == "review"
    assert "ada@example.com" in mail.words


def test_from_beside_the_booking_the_steps_are_those_of_the_booking() -> None:
    """Who looked at a trip when the agent came is led back into the booking that waits."""
    talk = talk_at("offers", "en").say("my trip")
    talk.happen(AgentTook("took", talk.now, "ana", "Ana"))
    assert "ask_depart" in ways(talk)
    again = back(talk, "ask_depart")
    assert again.node == "ask_depart"
    assert again.conversation.parents == ()


def test_the_bot_says_that_it_is_back_in_french_too() -> None:
    """The same in a French talk."""
    assert "L'assistant est de retour." in back(taken("offers", "fr"), "ask_depart").words


def test_a_talk_of_a_flow_that_is_gone_goes_on_where_it_stopped() -> None:
    """Its page at the desk opens all the same."""
    talk = taken("ask_party").conversation
    bare = msgspec.structs.replace(builders.world(), flows={}, live={})
    assert [one.to for one in destinations(talk, world=bare, now=0)] == [""]
