"""Stored files in memory."""

from bot.ports.file_records import StoredFile


class MemoryFileRecords:
    """The port `FileRecords`."""

    def __init__(self) -> None:
        self.known: dict[str, StoredFile] = {}
        self.bytes: dict[str, bytes] = {}

    def keep(self, file: StoredFile, content: bytes) -> None:
        """Keep it once."""
        if self.known.setdefault(file.id, file) is file:
            self.bytes[file.id] = content

    def file(self, file: str) -> StoredFile | None:
        """By its id."""
        return self.known.get(file)

    def content(self, file: str) -> bytes:
        """Its bytes."""
        return self.bytes.get(file, b"")

    def of_items(self, thread: str, items: tuple[str, ...]) -> tuple[StoredFile, ...]:
        """In order."""
        mine = [one for one in self.known.values() if one.thread == thread and one.item in items]
        return tuple(sorted(mine, key=lambda one: (one.at, one.id)))

    def size_of(self, thread: str) -> int:
        """All of them."""
        return sum(one.size for one in self.known.values() if one.thread == thread)

    def drop(self, file: str) -> None:
        """Forget it."""
        self.known.pop(file, None)
        self.bytes.pop(file, None)

    def forget(self, thread: str, *, since: int = 0, until: int = 0) -> None:
        """Forget them."""
        for one in list(self.known.values()):
            if one.thread == thread and one.at > since and (not until or one.at <= until):
                self.drop(one.id)
