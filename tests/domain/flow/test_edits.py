"""Operations on a draft: what each makes of the document, and what a locked step keeps."""

from typing import Any

import pytest

from bot.domain.errors import InvalidError
from bot.domain.flow.edits import apply
from bot.domain.flow.operations import (
    AddStep,
    DeleteStep,
    DuplicateStep,
    Import,
    MoveStep,
    Operation,
    RenameStep,
    Reset,
    SetActions,
    SetCases,
    SetEnd,
    SetExits,
    SetFallback,
    SetLayout,
    SetNeeds,
    SetNext,
    SetSplit,
    SetStart,
    SetStep,
    SetText,
    SetWait,
    subject,
)

WAIT = {"for": "choice", "exits": {"yes": "pay", "no_match": "ask", "timeout": "ask", "person": "ask"}}
DOCUMENT: dict[str, Any] = {
    "spec": 2,
    "flow": "bags",
    "start": "hello",
    "nodes": {
        "hello": {"do": [{"do": "say", "text": "hello"}], "next": "ask"},
        "ask": {"do": [{"do": "ask", "text": "ask"}], "wait": WAIT},
        "pay": {"locked": True, "do": [{"do": "check_out"}], "next": "hello"},
    },
    "texts": {"en": {"hello": "Hi", "ask": "Bags?"}},
    "layout": {"ask": {"label": "Ask"}},
}
SPLIT = {"name": "greeting", "ways": [{"name": "short", "weight": 100, "to": "ask"}]}
ON_PAY: tuple[Operation, ...] = (
    DeleteStep("pay"),
    DuplicateStep("pay", "pay_again"),
    SetActions("pay", ({"do": "say", "text": "hello"},)),
    SetWait("pay", WAIT),
    SetExits("pay", {"yes": "ask"}),
    SetCases("pay", ()),
    SetSplit("pay", None),
    SetNext("pay", "ask"),
    SetStep("pay", {"end": True}),
    SetEnd("pay", end=True),
)


def node(document: Any, step: str) -> Any:
    """A step of a document."""
    return document["nodes"][step]


def test_a_step_is_added_where_it_was_wanted() -> None:
    """Right after another one, with its label; what is empty is not written."""
    after = apply(DOCUMENT, AddStep("weigh", {"next": "pay", "do": [], "cases": []}, "hello", "Weigh  it\n"))
    assert list(after["nodes"]) == ["hello", "weigh", "ask", "pay"]
    assert node(after, "weigh") == {"next": "pay"}
    assert after["layout"]["weigh"] == {"label": "Weigh it"}
    assert next(iter(apply(DOCUMENT, AddStep("first", {}))["nodes"])) == "first"
    assert list(DOCUMENT["nodes"]) == ["hello", "ask", "pay"]


def test_a_step_is_copied_right_after_itself() -> None:
    """With all that it does and where it leads."""
    after = apply(DOCUMENT, DuplicateStep("ask", "ask_more"))
    assert list(after["nodes"]) == ["hello", "ask", "ask_more", "pay"]
    assert node(after, "ask_more") == node(DOCUMENT, "ask")


def test_a_step_goes_with_its_label() -> None:
    """The ways that led to it stay, for the check to complain about."""
    after = apply(DOCUMENT, DeleteStep("ask"))
    assert (list(after["nodes"]), after["layout"]) == (["hello", "pay"], {})
    assert node(after, "hello")["next"] == "ask"


def test_what_a_step_does_and_where_it_leads_is_set_piece_by_piece() -> None:
    """Each form of the outline changes its own piece, and leaves the others."""
    said = SetActions("hello", ({"do": "say", "text": "ask"},))
    assert node(apply(DOCUMENT, said), "hello") == {"do": [{"do": "say", "text": "ask"}], "next": "ask"}
    case = {"when": {"field": "trip.origin", "op": "present"}, "to": "pay"}
    assert node(apply(DOCUMENT, SetCases("hello", (case,))), "hello")["cases"] == [case]
    assert "next" not in node(apply(DOCUMENT, SetNext("hello", "")), "hello")
    exits = {**WAIT["exits"], "yes": "hello"}  # type: ignore[dict-item]  # a plain document
    assert node(apply(DOCUMENT, SetExits("ask", exits)), "ask")["wait"] == {"for": "choice", "exits": exits}
    assert "wait" not in node(apply(DOCUMENT, SetWait("ask", None)), "ask")
    assert node(apply(DOCUMENT, SetWait("hello", WAIT)), "hello")["wait"] == WAIT
    assert apply(DOCUMENT, SetStart("ask"))["start"] == "ask"


def test_a_step_is_moved_named_and_drawn_without_a_change_of_its_ways() -> None:
    """The outline is for people; the talk goes as it went."""
    assert list(apply(DOCUMENT, MoveStep("pay", "hello"))["nodes"]) == ["hello", "pay", "ask"]
    assert list(apply(DOCUMENT, MoveStep("pay"))["nodes"]) == ["pay", "hello", "ask"]
    after = apply(apply(DOCUMENT, RenameStep("ask", "Which bags")), SetLayout("ask", {"x": 1}))
    assert after["layout"]["ask"] == {"label": "Which bags", "x": 1}
    assert apply(DOCUMENT, RenameStep("ask", " "))["layout"] == {}


def test_a_text_is_worded_in_one_language() -> None:
    """A language that had no texts gets some; an empty text is none."""
    after = apply(DOCUMENT, SetText("fr", "hello", "Salut"))
    assert after["texts"] == {"en": {"hello": "Hi", "ask": "Bags?"}, "fr": {"hello": "Salut"}}
    assert apply(DOCUMENT, SetText("en", "ask", ""))["texts"]["en"] == {"hello": "Hi"}


@pytest.mark.parametrize("op", ON_PAY)
def test_a_locked_step_is_not_removed_or_wired_otherwise(op: Operation) -> None:
    """What money and law need stays, whoever edits."""
    with pytest.raises(InvalidError, match="is locked"):
        apply(DOCUMENT, op)


def test_a_locked_step_is_worded_named_and_moved() -> None:
    """Its words are the airline's own."""
    for op in (RenameStep("pay", "Pay"), MoveStep("pay"), SetLayout("pay", {"x": 2}), SetText("en", "paying", "Now")):
        assert node(apply(DOCUMENT, op), "pay") == node(DOCUMENT, "pay")


def test_an_import_keeps_what_is_locked() -> None:
    """A file is no way around it, and is of this very flow; anything else of it may differ."""
    shorter = {**DOCUMENT, "nodes": {name: node(DOCUMENT, name) for name in ("hello", "pay")}}
    assert apply(DOCUMENT, Import(shorter)) == shorter
    changed = {**DOCUMENT, "nodes": {**DOCUMENT["nodes"], "pay": {"next": "hello"}}}
    more = {**DOCUMENT, "nodes": {**DOCUMENT["nodes"], "other": {"locked": True}}}
    for wrong, why in (
        ({**DOCUMENT, "flow": "book"}, "'book'"),
        (changed, "is locked"),
        ({**DOCUMENT, "nodes": {}}, "is locked"),
        ({**DOCUMENT, "nodes": []}, "cannot be read"),
        (more, "cannot add a locked"),
    ):
        with pytest.raises(InvalidError, match=why):
            apply(DOCUMENT, Import(wrong))
    empty = {**DOCUMENT, "nodes": {}}
    assert apply(empty, Import(DOCUMENT)) == DOCUMENT
    assert apply(DOCUMENT, Reset(changed)) == changed


@pytest.mark.parametrize(
    ("op", "why"),
    [
        (AddStep("Weigh", {}), "small letters"),
        (AddStep("weigh", {"locked": True}), "cannot add a locked"),
        (DuplicateStep("ask", "<b>"), "small letters"),
        (DuplicateStep("gone", "more"), "no step 'gone'"),
        (DeleteStep("gone"), "no step"),
        (MoveStep("gone"), "no step"),
        (RenameStep("gone", "x"), "no step"),
        (SetLayout("gone", {}), "no step"),
        (SetNext("gone", "ask"), "no step"),
        (SetStart("gone"), "no step"),
        (SetExits("hello", {}), "has no exits"),
        (SetText("english", "hello", "x"), "code such as fr"),
        (SetText("en", "../x", "x"), "small letters"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(op: Operation, why: str) -> None:
    """A name is never what could be taken for something else."""
    with pytest.raises(InvalidError, match=why):
        apply(DOCUMENT, op)


def test_a_step_ends_the_flow_or_leads_on_whichever_was_said_last() -> None:
    """Who says that it ends need not take its way on out first, nor the other way round."""
    ended = apply(DOCUMENT, SetEnd("hello", end=True))
    assert node(ended, "hello") == {"do": [{"do": "say", "text": "hello"}], "end": True}
    assert "end" not in node(apply(ended, SetEnd("hello", end=False)), "hello")
    on: tuple[Operation, ...] = (
        SetNext("hello", "ask"),
        SetWait("hello", WAIT),
        SetCases("hello", ({"when": {"field": "trip.origin", "op": "missing"}, "to": "ask"},)),
        SetSplit("hello", SPLIT),
    )
    for op in on:
        assert "end" not in node(apply(ended, op), "hello")
    for op in (SetNext("hello", ""), SetWait("hello", None), SetCases("hello", ()), SetSplit("hello", None)):
        assert node(apply(ended, op), "hello")["end"] is True


def test_a_step_tries_several_ways_or_none() -> None:
    """The trial is written as it was said, and taken out whole."""
    trying = apply(DOCUMENT, SetSplit("hello", SPLIT))
    assert node(trying, "hello")["split"] == SPLIT
    assert node(apply(trying, SetSplit("hello", None)), "hello") == node(DOCUMENT, "hello")


def test_what_is_said_of_the_whole_flow_is_changed_apart_from_its_steps() -> None:
    """What is known when it is entered, and which language stands in for another; what is empty is not written."""
    needing = apply(DOCUMENT, SetNeeds(("trip.origin",)))
    assert needing == {**DOCUMENT, "needs": ["trip.origin"]}
    assert apply(needing, SetNeeds(())) == DOCUMENT
    standing = apply(DOCUMENT, SetFallback({"fr": "en"}))
    assert standing["fallback"] == {"fr": "en"}
    assert apply(standing, SetFallback({})) == DOCUMENT
    assert [subject(op) for op in (SetNeeds(()), SetFallback({}))] == ["rest:needs", "rest:fallback"]


def test_an_import_of_an_older_specification_is_brought_to_todays() -> None:
    """What an older program exported is imported, and a locked step in it counts as the same."""
    end = {"locked": True, "do": [{"do": "say", "text": "hello"}]}
    document = {**DOCUMENT, "nodes": {**DOCUMENT["nodes"], "bye": {**end, "end": True}}}
    older = {**document, "spec": 1, "nodes": {**document["nodes"], "bye": end}}
    assert apply(document, Import(older)) == document


def test_a_step_is_set_as_a_whole() -> None:
    """What the form does not have goes; nobody locks a step by it."""
    after = apply(DOCUMENT, SetStep("hello", {"end": True, "do": []}))
    assert node(after, "hello") == {"end": True}
    with pytest.raises(InvalidError, match="locked"):
        apply(DOCUMENT, SetStep("hello", {"locked": True}))
