"""The page of a wallet: opened by a link from the chat, by one browser; GET changes nothing, each POST answers 303."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ConflictError
from bot.ports.runtime import Runtime
from bot.services import wallet_changes, wallet_links, wallet_pages
from bot.services.wallet_changes import Outcome
from bot.services.wallet_forms import MEANWHILE
from bot.services.wallet_links import WalletSession
from bot.web import auth, wallet_view
from bot.web.private_pages import browser_name, keep_name, reader_language
from bot.web.wallet_frame import frame, open_frame
from bot.web.wallet_guard import Here, guarded, refused, within
from bot.web.wallet_said import change_of, done, looks_like_number, sentence
from bot.web.wallet_view import Refused


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /wallet that open it, show it and change its methods."""
    pages = guarded(runtime, "wallet")

    @pages.get("/<token>")
    def door(token: str) -> AnyResponse:
        return _door(runtime, token)

    @pages.post("/<token>")
    def enter(token: str) -> AnyResponse:
        return _enter(runtime, token)

    @pages.get("/<token>/home")
    def home(token: str) -> AnyResponse:
        return within(runtime, token, show)

    @pages.post("/<token>/methods/<method>/name")
    def rename(token: str, method: str) -> AnyResponse:
        return within(runtime, token, _rename, method)

    @pages.post("/<token>/methods/<method>/preferred")
    def prefer(token: str, method: str) -> AnyResponse:
        return within(runtime, token, _prefer, method)

    @pages.get("/<token>/methods/<method>/remove")
    def ask(token: str, method: str) -> AnyResponse:
        return within(runtime, token, _ask, method)

    @pages.post("/<token>/methods/<method>/remove")
    def remove(token: str, method: str) -> AnyResponse:
        return within(runtime, token, _remove, method)

    return pages


def show(here: Here, *, denied: Refused | None = None, status: int = 200) -> AnyResponse:
    """The first page of a wallet, with what became of a form, or with one that was refused."""
    seen = wallet_pages.look(here.runtime, here.session)
    if seen is None:
        return refused(here.runtime, "over", here.language)
    said = "" if denied else request.args.get("said", "")
    page = wallet_view.home_page(here.runtime, here.session, here.token, seen=seen, said=said, refused=denied)
    page["undo"] = wallet_view.undo(seen, request.args.get("undo", "")) if page["said"] else None
    return make_response(render_template("wallet/home.html", page=page), status)


def _door(runtime: Runtime, token: str) -> AnyResponse:
    """The button that opens the wallet; a browser that has no name yet gets one, and no link is used up.

    Who comes second sees the same button: what it would open is told to nobody who does not press it.
    """
    found = wallet_links.session(runtime, token, browser_name(runtime))
    if isinstance(found, WalletSession):
        return redirect(f"/wallet/{token}/home", 303)
    if found not in {"closed", "elsewhere"}:
        return refused(runtime, found)
    page = {**frame(runtime, reader_language(runtime)), "action": f"/wallet/{token}"}
    response = make_response(render_template("wallet/door.html", page=page))
    keep_name(runtime, response, browser_name(runtime) or auth.new_visitor(runtime))
    return response


def _enter(runtime: Runtime, token: str) -> AnyResponse:
    if not auth.is_own_post(runtime, request):
        return refused(runtime, "foreign")
    browser = browser_name(runtime) or auth.new_visitor(runtime)
    found = wallet_links.enter(runtime, token, browser)
    if found == "closed":
        raise ConflictError("The link was opened and taken back at once.")
    if not isinstance(found, WalletSession):
        return refused(runtime, found)
    response = redirect(f"/wallet/{token}/home", 303)
    keep_name(runtime, response, browser)
    return response


def _rename(here: Here, method: str) -> AnyResponse:
    """A name is saved unless another tab has saved one meanwhile; a number in its place is not even shown again."""
    name, was = request.form.get("name", ""), request.form.get("was", "")
    seen = wallet_pages.look(here.runtime, here.session)
    known = seen.method(method) if seen is not None else None
    if known is None:
        return _missing(here)
    if looks_like_number(name):
        outcome = Outcome("name_number")
    elif known.name not in {was, " ".join(name.split())}:
        outcome = Outcome(MEANWHILE)
    else:
        outcome = wallet_changes.rename(here.runtime, change_of(here, method, name), method, name)
    if outcome.done:
        return done(here, outcome)
    typed = "" if outcome.key == "name_number" else name
    return show(here, denied=Refused(f"name:{method}", sentence(here, outcome), typed=typed), status=422)


def _prefer(here: Here, method: str) -> AnyResponse:
    wants = method if request.form.get("preferred") == "yes" else ""
    seen = wallet_pages.look(here.runtime, here.session)
    if seen is None or seen.method(method) is None:
        return _missing(here)
    before = next((one.id for one in seen.wallet.methods if one.preferred), wallet_view.NONE)
    outcome = wallet_changes.prefer(here.runtime, change_of(here, method, wants), wants)
    if outcome.done:
        return done(here, outcome, undo="" if before == (wants or wallet_view.NONE) else before)
    return show(here, denied=Refused("page", sentence(here, outcome)), status=409)


def _ask(here: Here, method: str) -> AnyResponse:
    seen = wallet_pages.look(here.runtime, here.session)
    known = seen.method(method) if seen is not None else None
    if known is None:
        return _missing(here)
    page = open_frame(here.runtime, here.session, here.token)
    more = {
        "heading": page["words"]["remove_what"].format(method=wallet_view.told(known)),
        "action": here.path(f"methods/{method}/remove"),
        "form": auth.new_visitor(here.runtime),
    }
    return make_response(render_template("wallet/remove.html", page={**page, **more}))


def _remove(here: Here, method: str) -> AnyResponse:
    """One that is gone already, by another tab or a double click, is gone."""
    outcome = wallet_changes.remove(here.runtime, change_of(here, method), method)
    return done(here, outcome) if outcome.done else _missing(here)


def _missing(here: Here) -> AnyResponse:
    return refused(here.runtime, "missing", here.language, home=here.path("home"))
