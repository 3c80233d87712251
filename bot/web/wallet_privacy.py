"""The pages of privacy: what is kept, what is allowed, everything to take along, and being forgotten after a yes."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.conversation.account_effects import ChooseConsent, EraseTraveller
from bot.domain.errors import InvalidError
from bot.domain.ids import digest
from bot.ports.runtime import Runtime
from bot.services import erasing, exporting, privacy
from bot.web import auth, wallet_privacy_view
from bot.web.private_pages import reader_language
from bot.web.wallet_frame import frame, open_frame
from bot.web.wallet_guard import Here, guarded, refused, within
from bot.web.wallet_history import file


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /wallet/<token>/privacy."""
    pages = guarded(runtime, "wallet_privacy")

    @pages.get("/<token>/privacy")
    def shown(token: str) -> AnyResponse:
        return within(runtime, token, _show)

    @pages.get("/<token>/privacy/my-data.zip")
    def export(token: str) -> AnyResponse:
        return within(runtime, token, _export)

    @pages.get("/<token>/privacy/methods")
    def ask_methods(token: str) -> AnyResponse:
        return within(runtime, token, _ask_methods)

    @pages.post("/<token>/privacy/consents/<purpose>")
    def choose(token: str, purpose: str) -> AnyResponse:
        return within(runtime, token, _choose, purpose)

    @pages.get("/<token>/privacy/erase")
    def ask(token: str) -> AnyResponse:
        return within(runtime, token, _ask)

    @pages.post("/<token>/privacy/erase")
    def erase(token: str) -> AnyResponse:
        return within(runtime, token, _erase)

    @pages.get("/<token>/privacy/forgotten")
    def forgotten(token: str) -> AnyResponse:
        return _forgotten(runtime, token)

    return pages


def _page(here: Here) -> dict[str, object]:
    form = auth.new_visitor(here.runtime)
    page = open_frame(here.runtime, here.session, here.token, "privacy")
    return {**page, "own": wallet_privacy_view.words_of(here.language), "form": form}


def _show(here: Here) -> AnyResponse:
    known = privacy.known(here.runtime, here.session.thread)
    shown = wallet_privacy_view.privacy_page(known, here.language, said=request.args.get("said", ""))
    return make_response(render_template("wallet/privacy.html", page={**_page(here), **shown}))


def _export(here: Here) -> AnyResponse:
    content = exporting.export(here.runtime, here.session.thread, here.language)
    return file(content, "application/zip", exporting.NAME)


def _ask_methods(here: Here) -> AnyResponse:
    return make_response(render_template("wallet/privacy_methods.html", page=_page(here)))


def _choose(here: Here, purpose: str) -> AnyResponse:
    """A form that is sent twice is done once; one that no page of ours shows is not found."""
    given = request.form.get("given") == "yes"
    wanted, whose = ChooseConsent(purpose, given, here.language), here.session.traveller
    try:
        name = _name(here, purpose, str(given))
        privacy.choose(here.runtime, name, here.session.thread, wanted, traveller=whose)
    except InvalidError:
        return refused(here.runtime, "missing", here.language, home=here.path("privacy"))
    return redirect(f"{here.path('privacy')}?said={purpose}_{'on' if given else 'off'}", 303)


def _ask(here: Here) -> AnyResponse:
    page = _page(here)
    words = wallet_privacy_view.words_of(here.language)
    lists = {name: words[name].split("|") for name in ("goes", "stays")}
    return make_response(render_template("wallet/privacy_erase.html", page={**page, **lists}))


def _erase(here: Here) -> AnyResponse:
    """Once it is decided this browser sees nothing of the wallet any more."""
    whose = here.session.traveller
    busy = erasing.erase(here.runtime, _name(here), here.session.thread, EraseTraveller(), whose=whose)
    return redirect(f"{here.path('privacy')}?said=busy" if busy else here.path("privacy/forgotten"), 303)


def _forgotten(runtime: Runtime, token: str) -> AnyResponse:  # noqa: ARG001  whoever's it was, it opens nothing
    """What is seen afterwards: it tells nothing of anybody, so that no session is needed for it."""
    language = reader_language(runtime)
    words = wallet_privacy_view.words_of(language)
    texts = {"heading": words["forgotten"], "more": words["forgotten_more"]}
    return make_response(render_template("wallet/notice.html", page={**frame(runtime, language), **texts}))


def _name(here: Here, *content: str) -> str:
    form = request.form.get("form", "")
    return "page:" + digest("\0".join((form, here.token, request.path, *content)))
