"""The port of rehearsals and of golden conversations: talks with flows that no traveller had."""

from typing import Protocol

import msgspec

from bot.domain.rehearsal.golden import Golden
from bot.domain.rehearsal.script import Script


class Rehearsal(msgspec.Struct, frozen=True):
    """A rehearsal of somebody of the staff (`person` is their id); `at` is its last act, milliseconds UTC."""

    id: str
    person: str
    script: Script
    at: int


class GoldenTalk(msgspec.Struct, frozen=True):
    """A golden conversation as it is kept: who last changed its words or its name, and when (milliseconds UTC)."""

    id: str
    golden: Golden
    by: str
    at: int


class RehearsalRecords(Protocol):
    """Rehearsals and golden conversations inside one transaction."""

    def rehearsal(self, rehearsal: str) -> Rehearsal | None:
        """A rehearsal by its id; nobody else changes it until the transaction ends."""
        ...

    def keep_rehearsal(self, rehearsal: Rehearsal) -> None:
        """Write a rehearsal as it is now."""
        ...

    def drop_rehearsals(self, *, before: int) -> int:
        """Forget the rehearsals whose last act was before a time (milliseconds, UTC); gives how many."""
        ...

    def golden_talks(self, flow: str = "") -> tuple[GoldenTalk, ...]:
        """The golden conversations of a flow, or of all, by flow and name."""
        ...

    def golden_talk(self, talk: str) -> GoldenTalk | None:
        """One golden conversation by its id."""
        ...

    def keep_golden(self, talk: GoldenTalk) -> None:
        """Write a golden conversation as it is now; raises `InvalidError` when another of its flow has its name."""
        ...

    def drop_golden(self, talk: str) -> None:
        """Forget a golden conversation."""
        ...
