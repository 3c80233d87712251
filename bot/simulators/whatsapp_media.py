"""Media on WhatsApp: uploaded for a month, fetched in two steps with the token (Meta, WhatsApp, "Media")."""

from typing import Any

from bot.simulators.accounts import DAY
from bot.simulators.checks import listed, part
from bot.simulators.faults import Refusal
from bot.simulators.files import Files, read_form
from bot.simulators.requests import Request

_MONTH = 30 * DAY
_MEGABYTE = 1024 * 1024
_KINDS: dict[str, tuple[int, frozenset[str]]] = {
    "image": (5 * _MEGABYTE, frozenset({"image/jpeg", "image/png"})),
    "audio": (16 * _MEGABYTE, frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"})),
    "video": (16 * _MEGABYTE, frozenset({"video/mp4", "video/3gpp"})),
    "sticker": (500 * 1024, frozenset({"image/webp"})),
}
_DOCUMENT = 100 * _MEGABYTE
_DOCUMENTS = ("application/", "text/")
_FAILED = 131053


class Media:
    """The media of one number."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def upload(self, request: Request) -> dict[str, Any]:
        """Keep a file for a month; gives its id."""
        fields, (name, mime, content) = read_form(request)
        if fields.get("messaging_product") != "whatsapp":
            raise Refusal(100, None, "The parameter messaging_product is required")
        kind = fields.get("type") or mime
        if len(content) > _most(kind):
            raise Refusal(_FAILED, None, f"Media of the type {kind} is refused, or too large")
        return {"id": self._files.keep(content, kind, span=_MONTH, name=name).id}

    def node(self, request: Request) -> Any:
        """Where a file lies for five minutes, None for any node that is no file."""
        file = self._files.find(request.node)
        if file is None or request.edge:
            return None
        if request.method == "DELETE":
            self._files.forget(file.id)
            return {"success": True}
        told = {"url": self._files.address(file, token=request.token), "mime_type": file.mime, "sha256": file.digest}
        return {**told, "file_size": len(file.content), "id": file.id, "messaging_product": "whatsapp"}

    def check(self, request: dict[str, Any]) -> None:
        """Refuse a message that names a file which is not there, or is no such kind of file."""
        interactive = part(request, "interactive")
        cards = [part(card, "header") for card in listed(part(interactive, "action").get("cards"))]
        for holder in [request, part(interactive, "header"), *cards]:
            for kind in (*_KINDS, "document"):
                self._check_one(kind, part(holder, kind).get("id"))

    def _check_one(self, kind: str, file: Any) -> None:
        if file is None:
            return
        found = self._files.find(str(file))
        if found is None:
            raise Refusal(131009, None, f"Parameter value is not valid: {kind}[id]")
        fits = _KINDS[kind][1] if kind in _KINDS else None
        if fits is not None and found.mime.partition(";")[0] not in fits:
            raise Refusal(_FAILED, None, f"{found.mime} is no {kind}")


def _most(mime: str) -> int:
    """How large a file of a type may be; -1 for a type that is not taken."""
    bare = mime.partition(";")[0]
    sizes = [most for most, kinds in _KINDS.values() if bare in kinds]
    return max(sizes, default=_DOCUMENT if bare.startswith(_DOCUMENTS) else -1)
