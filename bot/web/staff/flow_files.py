"""Flows as files: taken in whole from JSON or YAML with the reason where they cannot be, and given out as either."""

import msgspec
from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from bot.domain import typed
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import LARGEST
from bot.domain.flow.drafting import Draft, EditConflictError
from bot.domain.flow.operations import Import
from bot.domain.flow.transfer import bounded, taken_in, tidied
from bot.domain.staff.person import Person
from bot.ports.documents import Documents
from bot.ports.runtime import Runtime
from bot.services import flow_drafts
from bot.services.approvals import Deciding
from bot.web.staff import flow_conflicts, flow_list, guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.flow_pages import HERE
from bot.web.staff.pages import page

NO_FILE = "Choose a file: a flow as JSON or YAML."
NOT_HERE = "Files cannot be read here: this process was started without it."
TOO_LARGE = f"A flow may have {LARGEST // 1024} KiB."
_TYPES = {"json": "application/json", "yaml": "application/yaml"}


def blueprint(runtime: Runtime) -> Blueprint:
    """Import and export below /staff/flows."""
    pages = Blueprint("staff_flow_files", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)
    pages.register_error_handler(RequestEntityTooLarge, _too_large)

    @pages.get("/import")
    @guard.needs(runtime, "flows.edit")
    def choose(person: Person) -> AnyResponse:
        return _page(runtime, person)

    @pages.post("/import")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.edit")
    def take_in(person: Person) -> AnyResponse:
        flow = request.form.get("flow", "")
        try:
            document = msgspec.json.decode(taken_in(_uploaded(runtime)), type=dict[str, object])
            name = flow or str(document["flow"])
            by = Deciding(person, acting(runtime, person))
            seen = typed.whole(request.form.get("seen", "")) or 0
            draft = flow_drafts.shown(runtime, name) if flow else flow_drafts.create(runtime, name, by)
            flow_drafts.edit(runtime, name, Import(document, seen=seen if flow else draft.version), by)
        except EditConflictError as error:
            return flow_conflicts.show(runtime, person, flow, error, back=f"{HERE}/import?flow={flow}")
        except InvalidError as error:
            return _page(runtime, person, problem=error.say_to_staff)
        return redirect(f"{HERE}/{name}?done=imported", 303)

    @pages.get("/<flow>/export.<kind>")
    @guard.needs(runtime, "flows.read")
    def give_out(person: Person, flow: str, kind: str) -> AnyResponse:  # noqa: ARG001  who may read it is all that counts
        revision = typed.whole(request.args.get("revision", ""))
        if kind not in _TYPES:
            return guard.refused("A flow is given out as json or yaml.", 404)
        try:
            document = flow_list.document_of(runtime, flow, revision) if revision else _draft(runtime, flow).document
        except InvalidError as error:
            return guard.refused(error.say_to_staff, 404)
        return _file(runtime, msgspec.json.encode(document), f"{flow}-{revision or 'draft'}", kind)

    return pages


def _page(runtime: Runtime, person: Person, *, problem: str = "") -> AnyResponse:
    flow = request.values.get("flow", "")
    try:
        draft = _draft(runtime, flow) if flow else None
    except InvalidError as error:
        return guard.refused(error.say_to_staff, 404)
    return page(
        runtime, person, "staff/flows/import.html", here=HERE, flow=flow, draft=draft, problem=problem, status=0
    )


def _too_large(_: RequestEntityTooLarge) -> AnyResponse:
    """Whatever is larger than a form with a flow is refused by its length, before anybody reads it."""
    size = f"{request.content_length // 1024:,} KiB" if request.content_length else "more"
    return guard.refused(f"{TOO_LARGE} What you sent has {size}, and nothing of it was read.", 413)


def _draft(runtime: Runtime, flow: str) -> Draft:
    return flow_drafts.shown(runtime, flow)


def _uploaded(runtime: Runtime) -> object:
    """The plain data of the file that was posted; raises `InvalidError` for none, too much, or what is no document."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise InvalidError(NO_FILE)
    text = sent.stream.read()
    bounded(len(text))
    return _documents(runtime).read(text)


def _documents(runtime: Runtime) -> Documents:
    if runtime.documents is None:
        raise InvalidError(NOT_HERE)
    return runtime.documents


def _file(runtime: Runtime, document: bytes, name: str, kind: str) -> Response:
    data = tidied(document)
    if kind == "yaml":
        text = _documents(runtime).write(data)
    else:
        text = f"{msgspec.json.format(msgspec.json.encode(data), indent=2).decode()}\n"
    answer = Response(text, mimetype=_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
