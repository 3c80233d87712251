"""The port of how flows go out: publications that wait for their time, and snapshots of drafts that threads try."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.domain.flow.release import Scheduled, Trial


class FlowReleaseRecords(Protocol):
    """Publications to come and snapshots, inside one transaction."""

    def schedule(self, scheduled: Scheduled) -> None:
        """Keep a publication that waits; raises `ConflictError` when one of its flow waits already."""
        ...

    def scheduled(self, name: str, *, lock: bool = False) -> Scheduled | None:
        """A publication by its id; with `lock` nobody else settles it before this transaction ends."""
        ...

    def settle(self, scheduled: Scheduled) -> None:
        """Keep what became of a publication, or that its author has seen it."""
        ...

    def waiting(self) -> tuple[Scheduled, ...]:
        """Every publication that waits, the soonest first."""
        ...

    def unseen(self, author: str) -> tuple[Scheduled, ...]:
        """What ended otherwise than its author wanted, and they have not seen, the oldest first."""
        ...

    def snapshot(self, flow: str, document: bytes, *, by: str, at: int) -> int:
        """Freeze a draft; gives its number, below nought. What is frozen last already keeps its number."""
        ...

    def snapshots(self) -> tuple[tuple[str, int], ...]:
        """Flow and number of every snapshot."""
        ...

    def frozen(self, wanted: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], bytes]:
        """Documents of snapshots by flow and number; those that do not exist are left out."""
        ...

    def try_on(self, trial: Trial) -> None:
        """Let new talks of a thread begin on a snapshot, in place of another one of that flow."""
        ...

    def stop_trying(self, flow: str, thread: str = "") -> tuple[str, ...]:
        """Let new talks of a thread ("" for all) begin on the live revision again; gives the threads that did not."""
        ...

    def trials(self) -> tuple[Trial, ...]:
        """Every thread that tries a draft, the first given first."""
        ...
