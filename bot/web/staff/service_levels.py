"""The page of service levels: what is promised to whom, and the business hours in which clocks run."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain import typed
from bot.domain.errors import InvalidError
from bot.domain.staff.macros import PRIORITIES
from bot.domain.staff.person import Person
from bot.domain.staff.service_levels import ANY_PRIORITY, Policy
from bot.ports.runtime import Runtime
from bot.services import service_levels
from bot.web.staff import guard
from bot.web.staff.acts import audits
from bot.web.staff.hours_form import DAYS, PARTS, read_hours, shown
from bot.web.staff.pages import page

HERE = "/staff/service-levels"
_DONE = {
    "kept": "The service level is saved.",
    "dropped": "The service level is gone.",
    "hours": "The hours are saved.",
}


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/service-levels."""
    pages = Blueprint("service_levels", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "desk.configure")
    def listed(person: Person) -> AnyResponse:
        return _page(runtime, person)

    @pages.post("")
    @guard.needs(runtime, "desk.configure")
    @audits("service_level.keep")
    def keep(person: Person) -> AnyResponse:
        try:
            service_levels.keep_policy(runtime, person, _policy(runtime))
        except InvalidError as error:
            return _page(runtime, person, problem=error.say_to_staff)
        return redirect(f"{HERE}?kept=1", 303)

    @pages.post("/<policy>/drop")
    @guard.needs(runtime, "desk.configure")
    @audits("service_level.drop")
    def drop(person: Person, policy: str) -> AnyResponse:
        try:
            service_levels.drop_policy(runtime, person, policy)
        except InvalidError as error:
            return _page(runtime, person, problem=error.say_to_staff)
        return redirect(f"{HERE}?dropped=1", 303)

    @pages.post("/hours")
    @guard.needs(runtime, "desk.configure")
    @audits("service_level.hours")
    def hours(person: Person) -> AnyResponse:
        try:
            service_levels.keep_hours(runtime, person, _team(runtime), read_hours(request.form))
        except InvalidError as error:
            return _page(runtime, person, problem=error.say_to_staff)
        return redirect(f"{HERE}?hours=1", 303)

    return pages


def _policy(runtime: Runtime) -> Policy:
    form = request.form
    priority = form.get("priority", "")
    return Policy(
        id=form.get("id") or runtime.ids.new("slp"),
        name=form.get("name", "").strip(),
        team=_team(runtime),
        priority=PRIORITIES.index(priority) if priority in PRIORITIES else ANY_PRIORITY,
        channel=form.get("channel", ""),
        first=_whole("first"),
        next=_whole("next"),
        resolve=_whole("resolve"),
        always=form.get("counts") == "always",
    )


def _team(runtime: Runtime) -> str:
    team = request.form.get("team", "")
    with runtime.records.begin() as work:
        if team and work.teams.team(team) is None:
            raise InvalidError("There is no such team.")
    return team


def _whole(name: str) -> int:
    wanted = typed.whole(request.form.get(name, "").strip() or "0")
    if wanted is None:
        raise InvalidError("Minutes are whole numbers.")
    return wanted


def _page(runtime: Runtime, person: Person, *, problem: str = "") -> AnyResponse:
    with runtime.records.begin() as work:
        policies, teams = work.oversight.policies(), work.teams.teams()
        of = request.args.get("team", "")
        hours = work.oversight.hours(of)
    editing = next((one for one in policies if one.id == request.args.get("edit")), None)
    return page(
        runtime,
        person,
        "staff/service_levels.html",
        here=HERE,
        policies=policies,
        teams=teams,
        called={team.id: team.name for team in teams},
        of=of,
        hours=hours,
        zone=hours.zone if hours else runtime.world().brand.zone,
        spans=shown(hours) if hours else {},
        days=DAYS,
        parts=PARTS,
        priorities=PRIORITIES,
        channels=sorted(runtime.channels),
        editing=editing,
        problem=problem,
        done=next((_DONE[name] for name in request.args if name in _DONE), ""),
    )
