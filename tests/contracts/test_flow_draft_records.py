"""What every store of drafts promises, in memory and in a real PostgreSQL alike."""

from contextlib import suppress
from typing import Any

import msgspec

from bot.domain.flow.drafting import REMEMBERED, Draft, edited
from bot.domain.flow.operations import SetText
from bot.ports.flow_draft_records import DraftHead

TABLES = "flow_edits, flow_drafts"
DOCUMENT = {"spec": 1, "flow": "bags", "start": "hello", "nodes": {"hello": {}}, "texts": {"en": {}}, "layout": {}}
DRAFT = Draft(flow="bags", document=DOCUMENT, base=3, at=1, by="per_edi")


def begun(records: Any, draft: Draft = DRAFT) -> None:
    """Keep a draft."""
    with records.begin() as work:
        work.flow_drafts.begin(draft)


def worded(draft: Draft, text: str, by: str = "per_edi") -> tuple[Draft, Any]:
    """A draft with a text changed."""
    op = SetText("en", "hello", text, seen=draft.stamp("text:en:hello").version)
    made, done = edited(draft, op, by=by, at=2)
    assert done is not None
    return made, done


def test_a_flow_has_no_draft_before_somebody_begins_one(records: Any) -> None:
    """Nothing is found, and nothing fails."""
    with records.begin() as work:
        assert work.flow_drafts.draft("bags") is None
        assert work.flow_drafts.heads() == ()
        assert work.flow_drafts.history("bags") == ()


def test_two_who_begin_a_draft_have_the_same_one(records: Any) -> None:
    """The first is kept; whoever came second edits it."""
    begun(records)
    begun(records, msgspec.structs.replace(DRAFT, base=9))
    with records.begin() as work:
        assert work.flow_drafts.draft("bags") == DRAFT
        assert work.flow_drafts.heads() == (DraftHead("bags", 3, 0, 1, "per_edi"),)


def test_a_draft_is_kept_with_versions_and_history(records: Any) -> None:
    """What is read again is what was kept, in the order of its steps, and can be undone."""
    begun(records)
    made, done = worded(DRAFT, "Hallo 'Welt' <b>")
    with records.begin() as work:
        assert work.flow_drafts.draft("bags", lock=True) == DRAFT
        work.flow_drafts.save(made)
        work.flow_drafts.remember("bags", done)
    with records.begin() as work:
        assert work.flow_drafts.draft("bags") == made
        assert work.flow_drafts.history("bags") == (done,)
        gone = msgspec.structs.replace(done, undone=True)
        work.flow_drafts.change("bags", gone)
        assert work.flow_drafts.history("bags") == (gone,)
        work.flow_drafts.forget_undone("bags", "per_ada")
        assert work.flow_drafts.history("bags") == (gone,)
        work.flow_drafts.forget_undone("bags", "per_edi")
        assert work.flow_drafts.history("bags") == ()


def test_a_hundred_operations_are_remembered(records: Any) -> None:
    """The oldest are forgotten, and those of another flow stay."""
    begun(records)
    begun(records, msgspec.structs.replace(DRAFT, flow="other"))
    draft = DRAFT
    with records.begin() as work:
        work.flow_drafts.remember("other", worded(DRAFT, "x")[1])
        for number in range(REMEMBERED + 2):
            draft, done = worded(draft, f"text {number}")
            work.flow_drafts.remember("bags", done)
        history = work.flow_drafts.history("bags")
        assert [done.number for done in history] == list(range(3, REMEMBERED + 3))
        assert len(work.flow_drafts.history("other")) == 1


def test_a_change_that_fails_leaves_the_draft_as_it_was(records: Any) -> None:
    """A transaction is whole or nothing."""
    begun(records)
    made, done = worded(DRAFT, "x")
    with suppress(RuntimeError), records.begin() as work:
        work.flow_drafts.save(made)
        work.flow_drafts.remember("bags", done)
        raise RuntimeError
    with records.begin() as work:
        assert work.flow_drafts.draft("bags") == DRAFT
        assert work.flow_drafts.history("bags") == ()


def test_a_draft_is_forgotten_with_its_history(records: Any) -> None:
    """Drafts of other flows stay."""
    begun(records)
    begun(records, msgspec.structs.replace(DRAFT, flow="other"))
    with records.begin() as work:
        work.flow_drafts.remember("bags", worded(DRAFT, "x")[1])
        work.flow_drafts.drop("bags")
        work.flow_drafts.drop("nothing")
    with records.begin() as work:
        assert [head.flow for head in work.flow_drafts.heads()] == ["other"]
        assert work.flow_drafts.history("bags") == ()
