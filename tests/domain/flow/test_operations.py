"""Operations as plain data: what a page sends, and of which part each is."""

import msgspec
import pytest

from bot.domain.flow import operations
from bot.domain.flow.operations import (
    AddStep,
    DeleteStep,
    DuplicateStep,
    Import,
    MoveStep,
    Operation,
    RenameStep,
    Reset,
    SetExits,
    SetLayout,
    SetStart,
    SetText,
)


def test_operations_are_plain_data_with_nothing_unknown_in_them() -> None:
    """A page sends them as JSON; what it does not know is refused."""
    op = SetText("en", "hello", "Hi", seen=3)
    assert msgspec.json.decode(msgspec.json.encode(op), type=Operation) == op
    assert operations.kind(op) == "set_text"
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"op": "set_next", "step": "a", "next": "b", "code": "x"}', type=Operation)


@pytest.mark.parametrize(
    ("op", "subject", "places"),
    [
        (AddStep("x", {}), "step:x", ("place:x",)),
        (DuplicateStep("a", "x"), "step:x", ("place:x",)),
        (DeleteStep("x"), "step:x", ("place:x",)),
        (MoveStep("x"), "place:x", ("place:x",)),
        (RenameStep("x", "X"), "label:x", ()),
        (SetLayout("x", {}), "layout:x", ()),
        (SetExits("x", {}), "step:x", ()),
        (SetText("en", "x", "X"), "text:en:x", ()),
        (SetStart("x"), "start", ()),
        (Import({}), "", ("order",)),
        (Reset({}), "", ("order",)),
    ],
)
def test_each_operation_carries_the_version_of_one_part(op: Operation, subject: str, places: tuple[str, ...]) -> None:
    """Whoever moves a step does not hinder whoever words it."""
    assert (operations.subject(op), operations.places(op)) == (subject, places)
