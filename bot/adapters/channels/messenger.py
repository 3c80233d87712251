"""Messenger: a Facebook Page's inbox, by webhooks and the Send API of the Graph API."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.adapters.channels import messenger_events, messenger_messages, templates
from bot.adapters.channels.meta import name, words
from bot.adapters.channels.meta_graph import Graph, Token
from bot.adapters.channels.meta_signature import MetaApp, answer_handshake, is_signed
from bot.adapters.channels.page_messages import addressed
from bot.adapters.http_client import HttpClient, carry_out
from bot.domain.conversation.messages import Message
from bot.domain.conversation.notices import Filled
from bot.domain.errors import SendFailedError
from bot.domain.ids import ThreadKey
from bot.ports.channel import Headers, Inbound, Sending, SendResult, Standing


class Page(msgspec.Struct, frozen=True):
    """The Facebook Page in whose name we write, and the Graph API's root with its version."""

    id: str
    token: str | Token
    graph: str

    def __repr__(self) -> str:
        return f"Page({self.id})"


class Messenger:
    """The channel. Without a page it listens and cannot speak: the web process holds no page token."""

    name = messenger_events.CHANNEL

    def __init__(
        self, app: MetaApp, *, app_id: str = "", page: Page | None = None, client: HttpClient | None = None
    ) -> None:
        self._app = app
        self._client = client
        self._app_id = app_id
        self._page = page
        self._graph = Graph(client, root=page.graph, token=page.token, app=app) if page and client else None

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """The challenge, when Meta asks with the word that we agreed on."""
        return answer_handshake(self._app, query)

    def verify(self, headers: Headers, body: bytes) -> bool:
        """Whether the app's secret, or the one before it, signed the body."""
        return is_signed(self._app.live(), headers, body)

    def parse(self, body: bytes) -> tuple[Inbound, ...]:
        """Every event of the body."""
        return messenger_events.parse(body, app=self._app_id)

    def other_names(self, _body: bytes) -> Mapping[str, str]:
        """Nobody has a second name here."""
        return {}

    def render(self, message: Message) -> tuple[dict[str, Any], ...]:
        """The requests for a message, without recipient."""
        return messenger_messages.render(message)

    def render_as_person(self, message: Message) -> tuple[dict[str, Any], ...]:
        """A person's words go under their tag for a week."""
        return tuple(templates.typed_by_a_person(one) for one in self.render(message))

    def render_template(self, filled: Filled) -> tuple[dict[str, Any], ...]:
        """Utility messages."""
        return (templates.messenger(filled),)

    def send(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> SendResult:
        """Send one request and wait for its answer. Raises `SendFailedError`."""
        return carry_out(self.sending(thread, request, key=key), self._client)

    def sending(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> Sending:
        """The steps of `send`; the echo brings `key` back (metadata "tf:<key>"). Raises `SendFailedError`."""
        if self._graph is None or self._page is None or thread.account != self._page.id:
            raise SendFailedError("This process holds no token of that page.", reason="not_served", retryable=False)
        answer = yield from self._graph.posting(
            f"{thread.account}/messages", addressed(thread.user, request, key), trace=key
        )
        return SendResult(name(answer.document, "message_id"), answer.load, answer.rest)

    def inspect(self) -> Standing:
        """What the platform says of our page; raises `SendFailedError`."""
        if self._graph is None or self._page is None:
            raise SendFailedError("This process holds no token of any page.", reason="not_served", retryable=False)
        answer = self._graph.get(f"{self._page.id}?fields=name")
        return Standing(self._page.id, words(answer.document, "name"), answer.load)
