"""Private notes on threads: written, changed and taken away by who wrote them; whoever is named in one is told.

A note never becomes part of the talk: no turn takes it, so no channel, page or mail of a traveller can have it. The
audit says that somebody wrote and how much, and not what: it is kept for ever, and a note goes with the traveller.
Raises `UnavailableError`.
"""

import msgspec

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.moments import milliseconds
from bot.domain.staff.notes import LONGEST_NOTE, Note, mentioned
from bot.domain.staff.person import Person
from bot.ports.live import LiveNote
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import audited, desk, staff_news
from bot.services.thread_refs import ref_of

GONE = "There is no such note."
TOO_LATE = "A note can be changed for 15 minutes, by who wrote it."
_LONGEST_KEY = 64


def mentionable(runtime: Runtime) -> tuple[Person, ...]:
    """Who can be called by name in a note: everybody who may read threads, by name."""
    with runtime.records.begin() as work:
        return _mentionable(work)


def of_thread(runtime: Runtime, thread: str, *, after: int = 0, most: int = 200) -> tuple[Note, ...]:
    """The newest notes of a thread from a line of its transcript on, in order."""
    with runtime.records.begin() as work:
        return work.private_notes.of_thread(thread, after=after, most=most)


def numbered(runtime: Runtime, number: int) -> Note | None:
    """One note by its number."""
    with runtime.records.begin() as work:
        return work.private_notes.numbered(number)


def own(runtime: Runtime, person: Person, thread: str, note: str) -> Note:
    """A note that a person may change now; raises `InvalidError` for none, `ConflictError` when it is too late."""
    with runtime.records.begin() as work:
        return _own(runtime, work, person, thread, note=note)


def write(runtime: Runtime, person: Person, thread: str, text: str, *, key: str) -> Note:
    """Write a note on a thread and tell whom it names; the same `key` again writes it once.

    Raises `InvalidError` on an empty or too long text, a key that is none, or a thread that is none.
    """
    said = _checked(text)
    if not (key.isascii() and key.isalpha() and len(key) <= _LONGEST_KEY):
        raise InvalidError("A note has an id of its own, of letters.")
    if desk.thread_state(runtime, thread) is None:
        raise InvalidError("There is no such thread.")
    with runtime.records.begin() as work:
        known = work.private_notes.note(f"not_{key}")
        if known is not None:
            return known
        last = work.talk.lines(thread, most=1)
        note = Note(
            id=f"not_{key}",
            thread=thread,
            author=person.id,
            name=person.name,
            text=said,
            at=_now(runtime),
            after=last[-1].row if last else 0,
            mentions=mentioned(said, _mentionable(work)),
        )
        note = msgspec.structs.replace(note, number=work.private_notes.write(note))
        if not note.number:
            return work.private_notes.note(note.id) or note
        _call(work, note, before=())
        _audit(runtime, work, note, "note.write", characters=(0, len(said)))
    _tell(runtime, note)
    return note


def change(runtime: Runtime, person: Person, thread: str, note: str, *, text: str) -> None:
    """Change one's own note while that is possible; who is newly named is told. Raises as `own` and `write`."""
    said = _checked(text)
    with runtime.records.begin() as work:
        before = _own(runtime, work, person, thread, note=note)
        names = mentioned(said, _mentionable(work))
        after = msgspec.structs.replace(before, text=said, mentions=names, edited_at=_now(runtime))
        work.private_notes.change(after)
        _call(work, after, before=before.mentions)
        _audit(runtime, work, after, "note.change", characters=(len(before.text), len(said)))
    _tell(runtime, after)


def delete(runtime: Runtime, person: Person, thread: str, note: str) -> None:
    """Take one's own note away while that is possible: that there was one stays to be seen. Raises as `own`."""
    with runtime.records.begin() as work:
        before = _own(runtime, work, person, thread, note=note)
        work.private_notes.change(msgspec.structs.replace(before, text="", mentions=(), deleted_at=_now(runtime)))
        _audit(runtime, work, before, "note.delete", characters=(len(before.text), 0))
    _tell(runtime, before)


def _own(runtime: Runtime, work: Work, person: Person, thread: str, *, note: str) -> Note:
    found = work.private_notes.note(note)
    if found is None or found.thread != thread or found.deleted_at:
        raise InvalidError(GONE)
    if not found.is_open_to(person.id, now=_now(runtime)):
        raise ConflictError(TOO_LATE, retryable=False)
    return found


def _mentionable(work: Work) -> tuple[Person, ...]:
    return tuple(one for one in work.people.people() if one.may("threads.read"))


def _checked(text: str) -> str:
    said = text.strip()
    if not 0 < len(said) <= LONGEST_NOTE:
        raise InvalidError(f"A note has 1 to {LONGEST_NOTE} characters.")
    return said


def _call(work: Work, note: Note, *, before: tuple[str, ...]) -> None:
    """Tell those who are named, once each, and not who names."""
    for person in set(note.mentions) - set(before) - {note.author}:
        key = f"{note.id}:{person}"
        staff_news.tell(work, "mention", key=key, thread=note.thread, person=person, at=note.edited_at or note.at)


def _audit(runtime: Runtime, work: Work, note: Note, what: str, *, characters: tuple[int, int]) -> None:
    """Only who wrote a note ever does anything with it."""
    before, after = ({"note": note.id, "characters": count} if count else None for count in characters)
    work.audit.append(audited.act(runtime, note.author, what, ref_of(runtime, note.thread), before=before, after=after))


def _tell(runtime: Runtime, note: Note) -> None:
    runtime.live.publish((LiveNote("", note.thread, "note", note.number),))
    if note.mentions:
        staff_news.redraw(runtime, frozenset(note.mentions))


def _now(runtime: Runtime) -> int:
    return milliseconds(runtime.clock.now())
