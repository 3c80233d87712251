"""The posts of the composer: a reply, a template, a draft, what failed once more, and the hint of who is here."""

from flask import Blueprint, current_app, jsonify, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.conversation.answers import UNSAID, AnsweredError
from bot.domain.errors import ThreadfareError
from bot.domain.staff.person import Person
from bot.domain.typed import whole
from bot.ports.runtime import Runtime
from bot.services import answering, drafts, watching
from bot.services.answering import Filling, Typed
from bot.web.desk import composer, thread_page
from bot.web.desk.actions import do, seen_epoch
from bot.web.limits import Limiter
from bot.web.staff import guard
from bot.web.staff.acts import audits

HINTS_A_MINUTE = 120
"""Of one person in all their tabs: each says every few seconds what its person does."""


def add_writing(pages: Blueprint, runtime: Runtime) -> None:
    """The routes of the composer."""

    @pages.post("/t/<name>/reply")
    @guard.needs(runtime, "threads.talk")
    def reply(person: Person, name: str) -> AnyResponse:
        return _reply(runtime, person, name)

    @pages.post("/t/<name>/template")
    @guard.needs(runtime, "threads.talk")
    def template(person: Person, name: str) -> AnyResponse:
        form = request.form
        filling = Filling(form.get("template", ""), form, form.get("client_id", ""), known=_number("known", UNSAID))
        return do(runtime, person, name, lambda: answering.send_template(runtime, name, person, filling))

    @pages.post("/t/<name>/draft")
    @guard.needs(runtime, "threads.talk")
    def draft(person: Person, name: str) -> AnyResponse:
        return _draft(runtime, person, name)

    @pages.post("/t/<name>/repeat")
    @guard.needs(runtime, "threads.talk")
    @audits("message.repeat")
    def repeat(person: Person, name: str) -> AnyResponse:
        return do(runtime, person, name, lambda: answering.repeat(runtime, name, person, _number("row", 0)))

    @pages.post("/t/<name>/here")
    @guard.needs(runtime, "threads.read", quiet=True)
    def here(person: Person, name: str) -> tuple[str, int]:
        """A hint for colleagues; it may be lost."""
        return _here(runtime, person, name)

    @pages.get("/t/<name>/composer")
    @guard.needs(runtime, "threads.read", quiet=True)
    def parts(person: Person, name: str) -> AnyResponse:
        """How the channel takes words by now: a page asks when a window has ended."""
        drawn = {"way": composer.draw_way, "templates": composer.draw_templates}
        return jsonify(parts=[[part, draw(runtime, person, name)] for part, draw in drawn.items()])


def _reply(runtime: Runtime, person: Person, name: str) -> AnyResponse:
    """Say what was typed: 409 with what somebody else answered meanwhile, if they did."""
    form = request.form
    typed = Typed(
        text=form.get("text", ""),
        key=form.get("client_id", ""),
        row=_number("seen", 0),
        known=_number("known", UNSAID),
        about=_number("about", 0),
        epoch=seen_epoch(),
    )
    told: list[str] = []
    try:
        return do(
            runtime,
            person,
            name,
            lambda: told.append(answering.send(runtime, name, person, typed)),
            more=lambda: {"notice": _wrote(told)},
        )
    except AnsweredError as error:
        conflict = composer.draw_conflict(runtime, person, name, error)
    if guard.wants_json():
        return make_response(jsonify(problem="", conflict=conflict), 409)
    return make_response(thread_page.whole_page(runtime, person, name, conflict=conflict), 409)


def _draft(runtime: Runtime, person: Person, name: str) -> AnyResponse:
    """Keep what is being written, or leave it."""
    form = request.form
    text, about = ("", 0) if form.get("discard") else (form.get("text", ""), _number("about", 0))
    key = form.get("client_id", "")
    return do(runtime, person, name, lambda: drafts.keep(runtime, name, person, text, about=about, key=key))


def _here(runtime: Runtime, person: Person, name: str) -> tuple[str, int]:
    limiter: Limiter = current_app.extensions.setdefault("threadfare desk hints", Limiter(HINTS_A_MINUTE))
    if limiter.wait(person.id, runtime.clock.now()):
        return "", 429
    try:
        watching.tell(runtime, name, person, request.form.get("does", ""))
    except ThreadfareError as error:
        return guard.told(error)
    return "", 204


def _wrote(told: list[str]) -> str:
    return f"The traveller wrote while you did: “{told[0]}”" if told and told[0] else ""


def _number(name: str, usual: int) -> int:
    number = whole(request.form.get(name, ""))
    return usual if number is None else number
