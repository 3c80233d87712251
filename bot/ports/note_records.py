"""The port of private notes: kept beside the transcript, read by staff alone."""

from typing import Protocol

from bot.domain.staff.notes import Note


class NoteRecords(Protocol):
    """Notes of staff inside one transaction."""

    def write(self, note: Note) -> int:
        """Keep a new note; gives its number, 0 when there is one of its id already: whoever wrote that was faster."""
        ...

    def change(self, note: Note) -> None:
        """Keep a note as it is now, by its id."""
        ...

    def note(self, note: str) -> Note | None:
        """One note by its id."""
        ...

    def numbered(self, number: int) -> Note | None:
        """One note by its number."""
        ...

    def of_thread(self, thread: str, *, after: int = 0, most: int = 200) -> tuple[Note, ...]:
        """The newest notes of a thread that stand below a line or any later one, in order."""
        ...

    def search(self, terms: tuple[str, ...], *, most: int) -> tuple[Note, ...]:
        """Notes in which every term begins a word, the newest first."""
        ...

    def forget(self, thread: str, *, since: int = 0, until: int = 0) -> None:
        """Forget what was noted on a thread after a moment and up to another (milliseconds UTC; 0: without a bound)."""
        ...
