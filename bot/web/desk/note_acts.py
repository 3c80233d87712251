"""The routes of private notes: write, change, take away."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import notes
from bot.web.desk import actions
from bot.web.staff import guard
from bot.web.staff.acts import audits


def add_pages(pages: Blueprint, runtime: Runtime) -> None:
    """The posts of notes."""

    @pages.post("/t/<name>/notes")
    @guard.needs(runtime, "threads.talk")
    @audits("note.write")
    def write(person: Person, name: str) -> AnyResponse:
        text, key = request.form.get("text", ""), request.form.get("client_id", "")
        return actions.do(runtime, person, name, lambda: _write(runtime, person, name, text=text, key=key))

    @pages.post("/t/<name>/notes/<note>/change")
    @guard.needs(runtime, "threads.talk")
    @audits("note.change")
    def change(person: Person, name: str, note: str) -> AnyResponse:
        text = request.form.get("text", "")
        return actions.do(runtime, person, name, lambda: notes.change(runtime, person, name, note, text=text))

    @pages.post("/t/<name>/notes/<note>/delete")
    @guard.needs(runtime, "threads.talk")
    @audits("note.delete")
    def delete(person: Person, name: str, note: str) -> AnyResponse:
        return actions.do(runtime, person, name, lambda: notes.delete(runtime, person, name, note))


def _write(runtime: Runtime, person: Person, name: str, *, text: str, key: str) -> None:
    notes.write(runtime, person, name, text, key=key)
