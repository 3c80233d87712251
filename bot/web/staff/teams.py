"""The page of teams: who answers whom, how their threads are handed out, how much each person takes."""

from collections.abc import Callable

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.domain.staff.presence import MOST_CAPACITY, MOST_WEIGHT
from bot.domain.staff.team import Team
from bot.ports.runtime import Runtime
from bot.services import roster, teams
from bot.web.desk.titles import channel_name
from bot.web.desk.words import REASONS
from bot.web.staff import guard
from bot.web.staff.acts import audits
from bot.web.staff.pages import page

HERE = "/staff/teams"
_OLDER = frozenset({"", "person", "answered elsewhere"})
"""Reasons that no flow gives any more, or that are none of the traveller's."""
TOPICS = {name: words for name, words in REASONS.items() if name not in _OLDER}
"""Why travellers are handed over, as a team may be for it."""
_DONE = {
    "kept": "The team is saved.",
    "dropped": "The team is gone. Its threads wait for another.",
    "capacity": "The capacity is saved.",
    "weight": "The weight is saved.",
}


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/teams."""
    pages = Blueprint("teams", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "desk.configure")
    def listed(person: Person) -> AnyResponse:
        return _page(runtime, person)

    @pages.post("")
    @guard.needs(runtime, "desk.configure")
    @audits("team.keep")
    def keep(person: Person) -> AnyResponse:
        return _do(runtime, person, "kept", lambda: teams.keep(runtime, person, _team(runtime)))

    @pages.post("/<team>/drop")
    @guard.needs(runtime, "desk.configure")
    @audits("team.drop")
    def drop(person: Person, team: str) -> AnyResponse:
        return _do(runtime, person, "dropped", lambda: teams.drop(runtime, person, team))

    @pages.post("/capacity/<agent>")
    @guard.needs(runtime, "desk.configure")
    @audits("capacity.set")
    def capacity(person: Person, agent: str) -> AnyResponse:
        return _do(runtime, person, "capacity", lambda: teams.set_capacity(runtime, person, agent, _whole("points")))

    @pages.post("/weight/<channel>")
    @guard.needs(runtime, "desk.configure")
    @audits("channel.weigh")
    def weight(person: Person, channel: str) -> AnyResponse:
        return _do(runtime, person, "weight", lambda: teams.set_weight(runtime, person, channel, _whole("points")))

    return pages


def _do(runtime: Runtime, person: Person, done: str, act: Callable[[], None]) -> AnyResponse:
    try:
        act()
    except InvalidError as error:
        return _page(runtime, person, problem=error.say_to_staff)
    return redirect(f"{HERE}?{done}=1", 303)


def _team(runtime: Runtime) -> Team:
    form = request.form
    return Team(
        id=form.get("id") or runtime.ids.new("tea"),
        name=form.get("name", ""),
        languages=_words("languages"),
        tiers=_words("tiers"),
        topics=tuple(form.getlist("topic")),
        members=tuple(form.getlist("member")),
        automatic=bool(form.get("automatic")),
        answer_minutes=_whole("answer_minutes"),
    )


def _words(name: str) -> tuple[str, ...]:
    return tuple(request.form.get(name, "").replace(",", " ").split())


def _whole(name: str) -> int:
    text = request.form.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdecimal()):
        raise InvalidError("Enter a whole number.")
    return int(text)


def _page(runtime: Runtime, person: Person, *, problem: str = "") -> AnyResponse:
    with runtime.records.begin() as work:
        known, weights = work.teams.teams(), work.agents.weights()
    seats = roster.seats(runtime)
    editing = next((one for one in known if one.id == request.args.get("edit")), None)
    topics = {**TOPICS, **{topic: topic for topic in (editing.topics if editing else ()) if topic not in TOPICS}}
    return page(
        runtime,
        person,
        "staff/teams.html",
        here=HERE,
        teams=known,
        seats=seats,
        called={seat.person.id: seat.person.name for seat in seats},
        editing=editing,
        topics=topics,
        channels=[(name, channel_name(name), weights.get(name, 1)) for name in sorted(runtime.channels)],
        most_capacity=MOST_CAPACITY,
        most_weight=MOST_WEIGHT,
        problem=problem,
        done=next((_DONE[name] for name in request.args if name in _DONE), ""),
    )
