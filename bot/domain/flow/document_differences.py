"""What differs between two documents of a flow: what travellers meet, then what staff alone see of it on their map."""

from collections.abc import Iterator
from typing import Any

from bot.domain.flow.differences import Difference, differences
from bot.domain.flow.kept import reread
from bot.domain.flow.parts import LABEL, Document, differing, read
from bot.domain.flow.transfer import tidied

_EMPTY: Document = {"nodes": {}, "texts": {}}


def document_differences(before: bytes | None, after: bytes) -> tuple[Difference, ...]:
    """Everything that differs, in plain words; `before` is None for a flow that is new.

    Raises `InvalidError` for a document that cannot be read.
    """
    flow = reread(after)
    told = differences(reread(before) if before is not None else None, flow)
    return (*told, *_map(tidied(before) if before is not None else _EMPTY, tidied(after)))


def _map(old: Document, new: Document) -> Iterator[Difference]:
    parts = [part.partition(":") for part in differing(old, new)]
    for name in (name for kind, _, name in parts if kind == LABEL and name in new["nodes"]):
        was, now = _label(old, name), _label(new, name)
        told = f"is called “{now}” by staff." if now else "has no label any more."
        yield Difference("changed", f"{name}: {told}", name, before=was, after=now)
    if any(kind == "layout" and name in new["nodes"] for kind, _, name in parts):
        yield Difference("flow", "Steps stand elsewhere on the map.")


def _label(document: Document, step: str) -> str:
    label: Any = read(document, f"label:{step}")
    return str(label or "")
