"""One line of the audit of staff: who did what to what, what it was before and is after, and why."""

from datetime import datetime

import msgspec


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody of the staff did.

    `who` is a person's id, or the name of a command on a machine; `what` is a verb with its subject's kind, as
    "refund.request"; `subject` names what it was done to; `before` and `after` are JSON, "" for nothing, free of card
    and bank numbers and of unmasked contacts; `reason` is what they gave; `request` the id of the request in the logs.
    """

    at: datetime
    who: str
    what: str
    subject: str
    before: str = ""
    after: str = ""
    reason: str = ""
    request: str = ""


class Audited(msgspec.Struct, frozen=True):
    """A line of the audit under its number, with the hash of the line before it and its own (`audit_chain`)."""

    number: int
    act: Act
    previous: str = ""
    digest: str = ""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines of the audit somebody wants to see; what is empty asks for nothing.

    `who`, `what` and `subject` are those of a line as they are; `since` and `until` (UTC) hold from one moment up to
    another, which is not in it; `upto` is the newest number, so that pages stay what they were while lines are added.
    """

    who: str = ""
    what: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    upto: int = 0
