"""Files, served apart from every page: as downloads that no browser takes for a page, to those who may have them."""

from urllib.parse import quote

from flask import Blueprint, Response, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.ports.file_records import StoredFile
from bot.ports.runtime import Runtime
from bot.services import file_links, files
from bot.services.file_links import FileLink
from bot.services.visits import thread_of
from bot.web.errors import answer
from bot.web.staff import session
from bot.web.visitors import current_visitor

_POLICY = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Whatever a file turns out to be, it runs nothing, and has no origin to do it in."""


def blueprint(runtime: Runtime) -> Blueprint:
    """The one route of files."""
    pages = Blueprint("files", __name__)

    @pages.get("/files/<token>")
    def serve(token: str) -> AnyResponse:
        """404 for whatever there is not, and for whoever may not have it: nobody learns which."""
        try:
            link = file_links.read(runtime, token)
        except InvalidError:
            return answer(runtime, 404)
        found = files.opened(runtime, link.file)
        if found is None or not _may(runtime, link, found[0]):
            return answer(runtime, 404)
        return _download(*found)

    return pages


def _may(runtime: Runtime, link: FileLink, file: StoredFile) -> bool:
    """Who has a fresh address of what was sent, staff who may see contacts, and the traveller's own browser.

    A picture may be of a passport and cannot be masked, so whoever reads talk with contacts masked sees none.
    """
    if milliseconds(runtime.clock.now()) < link.until:
        return True
    asking = session.current(runtime, quiet=True)
    if asking is not None and asking.session.whole:
        person = asking.person
        needed = person.may("contacts.reveal") if file.thread else person.may("threads.read")
        if person.may("threads.read") and needed:
            return True
    visitor = current_visitor(runtime)
    return bool(visitor and file.thread) and thread_of(runtime, visitor or "") == file.thread


def _download(file: StoredFile, content: bytes) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = f"{file.mime}; charset=utf-8" if file.mime == "text/plain" else file.mime
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{_plain(file.name)}\"; filename*=UTF-8''{_quoted(file.name)}"
    )
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    if request.method == "HEAD":
        response.headers["Content-Length"] = str(len(content))
    return response


def _plain(name: str) -> str:
    """The name for clients that read ASCII alone (RFC 6266)."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-()") else "_" for sign in name)


def _quoted(name: str) -> str:
    return quote(name, safe="")
