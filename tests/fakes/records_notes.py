"""Private notes in memory: every one is looked at."""

import msgspec

from bot.domain.staff.notes import Note
from bot.domain.staff.search_words import words


class MemoryNoteRecords:
    """The port `NoteRecords`."""

    def __init__(self) -> None:
        self.known: dict[str, Note] = {}
        self.numbers: list[int] = []

    def write(self, note: Note) -> int:
        """Keep it, if it is new."""
        if note.id in self.known:
            return 0
        self.numbers.append(len(self.numbers) + 1)
        self.known[note.id] = msgspec.structs.replace(note, number=self.numbers[-1])
        return self.numbers[-1]

    def change(self, note: Note) -> None:
        """Keep it as it is now."""
        self.known[note.id] = msgspec.structs.replace(note, number=self.known[note.id].number)

    def note(self, note: str) -> Note | None:
        """By its id."""
        return self.known.get(note)

    def numbered(self, number: int) -> Note | None:
        """By its number."""
        return next((one for one in self.known.values() if one.number == number), None)

    def of_thread(self, thread: str, *, after: int = 0, most: int = 200) -> tuple[Note, ...]:
        """The newest, in order."""
        mine = [one for one in self.known.values() if one.thread == thread and one.after >= after]
        return tuple(sorted(mine, key=lambda one: one.number)[-most:])

    def search(self, terms: tuple[str, ...], *, most: int) -> tuple[Note, ...]:
        """Look at all."""
        hits = [
            one
            for one in self.known.values()
            if terms and all(any(word.startswith(term) for word in words(one.text)) for term in terms)
        ]
        return tuple(sorted(hits, key=lambda one: -one.number)[:most])

    def forget(self, thread: str, *, since: int = 0, until: int = 0) -> None:
        """Forget them."""
        gone = [
            one.id
            for one in self.known.values()
            if one.thread == thread and one.at > since and (not until or one.at <= until)
        ]
        for name in gone:
            del self.known[name]
