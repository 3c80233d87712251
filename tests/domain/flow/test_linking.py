"""Linking chats at any step of a talk, by a code or by an address, and going on where it stood."""

from typing import Any

import pytest

from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.effects import MakeLinkCode, RedeemLinkCode, SendLinkCode
from bot.domain.conversation.events import Event
from bot.domain.conversation.link_events import ChatLinked, LinkCodeMade, LinkRefused
from bot.domain.conversation.messages import spoken
from bot.domain.conversation.profile import LinkedChat
from tests.builders.returning import known
from tests.builders.talk import Talk
from tests.builders.ways import WAITS, talk_at

CODE = "BCDF-GH23"
NEARLY = "BCDF-GH0"


def titles(talk: Talk) -> list[str]:
    """What the last turn gave to tap."""
    return [option.title for option in talk.options]


def happen(talk: Talk, kind: Any, **fields: Any) -> Talk:
    """The answer to what the last turn wanted."""
    event: Event = kind(f"{talk.last_event}#answer", talk.now, **fields)
    return talk.happen(event)


@pytest.mark.parametrize("words", ["link my WhatsApp", "connect my chats", "use my account here", "I have a code"])
def test_a_chat_that_knows_nobody_says_both_ways_in(words: str) -> None:
    """A code from another chat, or the address of a booking; and a person."""
    talk = Talk().say(words)
    assert "type the code" in talk.words
    assert "e-mail address of a booking" in talk.words
    assert titles(talk) == ["Talk to a person"]


def test_a_chat_that_knows_its_traveller_gives_a_code() -> None:
    """The sentence with the code says what it opens, and never to give it to anybody."""
    talk = known().say("link my WhatsApp").tap("Get a code")
    assert talk.of(MakeLinkCode) == (MakeLinkCode(),)
    happen(talk, LinkCodeMade, code="BCDFGH23", until=talk.now // 1000 + 600)
    assert "BCDF-GH23" in talk.words
    assert "10 minutes" in talk.words
    assert "your saved cards pay: give it to nobody" in talk.words


def test_a_code_stands_in_a_bubble_of_its_own() -> None:
    """Before the question that waits, so that it is copied whole and found again."""
    talk = talk_at("offers", "en")
    happen(talk, LinkCodeMade, code="BCDFGH23", until=talk.now // 1000 + 600)
    code, question = talk.messages
    assert spoken(code).endswith("We never ask you for it.")
    assert "BCDF" not in spoken(question)


def test_a_chat_that_has_others_shows_them_and_takes_a_code_too() -> None:
    """Where a code can be typed, it is said that it must be one's own."""
    chats = (LinkedChat("c_1", "webchat", 0, here=True), LinkedChat("c_2", "whatsapp", 0))
    talk = known(chats=chats).say("link my chats")
    assert titles(talk) == ["Get a code", "I have a code", "My chats", "Talk to a person"]
    assert "asked for yourself" in talk.tap("I have a code").words


@pytest.mark.parametrize("node", WAITS)
def test_a_code_is_taken_at_every_wait_and_nothing_is_lost(node: str) -> None:
    """Whatever the bot has just asked; a newcomer's chat takes it at once, and the talk stands where it stood."""
    talk = talk_at(node, "en")
    before = talk.conversation
    talk.say(CODE)
    assert talk.of(RedeemLinkCode) == (RedeemLinkCode("BCDFGH23"),)
    assert (talk.node, talk.conversation.trip, talk.conversation.basket) == (node, before.trip, before.basket)
    happen(talk, ChatLinked, channel="messenger")
    assert "now linked with Messenger" in talk.words
    assert talk.conversation.trip == before.trip


@pytest.mark.parametrize("node", WAITS)
def test_a_wrong_code_is_said_to_be_one_at_every_wait(node: str) -> None:
    """And the right one, typed next, is taken."""
    talk = talk_at(node, "en").say("link my chats").say(f"my code is {CODE}")
    happen(talk, LinkRefused, reason="wrong")
    assert "That code doesn't work" in talk.words
    assert talk.say("it is DFGH-JK45").of(RedeemLinkCode) == (RedeemLinkCode("DFGHJK45"),)


def test_a_chat_with_something_to_lose_asks_before_it_takes_a_code() -> None:
    """Who was talked into typing a stranger's code reads what it would do, and says no."""
    talk = known().say(CODE)
    assert talk.of(RedeemLinkCode) == ()
    assert "If somebody sent you the code, say no" in talk.words
    talk.say("no")
    assert "nothing is linked" in talk.words
    assert talk.of(RedeemLinkCode) == ()
    talk.say("yes")
    assert talk.of(RedeemLinkCode) == ()


@pytest.mark.parametrize("act", [lambda talk: talk.say("yes"), lambda talk: talk.tap("Yes, both are mine")])
def test_a_yes_takes_the_code(act: Any) -> None:
    """Typed or tapped."""
    assert act(known().say(CODE)).of(RedeemLinkCode) == (RedeemLinkCode("BCDFGH23"),)


def test_a_yes_to_the_code_is_no_yes_to_the_booking() -> None:
    """In the middle of a review nothing is held by it."""
    talk = known().to_offers().tap("Choose").tap("Marie Durand")
    talk.say(CODE).say("yes")
    assert talk.of(RedeemLinkCode)
    assert talk.node == "review"


@pytest.mark.parametrize("address", ["marie@example.com", "it's marie@example.com"])
def test_an_address_is_answered_alike_whether_or_not_it_is_known(address: str) -> None:
    """The same sentence at once, before anybody has looked; the code is then awaited."""
    talk = Talk().say("use my account here").say(address)
    assert talk.of(SendLinkCode) == (SendLinkCode("marie@example.com", "en"),)
    assert talk.words.startswith("If a booking has that address")
    assert talk.say(f"here: {CODE}").of(RedeemLinkCode) == (RedeemLinkCode("BCDFGH23"),)


def test_an_address_that_is_written_later_is_the_booking_s() -> None:
    """After words about something else no code is sent for it."""
    talk = Talk().to_offers().tap("Choose").say("Marie Durand").say("24 July 1987")
    talk.say("link my chats").say("and bags?").say("marie@example.com")
    assert talk.of(SendLinkCode) == ()
    assert talk.conversation.basket.email == "marie@example.com"


def test_a_code_is_listened_for_only_for_a_while() -> None:
    """A quarter of an hour later "my code is …" is said to nobody, and a code alone is still one."""
    talk = Talk().say("link my chats")
    talk.now += 16 * 60_000
    assert talk.say(f"my code is {CODE} okay").of(RedeemLinkCode) == ()
    assert talk.say(CODE).of(RedeemLinkCode)


def test_what_is_nearly_a_code_is_answered_with_what_one_looks_like() -> None:
    """A sign too few is no city and no name."""
    talk = Talk().to_offers().tap("Choose").say("link my chats").say(NEARLY)
    assert "not quite a code" in talk.words
    assert "Passenger 1" in talk.words


def test_where_a_reference_is_asked_for_eight_signs_are_one() -> None:
    """A locator of another airline is looked up; once a code is awaited, a code is a code."""
    talk = Talk().say("my trip")
    assert talk.say("réf BCDFGH23 au nom de Durand").of(RedeemLinkCode) == ()


def test_a_lock_is_told_with_the_time_left_and_a_person() -> None:
    """A traveller who mistyped five times knows when to try again, and who helps now."""
    talk = happen(Talk().say(CODE), LinkRefused, reason="locked", until=0)
    assert "closed here for 1 min" in talk.words
    assert titles(talk) == ["Talk to a person"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [("alone", "Nothing is booked with this chat"), ("same", "the code of this very chat"), ("failed", "for a moment")],
)
def test_every_refusal_says_why(reason: str, words: str) -> None:
    """Nobody is left with a silence."""
    assert words in happen(Talk().say(CODE), LinkRefused, reason=reason).words


def test_what_becomes_of_a_code_is_told_while_a_person_has_the_thread() -> None:
    """News about the account waits for nobody, and the bot asks nothing beside it."""
    talk = Talk().to_offers().say(CODE)
    talk.happen(AgentTook("a1", talk.now, "agt_1", "Ida"))
    happen(talk, ChatLinked, channel="")
    assert talk.words.startswith("This chat is now linked with another chat")
    assert talk.options == ()


def test_in_french_it_is_said_in_french() -> None:
    """The same ways in, in the traveller's own words."""
    talk = Talk().say("bonjour, je voudrais lier mon WhatsApp")
    assert "l'adresse e-mail d'une réservation" in talk.words
    happen(talk.say(CODE), ChatLinked, channel="messenger")
    assert "liée avec Messenger" in talk.words
