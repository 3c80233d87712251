"""A draft of a flow: edited by operations that carry the version they saw, undone and done again one by one.

Theory. Every part has a version, which rises with each change of it, and the name of who changed it last. An operation
on a part that has another version than the editor saw is refused with both: so two people on different steps never
hinder each other, and on the same one nobody overwrites what they have not read. Undoing puts back what the parts were,
and is refused when they are not any more as the operation left them; it is a change as any other, with new versions.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.flow import edits, operations, parts
from bot.domain.flow.definition import parse_flow
from bot.domain.flow.operations import AddStep, DuplicateStep, Import, MoveStep, Operation, Reset
from bot.domain.flow.parts import Document

REMEMBERED = 100
"""Operations that can be undone."""

CHANGED = "This was changed meanwhile. Look at both versions, and do it again on the newer one."
TAKEN = "There is a step {!r} already."
NOTHING = "There is nothing of yours to undo."
NOTHING_AGAIN = "There is nothing of yours to do again."


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """How often a part was changed, and the id of who changed it last."""

    version: int = 0
    by: str = ""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The draft of a flow.

    `base` is the revision on which it began or that was last made of it, 0 for none; `version` rises with each change,
    `at` (milliseconds UTC) and `by` are those of the last one. `stamps` has the parts that were changed.
    """

    flow: str
    document: Document
    base: int = 0
    version: int = 0
    stamps: Mapping[str, Stamp] = {}
    at: int = 0
    by: str = ""

    def stamp(self, part: str) -> Stamp:
        """The version of a part, and who changed it last."""
        return self.stamps.get(part, _NEVER)


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """An operation as it was done: who, when (milliseconds UTC), and its parts before and after it.

    `number` is the version of the draft that it made; `left` are the versions of its parts after it.
    """

    number: int
    op: Operation
    by: str
    at: int
    before: dict[str, Any]
    after: dict[str, Any]
    left: dict[str, int] = {}
    undone: bool = False


class EditConflictError(ConflictError):
    """Somebody changed the same part first.

    Attributes:
        part: its name.
        seen: the version that the editor saw.
        now: the version that it has now.
        by: the id of who changed it last.
        theirs: its value now, as JSON text, "" when it is gone.
        mine: what the editor wanted, as JSON text.
    """

    retryable = False

    def __init__(self, draft: Draft, part: str, *, seen: int, mine: object, sentence: str = CHANGED) -> None:
        super().__init__(sentence)
        stamp, value = draft.stamp(part), parts.read(draft.document, part) if part else draft.document
        self.part, self.seen = part, seen
        self.now = stamp.version if part else draft.version
        self.by = stamp.by if part else draft.by
        self.theirs = msgspec.json.encode(value).decode() if value is not None else ""
        self.mine = msgspec.json.encode(mine).decode()


def edited(draft: Draft, op: Operation, *, by: str, at: int) -> tuple[Draft, Done | None]:
    """The draft after an operation, and what undoes it; None when it changes nothing.

    Raises `EditConflictError` when the part was changed meanwhile, and `InvalidError` for what may not or cannot be
    done.
    """
    part = operations.subject(op)
    now = draft.stamp(part).version if part else draft.version
    if isinstance(op, AddStep | DuplicateStep):
        name = op.step if isinstance(op, AddStep) else op.copy
        if name in draft.document["nodes"]:
            raise EditConflictError(draft, part, seen=op.seen, mine=op, sentence=TAKEN.format(name))
    elif op.seen != now:
        raise EditConflictError(draft, part, seen=op.seen, mine=op)
    document = _readable(edits.apply(draft.document, op))
    touched = _touched(draft.document, document, op)
    if not touched:
        return draft, None
    before = {name: parts.read(draft.document, name) for name in touched}
    after = {name: parts.read(document, name) for name in touched}
    made = _changed(draft, document, touched, by=by, at=at)
    left = {name: made.stamp(name).version for name in touched}
    return made, Done(number=made.version, op=op, by=by, at=at, before=before, after=after, left=left)


def undone(draft: Draft, done: Done, *, by: str, at: int) -> tuple[Draft, Done]:
    """The draft without an operation, and the operation as one that is undone; raises `EditConflictError`."""
    return _put(draft, done, done.after, done.before, by=by, at=at)


def redone(draft: Draft, done: Done, *, by: str, at: int) -> tuple[Draft, Done]:
    """The draft with an operation once more that was undone, and the operation; raises `EditConflictError`."""
    return _put(draft, done, done.before, done.after, by=by, at=at)


def to_undo(history: tuple[Done, ...], by: str) -> Done:
    """The newest operation of somebody that is not undone, of a history in order; raises `InvalidError` for none."""
    found = next((done for done in reversed(history) if done.by == by and not done.undone), None)
    if found is None:
        raise InvalidError(NOTHING)
    return found


def to_redo(history: tuple[Done, ...], by: str) -> Done:
    """The operation of somebody that was undone last, of a history in order; raises `InvalidError` for none."""
    mine = [done for done in history if done.by == by]
    found = next((done for done in mine if done.undone), None)
    if found is None:
        raise InvalidError(NOTHING_AGAIN)
    return found


def _put(
    draft: Draft, done: Done, stands: Mapping[str, Any], wanted: Mapping[str, Any], *, by: str, at: int
) -> tuple[Draft, Done]:
    for part in stands:
        if _is_changed(draft, done, part, stands[part]):
            raise EditConflictError(draft, part, seen=done.left.get(part, 0), mine=wanted[part])
    document = _readable(parts.write(draft.document, wanted))
    made = _changed(draft, document, tuple(wanted), by=by, at=at)
    left = {name: made.stamp(name).version for name in wanted}
    return made, msgspec.structs.replace(done, undone=not done.undone, left=left)


def _is_changed(draft: Draft, done: Done, part: str, stood: Any) -> bool:
    """Whether somebody changed a part since; a step's neighbors may move, so its place is judged by its version."""
    if part == "order" or part.startswith("place:"):
        stamp = draft.stamp(part)
        moves = isinstance(done.op, MoveStep | Import | Reset)
        return moves and stamp.by != done.by and stamp.version != done.left.get(part)
    return bool(parts.read(draft.document, part) != stood)


def _changed(draft: Draft, document: Document, touched: tuple[str, ...], *, by: str, at: int) -> Draft:
    stamps = {name: Stamp(draft.stamp(name).version + 1, by) for name in touched}
    return msgspec.structs.replace(
        draft, document=document, version=draft.version + 1, stamps={**draft.stamps, **stamps}, at=at, by=by
    )


def _touched(before: Document, after: Document, op: Operation) -> tuple[str, ...]:
    places = tuple(part for part in operations.places(op) if parts.read(before, part) != parts.read(after, part))
    return (*parts.differing(before, after), *places)


def _readable(document: Document) -> Document:
    """The document, if it is a flow at all; raises `InvalidError` that says where it is not."""
    try:
        parse_flow(msgspec.json.encode(document))
    except RecursionError as error:
        raise InvalidError("The flow is nested too deep, or holds itself.") from error
    if not all(isinstance(laid, dict) for laid in document.get("layout", {}).values()):
        raise InvalidError("The layout of a step is a set of named values.")
    return document


_NEVER = Stamp()
