"""Words while no booking is going on, and "cancel" of who has booked: no booking is called undone that stands."""

import pytest

from bot.domain.conversation.effects import CallAgent
from tests.builders import world as builders
from tests.builders.returning import known
from tests.builders.talk import Talk

STANDS = {
    "cancel": "what you booked before stays as it is",
    "annuler": "ce que vous aviez réservé reste tel quel",
}


def booked() -> Talk:
    """A talk whose tickets were issued a moment ago."""
    talk = Talk()
    checkout = talk.to_checkout()
    return talk.happen(builders.issued(checkout))


@pytest.mark.parametrize("words", STANDS)
def test_who_has_just_booked_and_cancels_is_shown_how(words: str) -> None:
    """Nobody who has paid reads that nothing was charged, and nobody who cancels is asked where to fly."""
    talk = booked().say(words)
    assert STANDS[words] in talk.words
    assert talk.node == ""
    assert [option.payload for option in talk.options] == ["go:trip", "go:cancel_booking", "go:person"]
    assert talk.tap_payload("go:person").of(CallAgent)


@pytest.mark.parametrize("words", STANDS)
def test_who_has_booked_before_gives_up_a_search_and_keeps_the_booking(words: str) -> None:
    """In the middle of a new search "cancel" says what it ends and what it does not."""
    talk = known().say("hello").say(words)
    assert STANDS[words] in talk.words
    assert talk.node == "remember"
    assert {"go:start_over", "go:cancel_booking", "go:person"} <= {option.payload for option in talk.options}


def test_who_never_booked_reads_that_nothing_is_booked() -> None:
    """The plain truth stays plain."""
    assert Talk().to_offers().say("cancel").words.startswith("Nothing is booked and nothing was charged.")


@pytest.mark.parametrize("words", ["refund please", "I want a refund", "je veux un remboursement"])
def test_who_wants_money_back_is_answered_and_begins_no_booking(words: str) -> None:
    """A refund is no city."""
    talk = booked().say(words)
    assert "go:person" in {option.payload for option in talk.options}
    assert talk.node == ""


def test_a_wish_for_a_flight_begins_the_next_booking() -> None:
    """Who goes on is not held up."""
    assert booked().say("Nice to Paris tomorrow").node == "ask_back"
