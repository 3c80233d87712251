"""Live conversations in memory: one compare-and-set under one lock, as the script in Redis does it."""

from bot.domain.conversation.state import Conversation
from bot.ports.conversations import Commit, Found
from tests.fakes.memory import Memory


class MemoryConversations:
    """The port `Conversations` over a `Memory`."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def load(self, thread: str) -> Conversation | None:
        """The live conversation."""
        return self.find(thread).conversation

    def find(self, thread: str) -> Found:
        """The live conversation, and whether "none" can be believed."""
        self.memory.answer()
        with self.memory.changed:
            return Found(self.memory.talks.get(thread), self.memory.whole)

    def load_many(self, threads: tuple[str, ...]) -> tuple[Conversation | None, ...]:
        """Many at once."""
        return tuple(self.load(thread) for thread in threads)

    def restore(self, conversations: tuple[Conversation, ...]) -> int:
        """Put back what is not there."""
        self.memory.answer()
        with self.memory.changed:
            missing = [talk for talk in conversations if talk.thread not in self.memory.talks]
            self.memory.talks |= {talk.thread: talk for talk in missing}
            return len(missing)

    def is_whole(self) -> bool:
        """Whether nothing was lost."""
        self.memory.answer()
        return self.memory.whole

    def declare_whole(self) -> None:
        """Everything is back."""
        self.memory.answer()
        self.memory.whole = True

    def commit(self, commit: Commit) -> bool:
        """Everything or nothing."""
        self.memory.answer()
        memory, talk = self.memory, commit.conversation
        with memory.changed:
            known = memory.talks.get(talk.thread)
            if (known.version if known else 0) != commit.expected:
                return False
            memory.talks[talk.thread] = talk
            memory.append(commit.entry)
            if commit.settles:
                self._settle(talk.thread, commit.settles, commit.settles_at)
            for due in commit.due:
                memory.effects[talk.thread, due.id] = due
                memory.scores[talk.thread, due.id] = due.at
            return True

    def settle(self, thread: str, effect: str, *, at: int = 0) -> None:
        """Out of the due set."""
        self.memory.answer()
        with self.memory.changed:
            self._settle(thread, effect, at)

    def _settle(self, thread: str, effect: str, at: int) -> None:
        key = thread, effect
        due = self.memory.effects.get(key)
        if due is None or (at and due.at != at):
            return
        for part in (self.memory.effects, self.memory.scores, self.memory.leased):
            part.pop(key, None)
