"""The list of ready replies that a slash opens, and the post that sends the files of one."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import canned
from bot.web.desk import actions
from bot.web.staff import guard
from bot.web.staff.acts import audits


def add_pages(pages: Blueprint, runtime: Runtime) -> None:
    """The list as a script asks for it when somebody begins to write: it is of one thread, in its language."""

    @pages.get("/t/<name>/canned")
    @guard.needs(runtime, "threads.talk")
    def options(person: Person, name: str) -> str:
        return render_template("desk/canned_options.html", ready=canned.ready(runtime, person, name) if name else ())

    @pages.post("/t/<name>/canned-files")
    @guard.needs(runtime, "threads.talk")
    @audits("file.send")
    def send_canned_files(person: Person, name: str) -> AnyResponse:
        return actions.do(runtime, person, name, lambda: _send(runtime, person, name))


def _send(runtime: Runtime, person: Person, name: str) -> None:
    canned.send_files(runtime, person, name, request.form.get("canned", ""), key=request.form.get("client_id", ""))
