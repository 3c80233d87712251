"""The page on which a PIN confirms one payment: a plain form, GET changes nothing, and each POST answers with a GET.

It needs no script and keeps nothing of a PIN: what comes of one stands in SQL, and the page shows that.
"""

from datetime import datetime
from math import ceil
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ConflictError, UnavailableError
from bot.domain.money import format_money
from bot.domain.payment.pin import LONGEST, MOST_WRONG, SHORTEST
from bot.ports.runtime import Runtime
from bot.services import pin_links
from bot.services.pin_links import PinView
from bot.web import auth, private_pages
from bot.web.pay_view import back_to
from bot.web.pin_words import PIN_WORDS
from bot.web.private_pages import reader_language

_MOST_BODY = 1024
"""A PIN and the name of its field, with room to spare."""


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /pin."""
    pages = Blueprint("pin", __name__, url_prefix="/pin")

    @pages.after_request
    def keep_private(response: Response) -> Response:
        return private_pages.keep_private(runtime, response)

    @pages.get("/<token>")
    def show(token: str) -> AnyResponse:
        view = pin_links.look(runtime, token)
        return _page(runtime, view) if view is not None else _notice(runtime, "unknown", 404)

    @pages.post("/<token>")
    def confirm(token: str) -> AnyResponse:
        if not auth.is_own_post(runtime, request):
            return _notice(runtime, "foreign", 403)
        return _confirm(runtime, token)

    return pages


def _confirm(runtime: Runtime, token: str) -> AnyResponse:
    try:
        view = pin_links.confirm(runtime, token, _typed())
    except (ConflictError, UnavailableError):
        return _notice(runtime, "away", 503)
    if view is None:
        return _notice(runtime, "unknown", 404)
    said = "?said=shape" if view.state == "shape" else ""
    return redirect(f"/pin/{token}{said}", 303)


def _typed() -> str:
    """What was typed, without the spaces that telephones add; "" for anything that no form of ours sends."""
    if request.content_length is None or request.content_length > _MOST_BODY:
        return ""
    return request.form.get("pin", "").replace(" ", "").strip()


def _page(runtime: Runtime, view: PinView) -> Response:
    page = _common(runtime, view.language)
    words, total = page["words"], format_money(view.total, view.language)
    page = {**page, "back": back_to(runtime, view.thread), "total": total, "method": view.method}
    if view.state != "open":
        facts = {"method": view.method, "total": total, "minutes": _minutes(runtime, view.locked_until)}
        texts = {"heading": words[view.state], "more": words[f"{view.state}_more"].format(**facts)}
        sign = "good" if view.state in {"used", "paid"} else ""
        return make_response(render_template("pin/notice.html", page={**page, **texts, "sign": sign}))
    minutes = _minutes(runtime, view.until)
    page |= {
        "pay": words["pay"].format(total=total),
        "until": words["until" if minutes > 1 else "until_one"].format(minutes=minutes),
        "problem": _problem(view, words),
        "shortest": SHORTEST,
        "longest": LONGEST,
    }
    return make_response(render_template("pin/form.html", page=page))


def _problem(view: PinView, words: Any) -> str:
    """What was wrong with the last try: it is known by what is left."""
    if request.args.get("said") == "shape":
        return str(words["shape"])
    if view.left >= MOST_WRONG:
        return ""
    return str(words["wrong" if view.left > 1 else "wrong_one"]).format(left=view.left)


def _minutes(runtime: Runtime, until: datetime | None) -> int:
    return max(1, ceil((until - runtime.clock.now()).total_seconds() / 60)) if until is not None else 1


def _notice(runtime: Runtime, key: str, status: int) -> Response:
    page = _common(runtime, reader_language(runtime))
    texts = {"heading": page["words"][key], "more": page["words"][f"{key}_more"], "sign": ""}
    return make_response(render_template("pin/notice.html", page={**page, **texts}), status)


def _common(runtime: Runtime, language: str) -> dict[str, Any]:
    words = PIN_WORDS.get(language, PIN_WORDS["en"])
    return {"language": language, "words": words, "brand": runtime.world().brand.name}
