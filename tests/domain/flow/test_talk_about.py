"""What a talk is about, as staff choose by it who is called."""

import msgspec

from bot.domain.flow.talk_about import about
from tests.builders.talk import Talk
from tests.builders.trips import trip
from tests.domain.test_turn_trips import answered


def _about(talk: Talk) -> str:
    return about(talk.conversation, talk.world)


def test_it_follows_where_the_talk_stands() -> None:
    """Nothing first, then flights, a payment that waits even behind something else, and a booking."""
    assert _about(Talk()) == "nothing"
    assert _about(Talk().say("hi")) == "nothing"
    talk = Talk().to_offers()
    assert _about(talk) == "flights"
    talk.tap("Choose").say("Marie Durand").say("24 July 1987").say("marie@example.com").tap("Yes, hold them")
    assert _about(talk) == "payment"
    assert _about(answered(talk.say("my trip"), trip())) == "payment"
    assert _about(answered(Talk().say("my trip"), trip())) == "booking"


def test_a_flow_that_is_gone_is_about_nothing() -> None:
    """Nobody is called for a step that nobody knows."""
    talk = Talk().to_offers()
    world = msgspec.structs.replace(talk.world, live={"my_trip": 1})
    assert about(talk.conversation, world) == "nothing"
