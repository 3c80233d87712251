"""Noting in the audit what somebody of the staff does, in the transaction in which they do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

import msgspec

from bot.domain.staff.audit import Act
from bot.domain.staff.hiding import hidden, hidden_data, hidden_words
from bot.ports.records import Work
from bot.ports.runtime import Runtime

_REQUEST: ContextVar[str] = ContextVar("request", default="")
"""In which request this thread of execution does what it does: every line of the audit names it."""


@contextmanager
def in_request(request: str) -> Iterator[None]:
    """Let every line that is written in this block name a request by its id in the logs."""
    token = _REQUEST.set(request)
    try:
        yield
    finally:
        _REQUEST.reset(token)


class Acting(msgspec.Struct, frozen=True):
    """Somebody who does something: who (a person's id, or a command and a name), when (UTC), and why.

    `request` is the id under which the logs know the request in which they do it.
    """

    who: str
    at: datetime
    reason: str = ""
    request: str = ""


def note(work: Work, acting: Acting, what: str, subject: str, *, before: object = None, after: object = None) -> int:
    """Write down an act; gives the number of its line. Call it last: it holds the audit until the transaction ends.

    `what` is a verb with its subject's kind ("thread.label"), `before` and `after` are plain data or structs, None for
    nothing. Card and bank numbers, addresses and telephone numbers are taken out of both and of the reason.
    """
    return work.audit.append(line(acting, what, subject, before=before, after=after))


def act(runtime: Runtime, who: str, what: str, subject: str, *, before: object = None, after: object = None) -> Act:
    """A line of the audit for what somebody does now, for who appends it by themselves; the rest is as in `note`."""
    return line(Acting(who, runtime.clock.now()), what, subject, before=before, after=after)


def line(acting: Acting, what: str, subject: str, *, before: object = None, after: object = None) -> Act:
    """The line of the audit for what somebody does, as `note` writes it."""
    return Act(
        at=acting.at,
        who=acting.who,
        what=what,
        subject=subject,
        before=_told(before),
        after=_told(after),
        reason=hidden_words(acting.reason),
        request=acting.request or _REQUEST.get(),
    )


def _told(state: object) -> str:
    if state is None or state == "":
        return ""
    return hidden(msgspec.json.encode(hidden_data(msgspec.to_builtins(state))).decode())
