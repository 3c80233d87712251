"""Drafts that several people edit: nobody overwrites what they have not seen, and what was done can be undone."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.data import catalogue
from bot.domain.errors import InvalidError
from bot.domain.flow import operations
from bot.domain.flow.drafting import (
    Done,
    Draft,
    EditConflictError,
    Stamp,
    edited,
    redone,
    to_redo,
    to_undo,
    undone,
)
from bot.domain.flow.operations import (
    AddStep,
    DeleteStep,
    DuplicateStep,
    Import,
    MoveStep,
    Operation,
    RenameStep,
    SetLayout,
    SetNext,
    SetText,
)

EDI, BEA = "per_edi", "per_bea"
DOCUMENT: dict[str, Any] = {
    "spec": 2,
    "flow": "bags",
    "start": "a",
    "nodes": {"a": {"next": "b"}, "b": {"next": "c"}, "c": {}},
    "texts": {"en": {"hello": "Hi"}},
    "layout": {},
}
DRAFT = Draft(flow="bags", document=DOCUMENT, base=1)


def do(draft: Draft, op: Operation, by: str = EDI) -> tuple[Draft, Done]:
    """A draft after an operation that changes something."""
    made, done = edited(draft, op, by=by, at=5)
    assert done is not None
    return made, done


def test_an_operation_raises_the_version_of_its_part_alone() -> None:
    """Who has another step before them goes on undisturbed."""
    made, done = do(DRAFT, SetNext("a", "c"))
    assert made.document["nodes"]["a"] == {"next": "c"}
    assert (made.version, made.at, made.by) == (1, 5, EDI)
    assert made.stamps == {"step:a": Stamp(1, EDI)}
    assert (done.number, done.before, done.after) == (1, {"step:a": {"next": "b"}}, {"step:a": {"next": "c"}})
    again, _ = do(made, SetNext("b", ""), BEA)
    assert again.stamps == {"step:a": Stamp(1, EDI), "step:b": Stamp(1, BEA)}


def test_who_comes_second_on_the_same_step_reads_both_versions() -> None:
    """Nothing is overwritten unseen; with the newer version before them they may."""
    made, _ = do(DRAFT, SetNext("a", "c"))
    with pytest.raises(EditConflictError) as refused:
        edited(made, SetNext("a", ""), by=BEA, at=6)
    error = refused.value
    assert (error.part, error.seen, error.now, error.by, error.retryable) == ("step:a", 0, 1, EDI, False)
    assert msgspec.json.decode(error.theirs) == {"next": "c"}
    assert msgspec.json.decode(error.mine) == {"op": "set_next", "step": "a", "next": "", "seen": 0}
    after, _ = do(made, SetNext("a", "", seen=1), BEA)
    assert after.stamp("step:a") == Stamp(2, BEA)


def test_two_languages_of_a_text_are_two_parts() -> None:
    """Translators work side by side."""
    made, _ = do(DRAFT, SetText("en", "hello", "Hello"))
    after, _ = do(made, SetText("fr", "hello", "Salut"), BEA)
    assert after.document["texts"] == {"en": {"hello": "Hello"}, "fr": {"hello": "Salut"}}


def test_a_step_that_a_colleague_deleted_is_a_conflict_and_not_a_crash() -> None:
    """They read that it is gone, and by whom."""
    made, _ = do(DRAFT, DeleteStep("c"))
    with pytest.raises(EditConflictError) as refused:
        edited(made, SetNext("c", "a"), by=BEA, at=6)
    assert (refused.value.theirs, refused.value.by) == ("", EDI)


@pytest.mark.parametrize("op", [AddStep("b", {}), DuplicateStep("a", "b")])
def test_a_name_that_is_taken_is_told_with_what_has_it(op: Operation) -> None:
    """Two who add a step of the same name do not share it by accident."""
    with pytest.raises(EditConflictError, match="'b' already") as refused:
        edited(DRAFT, op, by=BEA, at=6)
    assert msgspec.json.decode(refused.value.theirs) == {"next": "c"}


def test_an_operation_that_changes_nothing_leaves_no_trace() -> None:
    """Saving a form twice is no second operation."""
    assert edited(DRAFT, SetNext("a", "b"), by=EDI, at=5) == (DRAFT, None)
    assert edited(DRAFT, MoveStep("b", "a"), by=EDI, at=5) == (DRAFT, None)


@pytest.mark.parametrize(
    "op",
    [
        AddStep("d", {"do": [{"do": "format_disk"}]}),
        AddStep("d", {"wait": {"for": "choice"}}),
        SetText("en", "long", "x" * 5000),
        Import({"flow": "bags"}),
        Import({**DOCUMENT, "layout": {"a": 3}}),
        Import({**DOCUMENT, "spec": 99}),
    ],
)
def test_what_is_no_flow_is_never_kept(op: Operation) -> None:
    """A draft can always be read, shown and checked."""
    with pytest.raises(InvalidError):
        edited(DRAFT, op, by=EDI, at=5)


def test_a_document_that_holds_itself_or_has_no_end_is_refused() -> None:
    """A file that was made to hurt costs a sentence."""
    circle = msgspec.json.decode(msgspec.json.encode(DOCUMENT))
    circle["layout"]["a"] = {"again": circle["layout"]}
    many = {**DOCUMENT, "nodes": {f"n{number}": {} for number in range(10_000)}}
    for document, why in ((circle, "nested deeper than 20"), (many, "1000 nodes")):
        with pytest.raises(InvalidError, match=why):
            edited(DRAFT, Import(document), by=EDI, at=5)
    with pytest.raises(InvalidError, match="holds itself"):
        edited(DRAFT, SetLayout("a", circle["layout"]), by=EDI, at=5)


def test_a_whole_document_is_imported_over_what_its_editor_saw() -> None:
    """It names the version of the draft; afterwards it is undone as any other operation."""
    other = {**DOCUMENT, "nodes": {"c": {}, "a": {"next": "c"}}}
    with pytest.raises(EditConflictError):
        edited(do(DRAFT, SetNext("a", "c"))[0], Import(other), by=BEA, at=6)
    made, done = do(DRAFT, Import(other))
    assert made.document == other
    assert list(undone(made, done, by=EDI, at=7)[0].document["nodes"]) == ["a", "b", "c"]
    assert undone(made, done, by=EDI, at=7)[0].document == DOCUMENT


def test_what_is_undone_is_as_it_was_and_can_be_done_again() -> None:
    """With new versions: a form that a colleague has open is told that it is old."""
    made, done = do(DRAFT, DeleteStep("b"))
    back, gone = undone(made, done, by=EDI, at=6)
    assert list(back.document["nodes"].items()) == list(DOCUMENT["nodes"].items())
    assert (gone.undone, back.version, back.stamp("step:b")) == (True, 2, Stamp(2, EDI))
    again, there = redone(back, gone, by=EDI, at=7)
    assert (again.document, there.undone) == (made.document, False)


def test_undoing_is_refused_when_a_colleague_changed_the_same_since() -> None:
    """Their work is not lost by a key that I press; another step of theirs is no hindrance."""
    made, done = do(DRAFT, SetNext("a", "c"))
    elsewhere, _ = do(made, SetNext("b", ""), BEA)
    assert undone(elsewhere, done, by=EDI, at=7)[0].document["nodes"] == {**DOCUMENT["nodes"], "b": {}}
    same, _ = do(made, SetNext("a", "", seen=1), BEA)
    with pytest.raises(EditConflictError) as refused:
        undone(same, done, by=EDI, at=7)
    assert (refused.value.by, refused.value.part) == (BEA, "step:a")
    assert (msgspec.json.decode(refused.value.theirs), msgspec.json.decode(refused.value.mine)) == ({}, {"next": "b"})


def test_a_step_that_a_colleague_moved_since_stays_where_they_put_it() -> None:
    """Moving is undone by who moved last; a neighbor that moved is no hindrance."""
    made, done = do(DRAFT, MoveStep("c"))
    elsewhere, _ = do(made, MoveStep("b", "c"), BEA)
    assert list(undone(elsewhere, done, by=EDI, at=7)[0].document["nodes"]) == ["b", "c", "a"]
    moved, _ = do(made, MoveStep("c", "a", seen=1), BEA)
    with pytest.raises(EditConflictError):
        undone(moved, done, by=EDI, at=7)


def test_everybody_undoes_their_own_operations_the_newest_first() -> None:
    """And does them again in the order in which they were done."""
    first, one = do(DRAFT, SetNext("a", "c"))
    second, two = do(first, SetNext("b", ""), BEA)
    third, three = do(second, SetNext("c", "a"))
    history = (one, two, three)
    assert to_undo(history, EDI) == three
    assert to_undo(history, BEA) == two
    back, gone = undone(third, three, by=EDI, at=7)
    both, earlier = undone(back, to_undo((one, two, gone), EDI), by=EDI, at=8)
    assert both.document["nodes"] == {**DOCUMENT["nodes"], "b": {}}
    history = (earlier, two, gone)
    with pytest.raises(InvalidError, match="to undo"):
        to_undo(history, EDI)
    assert to_redo(history, EDI) == earlier
    with pytest.raises(InvalidError, match="do again"):
        to_redo(history, BEA)


_STEPS = st.sampled_from(["a", "b", "c", "d"])
_OPS = st.one_of(
    st.builds(AddStep, _STEPS, st.just({"next": "a"}), _STEPS, st.sampled_from(["", "X"])),
    st.builds(DuplicateStep, _STEPS, _STEPS),
    st.builds(DeleteStep, _STEPS),
    st.builds(MoveStep, _STEPS, _STEPS),
    st.builds(RenameStep, _STEPS, st.sampled_from(["", "A", "B"])),
    st.builds(SetLayout, _STEPS, st.sampled_from([{}, {"x": 1}])),
    st.builds(SetNext, _STEPS, _STEPS),
    st.builds(SetText, st.sampled_from(["en", "fr"]), st.sampled_from(["hello", "bye"]), st.sampled_from(["", "x"])),
)


@given(st.lists(_OPS, max_size=12))
def test_whatever_one_person_did_is_undone_to_the_first_word(ops: list[Operation]) -> None:
    """And done again to the last one."""
    draft, history = DRAFT, list[Done]()
    for op in ops:
        try:
            seen = draft.stamp(operations.subject(op)).version
            draft, done = edited(draft, msgspec.structs.replace(op, seen=seen), by=EDI, at=1)
        except (InvalidError, EditConflictError):
            continue
        history += [done] if done else []
    last, numbers = draft, list[int]()
    for at, done in reversed(list(enumerate(history))):
        draft, history[at] = undone(draft, done, by=EDI, at=2)
        numbers.append(draft.version)
    assert (draft.document, list(draft.document["nodes"])) == (DOCUMENT, ["a", "b", "c"])
    for done in history:
        draft, _ = redone(draft, done, by=EDI, at=3)
    assert draft.document == last.document
    assert list(draft.document["nodes"]) == list(last.document["nodes"])
    assert numbers == sorted(numbers)


def test_the_flow_that_ships_is_drafted_without_a_word_lost() -> None:
    """What staff publish from a draft that they undid is what was live."""
    document = msgspec.json.decode(catalogue.sample_flows()[0])
    draft = Draft(flow="book", document=document, base=1)
    made, done = do(draft, SetText("en", "hello", "Hello!"))
    assert undone(made, done, by=EDI, at=7)[0].document == document
