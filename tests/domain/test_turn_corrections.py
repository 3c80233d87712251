"""Corrections: a traveller who changes their mind is followed at every step, and what was told is kept."""

from datetime import date

import pytest

from bot.domain.booking.passengers import Party
from bot.domain.conversation.effects import BeginCheckout, CancelCheckout, SearchFlights
from bot.domain.conversation.events import CheckoutEnded, SeatsHeld, TicketIssued
from bot.domain.conversation.messages import Link
from bot.domain.money import Money
from bot.domain.shopping.search import Search
from tests.builders import world as builders
from tests.builders.talk import Talk

STEPS = {
    "offers": ("Paris to New York on 4 December, one way, 1 adult",),
    "ask_name": ("1",),
    "ask_born": ("Marie Durand",),
    "ask_email": ("24 July 1987",),
    "review": ("marie@example.com",),
    "what_change": ("no",),
}
"""Node -> what is said to come to it from the one before."""


def at(node: str) -> Talk:
    """A talk that stands at a node of the way from the offers to the review."""
    talk = Talk()
    for name, words in STEPS.items():
        for text in words:
            talk.say(text)
        assert talk.node == name
        if name == node:
            break
    return talk


def searched(talk: Talk) -> Search:
    """The one search that the last turn wanted."""
    (wish,) = talk.of(SearchFlights)
    return wish.search


@pytest.mark.parametrize("node", STEPS)
@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("no, from Nice", "origin", "NCE"),
        ("from Nice", "origin", "NCE"),
        ("actually to London", "destination", "LON"),
        ("no, 5 December", "depart", date(2026, 12, 5)),
        ("can we leave on 6 December instead?", "depart", date(2026, 12, 6)),
        ("back on the 12th", "back", date(2026, 12, 12)),
        ("sorry, we are 2 adults", "party", Party(2)),
        ("no, business class", "cabin", "business"),
        ("direct flights only please", "most_stops", 0),
        ("non, de Lyon", "origin", "LYS"),
        ("plutôt le 7 décembre", "depart", date(2026, 12, 7)),
        ("en fait nous sommes 3", "party", Party(3)),
    ],
)
def test_a_correction_works_at_every_step(node: str, text: str, field: str, value: object) -> None:
    """Whatever is being asked, a change of the trip is taken, looked up at once, and nothing else is lost."""
    talk = at(node).say(text)
    search = searched(talk)
    assert getattr(search, field) == value
    kept = Search("PAR", "NYC", date(2026, 12, 4), None, Party(1), "economy")
    others = set(Search.__struct_fields__) - {field}
    assert {name: getattr(search, name) for name in others} == {name: getattr(kept, name) for name in others}
    assert talk.node == "offers"


@pytest.mark.parametrize(
    ("told", "text", "field", "value"),
    [
        (("hi", "Paris"), "no, Lyon", "origin", "LYS"),
        (("hi", "Paris", "New York"), "no, London", "destination", "LON"),
        (("hi", "Paris", "New York"), "not New York, Madrid", "destination", "MAD"),
        (("hi", "Paris", "New York", "4 December"), "no, Saturday", "depart", date(2026, 11, 28)),
        (("hi", "Paris", "New York", "4 December", "the 12th"), "no, the 13th", "back", date(2026, 12, 13)),
        (("hi", "Paris", "New York", "4 December"), "from Nice", "origin", "NCE"),
        (("hi", "Paris", "New York", "4 December", "the 12th"), "business", "cabin", "business"),
        (("hi", "Paris", "New York", "4 December", "the 12th"), "leaving 5 December", "depart", date(2026, 12, 5)),
    ],
)
def test_a_no_takes_back_the_last_answer(told: tuple[str, ...], text: str, field: str, value: object) -> None:
    """A correction between questions is about what was just said, is echoed, and the open question comes again."""
    talk = Talk()
    for words in told:
        talk.say(words)
    node = talk.node
    talk.say(text)
    assert getattr(talk.conversation.trip, field) == value
    assert talk.node == node
    assert "Noted" in talk.words


def test_one_way_is_no_count_of_travellers() -> None:
    """The word one in one way is not read as one adult."""
    talk = Talk().say("Paris to New York on 4 December, back on the 12th").say("one way")
    assert talk.conversation.trip.one_way
    assert talk.conversation.trip.party is None
    assert talk.node == "ask_party"


def test_a_name_is_corrected_after_it_was_given() -> None:
    """A name that was misspelt is put right while the date of birth is asked."""
    talk = at("ask_born").say("no, Marion Durand")
    assert talk.conversation.basket.given == "Marion"
    assert talk.node == "ask_born"


def test_a_date_of_birth_is_corrected_after_it_was_given() -> None:
    """A date of birth that was mistyped is put right at the next question."""
    talk = at("ask_email").say("no, 25 July 1987")
    assert talk.conversation.basket.passengers[-1].born == date(1987, 7, 25)
    assert talk.node == "ask_email"


def test_an_address_is_taken_wherever_it_is_written() -> None:
    """Who gave an e-mail address early is not asked for it, and a new one replaces it at the review."""
    talk = Talk().say("Paris to New York on 4 December, one way, 1 adult, marie@example.com")
    assert talk.node == "offers"
    talk.say("1").say("Marie Durand").say("24 July 1987")
    assert talk.node == "review"
    talk.say("use other@example.com please")
    assert talk.node == "review"
    assert "other@example.com" in talk.words


def test_a_day_earlier_or_later_counts_from_the_trip() -> None:
    """What the help suggests works: a day later is the day after the flight, not tomorrow."""
    talk = at("offers")
    assert searched(talk.say("a day later")).depart == date(2026, 12, 5)
    assert searched(talk.say("2 days earlier")).depart == date(2026, 12, 3)
    assert searched(talk.say("un jour plus tard")).depart == date(2026, 12, 4)
    assert searched(talk.say("le lendemain")).depart == date(2026, 12, 5)


def test_a_departure_moved_past_the_return_says_why_the_return_is_asked() -> None:
    """A return that no longer fits is not dropped in silence."""
    talk = Talk().say("Paris to New York on 4 December, back on the 12th, 1 adult").say("no, leave on 14 December")
    assert talk.node == "ask_back"
    assert "12 Dec" in talk.words


def test_a_day_after_a_month_is_a_day_of_that_month() -> None:
    """Who said June and then the fifth flies on 5 June."""
    talk = Talk().say("Paris to New York in June, one way, 1 adult")
    assert talk.node == "ask_depart"
    assert searched(talk.say("the 5th")).depart == date(2027, 6, 5)


def test_what_is_known_already_is_said_so() -> None:
    """Repeating oneself is answered with what the bot has, not with a shrug."""
    assert "Noted" in Talk().say("Paris to New York").say("to New York").words


@pytest.mark.parametrize("wish", ["change", "modifier", "I want to change something"])
@pytest.mark.parametrize("node", ["offers", "ask_name", "ask_born", "ask_email", "review"])
def test_change_asks_what_to_change(node: str, wish: str) -> None:
    """The plain wish to change something opens the list of what can be changed."""
    assert at(node).say(wish).node == "what_change"


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("the date", "ask_depart"),
        ("names", "ask_name"),
        ("email", "ask_email"),
        ("the number of travellers", "ask_party"),
        ("1", "ask_depart"),
        ("other flights please", "offers"),
    ],
)
def test_what_to_change_can_be_typed(text: str, node: str) -> None:
    """Options are understood in the traveller's own words, or by their number."""
    assert at("what_change").say(text).node == node


def test_new_dates_keep_that_it_is_one_way() -> None:
    """Another day is asked for, not again whether there is a return."""
    talk = at("what_change").tap("Dates")
    assert talk.say("Monday").node == "offers"


def held() -> tuple[Talk, str]:
    """A talk whose seats are held and wait for payment."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(SeatsHeld("h", 0, checkout, "http://localhost/pay/x", Money(61240, "EUR"), talk.now // 1000 + 900))
    return talk, checkout


def test_a_correction_in_the_checkout_is_confirmed_before_the_seats_go() -> None:
    """Held seats are given back only after a yes; then the changed trip is searched without more questions."""
    talk, checkout = held()
    talk.say("no, from Nice")
    assert not talk.of(CancelCheckout)
    assert "Nice" in talk.words
    talk.say("yes")
    assert talk.of(CancelCheckout) == (CancelCheckout(checkout),)
    talk.happen(CheckoutEnded("e", 0, checkout, "cancelled"))
    assert searched(talk).origin == "NCE"
    assert talk.node == "offers"


def test_a_correction_in_the_checkout_can_be_dropped() -> None:
    """A no keeps the seats and gives the link again."""
    talk, checkout = held()
    talk.say("no, from Nice").say("no")
    assert isinstance(talk.messages[-1], Link)
    talk.happen(CheckoutEnded("e", 0, checkout, "cancelled"))
    assert talk.node == "cancelled"
    assert talk.conversation.trip.origin == "PAR"


def test_tickets_that_were_faster_than_a_correction_win() -> None:
    """What was paid is booked, and the new wish does not haunt the next search."""
    talk, checkout = held()
    talk.say("no, from Nice").say("yes")
    talk.happen(TicketIssued("t", 0, checkout, builders.booked()))
    assert talk.node == ""
    assert talk.conversation.basket.wish is None


def test_a_child_who_comes_of_age_by_the_new_date_is_asked_for_again() -> None:
    """People stay named when the date moves, but for those whose fare it changes."""
    talk = Talk().say("Paris to New York on 4 December, one way, 1 adult and 1 child of 11").say("1")
    talk.say("Marie Durand").say("24 July 1987").say("Luc Durand").say("10 December 2014").say("m@example.com")
    assert talk.node == "review"
    talk.say("no, 12 December").say("1")
    assert [person.given for person in talk.conversation.basket.passengers] == ["Marie"]
    assert talk.node == "ask_name"
    assert not talk.of(BeginCheckout)


def test_a_no_at_the_offers_takes_back_the_number_of_travellers() -> None:
    """After "2" travellers, "no, 3" is three travellers and not the third flight."""
    talk = Talk().say("Paris to New York on 4 December, one way").say("2").say("no, 3")
    assert talk.conversation.trip.party == Party(3)
    assert talk.node == "offers"


def test_days_of_a_weekend_do_not_undo_one_way() -> None:
    """Who flies one way and names a weekend leaves on it, and does not come back on it."""
    trip = Talk().say("Paris to London one way").say("next weekend").conversation.trip
    assert trip.one_way
    assert trip.back is None


def test_a_refused_place_is_asked_for_again() -> None:
    """A place that is only refused leaves the question open."""
    talk = at("offers").say("not New York")
    assert talk.node == "ask_destination"


def test_nights_are_kept_until_the_day_is_known() -> None:
    """Who said a week is not asked for the day of return."""
    talk = Talk().say("Paris to New York for 7 nights, 2 adults")
    assert talk.node == "ask_depart"
    assert searched(talk.say("4 December")).back == date(2026, 12, 11)


@pytest.mark.parametrize("text", ["actually to Lyon", "no Madrid"])
def test_a_comma_is_not_needed(text: str) -> None:
    """People do not punctuate."""
    assert searched(at("offers").say(text)).destination in {"LYS", "MAD"}
