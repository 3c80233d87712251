"""What is done to steps as a whole: add, move, duplicate, delete, rename, begin there; and undo, redo and reset."""

from collections.abc import Callable

import msgspec
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain import typed
from bot.domain.errors import InvalidError
from bot.domain.flow.drafting import Draft, EditConflictError
from bot.domain.flow.operations import (
    AddStep,
    DeleteStep,
    DuplicateStep,
    MoveStep,
    Operation,
    RenameStep,
    SetFallback,
    SetNeeds,
    SetStart,
)
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import flow_drafts
from bot.services.approvals import Deciding
from bot.web.staff import flow_conflicts, flow_pages, guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.flow_pages import HERE

KINDS = ("say", "ask", "choose", "end")
"""What a new step may begin as."""
_NO_ACT = "Choose what is to become of the step."

Change = Callable[[Deciding], Draft]


class Then(msgspec.Struct, frozen=True):
    """What follows a change: the step to show and what is told of it; `here` is the step that it was done to."""

    step: str
    told: str
    here: str = ""


def blueprint(runtime: Runtime) -> Blueprint:
    """The acts below /staff/flows/<flow>."""
    pages = Blueprint("staff_flow_steps", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.post("/<flow>/steps")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.edit")
    def add(person: Person, flow: str) -> AnyResponse:
        name = request.form.get("step", "").strip()
        op = AddStep(name, new_node(name, request.form.get("kind", "")), _word("after"), _word("label"))
        return _done(
            runtime, person, flow, lambda by: flow_drafts.edit(runtime, flow, op, by), then=Then(name, "added")
        )

    @pages.post("/<flow>/steps/<step>/<act>")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.edit")
    def change(person: Person, flow: str, step: str, act: str) -> AnyResponse:
        try:
            op, at, told = _operation(step, act)
        except InvalidError as error:
            return flow_pages.show(runtime, person, flow, step=step, problem=error.say_to_staff)
        return _done(
            runtime, person, flow, lambda by: flow_drafts.edit(runtime, flow, op, by), then=Then(at, told, step)
        )

    @pages.post("/<flow>/whole")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.edit")
    def whole(person: Person, flow: str) -> AnyResponse:
        op = _of_flow()
        return _done(
            runtime, person, flow, lambda by: flow_drafts.edit(runtime, flow, op, by), then=Then(_at(), "saved")
        )

    _add_undoing(pages, runtime)
    return pages


def _add_undoing(pages: Blueprint, runtime: Runtime) -> None:
    @pages.post("/<flow>/undo")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.undo")
    def undo(person: Person, flow: str) -> AnyResponse:
        return _done(runtime, person, flow, lambda by: flow_drafts.undo(runtime, flow, by), then=Then(_at(), "undone"))

    @pages.post("/<flow>/redo")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.redo")
    def redo(person: Person, flow: str) -> AnyResponse:
        return _done(runtime, person, flow, lambda by: flow_drafts.redo(runtime, flow, by), then=Then(_at(), "redone"))

    @pages.post("/<flow>/reset")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.reset")
    def reset(person: Person, flow: str) -> AnyResponse:
        seen = _seen()
        return _done(
            runtime, person, flow, lambda by: flow_drafts.reset(runtime, flow, by, seen=seen), then=Then(_at(), "reset")
        )


def new_node(name: str, kind: str) -> dict[str, object]:
    """What a new step begins with: a text of its own name, so that there is something to word at once."""
    match kind:
        case "ask":
            return {"do": [{"do": "ask", "text": name}], "wait": {"for": "yes_no", "exits": {}}}
        case "choose":
            return {"cases": [{"when": {"field": "trip.origin", "op": "missing"}, "to": ""}]}
        case "end":
            return {"end": True}
        case _:
            return {"do": [{"do": "say", "text": name}]}


def _operation(step: str, act: str) -> tuple[Operation, str, str]:
    """The operation of a posted form, the step to show after it, and what is told of it; raises `InvalidError`."""
    match act:
        case "move":
            return MoveStep(step, _word("after"), seen=_seen()), step, "moved"
        case "duplicate":
            copy = _word("copy")
            return DuplicateStep(step, copy), copy, "copied"
        case "delete":
            return DeleteStep(step, seen=_seen()), _word("next"), "deleted"
        case "rename":
            return RenameStep(step, _word("label"), seen=_seen()), step, "renamed"
        case "start":
            return SetStart(step, seen=_seen()), step, "start"
    raise InvalidError(_NO_ACT)


def _of_flow() -> Operation:
    """What a posted form says of the flow as a whole: what is known when it is entered, or which language stands in."""
    if _word("about") == "needs":
        return SetNeeds(tuple(filter(None, (name.strip() for name in _word("needs").split(",")))), seen=_seen())
    chosen = {name.removeprefix("for."): other for name, other in request.form.items() if name.startswith("for.")}
    return SetFallback({language: other for language, other in chosen.items() if other}, seen=_seen())


def _done(runtime: Runtime, person: Person, flow: str, change: Change, *, then: Then) -> AnyResponse:
    step, told, here = then.step, then.told, then.here
    back = f"{HERE}/{flow}/steps/{here or step}" if here or step else f"{HERE}/{flow}"
    try:
        draft = change(Deciding(person, acting(runtime, person)))
    except EditConflictError as error:
        return flow_conflicts.show(runtime, person, flow, error, back=back)
    except InvalidError as error:
        return flow_pages.show(runtime, person, flow, step=here or _known(runtime, flow), problem=error.say_to_staff)
    place = f"/steps/{step}" if step in draft.document["nodes"] else ""
    return redirect(f"{HERE}/{flow}{place}?done={told}", 303)


def _known(runtime: Runtime, flow: str) -> str:
    """The step from which something was asked for, if it is there."""
    try:
        nodes = flow_drafts.shown(runtime, flow).document["nodes"]
    except InvalidError:
        return ""
    return _at() if _at() in nodes else ""


def _at() -> str:
    return _word("at")


def _seen() -> int:
    return typed.whole(request.form.get("seen", "")) or 0


def _word(name: str) -> str:
    return request.form.get(name, "").strip()
