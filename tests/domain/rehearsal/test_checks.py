"""Acts and openings that make no sense are refused with what would."""

import pytest

from bot.domain.errors import InvalidError
from bot.domain.rehearsal import acts
from bot.domain.rehearsal.acts import LONGEST_TEXT, MOST_ACTS, Act, Opening
from bot.domain.rehearsal.checks import check_act, check_opening
from tests.builders.rehearsals import OPENING, TO_TICKETS, means

LONG = "x" * (LONGEST_TEXT + 1)


@pytest.mark.parametrize(
    ("act", "problem"),
    [
        (acts.Says(" "), "Nothing was written"),
        (acts.Says(LONG), "2000 characters"),
        (acts.Taps("a", LONG), "2000 characters"),
        (acts.Opens(LONG), "2000 characters"),
        (acts.Sends(LONG), "2000 characters"),
        (acts.Person("says", LONG), "2000 characters"),
        (acts.Fills({"given": LONG}), "2000 characters"),
        (acts.Fills({str(number): "" for number in range(21)}), "20 fields"),
        (acts.Waits(0), "may pass at once"),
        (acts.Waits(10**9), "may pass at once"),
        (acts.Plans("weather", "fine"), "search: timetable"),
        (acts.Plans("hold", "fine"), "hold: held"),
        (acts.Happens("stolen"), "paid, declined"),
        (acts.Jumps("book", "nowhere"), "no step 'nowhere'"),
        (acts.Jumps("bags", "hello"), "no step 'hello' in the flow 'bags'"),
    ],
)
def test_an_act_that_cannot_be_done_is_refused(act: Act, problem: str) -> None:
    """Whatever a form sends, the answer is a sentence."""
    with pytest.raises(InvalidError, match=problem):
        check_act(act, done=0, world=means().world)


def test_a_rehearsal_ends_somewhere() -> None:
    """No rehearsal grows without end."""
    with pytest.raises(InvalidError, match="200 acts"):
        check_act(TO_TICKETS[0], done=MOST_ACTS, world=means().world)


def test_what_can_be_done_passes() -> None:
    """A whole booking, and a jump."""
    for done, act in enumerate((*TO_TICKETS, acts.Jumps("my_trip", "menu"), acts.Waits(60))):
        check_act(act, done=done, world=means().world)
    check_opening(OPENING, means().world)


@pytest.mark.parametrize(
    "opening",
    [
        Opening("en", "fax", 1),
        Opening("tlh", "webchat", 1),
        Opening("en", "webchat", 10**15),
        Opening("en", "webchat", 1, who="A b"),
    ],
)
def test_a_rehearsal_begins_in_a_channel_a_language_and_a_time_that_are_known(opening: Opening) -> None:
    """A slip in a form is told."""
    with pytest.raises(InvalidError):
        check_opening(opening, means().world)
