"""Calls the Graph API in the name of one account: the token in a header alone, rotated without a restart."""

from collections.abc import Generator, Mapping
from typing import Any, Protocol

import msgspec

from bot.adapters.channels.meta import part
from bot.adapters.channels.meta_errors import SUCCESS, failure
from bot.adapters.channels.meta_signature import MetaApp, proof
from bot.adapters.channels.meta_usage import Usage, usage_of
from bot.adapters.http_client import HttpClient, carry_out
from bot.domain.errors import OutcomeUnknownError, SendFailedError, UnavailableError
from bot.ports.http import Call, Reply


class Token(Protocol):
    """A token that may change while we run."""

    def text(self) -> str:
        """The token, as far as we know."""
        ...

    def reread(self) -> str:
        """The token as it is kept at this moment."""
        ...


class Fixed(msgspec.Struct, frozen=True):
    """A token that stays what it is."""

    token: str

    def text(self) -> str:
        """The token."""
        return self.token

    def reread(self) -> str:
        """The same token."""
        return self.token

    def __repr__(self) -> str:
        return "Fixed(…)"


class Answer(msgspec.Struct, frozen=True):
    """What a call was answered, how much of the account's quota is used (percent), and how long to rest (seconds)."""

    document: dict[str, Any]
    load: int = 0
    rest: float = 0


_Steps = Generator[Call, Reply, Answer]
"""Yields each call to make, and is told its answer or is thrown why there is none."""


class Graph:
    """Calls the Graph API in the name of one account."""

    def __init__(self, client: HttpClient, *, root: str, token: Token | str, app: MetaApp) -> None:
        self._client = client
        self._root = root
        self._token = Fixed(token) if isinstance(token, str) else token
        self._app = app
        self._prepared: tuple[str, str, str, dict[str, str]] = ("", "", "", {})

    def post(self, path: str, request: Mapping[str, Any], *, trace: str = "") -> Answer:
        """The answer to a POST, waited for; raises `SendFailedError`, whose reason says what to do."""
        return carry_out(self.posting(path, request, trace=trace), self._client)

    def posting(self, path: str, request: Mapping[str, Any], *, trace: str = "") -> _Steps:
        """The steps of `post`."""
        return self._calling("POST", path, msgspec.json.encode(request), trace)

    def get(self, path: str) -> Answer:
        """The answer to a GET, waited for; raises `SendFailedError`."""
        return carry_out(self._calling("GET", path, None, ""), self._client)

    def _calling(self, method: str, path: str, body: bytes | None, trace: str) -> _Steps:
        """A token that does not hold is looked up once more: where it was replaced meanwhile, nobody need know."""
        token = self._token.text()
        try:
            return _answer((yield from _sent(self._made(token, method, path, body=body, trace=trace))))
        except SendFailedError as error:
            if error.reason != "token" or (newer := self._token.reread()) == token:
                raise
        return _answer((yield from _sent(self._made(newer, method, path, body=body, trace=trace))))

    def _made(self, token: str, method: str, path: str, *, body: bytes | None, trace: str) -> Call:
        query, headers = self._credentials(token)
        proven = query.replace("?", "&", 1) if "?" in path else query
        url = f"{self._root}/{path}{proven}"
        return Call(method=method, url=url, headers=headers, body=body, trace=trace, party=path)

    def _credentials(self, token: str) -> tuple[str, dict[str, str]]:
        """The proof and the headers of a token, made again only when token or secret has changed."""
        secret = next(iter(self._app.live()), "")
        prepared = self._prepared
        if prepared[0] != token or prepared[1] != secret:
            query = f"?appsecret_proof={proof(secret, token)}" if secret else ""
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            prepared = self._prepared = (token, secret, query, headers)
        return prepared[2], prepared[3]


def _sent(call: Call) -> Generator[Call, Reply, Reply]:
    try:
        return (yield call)
    except UnavailableError as error:
        raise SendFailedError(error.say_to_staff, reason="transient", retryable=True) from None
    except OutcomeUnknownError as error:
        raise SendFailedError(error.say_to_staff, reason="unknown_outcome", retryable=False) from None


def _answer(reply: Reply) -> Answer:
    try:
        document = msgspec.json.decode(reply.body)
    except (ValueError, RecursionError):
        document = None
    if reply.status in SUCCESS and isinstance(document, dict) and "error" not in document:
        usage = usage_of(reply.headers) or _IDLE
        return Answer(document, usage.load, usage.rest)
    raise failure(reply, part(document, "error"))


_IDLE = Usage()
