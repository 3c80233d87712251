"""The route by which an agent sends a file."""

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import files
from bot.web import uploads
from bot.web.desk import actions
from bot.web.staff import guard
from bot.web.staff.acts import audits


def add_pages(pages: Blueprint, runtime: Runtime) -> None:
    """The post of a file."""

    @pages.post("/t/<name>/files")
    @guard.needs(runtime, "threads.talk")
    @audits("file.send")
    def attach(person: Person, name: str) -> AnyResponse:
        return actions.do(runtime, person, name, lambda: _send(runtime, person, name))


def _send(runtime: Runtime, person: Person, name: str) -> None:
    files.send(runtime, person, name, uploads.read())
