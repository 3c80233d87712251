"""The simulator: staff talk to the draft of a flow as a traveller of any channel would, and look into the talk."""

from collections.abc import Callable

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.flow.definition import Flow
from bot.domain.rehearsal.acts import Jumps, Opening
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import goldens, rehearsals
from bot.services.rehearsals import Held
from bot.web.staff import guard, simulator_acts
from bot.web.staff.acts import acting, audits
from bot.web.staff.draft_of import draft_of, flow_path
from bot.web.staff.pages import page
from bot.web.staff.simulator_view import begin_values, page_values


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/flows/<flow>/try."""
    pages = Blueprint("simulator", __name__, url_prefix="/staff/flows/<flow>/try")
    pages.after_request(guard.with_headers)
    pages.register_error_handler(InvalidError, guard.unknown)

    @pages.get("")
    @guard.needs(runtime, "flows.read")
    def opening(person: Person, flow: str) -> AnyResponse:
        return begin_page(runtime, person, draft_of(runtime, flow))

    @pages.post("")
    @guard.needs(runtime, "flows.read")
    def begin(person: Person, flow: str) -> AnyResponse:
        draft = draft_of(runtime, flow)
        try:
            return _there(draft, _begun(runtime, person, draft))
        except InvalidError as error:
            return begin_page(runtime, person, draft, problem=error.say_to_staff)

    @pages.get("/<rehearsal>")
    @guard.needs(runtime, "flows.read")
    def show(person: Person, flow: str, rehearsal: str) -> AnyResponse:
        draft = draft_of(runtime, flow)
        try:
            return _page(runtime, person, draft, rehearsals.see(runtime, person, draft, rehearsal))
        except InvalidError as error:
            return begin_page(runtime, person, draft, problem=error.say_to_staff)

    _acting(pages, runtime)
    return pages


def _acting(pages: Blueprint, runtime: Runtime) -> None:
    """The routes that go on with a rehearsal."""

    @pages.post("/<rehearsal>/act")
    @guard.needs(runtime, "flows.read")
    def act(person: Person, flow: str, rehearsal: str) -> AnyResponse:
        return _changed(runtime, person, (flow, rehearsal), lambda draft: _acted(runtime, person, draft, rehearsal))

    @pages.post("/<rehearsal>/back")
    @guard.needs(runtime, "flows.read")
    def back(person: Person, flow: str, rehearsal: str) -> AnyResponse:
        return _changed(
            runtime, person, (flow, rehearsal), lambda draft: rehearsals.back(runtime, person, draft, rehearsal)
        )

    @pages.post("/<rehearsal>/reset")
    @guard.needs(runtime, "flows.read")
    def reset(person: Person, flow: str, rehearsal: str) -> AnyResponse:
        return _changed(
            runtime,
            person,
            (flow, rehearsal),
            lambda draft: rehearsals.reset(runtime, person, draft, rehearsal, opening=_opening()),
        )

    @pages.post("/<rehearsal>/keep")
    @guard.needs(runtime, "flows.edit")
    @audits("golden.keep")
    def keep(person: Person, flow: str, rehearsal: str) -> AnyResponse:
        def kept(draft: Flow) -> Held:
            held = rehearsals.see(runtime, person, draft, rehearsal)
            name, remark = request.form.get("name", ""), request.form.get("note", "")
            goldens.save(runtime, acting(runtime, person), held.script, name=name, draft=draft, remark=remark)
            return held

        return _changed(runtime, person, (flow, rehearsal), kept, done="?kept=1")


def begin_page(runtime: Runtime, person: Person, draft: Flow, *, problem: str = "") -> AnyResponse:
    """The page on which a rehearsal is begun."""
    values = begin_values(runtime, draft, person)
    return page(runtime, person, "staff/flows/try_begin.html", here=FLOWS_HERE, problem=problem, **values)


FLOWS_HERE = "/staff/flows"
"""The page of the menu below which all of this stands."""


def _page(
    runtime: Runtime, person: Person, draft: Flow, held: Held, *, problem: str = "", status: int = 0
) -> AnyResponse:
    said = "The talk is kept as a golden conversation." if "kept" in request.args else ""
    values = page_values(runtime, draft, person, held)
    told = {"problem": problem, "done": said}
    return page(runtime, person, "staff/flows/try.html", status=status, here=FLOWS_HERE, **told, **values)


def _changed(
    runtime: Runtime,
    person: Person,
    names: tuple[str, str],
    change: Callable[[Flow], Held],
    *,
    done: str = "",
) -> AnyResponse:
    """The page after a change; what could not be done is told on the page as it stands."""
    flow, rehearsal = names
    draft = draft_of(runtime, flow)
    try:
        return _there(draft, change(draft), done)
    except (InvalidError, ConflictError) as error:
        problem, status = guard.told(error)
    try:
        held = rehearsals.see(runtime, person, draft, rehearsal)
    except InvalidError:
        return begin_page(runtime, person, draft, problem=problem)
    return _page(runtime, person, draft, held, problem=problem, status=status)


def _there(draft: Flow, held: Held, more: str = "") -> AnyResponse:
    return redirect(f"{flow_path(draft.name)}/try/{held.id}{more}#newest", 303)


def _opening() -> Opening:
    form = request.form
    return Opening(
        language=form.get("language", ""),
        channel=form.get("channel", ""),
        begun=0,
        returning="returning" in form,
    )


def _begun(runtime: Runtime, person: Person, draft: Flow) -> Held:
    """A new rehearsal: at the first word, at a step, or where a golden conversation ends."""
    talk, step = request.form.get("talk", ""), request.form.get("step", "")
    if talk:
        script = goldens.going_on(goldens.found(runtime, talk))
        return rehearsals.start(runtime, person, draft, script)
    held = rehearsals.begin(runtime, person, draft, _opening())
    return rehearsals.act(runtime, person, draft, held.id, does=Jumps(draft.name, step), done=0) if step else held


def _acted(runtime: Runtime, person: Person, draft: Flow, rehearsal: str) -> Held:
    held, done = rehearsals.see(runtime, person, draft, rehearsal), simulator_acts.done_of(request.form)
    for at, act in enumerate(simulator_acts.read(request.form, held)):
        held = rehearsals.act(runtime, person, draft, rehearsal, does=act, done=done + at)
    return held
