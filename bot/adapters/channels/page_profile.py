"""Asks for and sets the profile of a Page or an Instagram account: Graph API, `messenger_profile`."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.adapters.channels.meta import name, part
from bot.adapters.channels.meta_signature import proof
from bot.adapters.http_client import Call, HttpClient, Reply
from bot.domain.errors import InvalidError, UnavailableError

_OK = 200
_TOKEN, _LIMITS = 190, frozenset({4, 17, 32, 613, 80006})


class ProfileApi:
    """The profile of one account; `node` is its id, or "me" for the account of the token."""

    def __init__(self, client: HttpClient, *, root: str, node: str, token: str, secret: str, instagram: bool) -> None:
        self._client = client
        query = ["platform=instagram"] if instagram else []
        query += [f"appsecret_proof={proof(secret, token)}"] if secret else []
        self._url = f"{root}/{node}/messenger_profile?{'&'.join(query)}"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def show(self, fields: tuple[str, ...]) -> dict[str, Any]:
        """What is set of these fields now; raises what `apply` raises."""
        document = self._call("GET", f"&fields={','.join(fields)}", None)
        found = document.get("data")
        first = found[0] if isinstance(found, list) and found else {}
        return first if isinstance(first, dict) else {}

    def apply(self, profile: Mapping[str, Any]) -> None:
        """Set these fields, others stay; Meta shows a new menu within a day.

        Raises `InvalidError` when Meta refuses it, `UnavailableError` when it is not there or was asked too often.
        """
        self._call("POST", "", msgspec.json.encode(profile))

    def _call(self, method: str, query: str, body: bytes | None) -> dict[str, Any]:
        url = f"{self._url}{query}".replace("?&", "?")
        reply = self._client.send(Call(method=method, url=url, headers=self._headers, body=body))
        document = _document(reply)
        if reply.status == _OK and "error" not in document:
            return document
        raise _refusal(reply, part(document, "error"))


def _document(reply: Reply) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(reply.body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _refusal(reply: Reply, error: dict[str, Any]) -> InvalidError | UnavailableError:
    code, trace = error.get("code"), name(error, "fbtrace_id")
    if not error or code in _LIMITS:
        return UnavailableError(f"The Graph API answered {reply.status}, code {code}: try again in ten minutes.")
    if code == _TOKEN:
        return InvalidError("The Graph API knows no such token, or it has ended.")
    return InvalidError(f"The Graph API refuses the profile: code {code}, trace {trace or '-'}.")
