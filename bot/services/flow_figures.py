"""Figures of flows: kept turn by turn with the archive, and read by the editor's map.

Theory. What a turn adds follows from where the thread stood and the turn alone, and both are written in the archivist's
transaction: however a history is cut into batches, and however often a batch is written, the figures are the same.
The lines of the batch are in the transcript before, in the same transaction: of two archivists that write one turn, the
second waits there and then finds it counted. Figures of steps are touched last: all archivists touch the same rows.
"""

from collections.abc import Mapping, Sequence

import msgspec

from bot.domain.conversation.entry import TurnEntry
from bot.domain.flow.footfall import Passed, Stand, Step, walked
from bot.domain.moments import milliseconds
from bot.ports.records import Work
from bot.ports.runtime import Runtime

SILENT_MS = 24 * 3600 * 1000
"""Who has said nothing at a step for so long has dropped off there."""


class StepFigures(msgspec.Struct, frozen=True):
    """What is told of a step: how it was passed, and how many of those who are there now have been silent for a day."""

    passed: Passed = Passed()
    silent: int = 0

    @property
    def lost(self) -> int:
        """How many ended there: their talk is over, or they have fallen silent."""
        return self.passed.left + self.silent

    @property
    def drop_off(self) -> float:
        """Which part of those who came ended there, 0 to 1."""
        return self.lost / self.passed.came if self.passed.came else 0.0


def keep(work: Work, turns: Sequence[TurnEntry]) -> None:
    """Bring the figures up to what was just archived, in the same transaction; call it last."""
    if not turns:
        return
    stands = dict(work.flow_figures.stands({turn.thread for turn in turns}))
    changed, added = dict[str, Stand](), dict[Step, Passed]()
    for turn in turns:
        before = stands.get(turn.thread) or Stand(turn.thread)
        stands[turn.thread], passed = walked(before, turn)
        if stands[turn.thread] != before:
            changed[turn.thread] = stands[turn.thread]
        for step, one in passed.items():
            added[step] = added.get(step, Passed()).plus(one)
    work.flow_figures.keep(changed.values(), added)


def figures(runtime: Runtime, flow: str, revision: int) -> Mapping[str, StepFigures]:
    """The figures of every step of a revision to which somebody came, by the step's name."""
    before = milliseconds(runtime.clock.now()) - SILENT_MS
    with runtime.records.begin() as work:
        passed = work.flow_figures.steps(flow, revision)
        silent = work.flow_figures.silent(flow, revision, before=before)
    return {step: StepFigures(one, silent.get(step, 0)) for step, one in passed.items()}


def threads(runtime: Runtime, flow: str = "") -> Mapping[tuple[str, int], int]:
    """How many talks are going on by flow and revision, of a flow or of all; drafts that are tried are below nought."""
    with runtime.records.begin() as work:
        return work.flow_figures.threads(flow)
