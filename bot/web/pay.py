"""The page on which a traveller pays: GET changes nothing, the first POST binds the browser, cards come sealed."""

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ConflictError, InvalidError, UnavailableError
from bot.ports.runtime import Runtime
from bot.services import checkouts
from bot.services.checkouts import LinkView
from bot.web import auth, limits, pay_view, private_pages
from bot.web.private_pages import browser_name, keep_name, reader_language, wants_json
from bot.web.sent_methods import PLAIN_FORM, read_sent

_FORM_STATES = frozenset({"open", "declined"})
_KEYS_SECONDS = 300


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /pay."""
    pages = Blueprint("pay", __name__, url_prefix="/pay")
    allowed = auth.allows_encryption(runtime)

    @pages.before_request
    def refuse_without_encryption() -> Response | None:
        return None if allowed else _notice(runtime, "refused", 503)

    @pages.after_request
    def keep_private(response: Response) -> Response:
        return private_pages.keep_private(runtime, response)

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
    link = checkouts.link_state(runtime, token, browser_name(runtime))
    if link is None:
        return _notice(runtime, "unknown", 404)
    if link.state == "elsewhere":
        return _notice(runtime, "elsewhere", 403, link.language)
    if link.state not in _FORM_STATES:
        return redirect(f"/pay/{token}/state", 303)
    return _form(runtime, link, token)


def _state(runtime: Runtime, token: str) -> AnyResponse:
    link = checkouts.link_state(runtime, token, browser_name(runtime))
    if link is None:
        return _notice(runtime, "unknown", 404)
    if link.state == "elsewhere":
        return _notice(runtime, "sent_elsewhere" if _came_from() == "bank" else "elsewhere", 403, link.language)
    if wants_json():
        return jsonify(state=link.state, mark=pay_view.mark_of(link))
    if link.state in _FORM_STATES:
        return _form(runtime, link, token)
    page = pay_view.state_page(runtime, link, token, came_from=_came_from())
    return make_response(render_template("pay/state.html", page=page))


def _bank(runtime: Runtime, token: str) -> AnyResponse:
    """To the bank's own pages, in full and without a stop; where nothing is to be confirmed, to what there is."""
    link = checkouts.link_state(runtime, token, browser_name(runtime))
    if link is None or not link.action_url:
        return redirect(f"/pay/{token}/state", 303)
    return redirect(link.action_url, 303)


def _another(runtime: Runtime, token: str) -> AnyResponse:
    """Another card instead of the one about which the bank asks."""
    if not auth.is_own_post(runtime, request):
        abort(403)
    try:
        checkouts.another_card(runtime, token, browser_name(runtime))
    except ConflictError as error:
        if not error.retryable:
            return _notice(runtime, "elsewhere", 409)
    except InvalidError:
        return _notice(runtime, "unknown", 404)
    return redirect(f"/pay/{token}/state", 303)


def _submit(runtime: Runtime, token: str) -> AnyResponse:
    language = reader_language(runtime)
    if not auth.is_own_post(runtime, request):
        return _problem(runtime, "failed", 403, language)
    sent = read_sent()
    if sent is None:
        return _problem(runtime, "failed", 400, language)
    browser = browser_name(runtime) or auth.new_visitor(runtime)
    try:
        network = limits.network(request.remote_addr)
        checkouts.submit(runtime, token, browser, sent.given, consent=sent.consent, network=network)
    except ConflictError as error:
        return (
            _problem(runtime, "away", 503, language)
            if error.retryable
            else _problem(runtime, "elsewhere", 409, language)
        )
    except InvalidError:
        return _problem(runtime, "unknown", 410, language)
    except UnavailableError:
        return _problem(runtime, "away", 503, language)
    response = redirect(f"/pay/{token}/state{'' if sent.given else '?from=card'}", 303)
    keep_name(runtime, response, browser)
    return response


def _form(runtime: Runtime, link: LinkView, token: str) -> Response:
    """The form, with a name for the browser: the first post binds the link to it, so that two tabs are one browser."""
    page = pay_view.form_page(runtime, link, token)
    response = make_response(render_template("pay/form.html", page=page))
    browser = browser_name(runtime) or auth.new_visitor(runtime)
    keep_name(runtime, response, browser)
    return response


def _notice(runtime: Runtime, key: str, status: int, language: str = "") -> Response:
    page = pay_view.notice_page(runtime, language or reader_language(runtime), key)
    if wants_json():
        return make_response(jsonify(state=key, mark=key), status)
    return make_response(render_template("pay/state.html", page=page), status)


def _problem(runtime: Runtime, key: str, status: int, language: str) -> Response:
    """Why nothing came of what was sent: for a script, or as a page for whoever sent a plain form."""
    if request.mimetype == PLAIN_FORM:
        page = pay_view.notice_page(runtime, language, key)
        return make_response(render_template("pay/state.html", page=page), status)
    return make_response(jsonify(problem=pay_view.words_in(language)[key]), status)


def _came_from() -> str:
    """The page before this one: "card" after a card was sent, "bank" from a challenge; any other word is nothing."""
    return request.args.get("from", "")
