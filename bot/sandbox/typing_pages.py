"""The sandbox's own pages for cards: one that stands alone, and fields that stand in a frame of the shop's page.

The card goes from the traveller's browser to the sandbox and to nobody else. The fields tell the page around them a
ticket, and only a page of the shop's origin.
"""

from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.sandbox.api import sandbox
from bot.sandbox.desk import Page
from bot.sandbox.requests import TokenRequest
from bot.sandbox.typing_words import TYPING_WORDS

pages = Blueprint("typing", __name__)

_CENTURY = 2000
_TWO_DIGITS = 100


@pages.get("/card/<secret>")
def show(secret: str) -> Response:
    """Ask for a card; a GET changes nothing."""
    return _show(sandbox().desk.page(secret))


@pages.post("/card/<secret>")
def take(secret: str) -> AnyResponse:
    """Take the card, or the wish to give none, and lead back to the shop."""
    cancelled = request.form.get("answer") == "cancel"
    card = None if cancelled else _card(request.form.to_dict())
    if card is None and not cancelled:
        return _show(sandbox().desk.page(secret), refused=True)
    became = sandbox().desk.take(secret, card)
    if isinstance(became, str):
        return _show(sandbox().desk.page(secret), refused=True)
    return redirect(became.return_url, 303) if became is not None else _show(None)


@pages.get("/fields")
def fields() -> Response:
    """The fields, for a frame of the shop's page and no other."""
    shop = _origin(sandbox().settings.shop_url)
    around = shop or "'none'"
    response = make_response(render_template("fields.html", shop=shop, **_words()), 200)
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    return _guarded(response, f"{policy}form-action 'none'; frame-ancestors {around}")


@pages.post("/fields/tickets")
def ticket() -> Response:
    """A ticket for what was typed into the fields; asked by their own script alone."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return make_response(jsonify(ticket=""), 403)
    card = _card(request.get_json(silent=True) or {})
    given, code = sandbox().desk.ticket(card) if card is not None else ("", "invalid_request")
    response = make_response(jsonify(ticket=given, code=code), 200 if given else 402)
    return _guarded(response, "default-src 'none'; frame-ancestors 'none'")


def _card(form: object) -> TokenRequest | None:
    """What was typed, None when it is not even of the shape of a card."""
    try:
        typed = msgspec.convert(form, type=dict[str, str])
        month, year = (int(typed.get(name, "").strip()) for name in ("month", "year"))
        year = year + _CENTURY if year < _TWO_DIGITS else year
        number = "".join(typed.get("number", "").split())
        asked = {"number": number, "exp_month": month, "exp_year": year}
        asked |= {"code": typed.get("code", "").strip(), "name": typed.get("name", "").strip()}
        return msgspec.convert(asked, type=TokenRequest)
    except (msgspec.ValidationError, ValueError):
        return None


def _show(page: Page | None, *, refused: bool = False) -> Response:
    here = sandbox()
    is_open = page is not None and here.desk.is_open(page)
    values = {"page": page, "open": is_open, "refused": refused, "merchant": here.settings.merchant, **_words()}
    status = 404 if page is None else 422 if refused and is_open else 200 if is_open else 410
    shop = _origin(page.return_url) if page is not None else ""
    policy = f"default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' {shop}"
    return _guarded(make_response(render_template("card.html", **values), status), policy.strip())


def _words() -> dict[str, object]:
    language = request.accept_languages.best_match(TYPING_WORDS) or "en"
    return {"language": language, "words": TYPING_WORDS[language]}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _guarded(response: Response, policy: str) -> Response:
    response.headers.update(
        {
            "Content-Security-Policy": policy,
            "Vary": "Accept-Language",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
    )
    return response
