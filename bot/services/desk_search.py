"""Search in all threads: what is meant exactly first, then what was said, the newest first."""

from typing import Any

import msgspec

from bot.domain.conversation.events import Event, MessageEchoed
from bot.domain.conversation.heard import heard
from bot.domain.conversation.messages import Message
from bot.domain.staff.masking import mask_text
from bot.domain.staff.notes import Note
from bot.domain.staff.person import Person
from bot.domain.staff.search_words import excerpt, pieces, terms, words
from bot.ports.runtime import Runtime
from bot.ports.search_records import Match
from bot.ports.talk_records import Line
from bot.services.projecting import told

PAGE = 20
"""Lines of a page of results."""
MOST_NOTES = 10
"""Notes that are told, above what was said."""
LONGEST_QUESTION = 200


class Hit(msgspec.Struct, frozen=True):
    """One line that was found: `pieces` are its words, masked, each with whether it is to be marked."""

    thread: str
    author: str
    at: int
    row: int
    pieces: tuple[tuple[str, bool], ...]


class NoteHit(msgspec.Struct, frozen=True):
    """A private note that was found: by whom, when (milliseconds UTC), and its words as those of a line."""

    thread: str
    number: int
    name: str
    at: int
    pieces: tuple[tuple[str, bool], ...]


class Found(msgspec.Struct, frozen=True):
    """What a question found: `before` is the row from which older lines go on, 0 when there are none."""

    matches: tuple[Match, ...] = ()
    hits: tuple[Hit, ...] = ()
    notes: tuple[NoteHit, ...] = ()
    before: int = 0


def find(runtime: Runtime, person: Person, question: str, *, before: int = 0) -> Found:
    """What a question finds, from the first line before a row (0: the newest); raises `UnavailableError`.

    Who may not see contacts finds lines by what they may read of them, and learns nothing by guessing at the rest.
    """
    question = question.strip()[:LONGEST_QUESTION]
    wanted, sees_all = terms(question), person.may("contacts.reveal")
    if not wanted:
        return Found()
    with runtime.records.begin() as work:
        matches = work.search.exact(question) if not before else ()
        noted = work.private_notes.search(wanted, most=MOST_NOTES) if not before else ()
        lines = work.search.lines(wanted, before=before, most=PAGE + 1)
    shown = lines[:PAGE]
    said = ((line, mask_text(text_of(line))) for line in shown)
    hits = tuple(_hit(line, text, wanted) for line, text in said if sees_all or _begin_words(wanted, text))
    notes = tuple(_note_hit(one, wanted) for one in noted if sees_all or _begin_words(wanted, mask_text(one.text)))
    return Found(matches, hits, notes, shown[-1].row if len(lines) > PAGE else 0)


def text_of(line: Line) -> str:
    """The words of a line of the transcript, "" for one that cannot be read any more."""
    kind: Any = Event if line.author == "traveller" else Message | MessageEchoed
    try:
        said = msgspec.json.decode(line.body, type=kind)
    except msgspec.MsgspecError:
        return ""
    return heard(said) if line.author == "traveller" or isinstance(said, MessageEchoed) else told(said)


def _begin_words(wanted: tuple[str, ...], text: str) -> bool:
    known = words(text)
    return all(any(word.startswith(term) for word in known) for term in wanted)


def _hit(line: Line, text: str, wanted: tuple[str, ...]) -> Hit:
    shown = excerpt(text, wanted)
    return Hit(line.thread, line.author, line.at, line.row, pieces(shown, wanted))


def _note_hit(note: Note, wanted: tuple[str, ...]) -> NoteHit:
    shown = excerpt(mask_text(note.text), wanted)
    return NoteHit(note.thread, note.number, note.name, note.at, pieces(shown, wanted))
