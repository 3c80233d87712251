"""Assignment in memory: agents at the desk, hands through which threads went, transfers, what those who wait know."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from bot.domain.conversation.handover import ELSEWHERE
from bot.domain.staff.presence import Desk
from bot.ports.assignment_records import Handing, HandingKind, Told, Transfer
from bot.ports.desk_records import DeskThread
from tests.fakes.records_desk import MemoryDeskRecords


class MemoryAgentRecords:
    """The port `AgentRecords`."""

    def __init__(self) -> None:
        self.known: dict[str, Desk] = {}
        self.channels: dict[str, int] = {}

    def agents(self) -> Mapping[str, Desk]:
        """By their id."""
        return dict(self.known)

    def agent(self, person: str) -> Desk:
        """What is known."""
        return self.known.get(person) or Desk(person=person)

    def change(self, person: str, **fields: object) -> None:
        """Set fields."""
        self.known[person] = msgspec.structs.replace(self.agent(person), **fields)

    def weights(self) -> Mapping[str, int]:
        """What was said."""
        return dict(self.channels)

    def keep_weight(self, channel: str, weight: int) -> None:
        """Say it."""
        self.channels[channel] = weight


class MemoryAssignmentRecords:
    """The port `AssignmentRecords` over the desk's threads."""

    def __init__(self, desk: MemoryDeskRecords) -> None:
        self._desk = desk
        self.written: list[Handing] = []
        self.open: dict[str, Transfer] = {}
        self.words: dict[str, Told] = {}

    def hold(self) -> None:
        """One transaction at a time."""

    def queued(self, *, now: int) -> tuple[DeskThread, ...]:
        """Longest waiting first."""
        found = [row for row in self._here(now) if row.owner == "queue"]
        return tuple(sorted(found, key=lambda row: (row.waiting_since, row.thread)))

    def held(self, *, now: int) -> tuple[DeskThread, ...]:
        """By their name."""
        found = [row for row in self._here(now) if _holder(row)]
        return tuple(sorted(found, key=lambda row: row.thread))

    def _here(self, now: int) -> list[DeskThread]:
        known = self._desk.threads.values()
        return [row for row in known if row.owner != "bot" and not row.done_at and row.snoozed_until <= now]

    def note(self, line: Handing) -> None:
        """Write it."""
        self.written.append(line)

    def lines(self, threads: tuple[str, ...], *, most: int = 1000) -> tuple[Handing, ...]:
        """In order."""
        return tuple([line for line in self.written if line.thread in threads][-most:])

    def newest(self, kinds: frozenset[HandingKind], *, since: int, most: int) -> tuple[Handing, ...]:
        """Newest first."""
        found = [line for line in reversed(self.written) if line.kind in kinds and line.at >= since]
        return tuple(found[:most])

    def transfer(self, thread: str, *, lock: bool = False) -> Transfer | None:  # noqa: ARG002  one transaction at a time
        """The one that is not over."""
        return self.open.get(thread)

    def transfers(self) -> tuple[Transfer, ...]:
        """By thread."""
        return tuple(self.open[thread] for thread in sorted(self.open))

    def keep_transfer(self, transfer: Transfer) -> None:
        """Write it."""
        self.open[transfer.thread] = transfer

    def end_transfer(self, thread: str) -> None:
        """It is over."""
        self.open.pop(thread, None)

    def told(self) -> Mapping[str, Told]:
        """By thread."""
        return dict(self.words)

    def keep_told(self, told: Told) -> None:
        """Write it."""
        self.words[told.thread] = told

    def forget_told(self, threads: tuple[str, ...]) -> None:
        """Forget it."""
        for thread in threads:
            self.words.pop(thread, None)

    def forget_notes(self, thread: str, *, since: int = 0, until: int = 0) -> None:
        """Without their words."""

        def goes(one: Handing | Transfer) -> bool:
            return one.thread == thread and one.at > since and (not until or one.at <= until)

        self.written = [replace(line, note="") if goes(line) else line for line in self.written]
        self.open = {name: replace(one, note="") if goes(one) else one for name, one in self.open.items()}


def _holder(row: DeskThread) -> str:
    if row.owner == "human":
        return "" if row.agent.startswith(ELSEWHERE) else row.agent
    return row.offered_to
