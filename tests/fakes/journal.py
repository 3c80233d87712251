"""The journal in memory: groups with pending entries, shards with owners, marks, effects due."""

from bot.domain.conversation.entry import FateEntry
from bot.domain.ids import shard_of
from bot.ports.journal import Done, Leased, Mark, Marked, Noted, ShardLease
from tests.fakes.memory import GROUPS, SHARD_NAMES, Memory, order


class MemoryJournal:
    """The port `Journal` over a `Memory`; time is the memory's clock."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def read(self, group: str, shards: tuple[str, ...], *, most: int, wait_ms: int) -> tuple[Noted, ...]:
        """What the group has not read."""
        self.memory.answer()
        with self.memory.changed:
            found = self._unread(group, shards, most)
            if not found and wait_ms:
                self.memory.changed.wait(wait_ms / 1000)
                found = self._unread(group, shards, most)
            for noted in found:
                self.memory.read_up_to[group, noted.shard] = order(noted.position)
                self.memory.pending.setdefault((group, noted.shard), []).append(noted.position)
            return tuple(found)

    def _unread(self, group: str, shards: tuple[str, ...], most: int) -> list[Noted]:
        found = []
        for shard in shards:
            after = self.memory.read_up_to.get((group, shard), (0, 0))
            found += [noted for noted in self.memory.streams[shard] if order(noted.position) > after][:most]
        return found

    def reread(self, group: str, shard: str, *, after: str, most: int) -> tuple[Noted, ...]:
        """What the group read and never acknowledged."""
        self.memory.answer()
        pending = self.memory.pending.get((group, shard), [])
        since = order(after) if after else (0, 0)
        noted = [noted for noted in self.memory.streams[shard] if noted.position in pending]
        return tuple(noted for noted in noted if order(noted.position) > since)[:most]

    def finish(self, group: str, done: tuple[Done, ...]) -> None:
        """Everything at once."""
        self.memory.answer()
        with self.memory.changed:
            for part in done:
                for fate in part.fates:
                    self.memory.append(fate)
                for message in part.ended:
                    self.memory.marks[part.shard, message] = "ended"
                for message in part.unmark:
                    self.memory.marks.pop((part.shard, message), None)
                pending = self.memory.pending.get((group, part.shard), [])
                pending[:] = [position for position in pending if position not in part.positions]

    def note(self, entries: tuple[FateEntry, ...]) -> None:
        """What platforms told."""
        self.memory.answer()
        with self.memory.changed:
            for entry in entries:
                self.memory.append(entry)
                key = shard_of(entry.thread), entry.message
                if key in self.memory.marks:
                    self.memory.marks[key] = "ended"

    def trim(self, *, before_ms: int) -> int:
        """Old and read by all."""
        self.memory.answer()
        dropped = 0
        with self.memory.changed:
            for shard in SHARD_NAMES:
                stream = self.memory.streams[shard]
                wanted = min((before_ms, 0), *(self._oldest_wanted(group, shard) for group in GROUPS))
                kept = [noted for noted in stream if order(noted.position) >= wanted]
                dropped += len(stream) - len(kept)
                self.memory.streams[shard] = kept
        return dropped

    def _oldest_wanted(self, group: str, shard: str) -> tuple[int, int]:
        pending = self.memory.pending.get((group, shard))
        return min(map(order, pending)) if pending else self.memory.read_up_to.get((group, shard), (0, 0))

    def gather(self, group: str, *, owner: str, ttl_ms: int) -> int:
        """Who is here."""
        self.memory.answer()
        now = self.memory.clock.ms
        self.memory.present[group, owner] = now + ttl_ms
        return sum(name == group and until > now for (name, _), until in self.memory.present.items())

    def leave(self, group: str, *, owner: str) -> None:
        """Not here any more."""
        self.memory.answer()
        self.memory.present.pop((group, owner), None)

    def lease_shard(self, group: str, shard: str, *, owner: str, ttl_ms: int) -> ShardLease | None:
        """Take or renew."""
        self.memory.answer()
        with self.memory.changed:
            key, until = (group, shard), self.memory.clock.ms + ttl_ms
            held = self._held(group, shard)
            if held is not None and held.owner != owner:
                return None
            fence = held.fence if held else self.memory.fences.get(key, 0) + 1
            self.memory.fences[key] = fence
            self.memory.leases[key] = (owner, fence, until)
            return ShardLease(shard, owner, fence)

    def release_shard(self, group: str, lease: ShardLease) -> None:
        """Give back."""
        self.memory.answer()
        with self.memory.changed:
            if self._held(group, lease.shard) == lease:
                del self.memory.leases[group, lease.shard]

    def _held(self, group: str, shard: str) -> ShardLease | None:
        owner, fence, until = self.memory.leases.get((group, shard), ("", 0, 0))
        return ShardLease(shard, owner, fence) if until > self.memory.clock.ms else None

    def mark_sending(self, marks: tuple[Mark, ...]) -> tuple[Marked, ...]:
        """Each by itself."""
        self.memory.answer()
        with self.memory.changed:
            return tuple(self._mark(mark) for mark in marks)

    def _mark(self, mark: Mark) -> Marked:
        if self._held("courier", mark.lease.shard) != mark.lease:
            return "shard_changed_hands"
        talk = self.memory.talks.get(mark.thread)
        if mark.epoch is not None and (talk is None or talk.epoch != mark.epoch):
            return "thread_changed_hands"
        for message in mark.messages:
            self.memory.marks[mark.lease.shard, message] = "sending"
        return "marked"

    def marks(self, shard: str, messages: tuple[str, ...]) -> tuple[str, ...]:
        """As they stand."""
        self.memory.answer()
        return tuple(self.memory.marks.get((shard, message), "") for message in messages)

    def lease_effect(self, thread: str, effect: str, *, now_ms: int, lease_ms: int) -> Leased | None:
        """By moving its time forward."""
        self.memory.answer()
        with self.memory.changed:
            key = thread, effect
            due = self.memory.effects.get(key)
            if due is None or self.memory.scores[key] > now_ms:
                return None
            self.memory.scores[key] = now_ms + lease_ms
            self.memory.leased[key] = self.memory.leased.get(key, 0) + 1
            return Leased(due, self.memory.leased[key])

    def late_effects(self, shard: str, *, before_ms: int, most: int) -> tuple[tuple[str, str], ...]:
        """Oldest first."""
        self.memory.answer()
        late = sorted((at, *key) for key, at in self.memory.scores.items() if at <= before_ms)
        return tuple((thread, effect) for _, thread, effect in late if shard_of(thread) == shard)[:most]
