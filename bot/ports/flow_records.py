"""The port of flows: immutable revisions, and a pointer to the live one."""

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


class FlowRecords(Protocol):
    """Flows inside one transaction."""

    def publish(self, flow: str, document: bytes, *, author: str, at: int) -> FlowRevision:
        """Store the next revision and make it live; the live document again gives the live revision."""
        ...

    def make_live(self, flow: str, revision: int) -> None:
        """Move the pointer to a revision that exists; raises `InvalidError` when it does not."""
        ...

    def revisions(self) -> tuple[FlowRevision, ...]:
        """Every revision of every flow, by flow and number."""
        ...

    def newest_change(self) -> int:
        """A number that rises with each publication or move of a pointer: worlds older than it are refreshed."""
        ...
