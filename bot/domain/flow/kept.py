"""The revisions of a flow as a World has them: each is read when a talk first asks for it, and then kept.

Most talks are on the live revision, and a flow may have hundreds: to read them all takes seconds, and as they are
written they would fill the memory of every process.
"""

import zlib
from collections.abc import Iterator, Mapping

from bot.domain.flow.definition import Flow, parse_flow

_FAST = 1


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
