"""Where talks stand, and how steps are passed: what the figures on the map mean."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation.entry import TurnEntry
from bot.domain.flow.footfall import NOWHERE, Passed, Stand, Step, walked
from tests.builders import entries

ASK, PAY = Step("book", 1, "ask"), Step("book", 1, "pay")
TRIP, NEW = Step("my_trip", 1, "menu"), Step("book", 2, "ask")
START = Stand("messenger:page:ada")


def turn(version: int, at: Step = NOWHERE, *, was: str = "bot", owner: str = "bot") -> TurnEntry:
    """A turn after which the talk stands there."""
    made = msgspec.structs.replace(entries.turn(), version=version, was=was, owner=owner, at=version * 10)
    return msgspec.structs.replace(made, flow=at.flow, revision=at.revision, step=at.step)


def walk(*turns: TurnEntry) -> tuple[Stand, dict[Step, Passed]]:
    """Where a thread stands after turns, and what they add together."""
    stand, total = START, dict[Step, Passed]()
    for one in turns:
        stand, added = walked(stand, one)
        for step, passed in added.items():
            total[step] = total.get(step, Passed()).plus(passed)
    return stand, total


def test_who_goes_on_has_come_and_gone_on() -> None:
    """And is now at the next step, since that turn."""
    stand, total = walk(turn(1, ASK), turn(2, PAY))
    assert stand == Stand(START.thread, 2, PAY, 20)
    assert total == {ASK: Passed(came=1, on=1), PAY: Passed(came=1)}
    assert (total[ASK].now, total[PAY].now) == (0, 1)


def test_a_question_that_is_asked_again_counts_once() -> None:
    """An answer that was not understood is no new visitor, and the wait began when it began."""
    stand, total = walk(turn(1, ASK), turn(2, ASK), turn(3, ASK))
    assert (stand, total) == (Stand(START.thread, 3, ASK, 10), {ASK: Passed(came=1)})


def test_whose_talk_ends_or_begins_anew_elsewhere_has_left() -> None:
    """The end of a flow, and a talk on a newer revision."""
    assert walk(turn(1, ASK), turn(2))[1] == {ASK: Passed(came=1, left=1)}
    assert walk(turn(1, ASK), turn(2, NEW))[1] == {ASK: Passed(came=1, left=1), NEW: Passed(came=1)}


def test_who_looks_into_another_flow_goes_on() -> None:
    """And has come again when they are back."""
    total = walk(turn(1, ASK), turn(2, TRIP), turn(3, ASK))[1]
    assert total == {ASK: Passed(came=2, on=1), TRIP: Passed(came=1, on=1)}


def test_who_is_handed_to_a_person_is_still_there() -> None:
    """The map says at which step people are asked for."""
    stand, total = walk(turn(1, ASK), turn(2, ASK, owner="queue"), turn(3, ASK, was="queue", owner="human"))
    assert (stand.at, total) == (ASK, {ASK: Passed(came=1, handed=1)})
    assert walk(turn(1, owner="queue"))[1] == {}
    assert walk(turn(1, PAY, owner="queue"))[1] == {PAY: Passed(came=1, handed=1)}


def test_a_turn_that_is_in_already_changes_nothing() -> None:
    """A batch that is written again is written in vain."""
    stand, _ = walk(turn(1, ASK), turn(2, PAY))
    assert walked(stand, turn(2, PAY)) == (stand, {})
    assert walked(stand, turn(1, ASK)) == (stand, {})


_PLACES = st.sampled_from([NOWHERE, ASK, PAY, TRIP, NEW])


@given(st.lists(_PLACES, max_size=20))
def test_whoever_came_and_neither_went_on_nor_left_is_there(places: list[Step]) -> None:
    """The figures and the place of the thread never disagree."""
    stand, total = walk(*(turn(number, at) for number, at in enumerate(places, 1)))
    there = {step: passed.now for step, passed in total.items() if passed.now}
    assert there == ({} if stand.at == NOWHERE else {stand.at: 1})
