"""The live stream in memory."""

from collections.abc import Iterator
from queue import Empty, Queue
from threading import Condition

import msgspec

from bot.ports.live import Hint, LiveNote


class MemoryLive:
    """The port `Live`; `kept` bounds what it holds, `silence` is how many seconds pass before a sign of life."""

    def __init__(self, *, kept: int = 50_000, silence: float = 0.05) -> None:
        self._kept = kept
        self._silence = silence
        self._changed = Condition()
        self._count = self._lost = 0
        self.notes: list[LiveNote] = []
        self._ears: list[Queue[Hint]] = []

    def publish(self, notes: tuple[LiveNote, ...]) -> None:
        """Append."""
        with self._changed:
            for note in notes:
                self._count += 1
                self.notes.append(msgspec.structs.replace(note, id=f"{self._count}-0"))
            self._lost += len(self.notes[: -self._kept])
            del self.notes[: -self._kept]
            self._changed.notify_all()

    def newest(self) -> str:
        """The id of the newest note."""
        return self.notes[-1].id if self.notes else "0-0"

    def follow(self, thread: str, since: str) -> Iterator[LiveNote | None]:
        """Notes after `since`, then as they come."""
        last = _order(since or self.newest())
        if last != (0, 0) and self.is_lost(since):
            yield LiveNote("", thread, "resync", 0)
            last = (0, 0)
        while True:
            with self._changed:
                found = [note for note in self.notes if _order(note.id) > last]
                if not found:
                    self._changed.wait(self._silence)
                    found = [note for note in self.notes if _order(note.id) > last]
            if not found:
                yield None
            for note in found:
                last = _order(note.id)
                if thread in ("", note.thread):
                    yield note

    def is_lost(self, since: str) -> bool:
        """Whether notes after `since` may be gone."""
        if since in ("", "0-0"):
            return bool(self._lost)
        return not self.notes or not _order(self.notes[0].id) <= _order(since) <= _order(self.newest())

    def hint(self, hint: Hint) -> None:
        """Tell whoever listens."""
        for ear in self._ears:
            ear.put(hint)

    def hints(self) -> Iterator[Hint | None]:
        """Hints as they come."""
        ear: Queue[Hint] = Queue()
        self._ears.append(ear)
        while True:
            try:
                yield ear.get(timeout=self._silence)
            except Empty:
                yield None


def _order(live_id: str) -> tuple[int, int]:
    try:
        first, second = live_id.split("-")
        return int(first), int(second)
    except ValueError:
        return (-1, 0)
