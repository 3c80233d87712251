"""Private notes on a thread as HTML: in the transcript at their place in time, in the panel, and the form."""

from flask import render_template

from bot.domain.moments import milliseconds, moment
from bot.domain.staff.notes import LONGEST_NOTE, Note, pieces
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line
from bot.services import notes
from bot.services.thread_refs import ref_of
from bot.web import chat_view
from bot.web.desk import thread
from bot.web.desk.masked import for_reader

IN_PANEL = 5
"""The newest notes, which the panel lists."""
_LONGEST_EXCERPT = 90


def among(runtime: Runtime, reader: Person, name: str, lines: tuple[Line, ...]) -> str:
    """Lines of a thread as HTML and its notes, each below the line after which it was written."""
    kept = notes.of_thread(runtime, name, after=lines[0].row if lines else 0)
    drawn, left = [], lines
    for note in kept:
        above = tuple(line for line in left if line.row <= note.after)
        left = left[len(above) :]
        drawn += [thread.draw_lines(runtime, reader, above) if above else "", _drawn(runtime, reader, note)]
    return "".join(drawn) + (thread.draw_lines(runtime, reader, left) if left else "")


def draw_note(runtime: Runtime, reader: Person, number: int) -> str:
    """A note as HTML, "" when it is gone."""
    note = notes.numbered(runtime, number)
    return _drawn(runtime, reader, note) if note is not None else ""


def draw_list(runtime: Runtime, reader: Person, name: str) -> str:
    """The newest notes of a thread in the panel."""
    kept = [note for note in notes.of_thread(runtime, name) if not note.deleted_at]
    rows = [(note, _excerpt(for_reader(note.text, reader)), moment(note.at)) for note in reversed(kept[-IN_PANEL:])]
    return render_template("desk/panel_notes.html", rows=rows, more=max(0, len(kept) - IN_PANEL))


def form(runtime: Runtime, person: Person) -> dict[str, object]:
    """What the form for a new note needs."""
    return {
        "names": [one.name for one in notes.mentionable(runtime) if one.id != person.id],
        "longest": LONGEST_NOTE,
        "key": chat_view.fresh_id(),
    }


def _drawn(runtime: Runtime, reader: Person, note: Note) -> str:
    names = [person.name for person in notes.mentionable(runtime) if person.id in note.mentions]
    text = for_reader(note.text, reader)
    return render_template(
        "desk/note.html",
        note=note,
        thread=ref_of(runtime, note.thread),
        pieces=pieces(text, names),
        at=moment(note.at),
        mine=note.is_open_to(reader.id, now=milliseconds(runtime.clock.now())),
        for_me=reader.id in note.mentions,
        longest=LONGEST_NOTE,
    )


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_EXCERPT else f"{line[:_LONGEST_EXCERPT].rstrip()}…"
