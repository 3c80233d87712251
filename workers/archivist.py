"""Writes the journal to PostgreSQL in batches, and tells pages what is new after each commit.

Theory. Of each shard one archivist reads at a time, so that rows stand in the order of the journal. Everything it
writes is there or not there by its own id, so a batch that was written and not acknowledged is written again in vain.
A conversation's body is kept only when it is the state right after the newest entry of the batch: a body that ran
ahead belongs to an entry that is still to come.
"""

import logging
from itertools import groupby
from threading import Event as Flag
from time import monotonic, sleep

from bot.domain.conversation.entry import FateEntry, TurnEntry
from bot.domain.conversation.state import Conversation
from bot.domain.errors import ThreadfareError
from bot.domain.shopping.links import visits_of
from bot.ports.journal import Done, Noted
from bot.ports.live import LiveNote
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import assigning, flow_figures, happenings, projecting, split_figures
from workers.retry import delay
from workers.shards import Shards

GROUP = "archivist"
BATCH = 200
GATHER_SECONDS = 0.05
FEW = 4
"""A batch as small as this is written at once: there is no rush, and somebody waits for the page."""
WAIT_MS = 1000

_log = logging.getLogger(__name__)


class Archivist:
    """One process that archives the shards that it owns."""

    def __init__(self, runtime: Runtime, *, owner: str) -> None:
        self._runtime = runtime
        self._shards = Shards(runtime, GROUP, owner=owner)
        self._kept: list[Noted] = []
        self._untold: tuple[LiveNote, ...] = ()

    def run(self, stop: Flag) -> None:
        """Archive until told to stop; what breaks is tried again, in order."""
        failures = 0
        while not stop.is_set():
            try:
                self.step()
                failures = 0
            except ThreadfareError as error:
                failures += 1
                _log.warning("Archiving waits: %s", error.say_to_staff)
                stop.wait(delay(failures, first=0.2, longest=5))
        self._end()

    def step(self, *, wait_ms: int = WAIT_MS) -> int:
        """Archive what there is, waiting for the first of it; gives how many entries. Raises `UnavailableError`."""
        try:
            self._gather(wait_ms)
            count = len(self._kept)
            self._archive(tuple(self._kept))
        except ThreadfareError:
            self._shards.lose()
            raise
        self._kept = []
        return count

    def _gather(self, wait_ms: int) -> None:
        journal = self._runtime.journal
        for lease in self._shards.renew():
            while found := journal.reread(GROUP, lease.shard, after=self._last(lease.shard), most=BATCH):
                self._kept += found
        if self._kept:
            return
        shards = tuple(self._shards.owned)
        if not shards:
            sleep(wait_ms / 1000)
            return
        until = monotonic() + wait_ms / 1000 + GATHER_SECONDS
        self._kept += journal.read(GROUP, shards, most=BATCH, wait_ms=wait_ms)
        while FEW < len(self._kept) < BATCH and monotonic() < until:
            sleep(GATHER_SECONDS / 2)
            more = journal.read(GROUP, shards, most=BATCH - len(self._kept), wait_ms=0)
            if not more:
                return
            self._kept += more

    def _last(self, shard: str) -> str:
        return next((noted.position for noted in reversed(self._kept) if noted.shard == shard), "")

    def _archive(self, entries: tuple[Noted, ...]) -> None:
        if not entries:
            return
        try:
            notes = self._write(entries)
        except ThreadfareError as error:
            if error.retryable:
                raise
            notes = self._divide(entries, error)
        self._tell(notes)
        ordered = sorted(entries, key=lambda noted: noted.shard)
        done = [
            Done(shard, positions=tuple(noted.position for noted in group))
            for shard, group in groupby(ordered, lambda noted: noted.shard)
        ]
        self._runtime.journal.finish(GROUP, tuple(done))
        self._runtime.meter.count("archived", len(entries))
        if any(_changed_hands(noted.entry) for noted in entries):
            assigning.wake(self._runtime)

    def _tell(self, notes: tuple[LiveNote, ...]) -> None:
        """Tell pages of what is committed; what they cannot be told now comes with the next batch."""
        self._untold += notes
        self._runtime.live.publish(self._untold)
        self._untold = ()

    def _divide(self, entries: tuple[Noted, ...], error: ThreadfareError) -> tuple[LiveNote, ...]:
        """Find the one entry that PostgreSQL refuses: it is left out, and the others are not kept from the archive."""
        if len(entries) == 1:
            _log.error("An entry cannot be archived: %s %s", entries[0].position, error.say_to_staff)
            self._runtime.meter.count("needs_staff", about="archive")
            return ()
        middle = len(entries) // 2
        notes: tuple[LiveNote, ...] = ()
        for half in (entries[:middle], entries[middle:]):
            try:
                notes += self._write(half)
            except ThreadfareError as again:
                if again.retryable:
                    raise
                notes += self._divide(half, again)
        return notes

    def _write(self, entries: tuple[Noted, ...]) -> tuple[LiveNote, ...]:
        turns = tuple((noted.position, noted.entry) for noted in entries if isinstance(noted.entry, TurnEntry))
        fates = tuple(noted.entry for noted in entries if isinstance(noted.entry, FateEntry))
        bodies = self._bodies(turns)
        with self._runtime.records.begin() as work:
            return _write_all(work, turns, fates, bodies)

    def _bodies(self, turns: tuple[tuple[str, TurnEntry], ...]) -> tuple[tuple[Conversation, str], ...]:
        newest = {entry.thread: (entry.version, position) for position, entry in turns}
        found = self._runtime.conversations.load_many(tuple(newest))
        bodies = ((talk, newest[talk.thread]) for talk in found if talk is not None)
        return tuple((talk, position) for talk, (version, position) in bodies if talk.version == version)

    def _end(self) -> None:
        try:
            self._shards.release()
        except ThreadfareError as error:
            _log.warning("Shards could not be given back: %s", error.say_to_staff)


def _changed_hands(entry: TurnEntry | FateEntry) -> bool:
    """Whether somebody may wait, or have room, since this turn; what an older program wrote tells nothing."""
    return isinstance(entry, TurnEntry) and entry.was not in ("", entry.owner)


def _write_all(
    work: Work,
    turns: tuple[tuple[str, TurnEntry], ...],
    fates: tuple[FateEntry, ...],
    bodies: tuple[tuple[Conversation, str], ...],
) -> tuple[LiveNote, ...]:
    entries = tuple(entry for _, entry in turns)
    lines = work.talk.archive_turns(turns)
    moved = work.talk.archive_fates(fates)
    work.talk.save_conversations(bodies)
    happenings.note(work, entries)
    projecting.keep(work, entries, fates, {thread for thread, _ in moved})
    work.entry_links.note(tuple(visit for entry in entries for visit in visits_of(entry)))
    split_figures.keep(work, tuple(talk for talk, _ in bodies), entries)
    flow_figures.keep(work, entries)
    desk = {entry.thread for entry in entries if projecting.is_more_than_words(entry)}
    return (
        *(LiveNote("", thread, "entry", row) for thread, row in lines),
        *(LiveNote("", thread, "fate", row) for thread, row in moved),
        *(LiveNote("", thread, "desk", 0) for thread in sorted(desk)),
    )
