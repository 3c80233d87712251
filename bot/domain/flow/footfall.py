"""Where talks stand in their flows, and what that adds to the figures of each step, turn by turn.

A thread is at one step, or at none when no talk is going on. `came` counts arrivals at a step, `on` those who went on
to another one, `left` those whose talk ended there or began anew on another revision, `handed` those who asked for, or
were given to, a person while there: they stay at the step until the talk goes on. Whoever came and neither went on nor
left is there now. An answer that is not understood asks again at the same step, and counts as nothing.
"""

from collections.abc import Mapping

import msgspec

from bot.domain.conversation.entry import TurnEntry


class Step(msgspec.Struct, frozen=True, order=True):
    """A step of a revision of a flow."""

    flow: str
    revision: int
    step: str


NOWHERE = Step("", 0, "")


class Stand(msgspec.Struct, frozen=True):
    """Where the talk of a thread stands after a turn of that version, and since when (milliseconds UTC)."""

    thread: str
    version: int = 0
    at: Step = NOWHERE
    since: int = 0


class Passed(msgspec.Struct, frozen=True):
    """How often a step was come to, gone on from, left, and handed to a person at."""

    came: int = 0
    on: int = 0
    left: int = 0
    handed: int = 0

    @property
    def now(self) -> int:
        """How many are there now."""
        return self.came - self.on - self.left

    def plus(self, other: "Passed") -> "Passed":
        """Both together."""
        return Passed(self.came + other.came, self.on + other.on, self.left + other.left, self.handed + other.handed)


def walked(before: Stand, turn: TurnEntry) -> tuple[Stand, Mapping[Step, Passed]]:
    """Where the thread stands after a turn, and what it adds; a turn that is in already changes nothing."""
    if turn.version <= before.version:
        return before, {}
    here = Step(turn.flow, turn.revision, turn.step) if turn.flow and turn.step else NOWHERE
    added: dict[Step, Passed] = {}
    if here == before.at:
        after = msgspec.structs.replace(before, version=turn.version)
    else:
        after = Stand(before.thread, turn.version, here, turn.at)
        if before.at != NOWHERE:
            added[before.at] = Passed(left=1) if _ends(before.at, here) else Passed(on=1)
        if here != NOWHERE:
            added[here] = Passed(came=1)
    if turn.was == "bot" and turn.owner != "bot" and here != NOWHERE:
        added[here] = added.get(here, Passed()).plus(Passed(handed=1))
    return after, added


def _ends(before: Step, here: Step) -> bool:
    """Whether a talk ended between two steps; one that enters another flow goes on."""
    return here == NOWHERE or (here.flow == before.flow and here.revision != before.revision)
