"""Assets that a page uploads once and sends by their ids (Meta, Messenger Platform, "Saving assets")."""

import json
from collections.abc import Callable
from typing import Any

from bot.simulators.checks import listed, part
from bot.simulators.faults import Refusal
from bot.simulators.files import Files, read_form
from bot.simulators.messenger_rules import MEDIA, media, refuse
from bot.simulators.requests import Request

_MEGABYTE = 1024 * 1024
_LARGEST = {"image": 8 * _MEGABYTE, "audio": 25 * _MEGABYTE, "video": 25 * _MEGABYTE, "file": 25 * _MEGABYTE}
_EVER = 100 * 365 * 24 * 3600 * 1000


class Attachments:
    """The saved assets of one page."""

    def __init__(self, files: Files, new_id: Callable[[], str]) -> None:
        self._files = files
        self._new_id = new_id
        self._kinds: dict[str, str] = {}

    def save(self, request: Request) -> dict[str, Any]:
        """Keep what is named by its address, or comes as a file in a form."""
        if request.headers.get("content-type", "").startswith("multipart/"):
            fields, (name, mime, content) = read_form(request)
            kind = _kind(_opened(fields.get("message", "")), with_file=True)
            if len(content) > _LARGEST[kind]:
                raise Refusal(100, 2018109, "The attachment is too large")
            saved = self._files.keep(content, mime, span=_EVER, name=name).id
        else:
            kind = _kind(part(request.fields(), "message"), with_file=False)
            saved = self._files.keep(b"", "application/octet-stream", span=_EVER).id
        self._kinds[saved] = kind
        return {"attachment_id": saved}

    def check(self, message: dict[str, Any]) -> None:
        """Refuse a message that names an asset which was not saved, or is of another kind."""
        attachment = part(message, "attachment")
        several = [(one.get("type"), part(one, "payload")) for one in listed(message.get("attachments"))]
        elements = [(one.get("media_type"), one) for one in listed(part(attachment, "payload").get("elements"))]
        for kind, holder in [(attachment.get("type"), part(attachment, "payload")), *several, *elements]:
            if "attachment_id" not in holder:
                continue
            saved = self._kinds.get(str(holder["attachment_id"]))
            if saved is None:
                raise Refusal(100, 2018074, "Invalid attachment id")
            if kind != saved:
                raise Refusal(100, 2018047, "The attachment is of another type")


def _kind(message: dict[str, Any], *, with_file: bool) -> str:
    attachment = part(message, "attachment")
    kind = attachment.get("type")
    if kind not in MEDIA:
        raise Refusal(100, 2018047, f"Upload attachment failure: type {kind}")
    if not with_file:
        refuse(media(part(attachment, "payload")))
    return str(kind)


def _opened(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
