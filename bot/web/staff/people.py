"""Who works for the airline, for administrators: the list, an invitation, and each person's rights."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.staff.person import Person
from bot.domain.staff.roles import ROLES
from bot.ports.runtime import Runtime
from bot.services import people, second_factor, staff_links, staff_sessions
from bot.services.people import Wanted
from bot.web.staff import guard
from bot.web.staff.acts import audits
from bot.web.staff.door import tried
from bot.web.staff.pages import page

HERE = "/staff/people"
DONE: Mapping[str, str] = {
    "changed": "The changes are kept.",
    "out": "They are shut out, and their sessions have ended.",
    "in": "They may come in again.",
    "ended": "Their sessions have ended.",
    "session": "The session has ended.",
    "taken": "Their second factor is taken away. Give them a link when they have no password either.",
}
"""What was done, by what stands in the address."""
ROLE_WORDS: Mapping[str, str] = {
    "viewer": "Reads threads, reports and flows",
    "agent": "Talks with travellers and acts on their bookings",
    "supervisor": "Oversees the desk, approves refunds",
    "finance": "Looks after payments, refunds and fraud rules",
    "flow_editor": "Edits flows",
    "admin": "Looks after people and settings, reads the audit",
}


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/people."""
    pages = Blueprint("staff_people", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)
    _add_list(pages, runtime)
    _add_person(pages, runtime)
    return pages


def _add_list(pages: Blueprint, runtime: Runtime) -> None:
    def draw(person: Person, problem: str = "", status: int = 200, *, link: str = "") -> Response:
        known = people.everybody(runtime)
        told = {"problem": problem, "link": link, "form": request.form if problem else {}}
        values = {"known": known, "roles": ROLES, "role_words": ROLE_WORDS, "here": HERE, "checked": _checked(problem)}
        return page(runtime, person, "staff/people.html", status=status, **told, **values)

    @pages.get("")
    @guard.needs(runtime, "people.manage")
    def show(person: Person) -> Response:
        return draw(person)

    @pages.post("")
    @guard.needs(runtime, "people.manage", fresh=True)
    @audits("person.invite")
    def invite(person: Person) -> AnyResponse:
        name, email = request.form.get("name", ""), request.form.get("email", "")

        def act() -> Response:
            link = people.invite(runtime, person.id, _wanted(), name=name, email=email)
            return draw(person, link=link)

        return tried(act, lambda problem, status: draw(person, problem, status))


def _add_person(pages: Blueprint, runtime: Runtime) -> None:
    def draw(person: Person, who: str, problem: str = "", status: int = 200, *, link: str = "") -> Response:
        known, sessions = people.shown(runtime, who), staff_sessions.of(runtime, who)
        told = {"problem": problem, "done": DONE.get(request.args.get("done", ""), ""), "link": link, "here": HERE}
        values = {
            "known": known,
            "roles": ROLES,
            "role_words": ROLE_WORDS,
            "sessions": sessions,
            "named": staff_sessions.name,
        }
        return page(runtime, person, "staff/person.html", status=status, **told, **values)

    def do(person: Person, who: str, done: str, act: Callable[[], object]) -> AnyResponse:
        def acted() -> AnyResponse:
            act()
            return redirect(f"{HERE}/{who}?done={done}", 303)

        return tried(acted, lambda problem, status: draw(person, who, problem, status))

    @pages.get("/<who>")
    @guard.needs(runtime, "people.manage")
    def show_one(person: Person, who: str) -> AnyResponse:
        return tried(lambda: draw(person, who), lambda problem, _: guard.refused(problem, 404))

    @pages.post("/<who>/change")
    @guard.needs(runtime, "people.manage", fresh=True)
    @audits("person.change")
    def change(person: Person, who: str) -> AnyResponse:
        return do(person, who, "changed", lambda: people.change(runtime, person.id, who, _wanted()))

    @pages.post("/<who>/<way>")
    @guard.needs(runtime, "people.manage", fresh=True)
    @audits("person.change")
    def act_on(person: Person, who: str, way: str) -> AnyResponse:
        named = request.form.get("session", "")
        acts: Mapping[str, tuple[str, Callable[[], object]]] = {
            "shut-out": ("out", lambda: people.set_active(runtime, person.id, who, active=False)),
            "let-in": ("in", lambda: people.set_active(runtime, person.id, who, active=True)),
            "end-session": ("session", lambda: staff_sessions.end(runtime, person.id, who, named)),
            "end-sessions": ("ended", lambda: staff_sessions.end_all(runtime, person.id, who)),
            "take-second-factor": ("taken", lambda: second_factor.take_away(runtime, person.id, who)),
        }
        return do(person, who, *acts[way]) if way in acts else guard.refused("There is no such thing to do.", 404)

    @pages.post("/<who>/link")
    @guard.needs(runtime, "people.manage", fresh=True)
    @audits("person.link")
    def link(person: Person, who: str) -> AnyResponse:
        return tried(
            lambda: draw(person, who, link=staff_links.make(runtime, person.id, who)),
            lambda problem, status: draw(person, who, problem, status),
        )


def _wanted() -> Wanted:
    return Wanted(tuple(request.form.getlist("role")), tuple(request.form.get("languages", "").split()))


def _checked(problem: str) -> tuple[str, ...]:
    return tuple(request.form.getlist("role")) if problem else ("agent",)
