"""Flows that are read once: the revisions of a World, each when a talk first asks for it, and what was read just now.

Most talks are on the live revision, and a flow may have hundreds: to read them all takes seconds, and as they are
written they would fill the memory of every process.
"""

import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.domain.flow.definition import Flow, parse_flow

_FAST = 1
JUST_READ = 8
"""Documents whose flow is kept for whoever asks next: a page of a draft asks up to five times."""


@lru_cache(maxsize=JUST_READ)
def reread(document: bytes) -> Flow:
    """The flow of a JSON document, read once while a page is made of it; raises as `parse_flow` does."""
    return parse_flow(document)


class KeptRevision:
    """A revision whose document is read once; two threads that do so at once come to the same flow."""

    __slots__ = ("_document", "_flow", "_revision")

    def __init__(self, document: bytes, revision: int) -> None:
        self._document = zlib.compress(document, _FAST)
        self._revision = revision
        self._flow: Flow | None = None

    def flow(self) -> Flow:
        """The flow; raises `InvalidError` for a document that cannot be read."""
        document, flow = self._document, self._flow  # in this order: the one is dropped after the other is there
        if flow is None:
            flow = self._flow = parse_flow(zlib.decompress(document), revision=self._revision)
            self._document = b""
        return flow


class KeptRevisions(Mapping[int, Flow]):
    """Revision -> flow, for one flow; never changed."""

    __slots__ = ("_kept",)

    def __init__(self, kept: Mapping[int, KeptRevision]) -> None:
        self._kept = dict(kept)

    def __getitem__(self, revision: int) -> Flow:
        """The flow of a revision; raises `KeyError` when there is no such."""
        return self._kept[revision].flow()

    def __iter__(self) -> Iterator[int]:
        """The numbers of all revisions."""
        return iter(self._kept)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._kept)
