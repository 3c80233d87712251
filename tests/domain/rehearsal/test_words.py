"""Whoever watches a rehearsal reads plain English, not names of classes."""

from datetime import date

import pytest

from bot.domain.conversation.effects import CallAgent, SearchFlights
from bot.domain.conversation.events import OffersFound, SearchFailed
from bot.domain.rehearsal import acts
from bot.domain.rehearsal.acts import Act
from bot.domain.rehearsal.words import act_words, asked_words, duration, plain, told_words
from bot.domain.shopping.search import Search
from tests.builders.world import offers


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (acts.Says("Hello"), "Hello"),
        (acts.Taps("Yes", "yes"), "Yes"),
        (acts.Fills({"given": "Alex", "born": "1990-01-01"}), "given: Alex, born: 1990-01-01"),
        (acts.Opens(), "opens the chat"),
        (acts.Opens("f-PAR"), "opens the chat by the link f-PAR"),
        (acts.Sends("image"), "sends something: image"),
        (acts.Waits(90), "1 minute 30 seconds later"),
        (acts.Jumps("book", "review"), "jump to review of book"),
        (acts.Plans("hold", "sold out"), "from now on, hold: sold out"),
        (acts.Happens("declined"), "payment: declined"),
        (acts.Person("takes"), "takes the thread"),
        (acts.Person("says", "Hi"), "Hi"),
        (acts.Person("returns"), "gives the thread back to the bot"),
    ],
)
def test_an_act_is_told(act: Act, words: str) -> None:
    """Each kind of act has words."""
    assert act_words(act) == words


def test_the_outside_is_told() -> None:
    """What was asked of it, and what it said."""
    there = Search("PAR", "NYC", date(2026, 12, 4), date(2026, 12, 12))
    assert asked_words(SearchFlights(there)) == "Asks for flights PAR to NYC on 2026-12-04, back 2026-12-12"
    assert asked_words(CallAgent("asked")) == "Asks: call agent"
    assert told_words(OffersFound("e", 0, offers(2))) == "Answer: 2 offers"
    assert told_words(SearchFailed("e", 0, "supplier_down")) == "Answer: search failed (supplier_down)"


def test_times_are_told_in_their_largest_units() -> None:
    """Nobody counts seconds of a day."""
    assert duration(2 * 86_400 + 3600) == "2 days 1 hour"
    assert plain("BeginCheckout") == "begin checkout"
