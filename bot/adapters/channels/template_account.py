"""The Graph API's side of templates: asks Meta to approve them, and reads what it says of them.

Meta, Messenger Platform, "Utility messages" (POST and GET /{page}/message_templates); WhatsApp Business Management
API, "Message templates" (the same below /{WhatsApp business account}).
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from bot.adapters.channels.meta import items, name, part, words
from bot.adapters.channels.meta_signature import proof
from bot.adapters.http_client import Call, HttpClient, Reply
from bot.domain.errors import InvalidError, OutcomeUnknownError, UnavailableError
from bot.ports.template_records import TemplateState

_FIELDS = "name,language,status,category,rejected_reason"
_PAGE = 100
_MOST_PAGES = 65
"""More than the 6,000 templates that an account may have."""
_OK = 200


class TemplateAccount:
    """One Page, or one WhatsApp business account, as far as its templates go."""

    def __init__(self, client: HttpClient, *, channel: str, node: str, token: str, graph: str, secret: str) -> None:
        self.channel = channel
        self._client = client
        self._url = f"{graph}/{node}/message_templates"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._proof = {"appsecret_proof": proof(secret, token)} if secret else {}

    def create(self, request: Mapping[str, Any], *, at: int) -> TemplateState:
        """Ask for approval; gives what Meta says at once. Raises `InvalidError` with Meta's reason for refusing."""
        answer = self._ask("POST", {}, msgspec.json.encode(request))
        state = words(answer, "status") or "PENDING"
        category = words(answer, "category")
        return TemplateState(
            self.channel, request["name"], request["language"], state, _odd(category, request["category"]), at
        )

    def states(self, *, at: int) -> Iterator[TemplateState]:
        """What Meta says of every template of the account; raises `InvalidError` when it does not let us ask."""
        query: dict[str, Any] = {"fields": _FIELDS, "limit": _PAGE}
        for _ in range(_MOST_PAGES):
            answer = self._ask("GET", query)
            found = items(answer, "data")
            yield from (self._state(one, at) for one in found)
            after = name(part(part(answer, "paging"), "cursors"), "after")
            if not after or len(found) < _PAGE:
                return
            query["after"] = after

    def _state(self, told: Any, at: int) -> TemplateState:
        reason = words(told, "rejected_reason")
        why = reason if reason not in {"", "NONE"} else _odd(words(told, "category"), "UTILITY")
        return TemplateState(self.channel, words(told, "name"), words(told, "language"), words(told, "status"), why, at)

    def _ask(self, method: str, query: Mapping[str, Any], body: bytes | None = None) -> dict[str, Any]:
        url = f"{self._url}?{urlencode({**query, **self._proof})}"
        try:
            return _answer(self._client.send(Call(method=method, url=url, headers=self._headers, body=body)))
        except OutcomeUnknownError as error:
            raise UnavailableError(error.say_to_staff) from None


def _answer(reply: Reply) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(reply.body)
    except (ValueError, RecursionError):
        document = None
    if reply.status == _OK and isinstance(document, dict) and "error" not in document:
        return document
    error = part(document, "error")
    if not error:
        raise UnavailableError(f"The Graph API answered {reply.status} without a word.")
    told = words(error, "error_user_msg") or words(error, "message")
    code, subcode = error.get("code"), error.get("error_subcode")
    raise InvalidError(f"Meta refuses (code {code}, subcode {subcode}): {told}")


def _odd(category: str, wanted: str) -> str:
    """A category that Meta chose instead of ours is told: what sells something is billed and limited otherwise."""
    return f"category {category}" if category and category != wanted else ""
