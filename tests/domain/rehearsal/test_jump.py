"""Jumping to a step: it can be heard at once, with what it needs made up."""

import pytest

from bot.domain.rehearsal.acts import Jumps, Opening, Says
from tests.builders.rehearsals import TO_OFFERS, stage, words
from tests.builders.world import NOW_MS, book, my_trip


@pytest.mark.parametrize("step", [name for name, node in book().nodes.items() if node.wait])
def test_every_step_that_asks_can_be_jumped_to(step: str) -> None:
    """No text of the sample flow has an empty hole when it is heard alone."""
    told = stage(Jumps("book", step))
    assert words(told)
    assert "  " not in words(told)
    assert told.conversation.owner == "bot"


@pytest.mark.parametrize("step", ["itinerary", "menu"])
def test_steps_about_a_booking_have_one(step: str) -> None:
    """The booking that is made up is open."""
    assert step in my_trip().nodes
    assert "TEST42" in words(stage(Jumps("my_trip", step)))


def test_what_was_told_is_kept() -> None:
    """Only what is missing is made up: the tester's own trip stays."""
    told = stage(*TO_OFFERS, Jumps("book", "review"))
    assert "Fri 4 Dec" in words(told)
    other = stage(Says("from New York"), Jumps("book", "nothing"))
    assert other.conversation.trip.origin == "NYC"
    assert other.conversation.trip.destination == "PAR"


def test_a_jump_answers_in_the_language_of_the_talk() -> None:
    """A French tester reads French."""
    assert "Vérifiez" in words(stage(Jumps("book", "review"), opening=Opening("fr", "messenger", NOW_MS)))


def test_the_talk_goes_on_from_there() -> None:
    """The step's exits lead where the flow says."""
    told = stage(Jumps("book", "ask_name"), Says("Marie Durand"))
    assert "Date of birth of Marie Durand" in words(told)
