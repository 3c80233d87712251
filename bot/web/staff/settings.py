"""What people of the staff set for themselves: looks, keys, notifications, and browsers that take pushes."""

from typing import Any

import msgspec
from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.staff.notification import Kind, kinds
from bot.domain.staff.person import Person
from bot.domain.staff.preferences import WAYS, Way, heard, looks
from bot.ports.runtime import Runtime
from bot.services import preferences
from bot.web.staff import guard, shell
from bot.web.staff.acts import audits

APPEARANCE, NOTIFICATIONS = "/staff/me/appearance", "/staff/me/notifications"
_SAVED = "Your settings are saved."
_LONGEST_BROWSER = 60

KINDS: dict[Kind, str] = {
    "queue": "Somebody waits for a person",
    "assigned": "A thread is assigned to me",
    "reply": "A traveller writes in a thread of mine",
    "mention": "Somebody mentions me in a note",
    "transfer": "A transfer wants me, or mine was answered",
    "silent": "Somebody did not take up a thread (supervisors)",
    "due": "A reply is due soon",
}
WAY_NAMES: dict[Way, str] = {"toast": "Note on the page", "sound": "Sound", "push": "Browser notification"}


class Keys(msgspec.Struct, frozen=True):
    """The keys of a browser's subscription."""

    p256dh: str
    auth: str


class Offered(msgspec.Struct, frozen=True):
    """What a browser says of itself: the Push API's own JSON of a subscription, and what it is called."""

    endpoint: str
    keys: Keys
    browser: str = ""


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/me, which everybody of the staff may open."""
    pages = Blueprint("staff_settings", __name__, url_prefix="/staff/me")
    pages.after_request(guard.with_headers)
    shell.offer(pages, runtime)
    _add_looks(pages, runtime)
    _add_notifications(pages, runtime)
    _add_browsers(pages, runtime)
    return pages


def _add_looks(pages: Blueprint, runtime: Runtime) -> None:
    @pages.get("/appearance")
    @guard.known(runtime)
    def appearance(person: Person) -> Response:
        return _appearance(runtime, person)

    @pages.post("/appearance")
    @guard.known(runtime)
    @audits("preferences.change")
    def choose_looks(person: Person) -> AnyResponse:
        form = request.form
        look = {"scheme": form.get("scheme", ""), "density": form.get("density", "")}
        try:
            preferences.change(runtime, person, lambda before: looks(before, **look, single_keys="single_keys" in form))
        except InvalidError as error:
            return make_response(_appearance(runtime, person, problem=error.say_to_staff), 400)
        return redirect(f"{APPEARANCE}?saved", 303)


def _add_notifications(pages: Blueprint, runtime: Runtime) -> None:
    @pages.get("/notifications")
    @guard.known(runtime)
    def notifications(person: Person) -> Response:
        return _notifications(runtime, person)

    @pages.post("/notifications")
    @guard.known(runtime)
    @audits("preferences.change")
    def choose_notifications(person: Person) -> AnyResponse:
        wanted, volume = request.form.getlist("wanted"), request.form.get("volume", "")
        try:
            preferences.change(runtime, person, lambda before: heard(before, wanted=wanted, volume=volume))
        except InvalidError as error:
            return make_response(_notifications(runtime, person, problem=error.say_to_staff), 400)
        return redirect(f"{NOTIFICATIONS}?saved", 303)


def _add_browsers(pages: Blueprint, runtime: Runtime) -> None:
    @pages.post("/browsers")
    @guard.known(runtime)
    @audits("push.subscribe")
    def subscribe(person: Person) -> AnyResponse:
        """A script asks: it alone can make a subscription."""
        try:
            offered = msgspec.json.decode(request.get_data(), type=Offered)
            name = " ".join(offered.browser.split())[:_LONGEST_BROWSER] or "Browser"
            keys = {"p256dh": offered.keys.p256dh, "auth": offered.keys.auth}
            preferences.subscribe(runtime, person, endpoint=offered.endpoint, **keys, browser=name)
        except msgspec.MsgspecError:
            return make_response(jsonify(problem="This browser's answer cannot be read."), 400)
        except InvalidError as error:
            return make_response(jsonify(problem=error.say_to_staff), 400)
        return jsonify(problem="")

    @pages.post("/browsers/<name>/remove")
    @guard.known(runtime)
    @audits("push.unsubscribe")
    def remove(person: Person, name: str) -> AnyResponse:
        preferences.unsubscribe(runtime, person, name)
        return redirect(NOTIFICATIONS, 303)


def _appearance(runtime: Runtime, person: Person, **said: Any) -> Response:
    return _page(runtime, "staff/appearance.html", person=person, here=APPEARANCE, **said)


def _notifications(runtime: Runtime, person: Person, **said: Any) -> Response:
    return _page(
        runtime,
        "staff/notifications.html",
        person=person,
        here=NOTIFICATIONS,
        kinds={kind: KINDS[kind] for kind in kinds()},
        ways={way: WAY_NAMES[way] for way in WAYS},
        browsers=preferences.browsers(runtime, person.id),
        push_key=runtime.push_key,
        **said,
    )


def _page(runtime: Runtime, template: str, **values: Any) -> Response:
    done = _SAVED if "saved" in request.args else ""
    return make_response(render_template(template, brand=runtime.world().brand.name, done=done, **values))
