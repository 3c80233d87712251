"""Alternatives: cheaper, later, another day, direct, with a bag; and what there is when there is none."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.conversation.agent_events import AgentReturned, AgentTook
from bot.domain.conversation.effects import SearchFlights
from bot.domain.conversation.events import OffersFound, SeatsHeld
from bot.domain.money import Money
from bot.domain.shopping.narrowing import Narrowing, Nearby
from tests.builders import world as builders
from tests.builders.talk import Talk

DAY = date(2026, 12, 4)
NEARBY = (Nearby(DAY - timedelta(days=2), Money(58000, "EUR")), Nearby(DAY + timedelta(days=1), Money(70000, "EUR")))


def shown(*hours: int) -> Talk:
    """A talk at the offers, whose searches are answered by hand; a flight leaves at ten past each hour."""
    talk = Talk(offers=-1).to_offers()
    found = tuple(builders.offer(number, hour=hour) for number, hour in enumerate(hours or (9, 11, 13)))
    return talk.happen(OffersFound(talk.awaited, 0, found))


def wanted(talk: Talk) -> SearchFlights:
    """The one search that the last turn wanted."""
    (wish,) = talk.of(SearchFlights)
    return wish


def found(talk: Talk, count: int, **more: Any) -> Talk:
    """The search comes back."""
    return talk.happen(OffersFound(talk.awaited, 0, builders.offers(count), **more))


@pytest.mark.parametrize(
    ("text", "narrowing"),
    [
        ("later", Narrowing((13 * 60 + 11, 24 * 60))),
        ("do you have anything later?", Narrowing((13 * 60 + 11, 24 * 60))),
        ("earlier please", Narrowing((0, 9 * 60 + 10))),
        ("plus tôt", Narrowing((0, 9 * 60 + 10))),
        ("in the morning", Narrowing((5 * 60, 12 * 60))),
        ("under 300 euros", Narrowing(budget=300)),
        ("moins de 300 €", Narrowing(budget=300)),
        ("with a bag", Narrowing(needs=("bag",))),
        ("avec une valise et remboursable seulement", Narrowing(needs=("bag", "refund"))),
        ("a flexible fare please", Narrowing(needs=("change",))),
    ],
)
def test_a_wish_narrows_the_search(text: str, narrowing: Narrowing) -> None:
    """What is wished is looked for anew, on the same day, and told."""
    talk = shown().say(text)
    assert wanted(talk).narrowing == narrowing
    assert not wanted(talk).around


@pytest.mark.parametrize("text", ["cheaper", "anything cheaper?", "moins cher", "another day", "un autre jour"])
def test_cheaper_and_another_day_look_at_the_days_around(text: str) -> None:
    """The traveller hears what other days cost and taps one."""
    talk = shown().say(text)
    assert wanted(talk).around
    found(talk, 3, nearby=NEARBY)
    assert "Wed 2 Dec" in talk.words or "mer. 2 déc." in talk.words
    title = next(option.title for option in talk.options if "2" in option.title and "c" in option.title)
    assert wanted(talk.tap(title)).search.depart == date(2026, 12, 2)
    assert not wanted(talk).around


def test_only_days_that_are_cheaper_are_told_as_cheaper() -> None:
    """Whoever asks for less is shown no day that costs the same or more."""
    same = Nearby(DAY + timedelta(days=2), Money(61240, "EUR"))
    talk = found(shown().say("cheaper"), 3, nearby=(*NEARBY, same))
    assert "Cheaper days: Wed 2 Dec from €580.00." in talk.words
    titles = {option.title for option in talk.options}
    assert "Wed 2 Dec" in titles
    assert not titles & {"Sat 5 Dec", "Sun 6 Dec"}


@pytest.mark.parametrize("count", [0, 3])
def test_what_a_search_finds_while_an_agent_speaks_is_not_said(count: int) -> None:
    """Nobody is answered by two voices; the flights are there when the assistant is back."""
    asked = shown().say("cheaper")
    awaited = asked.awaited
    asked.happen(AgentTook("a1", 0, "ana", "Ana"))
    assert not asked.happen(OffersFound(awaited, 0, builders.offers(count))).last
    back = asked.happen(AgentReturned("a2", 0, "ana"))
    assert back.words
    assert back.node == ("offers" if count else "nothing")


def test_where_nothing_is_cheaper_it_is_said() -> None:
    """The bot does not pretend."""
    talk = found(shown().say("cheaper"), 3, nearby=NEARBY[1:])
    assert "the least within three days" in talk.words


@pytest.mark.parametrize(
    ("unmet", "words"),
    [
        ("direct", "no direct flight"),
        ("times", "Nothing leaves"),
        ("budget", "Nothing costs €300.00 or less that day; the least is €612.40"),
        ("bag", "checked bag"),
        ("refund", "refundable"),
        ("change", "changed"),
    ],
)
def test_what_cannot_be_met_is_said_with_what_there_is(unmet: str, words: str) -> None:
    """A wish that nothing meets shows the nearest, names the days on which it can be met, and is then forgotten."""
    talk = found(shown().say("under 300, with a bag, in the morning"), 3, unmet=(unmet,), nearby=NEARBY)
    assert words in talk.words
    assert "Wed 2 Dec from €580.00" in talk.words
    assert talk.node == "offers"
    left = talk.conversation.trip
    assert unmet not in (*left.needs, "times" if left.times else "", "budget" if left.budget else "")


def test_where_nothing_flies_the_days_around_can_be_tapped() -> None:
    """An empty day is no dead end."""
    talk = shown().say("direct only")
    found(talk, 0, nearby=NEARBY)
    assert talk.node == "nothing"
    assert "Sat 5 Dec from €700.00" in talk.words
    assert wanted(talk.tap("Sat 5 Dec")).search.depart == date(2026, 12, 5)
    assert wanted(talk).search.most_stops == 0


def test_where_nothing_flies_around_either_it_asks_for_a_day() -> None:
    """Without any day around the question stands alone."""
    talk = found(shown().say("direct only"), 0)
    assert "Near it" not in talk.words
    assert talk.node == "nothing"


@pytest.mark.parametrize("text", ["later", "cheaper", "business instead", "the next day"])
def test_alternatives_work_at_the_review_and_keep_who_travels(text: str) -> None:
    """Names and address are not asked again."""
    talk = Talk().to_review().say(text)
    assert talk.of(SearchFlights)
    talk.say("1")
    assert talk.node == "review"
    assert [person.given for person in talk.conversation.basket.passengers] == ["Marie"]


@pytest.mark.parametrize("text", ["cheaper", "later", "business instead", "avec une valise"])
def test_while_seats_are_held_an_alternative_is_asked_about_first(text: str) -> None:
    """Seats are given up only after a yes."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.happen(SeatsHeld("h", 0, checkout, "http://localhost/pay/x", Money(61240, "EUR"), talk.now // 1000 + 900))
    talk.say(text)
    assert not talk.of(SearchFlights)
    assert {"Yes, change", "Oui, changer"} & {option.title for option in talk.options}


def test_before_there_are_flights_cheaper_is_no_wish() -> None:
    """The question that stands is asked again, and nothing is broken."""
    talk = Talk().say("hi").say("cheaper")
    assert talk.node == "ask_origin"
    assert talk.words


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("the one at 9:10", "o0"),
        ("celui de 11h10", "o1"),
        ("1:10 pm", "o2"),
        ("the earliest", "o0"),
        ("the latest", "o2"),
        ("the fastest one", "o0"),
        ("le moins cher", "o0"),
        ("le deuxième", "o1"),
        ("3", "o2"),
    ],
)
def test_a_flight_is_chosen_by_its_hour_or_as_the_best(text: str, chosen: str) -> None:
    """Travellers name flights as they see them on the card."""
    offer = shown().say(text).conversation.basket.offer
    assert offer is not None
    assert offer.id == chosen


def test_an_hour_at_which_nothing_leaves_is_said() -> None:
    """The cards are shown again with that."""
    talk = shown().say("the one at 7:45")
    assert "None of these leaves" in talk.words
    assert talk.node == "offers"


def test_where_several_are_meant_only_those_are_shown() -> None:
    """Two flights at one hour are asked about."""
    talk = shown(9, 9, 13).say("the one at 9:10")
    assert talk.node == "offers"
    assert len(talk.conversation.basket.shelf) == 2
    assert "which one" in talk.words
    assert talk.say("light").node == "offers"
