"""Where the fake stage breaks: a worker that dies before it issues tickets, a turn that comes second."""

from collections.abc import Callable
from typing import Any

from bot.ports.conversations import Commit
from bot.ports.supplier import Ticketed, TicketRefused
from tests.fakes.conversations import MemoryConversations
from tests.fakes.memory import Memory
from tests.fakes.supplier import FakeSupplier


class DeadError(BaseException):
    """The process that was performing is gone: nothing of ours may catch this."""


class MortalSupplier:
    """A supplier whose caller may be killed on the way to it."""

    def __init__(self, supplier: FakeSupplier) -> None:
        self._supplier = supplier
        self.kills = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._supplier, name)

    def ticket(self, locator: str, **named: Any) -> Ticketed | TicketRefused:
        """Issue tickets, unless the caller dies first."""
        if self.kills:
            self.kills = False
            raise DeadError
        return self._supplier.ticket(locator, **named)


class RacingConversations(MemoryConversations):
    """Conversations to which somebody else may come first, between reading and committing."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(memory)
        self.meanwhile: Callable[[], None] | None = None

    def commit(self, commit: Commit) -> bool:
        """Everything or nothing, after what happens meanwhile."""
        act, self.meanwhile = self.meanwhile, None
        if act is not None:
            act()
        return super().commit(commit)
