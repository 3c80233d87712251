"""Instagram: the inbox of a professional account, by webhooks and the Send API of the Graph API."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.adapters.channels import instagram_events, instagram_messages, templates
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


class Speaker(msgspec.Struct, frozen=True):
    """What sends: the token, the API's root with its version, and the node that a call names.

    The node is the account itself under Instagram's own login; under Facebook's it is "me", the Page of the token.
    """

    token: str | Token
    graph: str
    node: str

    def __repr__(self) -> str:
        return f"Speaker({self.node})"


class Instagram:
    """The channel of one account. Without a speaker it listens only: the web process holds no token."""

    name = instagram_events.CHANNEL

    def __init__(
        self,
        app: MetaApp,
        *,
        account: str,
        app_id: str = "",
        speaker: Speaker | None = None,
        client: HttpClient | None = None,
    ) -> None:
        self._app = app
        self._client = client
        self._account = account
        self._app_id = app_id
        self._speaker = speaker
        self._graph = Graph(client, root=speaker.graph, token=speaker.token, app=app) if speaker and client else None

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """The challenge, when Meta asks with the word that we agreed on."""
        return answer_handshake(self._app, query)

    def verify(self, headers: Headers, body: bytes) -> bool:
        """Whether one of our secrets signed the body: Instagram's own, or that of the Meta app."""
        return is_signed(self._app.live(), headers, body)

    def parse(self, body: bytes) -> tuple[Inbound, ...]:
        """Every event of the body; those of other accounts, as the dashboard's tests name them, come aside."""
        return instagram_events.parse(body, app=self._app_id, account=self._account)

    def other_names(self, _body: bytes) -> Mapping[str, str]:
        """Nobody has a second name here."""
        return {}

    def render(self, message: Message) -> tuple[dict[str, Any], ...]:
        """The requests for a message, without recipient."""
        return instagram_messages.render(message)

    def render_as_person(self, message: Message) -> tuple[dict[str, Any], ...]:
        """A person's words go under their tag for a week."""
        return tuple(templates.typed_by_a_person(one) for one in self.render(message))

    def render_template(self, _filled: Filled) -> tuple[dict[str, Any], ...]:
        """Instagram takes none."""
        return ()

    def send(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> SendResult:
        """Send one request and wait for its answer. Raises `SendFailedError`."""
        return carry_out(self.sending(thread, request, key=key), self._client)

    def sending(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> Sending:
        """The steps of `send`; the echo brings `key` back (metadata "tf:<key>"). Raises `SendFailedError`."""
        if self._graph is None or self._speaker is None or thread.account != self._account:
            raise SendFailedError("This process holds no token of that account.", reason="not_served", retryable=False)
        answer = yield from self._graph.posting(
            f"{self._speaker.node}/messages", addressed(thread.user, request, key), trace=key
        )
        return SendResult(name(answer.document, "message_id"), answer.load, answer.rest)

    def inspect(self) -> Standing:
        """What the platform says of our account; raises `SendFailedError`."""
        if self._graph is None or self._speaker is None:
            raise SendFailedError("This process holds no token of any account.", reason="not_served", retryable=False)
        field = "name" if self._speaker.node == "me" else "username"
        answer = self._graph.get(f"{self._speaker.node}?fields={field}")
        return Standing(self._account, words(answer.document, field), answer.load)
