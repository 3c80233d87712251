"""The port of privacy: choices of travellers, what is kept of them, and how far forgetting them has come."""

from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.privacy import Choice
from bot.ports.trip_records import Span


class Erasure(msgspec.Struct, frozen=True):
    """Somebody asked to be forgotten: `thread` is where, `traveller` is "" for a chat that had none.

    `spans` are the parts of threads' transcripts that are theirs; `until` of one that they still had is None: it is
    blanked up to the moment at which it forgot. `done_at` is None until the last transcript is blank. Times are UTC.
    """

    id: str
    traveller: str
    thread: str
    asked_at: datetime
    spans: tuple[Span, ...]
    done_at: datetime | None = None


class PrivacyRecords(Protocol):
    """What travellers allow, and what becomes of what is kept of them, inside one transaction."""

    def choose(self, choice: Choice) -> None:
        """Keep a choice for ever; the same id again changes nothing."""
        ...

    def choices(self, traveller: str) -> tuple[Choice, ...]:
        """What a traveller chose, under whichever name, in order."""
        ...

    def is_busy(self, spans: tuple[Span, ...]) -> bool:
        """Whether a checkout that was begun there is not over, or money of it is still under way."""
        ...

    def said(self, spans: tuple[Span, ...]) -> int:
        """How many lines were said there and are still to be read."""
        ...

    def begin_erasure(self, erasure: Erasure) -> None:
        """Note that somebody is to be forgotten; the same id again changes nothing."""
        ...

    def erasures(self, *, most: int) -> tuple[Erasure, ...]:
        """Those that are not done, the oldest first; what somebody else is at work on is left out."""
        ...

    def finish_erasure(self, erasure: str, *, at: datetime) -> None:
        """The last transcript is blank: the parts of threads that it was about are forgotten, too."""
        ...

    def forgot_at(self, thread: str, event: str) -> datetime | None:
        """When the turn of an event was archived for a thread, None while it is not."""
        ...

    def blank(self, span: Span, *, event: str = "") -> bool:
        """Blank what was said there, and what was owed to the thread and taken; whether any line was left to blank.

        Safe to repeat.

        With an event, up to it; it and what was said in answer stay. The ids of what was blanked stay, so that no
        message that is delivered again is taken for a new one.
        """
        ...

    def forget_ties(self, traveller: str, threads: tuple[str, ...]) -> None:
        """Forget codes that link chats."""
        ...

    def forget_pages(self, traveller: str) -> bool:
        """Forget what pages left of a traveller, under whichever name: links to the wallet, and setups that are over.

        Whether no setup is under way any more.
        """
        ...
