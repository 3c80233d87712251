"""What waits for a second person: the list, one of it with what would happen, approve, refuse, take back."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ConflictError, InvalidError, ThreadfareError, UnavailableError
from bot.domain.payment.fraud import SEVERITY
from bot.domain.payment.fraud_words import OUTCOMES
from bot.domain.staff.approval import RIGHTS, Said, Trigger, may_decide
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import approvals as service
from bot.services import approved
from bot.services.approvals import Deciding
from bot.web.hub import hub_of
from bot.web.places import Holder, places_of
from bot.web.staff import approvals_live, guard, names
from bot.web.staff.acts import acting, audits
from bot.web.staff.approvals_view import TITLES, TRIAL_DAYS, happening, in_short
from bot.web.staff.pages import page
from bot.web.staff.watch import watch_of
from bot.web.streaming import sse

HERE = "/staff/approvals"
READ_FIRST = "Say that you have read what will happen, then approve."
_STATUS: dict[type[ThreadfareError], int] = {ConflictError: 409, InvalidError: 400}
_DONE: dict[str, str] = {
    "approved": "Approved. It is done.",
    "refused": "Refused. Who asked reads why.",
    "withdrawn": "Taken back.",
    "asked": "This waits for a second person now.",
}


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/approvals."""
    pages = Blueprint("staff_approvals", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)
    pages.app_context_processor(lambda: {"menu_count": lambda path, person: menu_count(runtime, path, person)})

    @pages.get("")
    @guard.needs(runtime, "approvals.read")
    def listed(person: Person) -> AnyResponse:
        live = runtime.live.newest()
        told = _DONE.get(request.args.get("done", ""), "")
        waiting = draw_waiting(runtime, person)
        return page(runtime, person, "staff/approvals.html", here=HERE, live=live, done=told, waiting=waiting)

    @pages.get("/<name>")
    @guard.needs(runtime, "approvals.read")
    def show(person: Person, name: str) -> AnyResponse:
        return _one(runtime, person, name)

    @pages.get("/live")
    @guard.needs(runtime, "approvals.read", quiet=True)
    def live(person: Person) -> Response:
        since = request.headers.get("Last-Event-ID") or request.args.get("since", "")
        draw, hub = _parts(runtime, person), hub_of(current_app, runtime)
        if "once" in request.args:
            return approvals_live.once(hub, since, draw)
        told = approvals_live.told(hub, watch_of(runtime, person, "approvals.read"), since, draw)
        return sse(places_of(current_app, runtime), Holder(person.id, staff=True), told)

    _add_acts(pages, runtime)
    return pages


def _add_acts(pages: Blueprint, runtime: Runtime) -> None:
    @pages.post("/<name>/approve")
    @guard.needs(runtime, "approvals.read")
    @audits("approval.approve")
    def approve(person: Person, name: str) -> AnyResponse:
        if request.form.get("read") != "yes":
            return _one(runtime, person, name, problem=READ_FIRST, status=400)
        return _said(runtime, person, name, "approve")

    @pages.post("/<name>/refuse")
    @guard.needs(runtime, "approvals.read")
    @audits("approval.refuse")
    def refuse(person: Person, name: str) -> AnyResponse:
        return _said(runtime, person, name, "refuse")

    @pages.post("/<name>/withdraw")
    @guard.needs(runtime, "approvals.read")
    @audits("approval.withdraw")
    def withdraw(person: Person, name: str) -> AnyResponse:
        return _said(runtime, person, name, "withdraw")


def _said(runtime: Runtime, person: Person, name: str, trigger: Trigger) -> AnyResponse:
    said = Said(trigger, request.form.get("seen", ""), request.form.get("why", ""))
    try:
        after = approved.decide(runtime, name, said, Deciding(person, acting(runtime, person)))
    except UnavailableError:
        raise
    except ThreadfareError as error:
        return _one(runtime, person, name, problem=error.say_to_staff, status=_STATUS.get(type(error), 503))
    return redirect(f"{HERE}?done={after.state}", 303)


def _one(runtime: Runtime, person: Person, name: str, *, problem: str = "", status: int = 200) -> AnyResponse:
    try:
        found = service.shown(runtime.records, name, person)
    except InvalidError as error:
        return guard.refused(error.say_to_staff, 404)
    return page(
        runtime,
        person,
        "staff/approval.html",
        here=HERE,
        problem=problem,
        one=found,
        title=TITLES[found.kind],
        what=happening(runtime, found),
        may=may_decide(found, person),
        own=found.asked_by == person.id,
        lacks=not person.may(RIGHTS[found.kind].decide),
        days=TRIAL_DAYS,
        outcomes=OUTCOMES,
        severity=SEVERITY,
        status=status,
    )


def draw_waiting(runtime: Runtime, person: Person) -> str:
    """The list of what waits and what was decided as HTML, at first and live."""
    return render_template(
        "staff/approvals_list.html",
        waiting=service.waiting(runtime.records, person),
        decided=service.decided(runtime.records, person),
        person=person,
        name_of=names.namer(runtime.records, person),
        may_decide=may_decide,
        titles=TITLES,
        in_short=in_short,
    )


def draw_count(runtime: Runtime, person: Person) -> str:
    """How many wait for this person as HTML, "" for none; who may decide nothing costs no query."""
    if not any(person.may(rights.decide) for rights in RIGHTS.values()):
        return ""
    count = service.count_waiting(runtime.records, person)
    return f'<span class="count">{count}<span class="unseen"> waiting for you</span></span>' if count else ""


def menu_count(runtime: Runtime, path: str, person: Person) -> str:
    """What stands beside an entry of the menu; a database that is away leaves the menu without counts."""
    if path != HERE:
        return ""
    try:
        return draw_count(runtime, person)
    except UnavailableError:
        return ""


def _parts(runtime: Runtime, person: Person) -> Callable[[], list[tuple[str, str]]]:
    def draw() -> list[tuple[str, str]]:
        return [("waiting", draw_waiting(runtime, person)), ("approvals-count", draw_count(runtime, person))]

    return draw
