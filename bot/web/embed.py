"""What a host page loads to show the chat: the loader, the site's look and words, and the page in the frame."""

from pathlib import Path

import msgspec
from flask import Blueprint, Response, abort, make_response, request

from bot.domain.embedding.sites import Site
from bot.ports.runtime import Runtime
from bot.web import chat_view, theme, webchat

_LOADER = (Path(__file__).parent / "static" / "loader.js").read_bytes()
_SCRIPT, _STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
_HOUR, _MINUTES = 3600, 300
"""Seconds for which browsers keep the loader, and what the settings of a site decide."""


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /v1 that anybody may ask; what is in them is no secret."""
    pages = Blueprint("embed", __name__, url_prefix="/v1")

    @pages.get("/loader.js")
    def loader() -> Response:
        return _asset(_LOADER, _SCRIPT, seconds=_HOUR, origin="*")

    @pages.get("/site/<name>.js")
    def script(name: str) -> Response:
        origin = request.headers.get("Origin", request.host_url.rstrip("/"))
        found = _site(runtime, name)
        if origin not in found.origins:
            abort(404)
        response = _asset(_told(runtime, found), _SCRIPT, seconds=_MINUTES, origin=origin)
        response.headers["Vary"] = "Origin"
        return response

    @pages.get("/theme/<name>.css")
    def look(name: str) -> Response:
        return _asset(theme.page_css(_site(runtime, name).theme).encode(), _STYLE, seconds=_MINUTES)

    @pages.get("/frame/<name>")
    def frame(name: str) -> Response:
        site = _site(runtime, name)
        html = webchat.page(runtime, site=name, scheme=site.theme.scheme, origins=site.origins)
        response = make_response(html)
        response.headers["Content-Security-Policy"] = webchat.policy(*site.origins)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-cache"
        return response

    return pages


def _site(runtime: Runtime, name: str) -> Site:
    found = runtime.sites.get(name)
    if found is None:
        abort(404)
    return found


def _told(runtime: Runtime, site: Site) -> bytes:
    """The site's script: it hands the loader a style sheet, and the launcher's and the frame's names by language."""
    brand = runtime.world().brand
    words = {language: _names(brand.name, language) for language in ("", *brand.languages)}
    words[""] = words[brand.languages[0]]
    return b'tf("site",' + msgspec.json.encode({"css": theme.launcher_css(site.theme), "words": words}) + b");\n"


def _names(airline: str, language: str) -> tuple[str, str]:
    words = chat_view.words_in(language)
    return words["launcher"], words["frame"].format(airline=airline)


def _asset(body: bytes, kind: str, *, seconds: int, origin: str = "") -> Response:
    """Something that browsers may keep, and pages of other origins may load when one is named."""
    response = Response(body, content_type=kind)
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    if origin:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    response.make_conditional(request)
    return response
