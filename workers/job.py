"""One turn's messages on their way out: how far they have come, what of them is in doubt, and what went wrong."""

from bot.domain.conversation.entry import Said, TurnEntry
from bot.domain.ids import account_of
from bot.ports.journal import ShardLease
from bot.services import outbox


class Job:
    """One turn's messages on their way out: how far they have come, and how often it went wrong."""

    __slots__ = (
        "allowed",
        "answered",
        "busy",
        "doubts",
        "entry",
        "late",
        "lease",
        "next",
        "not_before",
        "out",
        "position",
        "reason",
        "repeated",
        "request",
        "tries",
    )

    def __init__(self, lease: ShardLease, position: str, entry: TurnEntry) -> None:
        self.lease = lease
        self.position = position
        self.entry = entry
        self.next = 0
        """The message that is next, counted in what the turn said."""
        self.request = 0
        """The request of that message that is next: long messages are several."""
        self.answered: tuple[str, ...] = ()
        """The platform's ids of those requests of the message that it took."""
        self.tries = 0
        """How often the message was refused for the same reason."""
        self.reason = ""
        """Why it was refused last."""
        self.doubts: dict[str, float] = {}
        """Messages that may have gone out already, and until when an echo may still tell."""
        self.out: set[str] = set()
        """Messages that are known to have gone out already."""
        self.repeated: set[str] = set()
        """Messages that were sent again because nobody told what became of them."""
        self.allowed: int | None = None
        """How many messages its person may be sent at once; None when nobody counts."""
        self.late = ""
        """Why nothing goes freely any more, and what can go another way does; "" while it does go freely."""
        self.busy = False
        """Taken, and not given back."""
        self.not_before = 0.0

    @property
    def account(self) -> str:
        """The channel and our account on it."""
        return account_of(self.entry.thread)

    @property
    def left(self) -> tuple[str, ...]:
        """The ids of messages that are not done; dots are none."""
        return tuple(said.id for said in self.entry.said[self.next :] if outbox.leaves_trace(said))

    @property
    def sendable(self) -> tuple[str, ...]:
        """The ids of messages to send at once: one at a time while any of them may be out already, else all allowed."""
        return self.left[:1] if self.doubts or self.out else self.left[: self.allowed]

    @property
    def end(self) -> int:
        """The message before which to stop, counted in what the turn said."""
        if self.doubts or self.out:
            return self.next + 1
        if self.allowed is None:
            return len(self.entry.said)
        left = self.allowed
        for index in range(self.next, len(self.entry.said)):
            left -= outbox.leaves_trace(self.entry.said[index])
            if left < 0:
                return index
        return len(self.entry.said)

    @property
    def head(self) -> Said | None:
        """The message that is next, None when all are done."""
        return self.entry.said[self.next] if self.next < len(self.entry.said) else None

    def skip(self) -> None:
        """The next message is done, or given up."""
        self.next += 1
        self.request = 0
        self.answered = ()
        self.tries = 0

    def refused(self, reason: str) -> None:
        """The next message was refused: tries that were refused for another reason do not count any more."""
        if reason != self.reason:
            self.reason, self.tries = reason, 0
