"""Pictures, sounds, films and files: what we upload and travellers send, by ids that run out and addresses that do too.

Meta: "WhatsApp Cloud API, Media", "Messenger Platform, Saving assets".
"""

import io
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from bot.simulators.faults import Answer, Refusal
from bot.simulators.requests import Request

FIVE_MINUTES = 300_000
_INERT = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
"""A file is data, also when it is a page: it runs nothing where the platform is driven."""
NODE = "cdn"
"""Begins the path of every file's address."""


class File(msgspec.Struct, frozen=True):
    """One file, and until when its id is good."""

    id: str
    mime: str
    content: bytes
    until: int
    name: str = ""

    @property
    def digest(self) -> str:
        """The digest of its content."""
        return sha256(self.content).hexdigest()


class Files:
    """The files of one account. `root` is where the platform can be reached."""

    def __init__(self, now: Callable[[], int], new_id: Callable[[], str]) -> None:
        self.root = "https://cdn.example"
        self._now = now
        self._new_id = new_id
        self._files: dict[str, File] = {}
        self._addresses: dict[str, tuple[str, int, str]] = {}

    def keep(self, content: bytes, mime: str, *, span: int, name: str = "") -> File:
        """A new file whose id is good for some milliseconds."""
        file = File("".join(sign for sign in self._new_id() if sign.isdigit()), mime, content, self._now() + span, name)
        self._files[file.id] = file
        return file

    def find(self, file: str) -> File | None:
        """A file whose id is still good."""
        found = self._files.get(file)
        return found if found and found.until > self._now() else None

    def forget(self, file: str) -> None:
        """Delete a file."""
        self._files.pop(file, None)

    def address(self, file: File, *, span: int = FIVE_MINUTES, token: str = "") -> str:
        """An address that is good for some milliseconds, for who has the token, if there is one."""
        key = "".join(sign for sign in self._new_id() if sign.isdigit())
        self._addresses[key] = (file.id, self._now() + span, token)
        return f"{self.root}/{NODE}/{key}"

    def download(self, request: Request) -> Answer | None:
        """The answer to a call to an address, None when it is none of ours."""
        if request.node != NODE or request.edge not in self._addresses:
            return None
        key, until, token = self._addresses[request.edge]
        if token and request.headers.get("authorization") != f"Bearer {token}":
            return Answer(401, {}, b"")
        file = self._files.get(key)
        if file is None or until <= self._now() or request.method != "GET":
            return Answer(404, {}, b"")
        return Answer(200, {"content-type": file.mime, **_INERT}, file.content)


def read_form(request: Request) -> tuple[dict[str, str], tuple[str, str, bytes]]:
    """The fields of a form with a file, and the file: its name, its type, its content."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data":
        raise Refusal(100, None, "A form with a file is wanted")
    try:
        parser = FormDataParser(stream_factory=lambda *_, **__: io.BytesIO(), silent=False)
        parsed: Any = parser.parse(io.BytesIO(request.body), kind, len(request.body), options)
    except ValueError:
        raise Refusal(100, None, "The form cannot be read") from None
    _, fields, files = parsed
    for file in files.values():
        return fields.to_dict(), (file.filename or "", file.mimetype, file.read())
    raise Refusal(100, None, "The parameter file is required")
