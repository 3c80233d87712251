"""Flow records in memory: revisions that never change, and pointers to the live ones."""

from collections.abc import Iterable, Mapping

import msgspec

from bot.domain.errors import InvalidError
from bot.ports.flow_records import FlowHead, FlowRevision


class MemoryFlowRecords:
    """The port `FlowRecords`; its attributes are plain containers of frozen values, as `MemoryRecords` wants them."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], FlowRevision] = {}
        self.live: dict[str, int] = {}
        self.changes: list[int] = []

    def hold_also(self, others: "MemoryFlowRecords") -> None:
        """Hold what others hold, too; none of them changes with the other from then on."""
        self.kept |= others.kept
        self.live |= others.live
        self.changes += others.changes

    def publish(self, flow: str, document: bytes, *, author: str, at: int, notes: str = "") -> FlowRevision:
        """Store the next revision and make it live; the live document again gives the live revision."""
        current = self.kept.get((flow, self.live.get(flow, 0)))
        if current is not None and current.document == document:
            return msgspec.structs.replace(current, live=True)
        number = sum(name == flow for name, _ in self.kept) + 1
        self.kept[flow, number] = FlowRevision(flow, number, document, at, author, live=False, notes=notes)
        self.make_live(flow, number)
        return msgspec.structs.replace(self.kept[flow, number], live=True)

    def make_live(self, flow: str, revision: int) -> None:
        """Move the pointer to a revision that exists; raises `InvalidError` when it does not."""
        if (flow, revision) not in self.kept:
            raise InvalidError(f"The flow {flow!r} has no revision {revision}.")
        self.live[flow] = revision
        self.touch()

    def revisions(self) -> tuple[FlowRevision, ...]:
        """Every revision of every flow, by flow and number."""
        return tuple(
            msgspec.structs.replace(kept, live=self.live[kept.flow] == kept.revision)
            for _, kept in sorted(self.kept.items())
        )

    def heads(self, flow: str = "") -> tuple[FlowHead, ...]:
        """Revisions without their documents."""
        return tuple(one.head for one in self.revisions() if flow in ("", one.flow))

    def pointers(self) -> Mapping[str, int]:
        """The number of the live revision of every flow, by flow."""
        return dict(sorted(self.live.items()))

    def documents(self, wanted: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], bytes]:
        """Documents of revisions by flow and number."""
        return {name: self.kept[name].document for name in wanted if name in self.kept}

    def lock(self) -> None:
        """In memory one transaction runs at a time."""

    def newest_change(self) -> int:
        """A number that rises with each publication, move of a pointer, or `touch`."""
        return len(self.changes)

    def touch(self) -> int:
        """Say that something changed that worlds have."""
        self.changes.append(len(self.changes) + 1)
        return len(self.changes)
