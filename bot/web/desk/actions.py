"""What an agent does with a thread: take it, give it back to the bot."""

from collections.abc import Callable
from http import HTTPStatus
from time import monotonic, sleep

from flask import Blueprint, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.conversation.answers import AnsweredError
from bot.domain.errors import ConflictError, InvalidError, ThreadfareError
from bot.domain.staff.person import Person
from bot.domain.typed import whole
from bot.ports.runtime import Runtime
from bot.services import desk, typing_signs
from bot.services.thread_refs import ref_of
from bot.web.desk import thread_page
from bot.web.desk.thread import draw_head
from bot.web.staff import guard

ARCHIVED_WITHIN = 2.0
"""Seconds: ten times what the archivist usually needs."""
_LOOK_AGAIN = 0.05
_STATUS: dict[type[ThreadfareError], int] = {ConflictError: 409, InvalidError: 400}

Act = Callable[[], None]


def add_actions(pages: Blueprint, runtime: Runtime) -> None:
    """The posts of a thread's page."""

    @pages.post("/t/<name>/take")
    @guard.needs(runtime, "threads.talk")
    def take(person: Person, name: str) -> AnyResponse:
        return do(runtime, person, name, lambda: _take(runtime, name, person, epoch=seen_epoch()))

    @pages.post("/t/<name>/typing")
    @guard.needs(runtime, "threads.talk")
    def types(person: Person, name: str) -> tuple[str, int]:
        """A hint for the traveller; it may be lost."""
        typing_signs.agent_types(runtime, name, person)
        return "", 204

    @pages.post("/t/<name>/return")
    @guard.needs(runtime, "threads.talk")
    def hand_back(person: Person, name: str) -> AnyResponse:
        to = request.form.get("to", "")
        return do(runtime, person, name, lambda: desk.hand_back(runtime, name, person, to=to))


def seen_epoch() -> int | None:
    """The epoch of the thread on the page from which a form came, None when it does not say."""
    return whole(request.form.get("epoch", ""))


def _take(runtime: Runtime, name: str, person: Person, *, epoch: int | None) -> None:
    """Take the thread and wait until the archive knows it, so that a page which says "you have it" is right.

    An archive that is slow is not waited for longer: the page says then that the thread is being taken over.
    """
    desk.take(runtime, name, person, epoch=epoch)
    until = monotonic() + ARCHIVED_WITHIN
    while not desk.is_certain(runtime, name) and monotonic() < until:
        sleep(_LOOK_AGAIN)


def do(
    runtime: Runtime, person: Person, name: str, act: Act, *, more: Callable[[], dict[str, str]] | None = None
) -> AnyResponse:
    """Act in a thread for a person; a script is answered with JSON, and `more` of it, a plain form with the page.

    What was refused is told in a sentence: 409 when somebody was faster, with the head as it is now; 400 for what
    cannot be used. Raises `AnsweredError`, which is more than a sentence.
    """
    problem, status = _tried(act)
    if guard.wants_json():
        head = draw_head(runtime, person, name) if status == HTTPStatus.CONFLICT else ""
        told = {"head": head, **(more() if more else {})}
        return make_response(jsonify(problem=problem, **{part: html for part, html in told.items() if html}), status)
    if problem:
        return make_response(thread_page.whole_page(runtime, person, name, problem), status)
    return redirect(f"/desk/t/{ref_of(runtime, name)}", 303)


def _tried(act: Act) -> tuple[str, int]:
    try:
        act()
    except AnsweredError:
        raise
    except ThreadfareError as error:
        return error.say_to_staff, _STATUS.get(type(error), 503)
    return "", 200
