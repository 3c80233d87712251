"""WhatsApp: a business number, by webhooks and the Cloud API of the Graph API."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.adapters.channels import templates, whatsapp_events, whatsapp_messages
from bot.adapters.channels.meta import items, name, words
from bot.adapters.channels.meta_graph import Graph, Token
from bot.adapters.channels.meta_signature import MetaApp, answer_handshake, is_signed
from bot.adapters.channels.whatsapp_identity import read_names
from bot.adapters.http_client import HttpClient, carry_out
from bot.domain.conversation.messages import Message
from bot.domain.conversation.notices import Filled
from bot.domain.errors import SendFailedError
from bot.domain.ids import ThreadKey
from bot.ports.channel import Headers, Inbound, Sending, SendResult, Standing


class Number(msgspec.Struct, frozen=True):
    """The id of the business number from which we write, and the Graph API's root with its version."""

    id: str
    token: str | Token
    graph: str

    def __repr__(self) -> str:
        return f"Number({self.id})"


class WhatsApp:
    """The channel. Without a number it listens and cannot speak: the web process holds no token."""

    name = whatsapp_events.CHANNEL

    def __init__(
        self, app: MetaApp, *, account: str = "", number: Number | None = None, client: HttpClient | None = None
    ) -> None:
        self._app = app
        self._client = client
        self._number = number
        self._account = number.id if number else account
        self._graph = Graph(client, root=number.graph, token=number.token, app=app) if number and client else None

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """The challenge, when Meta asks with the word that we agreed on."""
        return answer_handshake(self._app, query)

    def verify(self, headers: Headers, body: bytes) -> bool:
        """Whether the app's secret, or the one before it, signed the body."""
        return is_signed(self._app.live(), headers, body)

    def parse(self, body: bytes) -> tuple[Inbound, ...]:
        """Every event of the body."""
        return whatsapp_events.parse(body, account=self._account)

    def other_names(self, body: bytes) -> Mapping[str, str]:
        """Telephones beside business-scoped ids."""
        return read_names(body, account=self._account)

    def render(self, message: Message) -> tuple[dict[str, Any], ...]:
        """The requests for a message, without recipient."""
        return whatsapp_messages.render(message)

    def render_as_person(self, _message: Message) -> tuple[dict[str, Any], ...]:
        """WhatsApp takes none: after its window a person's words need an approved template."""
        return ()

    def render_template(self, filled: Filled) -> tuple[dict[str, Any], ...]:
        """Templates of the category utility."""
        return (templates.whatsapp(filled),)

    def send(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> SendResult:
        """Send one request and wait for its answer. Raises `SendFailedError`."""
        return carry_out(self.sending(thread, request, key=key), self._client)

    def sending(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> Sending:
        """The steps of `send`; statuses bring `key` back (opaque data "tf:<key>"). Raises `SendFailedError`.

        Dots are shown below the message that is being answered, which `key` names; without one there are none.
        """
        if self._graph is None or self._number is None or thread.account != self._number.id:
            raise SendFailedError("This process holds no token of that number.", reason="not_served", retryable=False)
        addressed = _addressed(thread.user, request, key) if "type" in request else _below(request, key)
        if addressed is None:
            return SendResult()
        answer = yield from self._graph.posting(f"{thread.account}/messages", addressed, trace=key)
        wamid = next((name(message, "id") for message in items(answer.document, "messages")), "")
        return SendResult(wamid, answer.load, answer.rest)

    def inspect(self) -> Standing:
        """What the platform says of our number; raises `SendFailedError`."""
        if self._graph is None or self._number is None:
            raise SendFailedError("This process holds no token of any number.", reason="not_served", retryable=False)
        answer = self._graph.get(f"{self._number.id}?fields=verified_name,display_phone_number")
        return Standing(self._number.id, words(answer.document, "verified_name"), answer.load)


def _addressed(user: str, request: dict[str, Any], key: str) -> dict[str, Any]:
    recipient = {"to": f"+{user}"} if user.isdigit() else {"recipient": user}
    mark = f"{whatsapp_events.MARK}{key}"
    product = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    return {**product, **recipient, **request, "biz_opaque_callback_data": mark}


def _below(request: dict[str, Any], key: str) -> dict[str, Any] | None:
    """What is told about the traveller's message that caused this, if one did: our messages are named after it."""
    cause = key.rpartition("#")[0]
    if not cause.startswith(whatsapp_messages.THEIRS):
        return None
    return {"messaging_product": "whatsapp", **request, "message_id": cause}
