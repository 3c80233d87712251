"""The web chat: our own page; nobody stands between us and the traveller, so messages are passed as they are.

What comes in was signed by nobody: the route that hands it over has already told which visitor it is.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.domain.conversation.context import LONGEST_REF, Context
from bot.domain.conversation.events import AttachmentReceived, ChoiceTapped, Event, FormSent, TextReceived, ThreadOpened
from bot.domain.conversation.files import FileRef
from bot.domain.conversation.messages import Message
from bot.domain.conversation.notices import Filled
from bot.domain.conversation.statuses import Ignored
from bot.domain.ids import ThreadKey
from bot.ports.channel import MALFORMED, Arrived, Aside, Headers, Inbound, Sending, SendResult


class Posted(msgspec.Struct, frozen=True):
    """What our own front ends hand over: a form, else words, else a tap, else that the talk was opened.

    `wait` names the question that a form of `values` answers; `client_id` is the front end's own id, which makes
    handing it over again harmless; `file` is one that is kept already; `at` is milliseconds UTC.
    """

    account: str
    visitor: str
    client_id: str
    at: int
    text: str = ""
    payload: str = ""
    title: str = ""
    ref: str = ""
    locale: str = ""
    wait: str = ""
    values: dict[str, str] = {}
    file: FileRef | None = None


_READER = msgspec.json.Decoder(Posted)


class WebChat:
    """The channel. What is said is shown by the page out of the transcript: sending is done when it is journaled."""

    name = "webchat"

    def handshake(self, _query: Mapping[str, str]) -> str | None:
        """Nobody asks."""
        return None

    def verify(self, _headers: Headers, _body: bytes) -> bool:
        """Only our own routes hand anything over."""
        return True

    def parse(self, body: bytes) -> tuple[Inbound, ...]:
        """The one event of a body."""
        return parse(body, channel=self.name)

    def other_names(self, _body: bytes) -> Mapping[str, str]:
        """Nobody has a second name here."""
        return {}

    def render(self, message: Message) -> tuple[dict[str, Any], ...]:
        """The message as plain JSON, tagged by its type."""
        return (msgspec.to_builtins(message),)

    def render_as_person(self, _message: Message) -> tuple[dict[str, Any], ...]:
        """There is no window."""
        return ()

    def render_template(self, _filled: Filled) -> tuple[dict[str, Any], ...]:
        """There is no window."""
        return ()

    def send(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> SendResult:
        """Done at once, under our own id: the page shows it out of the transcript."""
        del thread, request
        return SendResult(key)

    def sending(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> Sending:
        """The same: nobody needs to be called."""
        yield from ()
        return self.send(thread, request, key=key)


def parse(body: bytes, *, channel: str) -> tuple[Inbound, ...]:
    """The one event of what a front end of ours handed over."""
    try:
        posted = _READER.decode(body)
    except (ValueError, RecursionError):
        return (Aside(Ignored("", 0, MALFORMED)),)
    if not (posted.account and posted.visitor and posted.client_id) or ":" in posted.account:
        return (Aside(Ignored("", posted.at, MALFORMED)),)
    return (Arrived(ThreadKey(channel, posted.account, posted.visitor), _event(posted)),)


def _event(posted: Posted) -> Event:
    key = f"{posted.visitor}:{posted.client_id}"
    context = Context(ref=posted.ref[:LONGEST_REF]) if posted.ref else None
    if posted.file is not None:
        return AttachmentReceived(key, posted.at, posted.file.kind, Context(files=(posted.file,)))
    if posted.wait:
        values = {name: value.replace("\x00", "") for name, value in posted.values.items()}
        return FormSent(key, posted.at, posted.wait, values, locale=posted.locale)
    if posted.payload:
        return ChoiceTapped(key, posted.at, posted.payload, posted.title, posted.locale, context)
    if posted.text.strip():
        return TextReceived(key, posted.at, posted.text.replace("\x00", ""), locale=posted.locale, context=context)
    return ThreadOpened(key, posted.at, posted.ref[:LONGEST_REF], posted.locale)
