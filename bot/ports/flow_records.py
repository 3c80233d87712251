"""The port of flows: immutable revisions, and a pointer to the live one."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Protocol

import msgspec


class FlowRevision(msgspec.Struct, frozen=True):
    """One published revision: its JSON document never changes. `live` says whether new talks begin on it."""

    flow: str
    revision: int
    document: bytes
    published_at: int
    author: str
    live: bool
    notes: str = ""

    @property
    def head(self) -> "FlowHead":
        """Everything of it but the document."""
        digest = sha256(self.document).hexdigest()
        return FlowHead(self.flow, self.revision, self.published_at, self.author, self.live, self.notes, digest)


class FlowHead(msgspec.Struct, frozen=True):
    """A revision without its document: who published it when (milliseconds UTC), their notes, and its SHA-256."""

    flow: str
    revision: int
    published_at: int
    author: str
    live: bool
    notes: str
    sha256: str


class FlowRecords(Protocol):
    """Flows inside one transaction."""

    def publish(self, flow: str, document: bytes, *, author: str, at: int, notes: str = "") -> FlowRevision:
        """Store the next revision and make it live; the live document again gives the live revision.

        Nobody else publishes before this transaction ends.
        """
        ...

    def make_live(self, flow: str, revision: int) -> None:
        """Move the pointer to a revision that exists; raises `InvalidError` when it does not."""
        ...

    def revisions(self) -> tuple[FlowRevision, ...]:
        """Every revision of every flow, by flow and number."""
        ...

    def heads(self, flow: str = "") -> tuple[FlowHead, ...]:
        """Revisions of a flow, or of every flow, without their documents; by flow and number."""
        ...

    def pointers(self) -> Mapping[str, int]:
        """The number of the live revision of every flow that was ever published, by flow."""
        ...

    def documents(self, wanted: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], bytes]:
        """Documents of revisions by flow and number; those that do not exist are left out."""
        ...

    def lock(self) -> None:
        """See that nobody else publishes or moves a pointer before this transaction ends."""
        ...

    def newest_change(self) -> int:
        """A number that rises with each publication, move of a pointer, or `touch`: older worlds are refreshed."""
        ...

    def touch(self) -> int:
        """Say that something changed that worlds have; gives the number of the change."""
        ...
