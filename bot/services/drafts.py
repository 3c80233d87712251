"""What agents are writing: kept while they write, so that no closed page and no lost session loses a word.

A draft is a person's own in a thread; others are told only that there is one. Numbers of cards and accounts are taken
out before it is stored.
"""

from bot.domain import ids
from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.domain.redaction import redact
from bot.domain.staff.person import Person
from bot.ports.draft_records import Draft
from bot.ports.live import LiveNote
from bot.ports.runtime import Runtime
from bot.services import desk

LONGEST_DRAFT = 4 * desk.LONGEST_REPLY
"""Characters: who writes too much at first shortens it later, and nothing of it is lost meanwhile."""


def keep(runtime: Runtime, thread: str, agent: Person, text: str, *, about: int = 0, key: str = "") -> None:
    """Keep what somebody has written so far, and the row that it answers; nothing written is no draft.

    `key` is that of the form: a draft that comes after its own reply is dropped. Raises `InvalidError` for one without
    an end, or in a thread that is none, and `UnavailableError`.
    """
    if len(text) > LONGEST_DRAFT:
        raise InvalidError(f"A draft has at most {LONGEST_DRAFT} characters.")
    talk = desk.thread_state(runtime, thread)
    if talk is None:
        raise InvalidError("There is no such thread.")
    if key and ids.digest(f"desk:{key}") in talk.seen:
        return
    clean, _ = redact(text)
    if not clean.strip() and not about:
        drop(runtime, thread, agent)
        return
    draft = Draft(thread, agent.id, agent.name, clean, about, milliseconds(runtime.clock.now()))
    with runtime.records.begin() as work:
        is_new = work.drafts.keep(draft)
    if is_new:
        _tell(runtime, thread)


def drop(runtime: Runtime, thread: str, agent: Person) -> None:
    """Forget somebody's draft; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        dropped = work.drafts.drop(thread, agent.id)
    if dropped:
        _tell(runtime, thread)


def mine(runtime: Runtime, thread: str, agent: Person) -> Draft | None:
    """What somebody was writing in a thread; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.drafts.draft(thread, agent.id)


def writers(runtime: Runtime, thread: str, agent: Person) -> tuple[str, ...]:
    """The names of others who have a draft in a thread; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return tuple(one.name for one in work.drafts.of_thread(thread) if one.person != agent.id and one.text.strip())


def _tell(runtime: Runtime, thread: str) -> None:
    runtime.live.publish((LiveNote("", thread, "desk", 0),))
