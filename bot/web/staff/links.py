"""The page of a one-time link: a name and a password, once; being looked at changes nothing."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ConflictError
from bot.ports.runtime import Runtime
from bot.services import staff_links
from bot.services.staff_links import Chosen
from bot.web.staff import acts, guard, session
from bot.web.staff.acts import audits
from bot.web.staff.door import let_in, tried
from bot.web.staff.pages import card


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/link."""
    pages = Blueprint("staff_links", __name__, url_prefix="/staff/link")
    pages.after_request(guard.with_headers)
    acts.each_traced(runtime, pages)

    def draw(secret: str, problem: str = "", status: int = 200) -> Response:
        person = staff_links.look(runtime, secret)
        if person is None:
            return card(runtime, "staff/link_over.html", status=403, sentence=problem or staff_links.OVER)
        name = request.form.get("name", person.name)
        values = {"secret": secret, "name": name, "email": person.email, "problem": problem}
        return card(runtime, "staff/link.html", status=status, **values)

    @pages.get("/<secret>")
    def look(secret: str) -> Response:
        return draw(secret)

    @pages.post("/<secret>")
    @audits("password.set")
    def use(secret: str) -> AnyResponse:
        if guard.is_foreign(runtime):
            return guard.refused(guard.ELSEWHERE)
        chosen = Chosen(request.form.get("name", ""), request.form.get("password", ""))

        def act() -> AnyResponse:
            return let_in(runtime, staff_links.redeem(runtime, secret, chosen, session.caller(request)), "")

        def again(problem: str, status: int) -> Response:
            return draw(secret, problem, 403 if status == guard.told(ConflictError(""))[1] else status)

        return tried(act, again)

    return pages
