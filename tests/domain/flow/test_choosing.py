"""What was offered to tap can be typed: its number, its title or its payload, at every question, on every channel."""

import copy
import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from bot.adapters.channels import instagram_messages, messenger_messages, whatsapp_messages
from bot.domain.conversation.events import TripsFound
from bot.domain.conversation.messages import Option
from bot.domain.flow.choosing import COUNTING
from bot.domain.flow.run import current
from bot.domain.flow.scene import Scene
from bot.domain.flow.waits import SUBJECTS
from bot.domain.ids import effect_id
from bot.simulators.whatsapp_sent import words as whatsapp_words
from tests.builders.returning import held, known
from tests.builders.talk import Talk
from tests.builders.trips import trip

RENDERERS: dict[str, Callable[..., Any]] = {
    "instagram": instagram_messages.render,
    "messenger": messenger_messages.render,
    "whatsapp": whatsapp_messages.render,
}
CHANNELS = (*RENDERERS, "webchat", "terminal")


def _newcomer(channel: str) -> Talk:
    return Talk(thread=f"{channel}:1:ada")


def _returning(channel: str) -> Talk:
    talk = known()
    talk.conversation = msgspec.structs.replace(talk.conversation, thread=f"{channel}:1:ada")
    return talk


def _held(channel: str) -> Talk:
    talk = _returning(channel)
    held(talk)
    return talk


def _booked(channel: str, count: int) -> Talk:
    talk = _newcomer(channel).say("my trip")
    found = tuple(trip(id=f"chk_{number}", locator=f"QQQ23{number + 2}") for number in range(count))
    awaited = effect_id(talk.last_event, len(talk.last) - 1)
    return talk.happen(TripsFound(awaited, talk.now, found))


def _none(channel: str) -> Talk:
    talk = _newcomer(channel)
    talk.offers = 0
    return talk.to_offers()


STOPS: dict[str, Callable[[str], Talk]] = {
    "a consent": lambda channel: _returning(channel).say("hello"),
    "the last route again": lambda channel: _returning(channel).say("hello").say("later"),
    "a return or none": lambda channel: _newcomer(channel).say("Paris to New York on 4 December"),
    "how many": lambda channel: _newcomer(channel).say("Paris to New York on 4 December, one way"),
    "how many, and a person": lambda channel: STOPS["how many"](channel).say("xyz"),
    "flights": lambda channel: _newcomer(channel).to_offers(),
    "flights, asked again": lambda channel: _newcomer(channel).to_offers().say("xyz"),
    "no flights": _none,
    "known people": lambda channel: (
        _returning(channel).say("Paris to New York on 4 December, one way, 2 adults").tap("Choose")
    ),
    "the review": lambda channel: _newcomer(channel).to_review(),
    "a saved card": _held,
    "a wish while seats are held": lambda channel: _held(channel).say("rather to Rome"),
    "saved cards": lambda channel: _returning(channel).say("my cards"),
    "removing a card": lambda channel: _returning(channel).say("remove my card"),
    "several bookings": lambda channel: _booked(channel, 2),
    "one booking": lambda channel: _booked(channel, 1),
    "help": lambda channel: _newcomer(channel).to_offers().say("help"),
    "waiting for a person": lambda channel: _newcomer(channel).to_offers().say("a person please"),
}
"""Where a talk may stand with something to tap."""


def _outcome(talk: Talk) -> tuple[Any, ...]:
    talked = talk.conversation
    said = [(msgspec.to_builtins(message)) for message in talk.messages]
    return talk.node, said, talked.basket, talked.trip, talked.owner, [type(effect) for effect in talk.last]


def _tapped(talk: Talk, option: Option) -> tuple[Any, ...]:
    return _outcome(copy.copy(talk).tap_payload(option.payload))


def _typed(talk: Talk, text: str) -> tuple[Any, ...]:
    return _outcome(copy.copy(talk).say(text))


def _subject(talk: Talk) -> str:
    here = current(Scene(talk.conversation, Any, talk.world, talk.now))  # type: ignore[arg-type]
    return here[0].subject if here else ""


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("stop", STOPS)
def test_a_title_or_a_payload_that_is_typed_is_a_tap(stop: str, channel: str) -> None:
    """Whoever cannot tap loses nothing, whatever the case and the accents of what they write."""
    talk = STOPS[stop](channel)
    offered = talk.conversation.offered.options
    assert offered
    for option in offered:
        assert _typed(talk, option.payload) == _tapped(talk, option)
        if [one.title for one in offered].count(option.title) == 1:
            assert _typed(talk, f" {option.title.upper()}. ") == _tapped(talk, option), option.title


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("stop", STOPS)
def test_a_number_is_a_tap_unless_a_number_was_asked_for(stop: str, channel: str) -> None:
    """A "1" is the first thing that can be tapped; where a number is an answer, only if the numbers were read."""
    talk = STOPS[stop](channel)
    offered = talk.conversation.offered
    if _subject(talk) in COUNTING and not offered.numbers:
        return
    for number, option in enumerate(offered.options, 1):
        for typed in (f"{number}", f"{number}.", f"#{number}", f"{number}\ufe0f\u20e3", f"option {number}"):
            assert _typed(talk, typed) == _tapped(talk, option), (typed, option)


@pytest.mark.parametrize("channel", RENDERERS)
@pytest.mark.parametrize("stop", STOPS)
def test_a_number_means_what_stands_beside_it(stop: str, channel: str) -> None:
    """What the traveller reads and what the bot hears agree, to the letter of what was really sent."""
    talk = STOPS[stop](channel)
    offered = talk.conversation.offered
    read = dict(_numbers(channel, talk))
    assert bool(read) == offered.numbers
    for number, name in read.items():
        assert offered.options[number - 1].title == name


def _numbers(channel: str, talk: Talk) -> list[tuple[int, str]]:
    told = [_words(channel, request) for message in talk.messages for request in RENDERERS[channel](message)]
    lines = [line for text in told for line in text.split("\n")]
    return [(int(found[1]), found[2]) for line in lines if (found := re.fullmatch(r"(\d+)\. (.*)", line))]


def _words(channel: str, request: dict[str, Any]) -> str:
    if channel == "whatsapp":
        return whatsapp_words(request)
    message = request["message"]
    return str(message.get("text") or message["attachment"]["payload"].get("text", ""))


def test_every_wait_that_has_something_to_tap_is_among_them() -> None:
    """No question is forgotten when another is added."""
    seen = {_subject(STOPS[stop]("webchat")) for stop in STOPS}
    with_options = {name for name, subject in SUBJECTS.items() if subject.options.__name__ != "_no_options"}
    assert {
        name for name in with_options if not name.startswith(("trip.", "passenger.", "contact.", "consent."))
    } <= seen
    assert {
        "trip.origin",
        "trip.back",
        "trip.party",
        "trip.depart",
        "passenger.name",
        "choice",
        "consent.people",
        "booking.choice",
    } <= seen


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("stop", ["how many", "how many, and a person"])
def test_a_number_of_travellers_is_never_a_choice(stop: str, channel: str) -> None:
    """Five people are not the fifth thing to tap."""
    for typed in ("1", "2", "3", "4", "5"):
        party = copy.copy(STOPS[stop](channel)).say(typed).conversation.trip.party
        assert party is not None
        assert party.adults == int(typed)


@pytest.mark.parametrize("channel", ["messenger", "whatsapp", "webchat", "terminal"])
def test_a_number_says_how_long_one_stays_or_on_which_day_one_returns(channel: str) -> None:
    """Where no numbers are shown, "1" after "when back?" is no "one way"."""
    talk = STOPS["a return or none"](channel)
    assert not talk.say("12").conversation.trip.one_way
    assert talk.conversation.trip.back is not None


def test_the_first_of_two_ages_is_an_age() -> None:
    """A child of two is not the second button."""
    talk = _newcomer("instagram").say("Paris to New York on 4 December, one way, 1 adult and 1 child").say("2")
    assert talk.conversation.trip.ages == (2,)


@pytest.mark.parametrize("channel", ["messenger", "whatsapp", "webchat", "terminal"])
def test_a_bare_number_never_pays(channel: str) -> None:
    """Who pays by a number was shown it beside the card and the sum."""
    talk = STOPS["a saved card"](channel)
    assert talk.conversation.offered.options[0].title.startswith("Pay with")
    assert "paying" not in talk.say("1").conversation.slots


def test_numbers_that_nobody_offered_are_words() -> None:
    """The tenth of three flights is none."""
    assert "Choose" in STOPS["flights"]("instagram").say("10").words


def test_a_title_is_known_as_far_as_it_was_shown() -> None:
    """On a button only its beginning can be read: who types that means it."""
    talk = STOPS["the last route again"]("messenger")
    (option, *_) = talk.conversation.offered.options
    long = msgspec.structs.replace(option, title="Paris Charles de Gaulle → New York Kennedy")
    offered = msgspec.structs.replace(talk.conversation.offered, options=(long,))
    position = msgspec.structs.replace(talk.conversation.position, options=(long,))  # type: ignore[type-var]
    talk.conversation = msgspec.structs.replace(talk.conversation, offered=offered, position=position)
    for typed in (
        "paris charles de ga…",
        "Paris Charles de Ga",
        "Paris Charles de Gaulle…",
        "PARIS CHARLES DE GAULLE → NEW YORK KENNEDY",
    ):
        assert _typed(talk, typed) == _tapped(talk, option), typed


def test_a_flight_is_known_by_its_row_as_whatsapp_shows_it() -> None:
    """Price and times, as they stand in the list, choose that flight."""
    talk = STOPS["flights"]("whatsapp")
    (request,) = [one for message in talk.messages for one in whatsapp_messages.render(message)][-1:]
    (section,) = request["interactive"]["action"]["sections"]
    offer = talk.say(section["rows"][1]["title"]).conversation.basket.offer
    assert offer is not None
    assert f"offer:{offer.id}" == section["rows"][1]["id"]


def test_words_that_name_two_things_name_none() -> None:
    """Two flights at one price: the price alone is not a choice."""
    talk = STOPS["flights"]("whatsapp")
    first, second, *more = talk.conversation.offered.options
    twins = (first, msgspec.structs.replace(second, title=first.title), *more)
    offered = msgspec.structs.replace(talk.conversation.offered, options=twins)
    talk.conversation = msgspec.structs.replace(talk.conversation, offered=offered)
    assert talk.say(first.title).conversation.basket.offer is None


def test_a_question_without_anything_to_tap_offers_nothing() -> None:
    """A "1" as a name is not the button of the question before."""
    talk = _newcomer("instagram").to_offers().tap("Choose")
    assert talk.conversation.offered.options == ()
    assert "passport" in talk.say("1").words
