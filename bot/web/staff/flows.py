"""The list of flows: which revision is live, what each draft has come to, who is on it; beginning and dropping one."""

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain import typed
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.flow.schema import schema
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import flow_drafts
from bot.services.approvals import Deciding
from bot.web.staff import flow_list, guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.pages import page

HERE = "/staff/flows"
_DONE = {"dropped": "The draft is gone."}


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes of /staff/flows itself."""
    pages = Blueprint("staff_flows", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "flows.read")
    def listed(person: Person) -> AnyResponse:
        return _page(runtime, person)

    @pages.get("/schema.json")
    @guard.needs(runtime, "flows.read")
    def schema_of_flows(person: Person) -> Response:  # noqa: ARG001  who may read it is all that counts
        answer = jsonify(schema())
        answer.mimetype = "application/schema+json"
        return answer

    @pages.post("")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.create")
    def create(person: Person) -> AnyResponse:
        name = request.form.get("flow", "").strip()
        try:
            flow_drafts.create(runtime, name, Deciding(person, acting(runtime, person)))
        except InvalidError as error:
            return _page(runtime, person, problem=error.say_to_staff, name=name)
        return redirect(f"{HERE}/{name}", 303)

    _add_dropping(pages, runtime)
    return pages


def _add_dropping(pages: Blueprint, runtime: Runtime) -> None:
    @pages.get("/<flow>/drop")
    @guard.needs(runtime, "flows.edit")
    def ask_to_drop(person: Person, flow: str) -> AnyResponse:
        try:
            draft = flow_drafts.shown(runtime, flow)
        except InvalidError as error:
            return guard.refused(error.say_to_staff, 404)
        return page(
            runtime,
            person,
            "staff/confirm.html",
            here=HERE,
            title=f"Drop the flow {flow}",
            action=f"{HERE}/{flow}/drop",
            words="It was never published. Its draft and its history are forgotten for good.",
            button="Drop the flow",
            fields={"seen": draft.version},
            back=f"{HERE}/{flow}",
        )

    @pages.post("/<flow>/drop")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.drop")
    def drop(person: Person, flow: str) -> AnyResponse:
        seen = typed.whole(request.form.get("seen", "")) or 0
        try:
            flow_drafts.drop(runtime, flow, Deciding(person, acting(runtime, person)), seen=seen)
        except (InvalidError, ConflictError) as error:
            status = 409 if isinstance(error, ConflictError) else 400
            return _page(runtime, person, problem=error.say_to_staff, status=status)
        return redirect(f"{HERE}?done=dropped", 303)


def _page(runtime: Runtime, person: Person, *, problem: str = "", name: str = "", status: int = 0) -> AnyResponse:
    return page(
        runtime,
        person,
        "staff/flows/list.html",
        here=HERE,
        rows=flow_list.rows(runtime),
        problem=problem,
        name=name,
        done=_DONE.get(request.args.get("done", ""), ""),
        status=status,
    )
