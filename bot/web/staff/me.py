"""One's own page: name, password, second factor, recovery codes, and where one is signed in."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.ports.runtime import Runtime
from bot.services import people, second_factor, sign_in, staff_sessions
from bot.services.second_factor import Proved
from bot.services.staff_sessions import Asking
from bot.web.staff import guard, session
from bot.web.staff.acts import audits
from bot.web.staff.door import show_codes, tried
from bot.web.staff.pages import card, page

HERE = "/staff/me"
DONE: Mapping[str, str] = {
    "name": "Your name is changed.",
    "password": "Your password is changed; every other session of yours has ended.",
    "session": "The session has ended.",
    "others": "Every other session of yours has ended.",
    "few": "You have few recovery codes left. Make new ones.",
}
"""What was done, by what stands in the address."""

Draw = Callable[..., Response]


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/me."""
    pages = Blueprint("staff_me", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    def draw(asking: Asking, problem: str = "", status: int = 200) -> Response:
        values = {
            "asking": asking,
            "kept": second_factor.kept_of(runtime, asking.person.id),
            "named": staff_sessions.name,
        }
        sessions = staff_sessions.of(runtime, asking.person.id)
        done = DONE.get(request.args.get("done", ""), "")
        told = {"problem": problem, "done": done, "here": HERE}
        return page(runtime, asking.person, "staff/me.html", status=status, sessions=sessions, **values, **told)

    _add_account(pages, runtime, draw)
    _add_factor(pages, runtime, draw)
    return pages


def _add_account(pages: Blueprint, runtime: Runtime, draw: Draw) -> None:
    @pages.get("")
    @guard.own(runtime)
    def show(asking: Asking) -> Response:
        return draw(asking)

    @pages.post("/name")
    @guard.own(runtime)
    @audits("person.rename")
    def rename(asking: Asking) -> AnyResponse:
        return _do(asking, draw, "name", lambda: people.rename(runtime, asking.person, request.form.get("name", "")))

    @pages.post("/password")
    @guard.own(runtime, fresh=True)
    @audits("password.change")
    def password(asking: Asking) -> AnyResponse:
        chosen = request.form.get("password", "")
        return _do(asking, draw, "password", lambda: sign_in.change_password(runtime, asking, chosen))

    @pages.post("/sessions/end")
    @guard.own(runtime)
    @audits("session.end")
    def end(asking: Asking) -> AnyResponse:
        me, named = asking.person.id, request.form.get("session", "")
        return _do(asking, draw, "session", lambda: staff_sessions.end(runtime, me, me, named))

    @pages.post("/sessions/end-others")
    @guard.own(runtime)
    @audits("session.end_all")
    def end_others(asking: Asking) -> AnyResponse:
        me, mine = asking.person.id, asking.session.hashed
        return _do(asking, draw, "others", lambda: staff_sessions.end_all(runtime, me, me, but=mine))


def _add_factor(pages: Blueprint, runtime: Runtime, draw: Draw) -> None:
    def draw_setup(asking: Asking, problem: str = "", status: int = 200) -> Response:
        setup, action = second_factor.setup(runtime, asking), f"{HERE}/second-factor"
        values = {"setup": setup, "action": action, "next": "", "problem": problem, "back": HERE}
        return card(runtime, "staff/enrol.html", status=status, **values)

    @pages.get("/second-factor")
    @guard.own(runtime, fresh=True)
    def show_setup(asking: Asking) -> Response:
        return draw_setup(asking)

    @pages.post("/second-factor")
    @guard.own(runtime, fresh=True)
    @audits("second_factor.set")
    def set_up(asking: Asking) -> AnyResponse:
        def act() -> Response:
            proved = second_factor.enrol(runtime, asking, request.form.get("code", ""), session.caller(request))
            return show_codes(runtime, proved, HERE)

        return tried(act, lambda problem, status: draw_setup(asking, problem, status))

    @pages.post("/codes")
    @guard.own(runtime, fresh=True)
    @audits("recovery_codes.renew")
    def renew(asking: Asking) -> AnyResponse:
        def act() -> Response:
            return show_codes(runtime, Proved("", second_factor.renew_codes(runtime, asking)), HERE)

        return tried(act, lambda problem, status: draw(asking, problem, status))


def _do(asking: Asking, draw: Draw, done: str, act: Callable[[], object]) -> AnyResponse:
    """Act, and show the page again with what was done or what was wrong."""

    def acted() -> AnyResponse:
        act()
        return redirect(f"{HERE}?done={done}", 303)

    return tried(acted, lambda problem, status: draw(asking, problem, status))
