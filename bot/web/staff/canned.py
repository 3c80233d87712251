"""The page of ready replies: made, changed and taken away by those who configure the desk."""

from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ThreadfareError
from bot.domain.staff.canned import FIELDS, LANGUAGES, LONGEST_SHORTCUT, LONGEST_TEXT, LONGEST_TITLE, Canned
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import canned
from bot.web import uploads
from bot.web.desk.file_view import ACCEPT
from bot.web.staff import guard
from bot.web.staff.acts import audits
from bot.web.staff.pages import page

HERE = "/staff/canned"
_DONE = {"kept": "The reply is saved.", "dropped": "The reply is gone."}


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/canned."""
    pages = Blueprint("canned", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "desk.configure")
    def listed(person: Person) -> AnyResponse:
        wanted = request.args.get("edit", "")
        editing = next((one for one in canned.every(runtime) if one.id == wanted), None)
        return _page(runtime, person, editing, problem=canned.GONE if wanted and editing is None else "")

    @pages.post("")
    @guard.needs(runtime, "desk.configure")
    @audits("canned.keep")
    def keep(person: Person) -> AnyResponse:
        made = _sent(runtime)
        try:
            canned.keep(runtime, person, made)
        except ThreadfareError as error:
            return _page(runtime, person, made, problem=error.say_to_staff)
        return redirect(f"{HERE}?kept=1", 303)

    @pages.post("/<canned_id>/drop")
    @guard.needs(runtime, "desk.configure")
    @audits("canned.drop")
    def drop(person: Person, canned_id: str) -> AnyResponse:
        try:
            canned.drop(runtime, person, canned_id)
        except ThreadfareError as error:
            return _page(runtime, person, None, problem=error.say_to_staff)
        return redirect(f"{HERE}?dropped=1", 303)

    @pages.post("/<canned_id>/files")
    @guard.needs(runtime, "desk.configure")
    @audits("canned.keep")
    def attach(person: Person, canned_id: str) -> AnyResponse:
        return _changed(runtime, person, canned_id, lambda: canned.attach(runtime, person, canned_id, uploads.read()))

    @pages.post("/<canned_id>/files/<file>/drop")
    @guard.needs(runtime, "desk.configure")
    @audits("canned.keep")
    def detach(person: Person, canned_id: str, file: str) -> AnyResponse:
        return _changed(runtime, person, canned_id, lambda: canned.detach(runtime, person, canned_id, file))

    return pages


def _changed(runtime: Runtime, person: Person, reply: str, act: Callable[[], None]) -> AnyResponse:
    """Change what goes along with a reply; back to its form."""
    try:
        act()
    except ThreadfareError as error:
        editing = next((one for one in canned.every(runtime) if one.id == reply), None)
        return _page(runtime, person, editing, problem=error.say_to_staff)
    return redirect(f"{HERE}?edit={quote(reply)}#files", 303)


def _sent(runtime: Runtime) -> Canned:
    form = request.form
    texts = {language: form.get(f"text_{language}", "").replace("\r\n", "\n").strip() for language in LANGUAGES}
    known = form.get("id", "")
    before = next((one for one in canned.every(runtime) if one.id == known), None)
    return Canned(
        id=before.id if before else runtime.ids.new("can"),
        shortcut=form.get("shortcut", "").strip().lstrip("/").lower(),
        title=" ".join(form.get("title", "").split()),
        team=form.get("team", ""),
        texts={language: text for language, text in texts.items() if text},
        files=before.files if before else (),
    )


def _page(runtime: Runtime, person: Person, editing: Canned | None, *, problem: str = "") -> AnyResponse:
    with runtime.records.begin() as work:
        teams, replies = work.teams.teams(), work.canned.every()
    return page(
        runtime,
        person,
        "staff/canned.html",
        here=HERE,
        replies=replies,
        editing=editing,
        is_known=editing is not None and any(one.id == editing.id for one in replies),
        files=canned.files_of(runtime, editing.id) if editing else (),
        accept=ACCEPT,
        teams=teams,
        called={team.id: team.name for team in teams},
        languages=LANGUAGES,
        fields=FIELDS,
        longest={"shortcut": LONGEST_SHORTCUT, "title": LONGEST_TITLE, "text": LONGEST_TEXT},
        problem=problem,
        done=_DONE.get(next(iter(request.args), ""), ""),
    )
