"""Adding a card or a bank account in the wallet: begun by a button, sealed by a script, followed until it is kept."""

import msgspec
from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError, LimitError, UnavailableError
from bot.domain.payment.instrument import InstrumentKind
from bot.ports.runtime import Runtime
from bot.services import setups
from bot.services.setups import SetupView, Submitter
from bot.web import auth
from bot.web.private_pages import reader_language, wants_json
from bot.web.sent_methods import read_sent
from bot.web.wallet import show
from bot.web.wallet_adding_view import adding_words, form_page, state_page
from bot.web.wallet_guard import Here, guarded, refused, within
from bot.web.wallet_view import Refused

_BACK = "tf_adding"
"""A cookie with the path of the setup that a browser is about to finish at its bank."""
_BACK_SECONDS = 30 * 60
_MOST_AGENT = 200
_KINDS: dict[str, InstrumentKind] = {"card": "card", "account": "bank_account"}


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /wallet that add a method."""
    pages = guarded(runtime, "wallet_adding")
    allowed = auth.allows_encryption(runtime)

    @pages.get("/back")
    def back() -> AnyResponse:
        return _back(runtime)

    @pages.post("/<token>/add/<kind>")
    def begin(token: str, kind: str) -> AnyResponse:
        return within(runtime, token, _begin, kind, allowed=allowed)

    @pages.get("/<token>/setups/<setup>")
    def state(token: str, setup: str) -> AnyResponse:
        return within(runtime, token, _state, setup)

    @pages.post("/<token>/setups/<setup>")
    def submit(token: str, setup: str) -> AnyResponse:
        return within(runtime, token, _submit, setup)

    @pages.get("/<token>/setups/<setup>/bank")
    def bank(token: str, setup: str) -> AnyResponse:
        return within(runtime, token, _bank, setup)

    return pages


def _begin(here: Here, kind: str, *, allowed: bool) -> AnyResponse:
    """A new form each time: one that was sent, declined or lost is not filled in again."""
    brand, words = here.runtime.world().brand, adding_words(here.language)
    if kind not in _KINDS or (kind == "account" and not brand.creditor):
        return refused(here.runtime, "missing", here.language, home=here.path("home"))
    if not allowed:
        return show(here, denied=Refused("page", words["insecure"]), status=503)
    back = f"{here.runtime.public_url}/wallet/back"
    who = (here.session.traveller, here.session.thread)
    try:
        setup = setups.begin(here.runtime, *who, kind=_KINDS[kind], language=here.language, back=back)
    except LimitError:
        return show(here, denied=Refused("page", words["too_many"]), status=429)
    return redirect(here.path(f"setups/{setup}"), 303)


def _state(here: Here, setup: str) -> AnyResponse:
    view = setups.state(here.runtime, setup, traveller=here.session.traveller)
    if view is None:
        return refused(here.runtime, "missing", here.language, home=here.path("home"))
    if view.state == "waiting" and here.runtime.clock.now().timestamp() >= view.until:
        view = msgspec.structs.replace(view, state="expired")
    if wants_json():
        return jsonify(state=view.state, mark=view.state)
    if view.state == "waiting":
        return make_response(render_template("wallet/add.html", page=form_page(here, view)))
    page = state_page(here, view, came_from=request.args.get("from", ""))
    return make_response(render_template("wallet/setup.html", page=page))


def _submit(here: Here, setup: str) -> AnyResponse:
    """What a script sealed or the gateway's fields gave, or a yes alone where the number is typed on its own page."""
    words = adding_words(here.language)
    view = setups.state(here.runtime, setup, traveller=here.session.traveller)
    if view is None:
        return refused(here.runtime, "missing", here.language, home=here.path("home"))
    sent = read_sent(codeless=True)
    if sent is None:
        return _problem(words["failed"], 400)
    by = Submitter(here.session.traveller, request.remote_addr or "", request.user_agent.string[:_MOST_AGENT])
    try:
        setups.submit(here.runtime, setup, sent.given, consent=sent.consent, by=by)
    except InvalidError:
        return _not_taken(here, view, words["not_taken"])
    except UnavailableError:
        return _problem(words["away"], 503)
    return redirect(here.path(f"setups/{setup}{'' if sent.given else '?from=card'}"), 303)


def _not_taken(here: Here, view: SetupView, why: str) -> AnyResponse:
    """A script shows the sentence where it is; without one the form comes again with it."""
    if request.is_json or view.state != "waiting":
        return _problem(why, 422)
    return make_response(render_template("wallet/add.html", page={**form_page(here, view), "problem": why}), 422)


def _bank(here: Here, setup: str) -> AnyResponse:
    """To the pages of the bank or the gateway, which lead back to /wallet/back; if there are none, to what there is."""
    view = setups.state(here.runtime, setup, traveller=here.session.traveller)
    path = here.path(f"setups/{setup}")
    if view is None or view.state != "challenge" or not view.url:
        return redirect(path, 303)
    response = redirect(view.url, 303)
    auth.set_cookie(here.runtime, response, _BACK, path, seconds=_BACK_SECONDS)
    return response


def _back(runtime: Runtime) -> AnyResponse:
    """The way back from a bank, which is not told the address of a wallet: this browser remembers it."""
    path = auth.read_cookie(runtime, request, _BACK)
    return redirect(path, 303) if path else refused(runtime, "returned", reader_language(runtime))


def _problem(sentence: str, status: int) -> Response:
    return make_response(jsonify(problem=sentence), status)
