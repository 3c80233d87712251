"""What Redis holds, in memory: conversations, journals, marks, leases and effects, changed under one lock."""

from threading import Condition

from bot.domain.conversation.entry import Entry
from bot.domain.conversation.state import Conversation
from bot.domain.errors import UnavailableError
from bot.domain.ids import SHARDS, shard_of
from bot.ports.conversations import Due
from bot.ports.journal import Noted
from tests.fakes.clock import StandingClock

SHARD_NAMES = tuple(f"s{number:02d}" for number in range(SHARDS))
GROUPS = ("courier", "archivist")


class Memory:
    """One store for the ports `Conversations` and `Journal`; `away` makes every call fail as a lost Redis does."""

    def __init__(self, clock: StandingClock) -> None:
        self.clock = clock
        self.changed = Condition()
        self.away = False
        self.fences: dict[tuple[str, str], int] = {}
        """Not lost with the rest: no fence comes twice."""
        self.forget()

    def forget(self) -> None:
        """What losing Redis to the last byte does."""
        self.talks: dict[str, Conversation] = {}
        self.whole = False
        self.streams: dict[str, list[Noted]] = {shard: [] for shard in SHARD_NAMES}
        self.added: dict[str, int] = dict.fromkeys(SHARD_NAMES, 0)
        self.read_up_to: dict[tuple[str, str], tuple[int, int]] = {}
        self.pending: dict[tuple[str, str], list[str]] = {}
        self.marks: dict[tuple[str, str], str] = {}
        self.leases: dict[tuple[str, str], tuple[str, int, int]] = {}
        self.present: dict[tuple[str, str], int] = {}
        self.effects: dict[tuple[str, str], Due] = {}
        self.scores: dict[tuple[str, str], int] = {}
        self.leased: dict[tuple[str, str], int] = {}

    def answer(self) -> None:
        """Fail when the store is away."""
        if self.away:
            raise UnavailableError("The store in memory was told to be away.")

    def append(self, entry: Entry) -> None:
        """Add an entry to its thread's shard; the lock must be held."""
        shard = shard_of(entry.thread)
        self.added[shard] += 1
        self.streams[shard].append(Noted(shard, f"{self.clock.ms}-{self.added[shard]}", entry))
        self.changed.notify_all()


def order(position: str) -> tuple[int, int]:
    """A position as something that can be compared."""
    milliseconds, number = position.split("-")
    return int(milliseconds), int(number)
