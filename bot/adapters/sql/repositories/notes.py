"""Private notes in PostgreSQL, found by the same folded words as what was said."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.repositories.talk_lines import storable
from bot.adapters.sql.tables.notes import desk_notes
from bot.domain.staff.notes import Note
from bot.domain.staff.search_words import words

_FIELDS = Note.__struct_fields__
_COLUMNS = [desk_notes.c[name] for name in _FIELDS]
_found = text("words @@ CAST(:terms AS tsquery)")


class SqlNoteRecords:
    """The port `NoteRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(self, note: Note) -> int:
        """Keep a new note; gives its number, 0 when there is one of its id already."""
        row = upsert(desk_notes).values(_values(note)).on_conflict_do_nothing().returning(desk_notes.c.number)
        return int(self._connection.execute(row).scalar_one_or_none() or 0)

    def change(self, note: Note) -> None:
        """Keep a note as it is now, by its id."""
        self._connection.execute(update(desk_notes).where(desk_notes.c.id == note.id).values(_values(note)))

    def note(self, note: str) -> Note | None:
        """One note by its id."""
        return self._one(desk_notes.c.id == note)

    def numbered(self, number: int) -> Note | None:
        """One note by its number."""
        return self._one(desk_notes.c.number == number)

    def of_thread(self, thread: str, *, after: int = 0, most: int = 200) -> tuple[Note, ...]:
        """The newest notes of a thread that stand below a line or any later one, in order."""
        mine = select(*_COLUMNS).where(desk_notes.c.thread == thread, desk_notes.c.after >= after)
        rows = self._connection.execute(mine.order_by(desk_notes.c.number.desc()).limit(most)).all()
        return tuple(map(_note, reversed(rows)))

    def search(self, terms: tuple[str, ...], *, most: int) -> tuple[Note, ...]:
        """Notes in which every term begins a word, the newest first."""
        if not terms:
            return ()
        asked = {"terms": " & ".join(f"'{term}':*" for term in terms)}
        query = select(*_COLUMNS).where(_found).order_by(desk_notes.c.number.desc()).limit(most)
        return tuple(map(_note, self._connection.execute(query, asked)))

    def forget(self, thread: str, *, since: int = 0, until: int = 0) -> None:
        """Forget what was noted on a thread after a moment and up to another."""
        those = [desk_notes.c.thread == thread, desk_notes.c.at > since]
        if until:
            those.append(desk_notes.c.at <= until)
        self._connection.execute(delete(desk_notes).where(*those))

    def _one(self, which: ColumnElement[bool]) -> Note | None:
        row = self._connection.execute(select(*_COLUMNS).where(which)).first()
        return _note(row) if row else None


def _values(note: Note) -> dict[str, Any]:
    fields = {name: getattr(note, name) for name in _FIELDS if name != "number"}
    folded = func.array_to_tsvector(func.string_to_array(" ".join(words(note.text)), " "))
    return {**fields, "text": storable(note.text), "mentions": list(note.mentions), "words": folded}


def _note(row: Row[Any]) -> Note:
    fields = {name: getattr(row, name) for name in _FIELDS}
    return Note(**{**fields, "mentions": tuple(row.mentions)})
