"""A rehearsal as it is kept: the flow, the opening, and the acts, each with what the timetable answered then.

It is small, it holds no state, and it can be played again on another draft of the same flow: the airline's timetable
is not asked a second time for what it answered before.
"""

from collections.abc import Iterable

import msgspec

from bot.domain.conversation.effects import SearchFlights
from bot.domain.rehearsal.acts import Act, Opening
from bot.domain.rehearsal.play import Means, perform
from bot.domain.rehearsal.stage import Answer, Look, Looked, Stage, begin


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One act, and what the timetable answered while it was played first."""

    act: Act
    looked: tuple[Looked, ...] = ()


class Script(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rehearsal of a flow."""

    flow: str
    opening: Opening
    steps: tuple[Step, ...] = ()


def add(script: Script, act: Act, means: Means) -> tuple[Script, Stage]:
    """The script with one more act, and where it leads; raises `InvalidError` when the act cannot be done there."""
    before = replayed(script, means)
    stage = perform(before, act, means)
    return msgspec.structs.replace(script, steps=(*script.steps, Step(act, stage.looked))), stage


def back(script: Script, turns: int = 1) -> Script:
    """The script without its last acts."""
    return msgspec.structs.replace(script, steps=script.steps[: max(0, len(script.steps) - turns)])


def reset(script: Script) -> Script:
    """The script before its first act."""
    return msgspec.structs.replace(script, steps=())


def replayed(script: Script, means: Means) -> Stage:
    """Where a script leads; raises `InvalidError` when an act cannot be done any more, because the flow is another."""
    stage = begin(script.opening, means.world)
    for step in script.steps:
        stage = performed(stage, step, means)
    return stage


def performed(stage: Stage, step: Step, means: Means) -> Stage:
    """The stage after one more step of a script; raises `InvalidError` when its act cannot be done there."""
    return perform(stage, step.act, remembering(means, step.looked))


def remembering(means: Means, looked: Iterable[Looked]) -> Means:
    """The means with which a search that was answered before is answered alike."""
    known = tuple(looked)
    return Means(means.world, _memory(known, means.look)) if known else means


def _memory(known: tuple[Looked, ...], look: Look) -> Look:
    def answer(wish: SearchFlights, now: int) -> Answer:
        found = next((one.answer for one in known if one.wish == wish), None)
        return look(wish, now) if found is None else found

    return answer
