"""Who may see the pages of a wallet: the browser that opened the link, while its half hour lasts, and nobody else."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

import msgspec
from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.ports.runtime import Runtime
from bot.services import wallet_links
from bot.services.wallet_links import WalletSession
from bot.web import auth, private_pages
from bot.web.private_pages import browser_name, reader_language, wants_json
from bot.web.wallet_frame import frame

_More = ParamSpec("_More")

_STATUSES = {
    "unknown": 404,
    "missing": 404,
    "over": 410,
    "elsewhere": 409,
    "elsewhere_seen": 403,
    "foreign": 403,
    "returned": 403,
}
"""Why a page is not shown -> the status; 410 tells scripts that it will never be again."""


class Here(msgspec.Struct, frozen=True):
    """In whose wallet a request stands, and the token in its address."""

    runtime: Runtime
    session: WalletSession
    token: str

    @property
    def language(self) -> str:
        """The language of the wallet's pages."""
        return self.session.language

    def path(self, rest: str) -> str:
        """The path of another page of the same wallet."""
        return f"/wallet/{self.token}/{rest}"


def guarded(runtime: Runtime, name: str) -> Blueprint:
    """An empty blueprint below /wallet whose pages are private."""
    pages = Blueprint(name, __name__, url_prefix="/wallet")

    @pages.after_request
    def keep_private(response: Response) -> Response:
        return private_pages.keep_private(runtime, response)

    return pages


def within(
    runtime: Runtime,
    token: str,
    answer: Callable[Concatenate[Here, _More], AnyResponse],
    *more: _More.args,
    **named: _More.kwargs,
) -> AnyResponse:
    """What `answer` gives for a request below /wallet/<token>, when its browser may see the wallet; else why not.

    A post is believed only when a page of ours sent it. Raises `UnavailableError`.
    """
    found = wallet_links.session(runtime, token, browser_name(runtime))
    if found == "closed":
        return redirect(f"/wallet/{token}", 303)
    if not isinstance(found, WalletSession):
        return refused(runtime, "elsewhere_seen" if found == "elsewhere" else found)
    if request.method == "POST" and not auth.is_own_post(runtime, request):
        return refused(runtime, "foreign", found.language)
    return answer(Here(runtime, found, token), *more, **named)


def refused(runtime: Runtime, key: str, language: str = "", *, home: str = "") -> Response:
    """A page that says why nothing is shown, and shows nothing of the wallet; `home` leads back to it, if it may."""
    page = {**frame(runtime, language or reader_language(runtime)), "home": home}
    if wants_json():
        return make_response(jsonify(state=key, mark=key, problem=page["words"][key]), _STATUSES[key])
    texts = {"heading": page["words"][key], "more": page["words"][f"{key}_more"]}
    return make_response(render_template("wallet/notice.html", page={**page, **texts}), _STATUSES[key])
