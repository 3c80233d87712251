"""What an operation of an editor makes of a document, and what a locked step keeps.

A plain document is changed, so that nothing here need know every action and every condition; whoever applies an
operation reads the whole flow afterwards (`definition.parse_flow`). A locked step may be worded and moved in the
outline, not removed, copied or wired otherwise.
"""

from collections.abc import Mapping
from typing import Any, NoReturn

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow.checks.names import is_language, is_name
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
)
from bot.domain.flow.parts import Document, read, write
from bot.domain.flow.transfer import taken_in

LONGEST_LABEL = 80

LOCKED = "The step {!r} is locked: money or law needs it. Its words may change, nothing else of it."
NO_STEP = "There is no step {!r} any more."
NO_NAME = "A name is 1 to 60 small letters, digits and underscores, a letter first; {!r} is not."
NO_LANGUAGE = "A language is a code such as fr or pt_BR; {!r} is not."

_OfNode = SetActions | SetWait | SetExits | SetCases | SetSplit | SetNext | SetEnd


def apply(document: Document, op: Operation) -> Document:
    """The document after an operation; raises `InvalidError` for what may not or cannot be done."""
    match op:
        case AddStep(step=step):
            return _added(document, op, step)
        case DuplicateStep(step=step, copy=copy):
            node = _unlocked(document, step)
            return write(document, {f"step:{named(copy)}": node, f"place:{copy}": step})
        case DeleteStep(step=step):
            _unlocked(document, step)
            return write(document, {f"step:{step}": None, f"label:{step}": None, f"layout:{step}": None})
        case MoveStep(step=step, after=after):
            _node(document, step)
            return write(document, {f"place:{step}": after})
        case SetText(language=language, key=key, text=text):
            if not is_language(language):
                raise InvalidError(NO_LANGUAGE.format(language))
            return write(document, {f"text:{language}:{named(key)}": text or None})
        case Import(document=imported):
            return _imported(document, imported)
        case Reset(document=live):
            return live
        case SetStart() | SetNeeds() | SetFallback():
            return _of_flow(document, op)
        case _:
            return _of_step(document, op)


def _of_flow(document: Document, op: SetStart | SetNeeds | SetFallback) -> Document:
    match op:
        case SetStart(step=step):
            _node(document, step)
            return write(document, {"start": step})
        case SetNeeds(needs=needs):
            return write(document, {"rest:needs": list(needs) or None})
        case SetFallback(fallback=fallback):
            return write(document, {"rest:fallback": fallback or None})


def _of_step(document: Document, op: RenameStep | SetLayout | SetStep | _OfNode) -> Document:
    match op:
        case RenameStep(step=step, label=label):
            _node(document, step)
            return write(document, {f"label:{step}": _label(label)})
        case SetLayout(step=step, layout=layout):
            _node(document, step)
            return write(document, {f"layout:{step}": layout or None})
        case SetStep(step=step, node=whole):
            _unlocked(document, step)
            return write(document, {f"step:{step}": _kept(_not_locked(whole))})
        case _:
            node = _unlocked(document, op.step)
            return write(document, {f"step:{op.step}": _kept({**node, **_changed(node, op)})})


def _changed(node: Mapping[str, Any], op: _OfNode) -> Mapping[str, Any]:
    """What an operation says of a step. It ends the flow or leads on: the one that is said last takes the other out."""
    match op:
        case SetActions(do=do):
            return {"do": list(do)}
        case SetExits(step=step, exits=exits):
            return {"wait": _with_exits(node, step, exits)}
        case SetWait(wait=on):
            said: dict[str, Any] = {"wait": on}
        case SetCases(cases=cases):
            said = {"cases": list(cases)}
        case SetSplit(split=on):
            said = {"split": on}
        case SetNext(next=on):
            said = {"next": on}
        case SetEnd(end=end):
            return {"end": True, "next": ""} if end else {"end": None}
    return {**said, "end": None} if any(said.values()) else said


def _added(document: Document, op: AddStep, step: str) -> Document:
    _not_locked(op.node)
    label = _label(op.label)
    return write(document, {f"step:{named(step)}": _kept(op.node), f"place:{step}": op.after, f"label:{step}": label})


def _not_locked(node: dict[str, Any]) -> dict[str, Any]:
    if node.get("locked"):
        raise InvalidError("Staff cannot add a locked step.")
    return node


def _imported(document: Document, given: Mapping[str, Any]) -> Document:
    imported: dict[str, Any] = msgspec.json.decode(taken_in(given))
    if imported.get("flow") != document["flow"]:
        raise InvalidError(f"This is the flow {imported.get('flow')!r}, and not {document['flow']!r}.")
    after = imported["nodes"]
    for name, node in document["nodes"].items():
        if node.get("locked") and after.get(name) != node:
            raise InvalidError(LOCKED.format(name))
    for name, node in after.items():
        if document["nodes"] and node.get("locked") and name not in document["nodes"]:
            raise InvalidError("Staff cannot add a locked step.")
    return imported


def _with_exits(node: Mapping[str, Any], step: str, exits: Mapping[str, str]) -> dict[str, Any]:
    wait = node.get("wait")
    if wait is None:
        raise InvalidError(f"The step {step!r} waits for nothing, so it has no exits.")
    return {**wait, "exits": dict(exits)}


def _node(document: Document, step: str) -> dict[str, Any]:
    node: dict[str, Any] | None = read(document, f"step:{step}")
    return node if node is not None else _gone(step)


def _unlocked(document: Document, step: str) -> dict[str, Any]:
    node = _node(document, step)
    if node.get("locked"):
        raise InvalidError(LOCKED.format(step))
    return node


def _gone(step: str) -> NoReturn:
    raise InvalidError(NO_STEP.format(step))


def _kept(node: Mapping[str, Any]) -> dict[str, Any]:
    """A step without what is empty, as people write it."""
    return {name: value for name, value in node.items() if value not in (None, "", [], (), False)}


def named(name: str) -> str:
    """A name of a step, a text or a flow as it may be given anew; raises `InvalidError`."""
    if not is_name(name):
        raise InvalidError(NO_NAME.format(name))
    return name


def _label(text: str) -> str | None:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_LABEL] or None
