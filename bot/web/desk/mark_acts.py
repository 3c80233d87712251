"""The routes of the bar below a thread's head: label, priority, snooze, close, and undo of what was just done.

A script is told how to undo it: the fields before and after, signed, so that nobody sets back what never was.
"""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

import msgspec
from flask import Blueprint, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError, ThreadfareError
from bot.domain.staff import snoozing
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import desk, mark_undo, thread_marks
from bot.services.mark_undo import Change
from bot.services.thread_refs import ref_of
from bot.web import auth
from bot.web.desk import thread_page
from bot.web.staff import guard
from bot.web.staff.acts import audits

_PURPOSE = "thread mark"
_UNKNOWN = "There is no such thread."


def add_pages(pages: Blueprint, runtime: Runtime) -> None:
    """The posts of the bar."""

    @pages.post("/t/<name>/label")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.label")
    def label(person: Person, name: str) -> AnyResponse:
        word, off = request.form.get("label", ""), "off" in request.form
        said = f"Label “{' '.join(word.split())}” {'taken off' if off else 'added'}."
        return _do(runtime, person, name, partial(thread_marks.label, runtime, person, name, word, off=off), said=said)

    @pages.post("/t/<name>/priority")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.priority")
    def priority(person: Person, name: str) -> AnyResponse:
        wanted = request.form.get("priority", "")
        number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) == 1 else -1
        act = partial(thread_marks.set_priority, runtime, person, name, number)
        return _do(runtime, person, name, act, said="Priority set.")

    @pages.post("/t/<name>/snooze")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.snooze")
    def snooze(person: Person, name: str) -> AnyResponse:
        said = "Woken." if request.form.get("when") == "wake" else "Snoozed."
        return _do(runtime, person, name, partial(_snooze, runtime, person, name), said=said)

    @pages.post("/t/<name>/close")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.close")
    def close(person: Person, name: str) -> AnyResponse:
        act = partial(thread_marks.close, runtime, person, name)
        return _do(runtime, person, name, act, said="Closed as done.", is_final=True)

    @pages.post("/t/<name>/undo")
    @guard.needs(runtime, "threads.talk")
    @audits("thread.undo")
    def undo(person: Person, name: str) -> AnyResponse:
        return _do(runtime, person, name, partial(_undo, runtime, person, name), said="Undone.", is_final=True)


def _snooze(runtime: Runtime, person: Person, name: str) -> None:
    choice, zone = request.form.get("when", ""), request.form.get("zone", "")
    own, now = request.form.get("until", ""), runtime.clock.now()
    until = 0 if choice == "wake" else snoozing.until(choice, now=now, zone=zone or "UTC", own=own)
    thread_marks.snooze_until(runtime, person, name, until)


def _undo(runtime: Runtime, person: Person, name: str) -> None:
    held = auth.unsign(runtime, _PURPOSE, request.form.get("undo", ""))
    if held is None:
        raise InvalidError("That cannot be undone.")
    mark_undo.undo(runtime, person, name, msgspec.json.decode(held, type=Change))


def _do(
    runtime: Runtime, person: Person, name: str, act: Callable[[], None], *, said: str, is_final: bool = False
) -> AnyResponse:
    """Act on a thread; what is said of it, and what undoes it unless it is final, go to a script."""
    try:
        if desk.thread_state(runtime, name) is None:
            raise InvalidError(_UNKNOWN)
        change = mark_undo.changed(runtime, person, name, act)
    except ThreadfareError as error:
        problem, status = guard.told(error)
        if guard.wants_json():
            return make_response(jsonify(problem=problem), status)
        return make_response(thread_page.whole_page(runtime, person, name, problem), status)
    if not guard.wants_json():
        return redirect(f"/desk/t/{ref_of(runtime, name)}", HTTPStatus.SEE_OTHER)
    token = "" if is_final or not change.after else auth.sign(runtime, _PURPOSE, msgspec.json.encode(change).decode())
    return make_response(jsonify(problem="", said=said, undo=token))
