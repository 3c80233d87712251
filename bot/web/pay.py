"""The page on which a traveller pays: GET changes nothing, the first POST binds the browser, cards come sealed."""

import msgspec
from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ConflictError, InvalidError, UnavailableError
from bot.ports.runtime import Runtime
from bot.ports.vault import Sealed
from bot.services import checkouts
from bot.services.checkouts import LinkView
from bot.web import auth, pay_view

COOKIE = "tf_pay"
_COOKIE_SECONDS = 24 * 3600
_MOST_BODY = 16 * 1024
"""Two tokens of at most 4 kB each and their JSON, with room to spare."""
_MOST_TOKEN = 4096
_MOST_DIGEST = 64
_DOTS = 4
"""A compact JWE has five parts (RFC 7516, section 7.1)."""
_FORM_STATES = frozenset({"open", "declined"})
_KEYS_SECONDS = 300

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /pay."""
    pages = Blueprint("pay", __name__, url_prefix="/pay")
    allowed = auth.allows_encryption(runtime)

    @pages.before_request
    def refuse_without_encryption() -> Response | None:
        return None if allowed else _notice(runtime, "refused", 503)

    @pages.after_request
    def keep_private(response: Response) -> Response:
        return _guarded(runtime, response)

    @pages.get("/keys")
    def keys() -> Response:
        response = jsonify(runtime.capture_keys.jwks())
        response.headers["Cache-Control"] = f"public, max-age={_KEYS_SECONDS}"
        return response

    @pages.get("/<token>")
    def show(token: str) -> AnyResponse:
        return _show(runtime, token)

    @pages.post("/<token>")
    def pay(token: str) -> AnyResponse:
        return _submit(runtime, token)

    @pages.get("/<token>/state")
    def state(token: str) -> AnyResponse:
        return _state(runtime, token)

    @pages.get("/<token>/bank")
    def bank(token: str) -> AnyResponse:
        return _bank(runtime, token)

    @pages.post("/<token>/another")
    def another(token: str) -> AnyResponse:
        return _another(runtime, token)

    return pages


def _show(runtime: Runtime, token: str) -> AnyResponse:
    link = checkouts.link_state(runtime, token, _browser(runtime))
    if link is None:
        return _notice(runtime, "unknown", 404)
    if link.state == "elsewhere":
        return _notice(runtime, "elsewhere", 403, link.language)
    if link.state not in _FORM_STATES:
        return redirect(f"/pay/{token}/state", 303)
    return _form(runtime, link, token)


def _state(runtime: Runtime, token: str) -> AnyResponse:
    link = checkouts.link_state(runtime, token, _browser(runtime))
    if link is None:
        return _notice(runtime, "unknown", 404)
    if link.state == "elsewhere":
        return _notice(runtime, "sent_elsewhere" if _came_from() == "bank" else "elsewhere", 403, link.language)
    if _wants_json():
        return jsonify(state=link.state, mark=pay_view.mark_of(link))
    if link.state in _FORM_STATES:
        return _form(runtime, link, token)
    page = pay_view.state_page(runtime, link, token, came_from=_came_from())
    return make_response(render_template("pay/state.html", page=page))


def _bank(runtime: Runtime, token: str) -> AnyResponse:
    """To the bank's own pages, in full and without a stop; where nothing is to be confirmed, to what there is."""
    link = checkouts.link_state(runtime, token, _browser(runtime))
    if link is None or not link.action_url:
        return redirect(f"/pay/{token}/state", 303)
    return redirect(link.action_url, 303)


def _another(runtime: Runtime, token: str) -> AnyResponse:
    """Another card instead of the one about which the bank asks."""
    if not auth.is_own_post(runtime, request):
        abort(403)
    try:
        checkouts.another_card(runtime, token, _browser(runtime))
    except ConflictError as error:
        if not error.retryable:
            return _notice(runtime, "elsewhere", 409)
    except InvalidError:
        return _notice(runtime, "unknown", 404)
    return redirect(f"/pay/{token}/state", 303)


def _submit(runtime: Runtime, token: str) -> AnyResponse:
    language = _language(runtime)
    if not auth.is_own_post(runtime, request):
        return _problem("failed", 403, language)
    sent = _sent()
    if sent is None:
        return _problem("failed", 400, language)
    browser = _browser(runtime) or auth.new_visitor(runtime)
    try:
        checkouts.submit(runtime, token, browser, Sealed(sent.card, sent.code), consent=sent.consent)
    except ConflictError as error:
        return _problem("away", 503, language) if error.retryable else _problem("elsewhere", 409, language)
    except InvalidError:
        return _problem("unknown", 410, language)
    except UnavailableError:
        return _problem("away", 503, language)
    response = redirect(f"/pay/{token}/state", 303)
    auth.set_cookie(runtime, response, COOKIE, browser, seconds=_COOKIE_SECONDS)
    return response


def _form(runtime: Runtime, link: LinkView, token: str) -> Response:
    """The form, with a name for the browser: the first post binds the link to it, so that two tabs are one browser."""
    page = pay_view.form_page(runtime, link, token)
    response = make_response(render_template("pay/form.html", page=page))
    browser = _browser(runtime) or auth.new_visitor(runtime)
    auth.set_cookie(runtime, response, COOKIE, browser, seconds=_COOKIE_SECONDS)
    return response


class _Sent(msgspec.Struct, frozen=True):
    """What the script sends; `consent` is the digest of the words beside the box, when it was ticked."""

    card: str
    code: str
    consent: str = ""


def _sent() -> _Sent | None:
    """Two tokens, and perhaps a consent, within their size; None for anything else."""
    if request.content_length is None or request.content_length > _MOST_BODY:
        return None
    try:
        sent = msgspec.json.decode(request.get_data(), type=_Sent)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None
    whole = all(len(part) <= _MOST_TOKEN and part.count(".") == _DOTS for part in (sent.card, sent.code))
    return sent if whole and len(sent.consent) <= _MOST_DIGEST else None


def _notice(runtime: Runtime, key: str, status: int, language: str = "") -> Response:
    page = pay_view.notice_page(runtime, language or _language(runtime), key)
    if _wants_json():
        return make_response(jsonify(state=key, mark=key), status)
    return make_response(render_template("pay/state.html", page=page), status)


def _problem(key: str, status: int, language: str) -> Response:
    return make_response(jsonify(problem=pay_view.words_in(language)[key]), status)


def _browser(runtime: Runtime) -> str:
    return auth.read_cookie(runtime, request, COOKIE) or ""


def _language(runtime: Runtime) -> str:
    served = runtime.world().brand.languages
    return request.accept_languages.best_match(served) or served[0]


def _came_from() -> str:
    """The page before this one: "card" after a card was sent, "bank" from a challenge; any other word is nothing."""
    return request.args.get("from", "")


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _guarded(runtime: Runtime, response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = _POLICY
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Robots-Tag"] = "noindex"
    headers["Permissions-Policy"] = "payment=(self)"
    headers.setdefault("Cache-Control", "no-store")
    if auth.is_https(runtime):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
