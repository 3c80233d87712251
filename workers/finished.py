"""What the courier is done with and has not told the journal yet, collected by shard so that one call tells it all."""

from bot.domain.conversation.entry import FateEntry
from bot.ports.journal import Done


class _Shard:
    __slots__ = ("ended", "fates", "positions", "unmark")

    def __init__(self) -> None:
        self.fates: list[FateEntry] = []
        self.ended: dict[str, None] = {}
        self.unmark: list[str] = []
        self.positions: list[str] = []


class Finished:
    """Fates, messages that ended while their turn goes on, marks to forget, and positions to acknowledge."""

    def __init__(self) -> None:
        self._shards: dict[str, _Shard] = {}
        self._since: dict[str, set[str]] = {}
        """Of each shard that is being read from its beginning, what was over meanwhile."""

    def remember(self, shard: str) -> None:
        """From now on it is remembered what is over in a shard: what is read may have been read before."""
        self._since.setdefault(shard, set())

    def forget(self, shard: str) -> None:
        """All of a shard was read."""
        self._since.pop(shard, None)

    def is_over(self, shard: str, position: str) -> bool:
        """Whether an entry is known to be over, although it was just read."""
        return bool(self._since) and position in self._since.get(shard, ())

    def fate(self, shard: str, fate: FateEntry) -> None:
        """How a message ended."""
        part = self._part(shard)
        part.fates.append(fate)
        part.ended[fate.message] = None

    def unmark(self, shard: str, messages: tuple[str, ...]) -> None:
        """These messages are known not to have gone out, and are not being sent."""
        self._part(shard).unmark.extend(messages)

    def over(self, shard: str, position: str, messages: tuple[str, ...] = ()) -> None:
        """Nothing is left to do for an entry; the marks of its messages are not needed any more."""
        part = self._part(shard)
        if self._since and shard in self._since:
            self._since[shard].add(position)
        part.positions.append(position)
        part.unmark.extend(messages)
        for message in messages:
            part.ended.pop(message, None)

    def take(self) -> tuple[Done, ...]:
        """All that was collected; the collection is empty afterwards."""
        shards, self._shards = self._shards, {}
        return tuple(
            Done(shard, tuple(part.fates), tuple(part.ended), tuple(part.unmark), tuple(part.positions))
            for shard, part in shards.items()
        )

    def put_back(self, done: tuple[Done, ...]) -> None:
        """The journal could not be told; it is told at the next time. Nothing may be collected in between."""
        for one in done:
            part = self._part(one.shard)
            part.fates += one.fates
            part.ended |= dict.fromkeys(one.ended)
            part.unmark += one.unmark
            part.positions += one.positions

    def _part(self, shard: str) -> _Shard:
        part = self._shards.get(shard)
        if part is None:
            part = self._shards[shard] = _Shard()
        return part
