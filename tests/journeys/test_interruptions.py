"""Between every two steps of a booking: time, prices, seats, the traveller herself and the gateway, one by one."""

import pytest

from bot.domain.conversation.messages import spoken
from tests.journeys.fake_stage import FakeStage
from tests.journeys.interruptions import GAPS, MATRIX, OUTCOMES, Outcome, is_quiet, strike
from tests.journeys.persistent import Persistent
from tests.journeys.runner import check_facts

_MOST_ACTS = 60
_DOWN = 3
"""Acts after which a gateway that was down is back."""

CELLS = [
    pytest.param(what, gap, outcome, id=f"{what}, after {gap}: {outcome}")
    for what, row in MATRIX.items()
    for gap, outcome in zip(GAPS, row.split(), strict=True)
]


@pytest.mark.parametrize(("what", "gap", "outcome"), CELLS)
def test_whatever_comes_between_two_steps_the_traveller_is_told_and_gets_there(
    what: str, gap: str, outcome: str
) -> None:
    """A traveller hears what happened, has nothing held or charged for what failed, and in the end is booked once."""
    stage = FakeStage()
    traveller, expected = Persistent(stage), OUTCOMES[outcome]
    heard = _until_struck(traveller, what, GAPS[gap], expected)
    _go_on(traveller, lambda: expected.says in _words(stage, heard))
    assert expected.says in _words(stage, heard)
    if not expected.goes_on:
        assert is_quiet(stage.facts())
    _go_on(traveller, lambda: traveller.is_booked)
    facts = stage.facts()
    check_facts(facts, charged=1, tickets=1)
    assert [one.state for one in facts.checkouts][-1] == "paid"
    assert (facts.checkouts[0].state == "paid") == (expected.goes_on or outcome in _UNBEGUN)


_UNBEGUN = frozenset({"again", "nothing"})
"""What is told before a checkout has begun: the first one is then the good one."""


def _until_struck(traveller: Persistent, what: str, where: str, expected: Outcome) -> int:
    """Let the traveller act until it strikes; gives how many messages she had heard by then."""
    stage, heard = traveller.stage, []

    def now() -> None:
        heard.append(len(stage.said))
        strike(what, stage)
        assert expected.sure(stage), expected.why

    for calls in (stage.supplier, stage.bank):
        calls.meanwhile[where] = now
    for _ in range(_MOST_ACTS):
        act = traveller.act()
        if act == where:
            now()
            stage.rest()
        if heard:
            return heard[0]
    raise AssertionError(f"It never came to {where}.")


def _go_on(traveller: Persistent, done: object) -> None:
    assert callable(done)
    for number in range(_MOST_ACTS):
        if done():
            return
        traveller.act()
        if number == _DOWN:
            traveller.stage.gateway.down = False


def _words(stage: FakeStage, heard: int) -> str:
    return "\n".join(spoken(message) for message in stage.said[heard:])


def test_every_outcome_of_the_matrix_is_met() -> None:
    """Nothing that the traveller may be told is only on paper."""
    assert {outcome for row in MATRIX.values() for outcome in row.split()} == set(OUTCOMES)
