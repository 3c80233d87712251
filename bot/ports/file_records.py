"""The port of stored files: bytes that were checked, of travellers, of agents and of ready replies."""

from typing import Literal, Protocol

import msgspec

FileState = Literal["kept", "refused", "failed"]


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a file; `at` is milliseconds UTC, `size` bytes.

    `thread` is "" for a file of a ready reply; `item` is the id of the message with which it came or went; `author` is
    traveller, or the name of who sent it. `problem` says why it was refused, or could not be fetched.
    """

    id: str
    thread: str
    item: str
    author: str
    name: str
    mime: str = ""
    size: int = 0
    state: FileState = "kept"
    problem: str = ""
    at: int = 0


class FileRecords(Protocol):
    """Files inside one transaction."""

    def keep(self, file: StoredFile, content: bytes) -> None:
        """Keep a file with its bytes; the same id again changes nothing."""
        ...

    def file(self, file: str) -> StoredFile | None:
        """What is known of a file, by its id."""
        ...

    def content(self, file: str) -> bytes:
        """Its bytes, b"" when there are none."""
        ...

    def of_items(self, thread: str, items: tuple[str, ...]) -> tuple[StoredFile, ...]:
        """The files of messages of a thread, in the order in which they came."""
        ...

    def size_of(self, thread: str) -> int:
        """Bytes that are kept of a thread."""
        ...

    def drop(self, file: str) -> None:
        """Forget a file."""
        ...

    def forget(self, thread: str, *, since: int = 0, until: int = 0) -> None:
        """Forget files of a thread that came after a moment and up to another (milliseconds UTC; 0: no bound)."""
        ...
