"""The door of desk and console: signing in, the second factor, proving again who one is, signing out."""

from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ThreadfareError
from bot.ports.runtime import Runtime
from bot.services import second_factor, sign_in, staff_sessions
from bot.services.second_factor import Proved
from bot.services.staff_sessions import Asking
from bot.web.staff import acts, guard, session
from bot.web.staff.acts import audits
from bot.web.staff.pages import card, home_of

FEW_CODES = 3
"""Recovery codes that are left when somebody is told to make new ones."""


def blueprint(runtime: Runtime) -> Blueprint:
    """The public routes below /staff."""
    pages = Blueprint("staff_door", __name__, url_prefix="/staff")
    pages.after_request(guard.with_headers)
    acts.each_traced(runtime, pages)
    _add_sign_in(pages, runtime)
    _add_second(pages, runtime)
    _add_again(pages, runtime)

    @pages.post("/sign-out")
    @audits("session.end")
    def leave() -> AnyResponse:
        if guard.is_foreign(runtime):
            return guard.refused(guard.ELSEWHERE)
        asking, response = session.current(runtime), redirect(guard.DOOR, 303)
        session.forget(runtime, response)
        if asking is not None:
            person, named = asking.person.id, staff_sessions.name(asking.session)
            staff_sessions.end(runtime, person, person, named)
        return response

    return pages


def let_in(runtime: Runtime, secret: str, wanted: str) -> AnyResponse:
    """Answer who has just begun or proved a session: on to where they wanted to go, or to what is left to prove."""
    asking = staff_sessions.find(runtime, secret)
    if asking is None:
        return redirect(guard.DOOR, 303)
    further = session.local(wanted)
    if asking.session.whole:
        response = redirect(further or home_of(asking.person), 303)
    else:
        response = redirect(f"{guard.SECOND}?next={quote(further, safe='/')}" if further else guard.SECOND, 303)
    session.keep(runtime, response, secret)
    return response


def tried(act: Callable[[], AnyResponse], again: Callable[[str, int], Response]) -> AnyResponse:
    """What an act answers, or the page again with what was wrong."""
    try:
        return act()
    except ThreadfareError as error:
        return again(*guard.told(error))


def _add_sign_in(pages: Blueprint, runtime: Runtime) -> None:
    def draw(problem: str = "", status: int = 200) -> Response:
        door = staff_sessions.door(runtime)
        values = {"next": session.local(request.values.get("next", "")), "email": request.form.get("email", "")}
        return card(
            runtime, "staff/sign_in.html", status=status, problem=problem, provider=door.provider is not None, **values
        )

    @pages.get("/sign-in")
    def front() -> AnyResponse:
        person = session.current_person(runtime)
        return redirect(session.local(request.args.get("next", "")) or home_of(person), 303) if person else draw()

    @pages.post("/sign-in")
    @audits("session.begin")
    def enter() -> AnyResponse:
        if guard.is_foreign(runtime):
            return guard.refused(guard.ELSEWHERE)
        email, password = request.form.get("email", ""), request.form.get("password", "")

        def act() -> AnyResponse:
            secret = sign_in.with_password(runtime, email, password, session.caller(request))
            return let_in(runtime, secret, request.form.get("next", ""))

        return tried(act, draw)


def _add_second(pages: Blueprint, runtime: Runtime) -> None:
    def draw(asking: Asking, problem: str = "", status: int = 200) -> Response:
        values = {"next": session.local(request.values.get("next", "")), "action": guard.SECOND, "problem": problem}
        if second_factor.is_set_up(runtime, asking.person.id):
            return card(runtime, "staff/second.html", status=status, **values)
        setup = second_factor.setup(runtime, asking)
        return card(runtime, "staff/enrol.html", status=status, setup=setup, **values)

    @pages.get("/second")
    def ask() -> AnyResponse:
        asking = session.current(runtime)
        if asking is None or asking.session.whole:
            return redirect(guard.DOOR, 303)
        return draw(asking)

    @pages.post("/second")
    @audits("session.begin")
    def prove() -> AnyResponse:
        if guard.is_foreign(runtime):
            return guard.refused(guard.ELSEWHERE)
        asking = session.current(runtime)
        if asking is None or asking.session.whole:
            return redirect(guard.DOOR, 303)
        return tried(lambda: _proved(runtime, asking), lambda problem, status: draw(asking, problem, status))


def _proved(runtime: Runtime, asking: Asking) -> AnyResponse:
    code, wanted = request.form.get("code", ""), session.local(request.form.get("next", ""))
    prove = second_factor.confirm if second_factor.is_set_up(runtime, asking.person.id) else second_factor.enrol
    proved = prove(runtime, asking, code, session.caller(request))
    if proved.codes:
        return show_codes(runtime, proved, wanted or home_of(asking.person))
    few = "/staff/me?done=few" if proved.left < FEW_CODES else ""
    return let_in(runtime, proved.session, few or wanted)


def show_codes(runtime: Runtime, proved: Proved, further: str) -> Response:
    """Recovery codes, once; whoever enrolled has the session's new id."""
    response = card(runtime, "staff/codes.html", codes=proved.codes, further=further)
    if proved.session:
        session.keep(runtime, response, proved.session)
    return response


def _add_again(pages: Blueprint, runtime: Runtime) -> None:
    def draw(asking: Asking, problem: str = "", status: int = 200) -> Response:
        kept = second_factor.kept_of(runtime, asking.person.id)
        how = "code" if kept.totp else "password" if kept.password else "provider"
        wanted = session.local(request.values.get("next", ""))
        return card(runtime, "staff/again.html", status=status, how=how, next=wanted, problem=problem)

    @pages.get("/again")
    @guard.own(runtime)
    def ask_again(asking: Asking) -> AnyResponse:
        return draw(asking)

    @pages.post("/again")
    @guard.own(runtime)
    @audits("session.begin")
    def prove_again(asking: Asking) -> AnyResponse:
        wanted, caller = request.form.get("next", "") or "/staff/me", session.caller(request)

        def act() -> AnyResponse:
            if "password" in request.form:
                password = request.form["password"]
                return let_in(runtime, sign_in.confirm_password(runtime, asking, password, caller), wanted)
            proved = second_factor.confirm(runtime, asking, request.form.get("code", ""), caller)
            return let_in(runtime, proved.session, wanted)

        return tried(act, lambda problem, status: draw(asking, problem, status))
