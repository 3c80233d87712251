"""What the list of flows tells of each: its live revision, its draft and its faults, and who talks on it."""

from collections.abc import Mapping

import msgspec

from bot.domain.flow import parts
from bot.domain.flow.drafting import Draft
from bot.domain.flow.parts import Document
from bot.ports.flow_draft_records import DraftHead
from bot.ports.flow_records import FlowHead
from bot.ports.runtime import Runtime
from bot.services import flow_drafts, flow_figures, flow_revisions

EMPTY: Document = {"nodes": {}, "texts": {}, "layout": {}}


class Row(msgspec.Struct, frozen=True):
    """One flow: its live revision and its draft, None for none; `errors` block publishing and `warnings` do not.

    `changes` are the parts that the draft has otherwise; `threads` are talks on its revisions, `trying` on its draft.
    """

    flow: str
    live: FlowHead | None
    draft: DraftHead | None
    changes: int = 0
    errors: int = 0
    warnings: int = 0
    threads: int = 0
    trying: int = 0


def rows(runtime: Runtime) -> tuple[Row, ...]:
    """Every flow, by its name; raises `UnavailableError`."""
    live = {head.flow: head for head in flow_revisions.listed(runtime) if head.live}
    drafts = {head.flow: head for head in flow_drafts.drafts(runtime)}
    talks = flow_figures.threads(runtime)
    return tuple(
        _drafted(runtime, Row(name, live.get(name), drafts.get(name), **_talks(talks, name)))
        for name in sorted({*live, *drafts})
    )


def _talks(talks: Mapping[tuple[str, int], int], flow: str) -> dict[str, int]:
    mine = {revision: count for (name, revision), count in talks.items() if name == flow}
    going = sum(count for revision, count in mine.items() if revision >= 0)
    return {"threads": going, "trying": sum(mine.values()) - going}


def _drafted(runtime: Runtime, row: Row) -> Row:
    """The row with what its draft has come to; a flow without a draft passed the check when it was published."""
    if row.draft is None:
        return row
    draft = flow_drafts.shown(runtime, row.flow)
    found = flow_drafts.faults(runtime, draft)
    errors = sum(issue.blocks for issue in found)
    changes = len(changed_parts(runtime, draft, row.live.revision if row.live else 0))
    return msgspec.structs.replace(row, changes=changes, errors=errors, warnings=len(found) - errors)


def changed_parts(runtime: Runtime, draft: Draft, live: int) -> frozenset[str]:
    """The parts of a draft that its live revision, by its number, has otherwise; 0 is none, and all is new."""
    before = document_of(runtime, draft.flow, live) if live else EMPTY
    return frozenset(parts.differing(before, draft.document))


def document_of(runtime: Runtime, flow: str, revision: int) -> Document:
    """The document of a revision; raises `InvalidError` for none."""
    found: Document = msgspec.json.decode(flow_revisions.document_of(runtime, flow, revision))
    return found


def live_of(runtime: Runtime, flow: str) -> int:
    """The number of the live revision of a flow, 0 for none."""
    return flow_revisions.live_revisions(runtime).get(flow, 0)
