"""Reads the journal for the courier: what is new, what others left unfinished, and what found no room before.

Theory. An entry that was given to us and whose answer was lost is in the journal's list of unfinished ones, so after an
error each shard is read on in that list from the last entry that we know of. A shard that has a new lease is read from
its beginning: of what we knew of it somebody else may have done any part meanwhile. Both may take longer than a lease
lasts, so it is done batch by batch, with the leases renewed in between.
"""

from collections.abc import Callable, Mapping
from queue import SimpleQueue
from time import sleep

import msgspec

from bot.domain.errors import ThreadfareError
from bot.ports.journal import Journal, Noted, ShardLease
from bot.services import outbox
from workers.lanes import MOST_HELD
from workers.parking import Return
from workers.shards import Shards

BATCH = 200
MOST_AGAIN = MOST_HELD // BATCH
"""Batches for which the journal is read again at once."""
_BEGINNING = "0-0"
"""Before every position of a journal."""
_NAP_SECONDS = 0.05


class Pulled(msgspec.Struct, frozen=True):
    """Entries from the journal, with the leases under which they were read.

    Of what was read before, by us or by somebody else, and not finished, `marks` are the marks that its messages have.
    `anew` names a shard that is read from its beginning from here on. `back` are those for whom the journal was read
    again because there is room for what they left there. `is_end` says that no more of this kind comes, `is_whole` that
    none is missing.
    """

    entries: tuple[Noted, ...]
    leases: dict[str, ShardLease]
    marks: Mapping[str, str] = {}
    anew: str = ""
    back: Return | None = None
    is_end: bool = False
    is_whole: bool = False


class Reader:
    """Used by one thread; tells `heard` what it read, in order."""

    def __init__(self, journal: Journal, shards: Shards, group: str, heard: Callable[[Pulled], None]) -> None:
        self._journal = journal
        self._shards = shards
        self._group = group
        self._heard = heard
        self._read_to: dict[ShardLease, str] = {}
        """Up to where we know what was read under a lease."""
        self._taking: dict[str, ShardLease] = {}
        """Leases of shards of which something unfinished may be left to read, by shard."""
        self._again: tuple[Return, str] | None = None
        """What is being read again, and up to where it was."""
        self._batches = 0
        self.returns: SimpleQueue[Return] = SimpleQueue()
        """What is wanted again; filled by the thread that decides."""

    def pull(self, wait_ms: int, *, has_room: bool) -> None:
        """Keep the shards, and read what there is; raises `UnavailableError`, after which all is asked for again."""
        try:
            for lease in self._shards.renew():
                self._taking[lease.shard] = lease
            self._read_old()
            if self._shards.owned and has_room and not self._taking:
                self._read_new(0 if self._again else wait_ms)
                return
        except ThreadfareError:
            self._shards.lose()
            raise
        sleep(0 if self._taking else min(wait_ms / 1000, _NAP_SECONDS))

    def _read_old(self) -> None:
        """Take shards over until it is time to renew the leases; else read one batch again of what is wanted."""
        self._taking = {shard: lease for shard, lease in self._taking.items() if self._shards.owned.get(shard) == lease}
        while self._taking and not self._shards.are_due:
            self._take_over(next(iter(self._taking.values())))
        if not self._taking and self._again is None and not self.returns.empty():
            back = self.returns.get_nowait()
            self._again, self._batches = (back, back.after), 0
        if not self._taking and self._again is not None:
            self._read_again(*self._again)

    def _read_new(self, wait_ms: int) -> None:
        leases = dict(self._shards.owned)
        found = self._journal.read(self._group, tuple(leases), most=BATCH, wait_ms=wait_ms)
        if found:
            self._read_to |= {leases[noted.shard]: noted.position for noted in found}
            self._heard(Pulled(found, leases))

    def _take_over(self, lease: ShardLease) -> None:
        """Read one batch of what is unfinished in a shard."""
        if lease not in self._read_to:
            self._end_again(whole=False)
            self._heard(Pulled((), dict(self._shards.owned), anew=lease.shard))
            self._read_to = {known: to for known, to in self._read_to.items() if known.shard != lease.shard}
            self._read_to[lease] = _BEGINNING
        found = self._unfinished(lease.shard, self._read_to[lease])
        if found is None:
            del self._taking[lease.shard]
            self._heard(Pulled((), {}, anew=lease.shard, is_end=True))
        else:
            self._heard(found)
            self._read_to[lease] = found.entries[-1].position

    def _read_again(self, back: Return, after: str) -> None:
        """Read one batch of what found no room before; so many batches hold all for which there may be room."""
        try:
            found = self._unfinished(back.shard, after, back) if back.shard in self._shards.owned else None
        except ThreadfareError:
            self._end_again(whole=False)
            raise
        if found is None:
            self._end_again(whole=True)
            return
        self._heard(found)
        self._again = (back, found.entries[-1].position)
        self._batches += 1
        if self._batches >= MOST_AGAIN:
            self._end_again(whole=False)

    def _end_again(self, *, whole: bool) -> None:
        if self._again is not None:
            self._heard(Pulled((), {}, back=self._again[0], is_end=True, is_whole=whole))
            self._again = None

    def _unfinished(self, shard: str, after: str, back: Return | None = None) -> Pulled | None:
        """A batch of what was read after a position and not finished, with its marks; None when there is no more.

        Whoever had the shard may finish something at this moment, which forgets its marks. So marks are looked at
        between two readings: what is unfinished afterwards had its marks then.
        """
        while found := self._journal.reread(self._group, shard, after=after, most=BATCH):
            messages = tuple(message for noted in found for message in outbox.messages_of(noted.entry))
            marks = dict(zip(messages, self._journal.marks(shard, messages), strict=True))
            still = {noted.position for noted in self._journal.reread(self._group, shard, after=after, most=BATCH)}
            if left := tuple(noted for noted in found if noted.position in still):
                return Pulled(left, dict(self._shards.owned), marks=marks, back=back)
            after = found[-1].position
        return None
