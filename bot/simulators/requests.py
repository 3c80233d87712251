"""A call of the Graph API as the platform understands it: version, node, edge, and its fields wherever they stand."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from bot.simulators.faults import Refusal

_PATH = re.compile(r"(?:/v\d{1,3}\.\d)?/([^/]+)(?:/([A-Za-z0-9_]+))?/?")
_GONE = "Unsupported request: the object does not exist, cannot be loaded, or does not support this operation"


class Request(msgspec.Struct, frozen=True):
    """One call. Header names are in lower case; `edge` is "" when the node itself is meant."""

    method: str
    node: str
    edge: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def token(self) -> str:
        """The access token, from the header or, as Messenger's examples have it, from a field."""
        told = self.headers.get("authorization", "").removeprefix("Bearer ")
        return told or self.query.get("access_token", "") or str(self._form().get("access_token", ""))

    @property
    def proof(self) -> str:
        """The proof that the caller knows the app's secret, "" when there is none."""
        return self.query.get("appsecret_proof", "") or str(self._form().get("appsecret_proof", ""))

    def fields(self) -> dict[str, Any]:
        """The query's fields and the body's, as JSON or as a form, without the token and the proof.

        Values of a form that are JSON are read as it.
        """
        told = self._fields()
        return {name: value for name, value in told.items() if name not in {"access_token", "appsecret_proof"}}

    def _fields(self) -> dict[str, Any]:
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return {**_opened(self.query), **self._form()}
        if not self.body:
            return _opened(self.query)
        try:
            document = msgspec.json.decode(self.body)
        except (ValueError, RecursionError):
            raise Refusal(100, None, "The body is no JSON") from None
        if not isinstance(document, dict):
            raise Refusal(100, None, "The body must be an object")
        return {**_opened(self.query), **document}

    def _form(self) -> dict[str, Any]:
        if not self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return {}
        return _opened(dict(parse_qsl(self.body.decode("utf-8", "replace"))))


def read_request(method: str, url: str, headers: dict[str, str], body: bytes) -> Request:
    """A call by its raw parts; raises `Refusal` for a path that no object has."""
    parts = urlsplit(url)
    found = _PATH.fullmatch(parts.path)
    if not found:
        raise gone()
    lowered = {name.lower(): value for name, value in headers.items()}
    return Request(method, found[1], found[2] or "", dict(parse_qsl(parts.query)), lowered, body)


def gone() -> Refusal:
    """What is answered about an object that is not there."""
    return Refusal(100, 33, _GONE)


def _opened(fields: dict[str, str]) -> dict[str, Any]:
    return {name: _value(value) for name, value in fields.items()}


def _value(text: str) -> Any:
    if not text.startswith(("{", "[")):
        return text
    try:
        return msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return text
