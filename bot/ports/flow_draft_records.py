"""The port of drafts: one for each flow, and the operations on it that can be undone."""

from typing import Protocol

import msgspec

from bot.domain.flow.drafting import Done, Draft


class DraftHead(msgspec.Struct, frozen=True):
    """A draft without its document: on which revision, how often it was changed, and when and by whom last."""

    flow: str
    base: int
    version: int
    at: int
    by: str


class FlowDraftRecords(Protocol):
    """Drafts inside one transaction."""

    def draft(self, flow: str, *, lock: bool = False) -> Draft | None:
        """The draft of a flow; with `lock` nobody else changes it before this transaction ends."""
        ...

    def begin(self, draft: Draft) -> None:
        """Keep a new draft, unless its flow has one."""
        ...

    def save(self, draft: Draft) -> None:
        """Keep a draft as it is now."""
        ...

    def drop(self, flow: str) -> None:
        """Forget a draft and what was done to it."""
        ...

    def heads(self) -> tuple[DraftHead, ...]:
        """Every draft without its document, by flow."""
        ...

    def remember(self, flow: str, done: Done) -> None:
        """Keep an operation that was done; of the newest hundred the oldest is forgotten."""
        ...

    def change(self, flow: str, done: Done) -> None:
        """Keep whether an operation is undone, and the versions that this left."""
        ...

    def forget_undone(self, flow: str, by: str) -> None:
        """Forget what somebody has undone: it cannot be done again any more."""
        ...

    def history(self, flow: str) -> tuple[Done, ...]:
        """The operations on a draft that are remembered, the oldest first."""
        ...
