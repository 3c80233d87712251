"""Editing drafts: what editors of flows may rely on."""

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.flow.drafting import EditConflictError
from bot.domain.flow.operations import AddStep, DeleteStep, Import, MoveStep, Reset, SetNext, SetText
from bot.services import flow_drafts, flow_revisions
from bot.services.flow_checks import FLOWS
from tests.builders.flow_room import BEA, acts, by, do, flow_room, live, publish, worded
from tests.builders.house import House
from tests.builders.staff import ADA, ANA, EDI


@pytest.fixture(name="home")
def _home() -> House:
    return flow_room()


def test_a_draft_begins_as_the_live_revision(home: House) -> None:
    """Looking at it begins nothing; the first change does."""
    draft = flow_drafts.shown(home.runtime, "book")
    assert (draft.base, draft.version, draft.document["flow"]) == (1, 0, "book")
    assert flow_drafts.drafts(home.runtime) == ()
    worded(home, "From where?")
    (head,) = flow_drafts.drafts(home.runtime)
    assert (head.flow, head.base, head.version, head.by) == ("book", 1, 1, EDI.id)


def test_every_change_is_told_with_who_made_it(home: House) -> None:
    """In the audit, in the history, and to pages that are open."""
    worded(home, "From where?")
    act = home.records.audit.acts[-1]
    assert (act.who, act.what, act.subject) == (EDI.id, "flow.edit", "book")
    assert act.after == '{"version":1,"op":"set_text","parts":["text:en:ask_origin"]}'
    (done,) = flow_drafts.history(home.runtime, "book")
    assert (done.by, done.after) == (EDI.id, {"text:en:ask_origin": "From where?"})
    assert [note.kind for note in home.live.notes] == [FLOWS.kind]


def test_two_editors_on_different_steps_never_hinder_each_other(home: House) -> None:
    """Each carries the version of their own step."""
    do(home, SetNext("hello_long", "search"))
    draft = do(home, SetNext("hello_back", "search"), BEA)
    assert [draft.document["nodes"][step]["next"] for step in ("hello_long", "hello_back")] == ["search"] * 2


def test_who_saw_an_older_version_is_refused_with_both(home: House) -> None:
    """And nothing of it is kept, not in the audit either."""
    worded(home, "From where?")
    with pytest.raises(EditConflictError) as refused:
        do(home, SetText("en", "ask_origin", "Whence?"), BEA)
    assert (refused.value.theirs, refused.value.by) == ('"From where?"', EDI.id)
    assert len(acts(home)) == 1


def test_what_changes_nothing_is_no_operation(home: House) -> None:
    """A form that is sent twice leaves no second line."""
    worded(home, "From where?")
    assert worded(home, "From where?").version == 1
    assert len(acts(home)) == 1


def test_everybody_undoes_and_redoes_their_own(home: House) -> None:
    """A new operation forgets what one has undone, and not what a colleague has."""
    worded(home, "From where?")
    worded(home, "Hello!", key="hello", person=BEA)
    draft = flow_drafts.undo(home.runtime, "book", by(home))
    assert draft.document["texts"]["en"]["hello"] == "Hello!"
    assert draft.document["texts"]["en"]["ask_origin"] != "From where?"
    draft = flow_drafts.redo(home.runtime, "book", by(home))
    assert draft.document["texts"]["en"]["ask_origin"] == "From where?"
    flow_drafts.undo(home.runtime, "book", by(home))
    flow_drafts.undo(home.runtime, "book", by(home, BEA))
    worded(home, "Whence?")
    with pytest.raises(InvalidError, match="do again"):
        flow_drafts.redo(home.runtime, "book", by(home))
    assert flow_drafts.redo(home.runtime, "book", by(home, BEA)).document["texts"]["en"]["hello"] == "Hello!"
    assert [what for _, what, _ in acts(home)][2:] == [
        "flow.undo",
        "flow.redo",
        "flow.undo",
        "flow.undo",
        "flow.edit",
        "flow.redo",
    ]


def test_a_draft_is_put_back_to_what_is_live_and_that_can_be_undone(home: House) -> None:
    """Whoever presses it by accident has lost nothing."""
    worded(home, "From where?")
    with pytest.raises(EditConflictError):
        flow_drafts.reset(home.runtime, "book", by(home), seen=0)
    draft = flow_drafts.reset(home.runtime, "book", by(home), seen=1)
    assert draft.document == flow_drafts.shown(flow_room().runtime, "book").document
    with pytest.raises(InvalidError, match="already"):
        flow_drafts.reset(home.runtime, "book", by(home), seen=2)
    assert flow_drafts.undo(home.runtime, "book", by(home)).document["texts"]["en"]["ask_origin"] == "From where?"


def test_a_reset_does_not_come_by_the_way_of_an_edit(home: House) -> None:
    """A page cannot get around a locked step by its name."""
    with pytest.raises(InvalidError, match="put back"):
        do(home, Reset({}, seen=0))


def test_a_new_flow_begins_empty_and_is_filled_step_by_step_or_by_a_file(home: House) -> None:
    """Its faults are told while it grows, and it is of one name only."""
    draft = flow_drafts.create(home.runtime, "bags", by(home))
    assert (draft.base, draft.document["nodes"], list(draft.document["texts"])) == (0, {}, ["en", "fr", "es", "de"])
    assert [fault.where for fault in flow_drafts.faults(home.runtime, draft)] == ["flow"]
    for name, why in (("bags", "already"), ("book", "already"), ("<b>", "small letters")):
        with pytest.raises(InvalidError, match=why):
            flow_drafts.create(home.runtime, name, by(home))
    document = {**draft.document, "start": "one", "nodes": {"one": {"end": True}, "two": {"end": True}}}
    draft = do(home, Import(document), flow="bags")
    assert [(fault.where, fault.rule) for fault in flow_drafts.faults(home.runtime, draft)] == [("two", 4)]
    draft = do(home, DeleteStep("two", seen=1), flow="bags")
    assert flow_drafts.faults(home.runtime, draft) == ()
    with pytest.raises(InvalidError, match="no flow 'bags'"):
        flow_drafts.reset(home.runtime, "bags", by(home), seen=draft.version)


def test_a_new_flow_is_dropped_before_anybody_published_it(home: House) -> None:
    """A slip in its name is no burden for ever; a flow on which travellers are is not dropped."""
    flow_drafts.create(home.runtime, "bgas", by(home))
    do(home, AddStep("one", {}), flow="bgas")
    with pytest.raises(ConflictError):
        flow_drafts.drop(home.runtime, "bgas", by(home), seen=0)
    flow_drafts.drop(home.runtime, "bgas", by(home), seen=1)
    assert flow_drafts.drafts(home.runtime) == ()
    assert acts(home)[-1] == (EDI.id, "flow.drop", "bgas")
    worded(home, "From where?")
    for flow, why in (("bgas", "no flow"), ("book", "was published")):
        with pytest.raises(InvalidError, match=why):
            flow_drafts.drop(home.runtime, flow, by(home), seen=1)


def test_a_flow_that_is_not_there_has_no_draft(home: House) -> None:
    """A slip in an address gets a sentence."""
    with pytest.raises(InvalidError, match="no flow 'bags'"):
        flow_drafts.shown(home.runtime, "bags")
    with pytest.raises(InvalidError, match="no flow 'bags'"):
        do(home, AddStep("one", {}), flow="bags")


@pytest.mark.parametrize("person", [ANA, ADA])
def test_only_editors_of_flows_edit(home: House, person: object) -> None:
    """An administrator approves, and does not write."""
    them = by(home, person)  # type: ignore[arg-type]  # a person
    for act in (
        lambda: flow_drafts.create(home.runtime, "bags", them),
        lambda: flow_drafts.edit(home.runtime, "book", SetNext("hello_long", "search"), them),
        lambda: flow_drafts.drop(home.runtime, "book", them, seen=0),
        lambda: flow_drafts.undo(home.runtime, "book", them),
        lambda: flow_drafts.redo(home.runtime, "book", them),
        lambda: flow_drafts.reset(home.runtime, "book", them, seen=0),
    ):
        with pytest.raises(InvalidError, match="may not edit"):
            act()
    assert acts(home) == []


def test_a_draft_goes_on_after_it_was_published(home: House) -> None:
    """On the new revision, with its versions and with what can be undone."""
    worded(home, "From where?")
    publish(home)
    draft = flow_drafts.shown(home.runtime, "book")
    assert (draft.base, draft.version) == (2, 1)
    assert flow_drafts.undo(home.runtime, "book", by(home)).version == 2


def test_a_draft_that_cannot_be_read_any_more_is_told_so(home: House) -> None:
    """Not taken for one without faults or without changes, and never published."""
    worded(home, "From where?")
    with home.records.begin() as work:
        kept = work.flow_drafts.draft("book", lock=True)
        assert kept
        work.flow_drafts.save(msgspec.structs.replace(kept, document={**kept.document, "start": 3}))
    draft = flow_drafts.shown(home.runtime, "book")
    (fault,) = flow_drafts.faults(home.runtime, draft)
    assert (fault.rule, fault.blocks, "cannot be read" in fault.sentence) == (1, True, True)
    with pytest.raises(InvalidError, match="cannot be read"):
        flow_revisions.changes(home.runtime, draft)
    with pytest.raises(InvalidError, match="cannot be read"):
        publish(home)
    assert live(home) == 1


def test_steps_in_another_order_are_a_change_too(home: House) -> None:
    """The outline is read from top to bottom: who puts it in order may publish that, and put it back."""
    first, _, third, *_ = flow_drafts.shown(home.runtime, "book").document["nodes"]
    draft = do(home, MoveStep(first, third))
    assert [one.sentence for one in flow_revisions.changes(home.runtime, draft)] == [
        f"The step {first} is moved after {third}."
    ]
    assert publish(home).revision == 2
    with pytest.raises(InvalidError, match="already"):
        flow_drafts.reset(home.runtime, "book", by(home), seen=1)


def test_a_draft_of_an_older_specification_is_one_of_todays(home: House) -> None:
    """Its steps say where the flow ends, so that an editor sees it; what is only written otherwise is no change."""
    older = msgspec.json.decode(catalogue.sample_flows()[1])
    for node in older["nodes"].values():
        node.pop("end", None)
    with home.records.begin() as work:
        name = older["flow"]
        work.flows.publish(name, msgspec.json.encode({**older, "spec": 1}), author="x", at=2, notes="Old")
    draft = flow_drafts.shown(home.runtime, name)
    assert draft.document["spec"] == 2
    assert any(node.get("end") for node in draft.document["nodes"].values())
    assert flow_revisions.changes(home.runtime, draft) == ()
    with pytest.raises(InvalidError, match="already"):
        flow_drafts.reset(home.runtime, name, by(home), seen=0)
