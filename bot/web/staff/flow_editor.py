"""The editor of a flow: the page of each step, saving its form, and what a script asks for while somebody types."""

from urllib.parse import quote

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.flow.drafting import Draft, EditConflictError
from bot.domain.flow.operations import Operation, SetStep
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import flow_drafts
from bot.services.approvals import Deciding
from bot.web.staff import flow_conflicts, flow_pages, flow_step_forms, flow_step_texts, flow_step_view, guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.flow_pages import HERE
from bot.web.staff.flow_step_view import Typing


def blueprint(runtime: Runtime) -> Blueprint:
    """The pages of steps below /staff/flows/<flow>."""
    pages = Blueprint("staff_flow_editor", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("/<flow>")
    @guard.needs(runtime, "flows.read")
    def show(person: Person, flow: str) -> AnyResponse:
        return flow_pages.show(runtime, person, flow)

    @pages.get("/<flow>/steps/<step>")
    @guard.needs(runtime, "flows.read")
    def show_step(person: Person, flow: str, step: str) -> AnyResponse:
        return flow_pages.show(runtime, person, flow, step=step)

    @pages.post("/<flow>/steps/<step>")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.edit")
    def save(person: Person, flow: str, step: str) -> AnyResponse:
        try:
            typing = flow_step_view.posted(step, request.form)
        except InvalidError as error:
            return guard.refused(error.say_to_staff, 400)
        if request.form.get("act", "save") != "save":
            return flow_pages.show(runtime, person, flow, typing)
        try:
            saved = _save(runtime, person, flow, typing)
        except EditConflictError as error:
            return flow_conflicts.show(runtime, person, flow, error, back=f"{HERE}/{flow}/steps/{step}")
        except InvalidError as error:
            return flow_pages.show(runtime, person, flow, typing, problem=error.say_to_staff)
        told = "saved" if saved else "same"
        return redirect(f"{HERE}/{flow}/steps/{step}?lang={quote(typing.language)}&done={told}", 303)

    return pages


def _save(runtime: Runtime, person: Person, flow: str, typing: Typing) -> int:
    """Do everything that a form asks for; gives how many operations that were."""
    by = Deciding(person, acting(runtime, person))
    asked = _operations(flow_drafts.shown(runtime, flow), typing)
    for op in asked:
        flow_drafts.edit(runtime, flow, op, by)
    return len(asked)


def _operations(draft: Draft, typing: Typing) -> list[Operation]:
    """What a form asks for: the step when somebody changed it, then each text that somebody worded otherwise."""
    node = draft.document["nodes"].get(typing.step)
    asked: list[Operation] = []
    if node is None:
        raise InvalidError(flow_pages.NO_STEP)
    if not node.get("locked") and (why := flow_step_forms.unfinished(typing.sheet)):
        raise InvalidError(why)
    if not node.get("locked") and typing.is_changed and typing.node != node:
        asked.append(SetStep(typing.step, typing.node, seen=typing.seen))
    return asked + list(flow_step_texts.changes(draft, typing.typed, typing.marks))
