"""The page of macros: one's own and everybody's, made and changed as rows of actions."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.staff.macros import MOST_ACTIONS, Macro, sentence
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import macros
from bot.web.staff import action_forms, guard
from bot.web.staff.action_forms import Row
from bot.web.staff.acts import audits
from bot.web.staff.pages import page

HERE = "/staff/macros"


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/macros."""
    pages = Blueprint("macros", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "threads.talk")
    def listed(person: Person) -> AnyResponse:
        wanted = request.args.get("edit", "")
        if not wanted:
            return _page(runtime, person, None)
        try:
            return _page(runtime, person, macros.found(runtime, person, wanted))
        except InvalidError as error:
            return _page(runtime, person, None, problem=error.say_to_staff)

    @pages.post("")
    @guard.needs(runtime, "threads.talk")
    @audits("macro.keep")
    def keep(person: Person) -> AnyResponse:
        rows = action_forms.rows_of(request.form)
        owner = "" if request.form.get("shared") else person.id
        macro = Macro(
            id=request.form.get("id") or runtime.ids.new("mac"), name=request.form.get("name", ""), owner=owner
        )
        try:
            made = Macro(id=macro.id, name=macro.name.strip(), owner=owner, actions=action_forms.read_all(rows))
            macros.keep(runtime, person, made)
        except InvalidError as error:
            return _page(runtime, person, macro, rows=rows, problem=error.say_to_staff)
        return redirect(f"{HERE}?kept=1", 303)

    @pages.post("/<macro>/drop")
    @guard.needs(runtime, "threads.talk")
    @audits("macro.drop")
    def drop(person: Person, macro: str) -> AnyResponse:
        try:
            macros.drop(runtime, person, macro)
        except InvalidError as error:
            return _page(runtime, person, None, problem=error.say_to_staff)
        return redirect(f"{HERE}?dropped=1", 303)

    return pages


def _page(
    runtime: Runtime, person: Person, editing: Macro | None, *, rows: tuple[Row, ...] = (), problem: str = ""
) -> AnyResponse:
    shown = rows or (tuple(map(action_forms.as_row, editing.actions)) if editing else ())
    with runtime.records.begin() as work:
        people = tuple(one for one in work.people.people() if one.may("threads.talk"))
        teams = work.teams.teams()
    return page(
        runtime,
        person,
        "staff/macro_list.html",
        here=HERE,
        macros=[(one, macros.may_change(person, one)) for one in macros.usable(runtime, person)],
        sentence=sentence,
        editing=editing,
        rows=(*shown, *(Row() for _ in range(MOST_ACTIONS)))[:MOST_ACTIONS],
        filled=sum(bool(row.kind) for row in shown),
        kinds=action_forms.KINDS,
        people=people,
        teams=teams,
        problem=problem,
        done={"kept": "The macro is saved.", "dropped": "The macro is gone."}.get(next(iter(request.args), ""), ""),
    )
