"""The supervisors' view of the desk: one region of a page of its own, drawn at first and live by the desk's stream."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import overview
from bot.web.desk import titles
from bot.web.desk.parts import Live, Opened, Part
from bot.web.desk.words import REASONS
from bot.web.staff import guard
from bot.web.staff.lengths import since
from bot.web.staff.pages import page

HERE = "/desk/overview"
ASKED = "overview"
"""What the page's stream asks for."""
CLOCKS = {"first": "First reply", "next": "Next reply", "resolve": "Closing"}


def blueprint(runtime: Runtime) -> Blueprint:
    """The route of the overview."""
    pages = Blueprint("overview", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "threads.oversee")
    def show(person: Person) -> AnyResponse:
        live = runtime.live.newest()
        drawn = Live(Opened(runtime, person), OVERVIEW_PARTS).drawn()
        return page(runtime, person, "desk/overview.html", here=HERE, live=live, parts=drawn)

    return pages


def _overview(page: Opened) -> str:
    found = overview.overview(page.runtime)
    return render_template(
        "desk/overview_now.html",
        found=found,
        titles=titles,
        since=since,
        clocks=CLOCKS,
        called={one.agent: one.name for one in found.agents},
        reason=lambda one: REASONS.get(one.waiting.reason, one.waiting.reason).replace("{tool}", "another tool"),
    )


OVERVIEW_PARTS: tuple[Part, ...] = (
    Part("overview", _overview, listed=True, anywhere=frozenset({"presence"}), everybody=True),
)
"""The regions of the page."""
