"""Many threads at once: a list to choose from, what is done with them, and what became of each."""

from http import HTTPStatus

from flask import Blueprint, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.staff.macros import PRIORITIES, Action, sentence
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import macros, roster, runs, selecting
from bot.services.selecting import Wish
from bot.services.thread_refs import thread_of
from bot.web import chat_view
from bot.web.desk import titles
from bot.web.desk.words import REASONS
from bot.web.staff import action_forms, guard
from bot.web.staff.action_forms import SNOOZES, Row
from bot.web.staff.acts import audits
from bot.web.staff.lengths import since
from bot.web.staff.pages import page

HERE = "/desk/bulk"
SHOWN = 200
"""Rows of the list; all that match can still be chosen."""
_FIELDS = ("standing", "team", "channel", "label", "clock")


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes of the list and of runs."""
    pages = Blueprint("bulk", __name__, url_prefix="/desk")
    pages.after_request(guard.with_headers)

    @pages.get("/bulk")
    @guard.needs(runtime, "threads.talk")
    def choose(person: Person) -> AnyResponse:
        return _list(runtime, person)

    @pages.post("/bulk")
    @guard.needs(runtime, "threads.talk")
    @audits("run.begin")
    def begin(person: Person) -> AnyResponse:
        try:
            name, actions = _wanted(runtime, person)
            run = runs.begin(runtime, person, actions, _threads(runtime, person), name=name, key=_key())
        except InvalidError as error:
            return _list(runtime, person, problem=error.say_to_staff)
        return redirect(f"/desk/runs/{run}", HTTPStatus.SEE_OTHER)

    @pages.post("/t/<name>/macro")
    @guard.needs(runtime, "threads.talk")
    @audits("run.begin")
    def run_macro(person: Person, name: str) -> AnyResponse:
        try:
            macro = macros.found(runtime, person, request.form.get("macro", ""))
            threads = (thread_of(runtime, name),)
            run = runs.begin(runtime, person, macro.actions, threads, name=macro.name, key=_key())
        except InvalidError as error:
            return guard.refused(error.say_to_staff, HTTPStatus.BAD_REQUEST)
        return _told(runtime, person, run) if guard.wants_json() else redirect(f"/desk/runs/{run}", 303)

    _add_runs(pages, runtime)
    return pages


def _add_runs(pages: Blueprint, runtime: Runtime) -> None:
    @pages.get("/runs/<run>")
    @guard.needs(runtime, "threads.talk")
    def show(person: Person, run: str) -> AnyResponse:
        return _run(runtime, person, run)

    @pages.post("/runs/<run>/go")
    @guard.needs(runtime, "threads.talk")
    @audits("run.begin")
    def go_on(person: Person, run: str) -> AnyResponse:
        try:
            runs.progress(runtime, person, run)
        except InvalidError as error:
            return guard.refused(error.say_to_staff, HTTPStatus.NOT_FOUND)
        runs.go_on(runtime, run=run)
        found = runs.progress(runtime, person, run)
        if guard.wants_json():
            return jsonify(left=found.left, all=len(found.items))
        return redirect(f"/desk/runs/{run}", HTTPStatus.SEE_OTHER)

    @pages.post("/runs/<run>/undo")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.undo")
    def undo(person: Person, run: str) -> AnyResponse:
        try:
            count = runs.undo(runtime, person, run)
        except InvalidError as error:
            return guard.refused(error.say_to_staff, HTTPStatus.NOT_FOUND)
        return _run(runtime, person, run, done=f"{count} set back.")


def _key() -> str:
    return request.form.get("key", "")


def _told(runtime: Runtime, person: Person, run: str) -> AnyResponse:
    """What became of a macro on one thread: the first refusal, or nothing."""
    item = runs.progress(runtime, person, run).items[0]
    problem = next((result for result in item.results if result), "")
    return make_response(jsonify(problem=problem, run=run), HTTPStatus.CONFLICT if problem else HTTPStatus.OK)


def _wanted(runtime: Runtime, person: Person) -> tuple[str, tuple[Action, ...]]:
    """What is to be done: a macro, or the one action of the button that was pressed."""
    do = request.form.get("do", "")
    if do == "macro":
        macro = macros.found(runtime, person, request.form.get("macro", ""))
        return macro.name, macro.actions
    value = request.form.get(f"value_{do}", "")
    action = action_forms.read(Row(do, value, request.form.get("note", "")))
    return sentence(action), (action,)


def _threads(runtime: Runtime, person: Person) -> tuple[str, ...]:
    if request.form.get("every"):
        return tuple(one.waiting.thread for one in selecting.matching(runtime, person, _wish()))
    return _chosen(runtime)


def _chosen(runtime: Runtime) -> tuple[str, ...]:
    """The threads that were ticked, by their references."""
    return tuple(thread_of(runtime, one) for one in request.form.getlist("thread"))


def _wish() -> Wish:
    asked = {name: request.values.get(name, "")[:100] for name in _FIELDS}
    return Wish(**{**asked, "standing": asked["standing"] or selecting.STANDINGS[0]})


def _list(runtime: Runtime, person: Person, *, problem: str = "") -> AnyResponse:
    wish = _wish()
    found = selecting.matching(runtime, person, wish)
    with runtime.records.begin() as work:
        teams = work.teams.teams()
    return page(
        runtime,
        person,
        "desk/bulk.html",
        here="/desk",
        wish=wish,
        rows=found[:SHOWN],
        count=len(found),
        chosen=frozenset(_chosen(runtime)),
        key=chat_view.fresh_id(),
        standings=selecting.STANDINGS,
        channels=sorted(runtime.channels),
        labels=sorted({label for one in found for label in one.state.labels}),
        teams=teams,
        called={team.id: team.name for team in teams},
        seats=[one for one in roster.seats(runtime) if one.person.id != person.id],
        macros=macros.usable(runtime, person),
        priorities=PRIORITIES,
        snoozes=SNOOZES,
        titles=titles,
        since=since,
        now=int(runtime.clock.now().timestamp() * 1000),
        reasons=REASONS,
        problem=problem,
    )


def _run(runtime: Runtime, person: Person, run: str, *, done: str = "") -> AnyResponse:
    try:
        found = runs.progress(runtime, person, run)
    except InvalidError as error:
        return guard.refused(error.say_to_staff, HTTPStatus.NOT_FOUND)
    called = [sentence(action) for action in found.run.actions]
    return page(runtime, person, "desk/run.html", here="/desk", found=found, called=called, titles=titles, done=done)
