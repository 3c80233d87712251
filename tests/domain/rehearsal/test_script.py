"""A script: acts that can be played again, taken back, and played on another draft."""

import pytest

from bot.domain.conversation.effects import SearchFlights
from bot.domain.errors import InvalidError
from bot.domain.rehearsal.acts import Says, Taps
from bot.domain.rehearsal.play import Means
from bot.domain.rehearsal.script import add, back, replayed, reset
from bot.domain.rehearsal.stage import Answer
from tests.builders.rehearsals import TO_CHECKOUT, TO_OFFERS, WISH, means, reworded, script, stage, without_step, words


def test_back_is_the_talk_without_its_last_acts() -> None:
    """A tester who took the wrong turn takes it back, as often as they like."""
    whole = script(*TO_CHECKOUT)
    assert replayed(back(whole), means()) == stage(*TO_CHECKOUT[:-1])
    assert back(whole, 99).steps == reset(whole).steps == ()
    assert reset(whole).opening == whole.opening


def test_an_edited_draft_is_heard_at_once() -> None:
    """The same acts on the new words: nobody types them again."""
    draft = reworded("ask_name", "Who is flying?")
    assert words(replayed(script(*TO_OFFERS, Taps("Choose", "offer 1")), means(draft))) == "Who is flying?"


def test_an_act_that_the_new_draft_does_not_know_is_told() -> None:
    """A step that was taken away is missed by its button's name."""
    with pytest.raises(InvalidError, match="can be tapped"):
        replayed(script(*TO_CHECKOUT), means(without_step("review", instead="offers_expired")))


def test_the_timetable_is_asked_once_for_each_act() -> None:
    """Going back and forth costs the supplier nothing, and shows the same flights each time."""
    asked: list[SearchFlights] = []

    def look(wish: SearchFlights, _now: int) -> Answer:
        asked.append(wish)
        return Answer()

    timetable = Means(means().world, look)
    first, _ = add(reset(script(WISH)), WISH, timetable)
    assert len(asked) == 1
    second, told = add(first, Says("5 December"), timetable)
    assert len(asked) == 2
    assert replayed(second, timetable).lines == told.lines
    assert len(asked) == 2
