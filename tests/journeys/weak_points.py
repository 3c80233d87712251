"""Where the fake stage breaks: what happens meanwhile, a worker that dies, a turn that comes second."""

from collections.abc import Callable
from typing import Any

from bot.ports.conversations import Commit
from tests.fakes.conversations import MemoryConversations
from tests.fakes.memory import Memory


class DeadError(BaseException):
    """The process that was performing is gone: nothing of ours may catch this."""


class Watched:
    """Anything outside, with a place before and after each call where something else may happen meanwhile, once.

    `meanwhile` holds what happens: "before hold" or "after hold". Who makes it raise `DeadError` kills the caller.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.meanwhile: dict[str, Callable[[], object]] = {}

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)
        if not callable(method):
            return method

        def call(*args: Any, **named: Any) -> Any:
            self._strike(f"before {name}")
            answer = method(*args, **named)
            self._strike(f"after {name}")
            return answer

        return call

    def _strike(self, place: str) -> None:
        act = self.meanwhile.pop(place, None)
        if act is not None:
            act()


def die() -> None:
    """End the process that performs."""
    raise DeadError


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
