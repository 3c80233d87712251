"""A trip's page, its calendar and a file to keep, behind a signed link: GET alone changes nothing, whoever fetches."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, render_template, request

from bot.domain.booking.ics import calendar
from bot.domain.booking.printout import NAME, printout
from bot.ports.runtime import Runtime
from bot.services import trips
from bot.services.trips import TripSeen
from bot.web import auth, trip_view

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_FILE = "trip.ics"
"""The file's name tells nothing of whose trip it is."""


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /trip."""
    pages = Blueprint("trip", __name__, url_prefix="/trip")

    @pages.after_request
    def keep_private(response: Response) -> Response:
        return _guarded(runtime, response)

    @pages.get("/<token>")
    def show(token: str) -> Response:
        seen = trips.of_link(runtime, token)
        if seen is None:
            return _unknown(runtime)
        page = trip_view.trip_page(runtime, seen, token)
        return make_response(render_template("trip/page.html", page=page))

    @pages.get("/<token>/calendar.ics")
    def take(token: str) -> Response:
        seen = trips.of_link(runtime, token)
        return _unknown(runtime) if seen is None else _calendar(runtime, seen)

    @pages.get("/<token>/itinerary.txt")
    def keep(token: str) -> Response:
        seen = trips.of_link(runtime, token)
        return _unknown(runtime) if seen is None else _itinerary(runtime, seen)

    return pages


def _itinerary(runtime: Runtime, seen: TripSeen) -> Response:
    """The mark at its beginning tells telephones that it is UTF-8."""
    look = trip_view.look_of(runtime, seen.language)
    text = printout(seen.trip, look, brand=runtime.world().brand.name)
    response = make_response(text.encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response


def _calendar(runtime: Runtime, seen: TripSeen) -> Response:
    host = urlsplit(runtime.public_url).hostname or "threadfare"
    look = trip_view.look_of(runtime, seen.language)
    response = make_response(calendar(seen.trip, look, host=host, stamp=runtime.clock.now()))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{_FILE}"'
    return response


def _unknown(runtime: Runtime) -> Response:
    served = runtime.world().brand.languages
    language = request.accept_languages.best_match(served) or served[0]
    return make_response(render_template("trip/gone.html", page=trip_view.gone_page(runtime, language)), 404)


def _guarded(runtime: Runtime, response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = _POLICY
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    headers["Cache-Control"] = "no-store"
    if auth.is_https(runtime):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
