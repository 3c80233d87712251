"""Presence in the bar: what an agent says of themselves, and the sign of life that an open page gives."""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from flask import Blueprint, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError, ThreadfareError
from bot.domain.staff.person import Person
from bot.domain.staff.presence import BEAT_MS, STANDINGS
from bot.ports.runtime import Runtime
from bot.services import presence
from bot.web.staff import guard
from bot.web.staff.acts import audits
from bot.web.staff.menu import PERSONAL, menu_of

LIFE_SECONDS = BEAT_MS / 1000
"""How often an open stream notes that its person is there."""


def add_pages(pages: Blueprint, runtime: Runtime) -> None:
    """The post of the control in the bar."""

    @pages.post("/presence")
    @guard.needs(runtime, "threads.talk")
    @audits("presence.choose")
    def choose(person: Person) -> AnyResponse:
        try:
            presence.choose(runtime, person, request.form.get("standing", ""))
        except InvalidError as error:
            if guard.wants_json():
                return make_response(jsonify(problem=error.say_to_staff), 400)
            return guard.refused(error.say_to_staff, 400)
        if guard.wants_json():
            return jsonify(problem="", html=draw_presence(runtime, person))
        known = {one.path for one in menu_of(person)} | {one.path for one in PERSONAL}
        back = request.form.get("back", "")
        return redirect(back if back in known else "/desk", 303)


def draw_presence(runtime: Runtime, person: Person) -> str:
    """What somebody said of themselves, as HTML; "" for who talks with nobody."""
    if not person.may("threads.talk"):
        return ""
    return render_template("desk/presence.html", standing=presence.standing(runtime, person.id), standings=STANDINGS)


def beat(runtime: Runtime, person: Person) -> None:
    """A page of somebody who may answer is open; a sign that is lost does no harm, the next comes soon."""
    if person.may("threads.talk"):
        with suppress(ThreadfareError):
            presence.seen(runtime, person)


def pulse(runtime: Runtime) -> Callable[[Person], None]:
    """Notes now and then, however often it is called, that somebody is there; the page itself was the first sign."""
    beaten = monotonic()

    def there(person: Person) -> None:
        nonlocal beaten
        if monotonic() - beaten >= LIFE_SECONDS:
            beaten = monotonic()
            beat(runtime, person)

    return there
