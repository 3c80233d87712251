"""Test travellers of a flow: threads whose new talks begin on its draft, given, renewed and taken off."""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError, ThreadfareError, UnavailableError
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import flow_drafts, flow_trials
from bot.services.approvals import Deciding
from bot.web.staff import guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.flow_paths import HERE, flow_path
from bot.web.staff.pages import page

_THREADS = "/desk/t/"
_DONE = {
    "given": "From its next talk on, this thread gets the draft as it is now. What is edited later is not in it.",
    "renewed": "All test travellers get the draft as it is now, from their next talk on.",
    "off": "New talks of this thread begin on the live revision again.",
}


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/flows/<flow>/testers."""
    pages = Blueprint("flow_testers", __name__, url_prefix=f"{HERE}/<flow>/testers")
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "flows.read")
    def show(person: Person, flow: str) -> AnyResponse:
        return _page(runtime, person, flow)

    @pages.post("")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.try")
    def give(person: Person, flow: str) -> AnyResponse:
        thread = thread_in(request.form.get("thread", ""))
        by = Deciding(person, acting(runtime, person))
        return _done(runtime, person, flow, lambda: flow_trials.give(runtime, flow, thread, by), done="given")

    @pages.post("/renew")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.try")
    def renew(person: Person, flow: str) -> AnyResponse:
        by = Deciding(person, acting(runtime, person))
        return _done(runtime, person, flow, lambda: flow_trials.renew(runtime, flow, by), done="renewed")

    @pages.post("/take-off")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.untry")
    def take_off(person: Person, flow: str) -> AnyResponse:
        thread = request.form.get("thread", "")
        by = Deciding(person, acting(runtime, person))
        return _done(runtime, person, flow, lambda: flow_trials.take_off(runtime, flow, thread, by), done="off")

    return pages


def thread_in(text: str) -> str:
    """The reference of a thread from what was pasted: the address of its page on the desk, or the reference itself."""
    words = text.strip()
    path = urlsplit(words).path if _THREADS in words else words
    return unquote(path.rpartition(_THREADS)[2].partition("/")[0])


def _done(runtime: Runtime, person: Person, flow: str, act: Callable[[], object], *, done: str) -> AnyResponse:
    try:
        act()
    except UnavailableError:
        raise
    except ThreadfareError as error:
        problem, status = guard.told(error)
        return _page(runtime, person, flow, problem=problem, status=status)
    return redirect(f"{flow_path(flow, 'testers')}?done={done}", 303)


def _page(runtime: Runtime, person: Person, flow: str, *, problem: str = "", status: int = 0) -> AnyResponse:
    try:
        draft = flow_drafts.shown(runtime, flow)
    except InvalidError as error:
        return guard.refused(error.say_to_staff, 404)
    return page(
        runtime,
        person,
        "staff/flows/testers.html",
        here=HERE,
        flow=flow,
        draft=draft,
        trials=flow_trials.listed(runtime, flow),
        most=flow_trials.MOST,
        thread=request.form.get("thread", "") if problem else request.args.get("thread", ""),
        may=person.may("flows.edit"),
        problem=problem,
        status=status,
        done=_DONE.get(request.args.get("done", ""), ""),
    )
