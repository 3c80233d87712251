"""Files that travellers sent, fetched from Meta: by an id and with the token on WhatsApp, by their address elsewhere.

Meta, WhatsApp Cloud API, "Media"; Messenger Platform and Instagram Platform, "messages" (attachments). An address comes
out of a signed webhook or of the Graph API, and still only Meta's own hosts are called: nobody can make us call a host
of our own network.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from bot.adapters.channels.meta import words
from bot.adapters.channels.meta_graph import Fixed, Graph, Token
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.http_client import HttpClient
from bot.domain.conversation.files import MEGABYTE, MOST, FileRef
from bot.domain.errors import InvalidError, SendFailedError
from bot.ports.http import Call

_HOSTS = (".fbcdn.net", ".fbsbx.com", ".cdninstagram.com", ".whatsapp.net", ".facebook.com")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SERVER_ERRORS = 500
TOO_LARGE = f"This file is too large: at most {MOST // MEGABYTE} MB."
ELSEWHERE = "This file lies where the channel keeps none."


class PageMedia:
    """Files of Messenger and Instagram: their address is all that is needed."""

    def __init__(self, client: HttpClient, *, graph: str) -> None:
        self._client = client
        self._graph = graph

    def fetch(self, file: FileRef) -> bytes:
        """The bytes of a file."""
        return download(self._client, file.source, graph=self._graph)


class WhatsAppMedia:
    """Files of WhatsApp: an id tells an address, which is good for five minutes and for the token's owner alone."""

    def __init__(self, client: HttpClient, *, graph: str, token: Token | str, app: MetaApp) -> None:
        self._client = client
        self._root = graph
        self._token = Fixed(token) if isinstance(token, str) else token
        self._graph = Graph(client, root=graph, token=self._token, app=app)

    def fetch(self, file: FileRef) -> bytes:
        """The bytes of a file."""
        if not (file.source.isascii() and file.source.isalnum()):
            raise InvalidError(ELSEWHERE)
        told = self._graph.get(file.source).document
        size = told.get("file_size")
        if isinstance(size, int) and size > MOST:
            raise InvalidError(TOO_LARGE)
        return download(self._client, words(told, "url"), graph=self._root, token=self._token.text())


def download(client: HttpClient, url: str, *, graph: str, token: str = "") -> bytes:
    """The bytes at an address of the platform; raises what `MediaSource` says."""
    if not _is_theirs(url, graph):
        raise InvalidError(ELSEWHERE)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    reply = client.send(Call(method="GET", url=url, headers=headers))
    if reply.status == HTTPStatus.OK:
        if len(reply.body) > MOST:
            raise InvalidError(TOO_LARGE)
        return reply.body
    later = reply.status >= _SERVER_ERRORS or reply.status == HTTPStatus.TOO_MANY_REQUESTS
    raise SendFailedError(f"A file was answered with {reply.status}.", reason="transient", retryable=later)


def _is_theirs(url: str, graph: str) -> bool:
    """Whether an address is Meta's, or of the very host that stands for Meta in a test."""
    try:
        asked, ours = urlsplit(url), urlsplit(graph)
        same = (asked.scheme, asked.port) == (ours.scheme, ours.port)
    except ValueError:
        return False
    host, home = asked.hostname or "", ours.hostname or ""
    if same and (host == home or {host, home} <= _LOOPBACK):
        return True
    return asked.scheme == "https" and host.endswith(_HOSTS)
