"""A publication that waits for its time, and threads that try a draft: plain facts of how a flow goes out."""

from typing import Literal

import msgspec

from bot.domain.errors import ConflictError, InvalidError

SOONEST_MS = 60 * 1000
LATEST_MS = 366 * 24 * 3600 * 1000
LONGEST_NOTES = 1000

NO_NOTES = "Say what changes, in a few words: whoever looks for a fault later reads it."
NO_REASON = "Say why, in a few words."
NO_TIME = "Choose a time from a minute to a year from now."

ScheduleState = Literal["waiting", "published", "refused", "cancelled"]


class Scheduled(msgspec.Struct, frozen=True, kw_only=True):
    """A document that goes live at a time. Times are milliseconds UTC.

    `base` is the revision that was live when it was decided: it goes out on top of that or not at all. `approval` is
    the id of the second person's decision, "" where none was needed. `revision` is the one that it became; `why` says
    why it was refused or cancelled, `settled_by` who cancelled it. `seen` says that its author knows how it ended.
    """

    id: str
    flow: str
    document: bytes
    notes: str
    author: str
    made_at: int
    due: int
    base: int
    approval: str = ""
    state: ScheduleState = "waiting"
    revision: int = 0
    why: str = ""
    settled_by: str = ""
    settled_at: int = 0
    seen: bool = False


class Trial(msgspec.Struct, frozen=True):
    """A thread whose new talks of a flow begin on a snapshot of its draft (a number below nought).

    Who gave it, and when (milliseconds UTC).
    """

    thread: str
    flow: str
    snapshot: int
    by: str
    at: int


def settled(
    scheduled: Scheduled, state: ScheduleState, *, now: int, by: str = "", why: str = "", revision: int = 0
) -> Scheduled:
    """A publication that does not wait any more; raises `ConflictError` when it did not wait."""
    if scheduled.state != "waiting":
        raise ConflictError(f"This publication was {scheduled.state} before.", retryable=False)
    seen = state == "published" or by == scheduled.author
    return msgspec.structs.replace(
        scheduled, state=state, settled_at=now, settled_by=by, why=why, revision=revision, seen=seen
    )


def due_time(due: int, *, now: int) -> int:
    """A time at which something may go live; raises `InvalidError` for the past and for what is very far."""
    if not now + SOONEST_MS <= due <= now + LATEST_MS:
        raise InvalidError(NO_TIME)
    return due


def notes_of(text: str, *, missing: str = NO_NOTES) -> str:
    """Notes of a revision or a reason, without blanks around; raises `InvalidError` when there are none."""
    notes = text.strip()[:LONGEST_NOTES]
    if not notes:
        raise InvalidError(missing)
    return notes
