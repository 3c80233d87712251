"""The terminal: a talk on a screen of letters, for people who try a flow and for tests that tell a whole journey."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bot.adapters.channels.webchat import parse
from bot.domain.conversation.messages import Message
from bot.domain.ids import ThreadKey
from bot.ports.channel import Headers, Inbound, SendResult

Show = Callable[[ThreadKey, dict[str, Any]], None]


class Terminal:
    """The channel; `show` is given every message, as JSON tagged by its type."""

    name = "terminal"

    def __init__(self, show: Show) -> None:
        self._show = show

    def handshake(self, _query: Mapping[str, str]) -> str | None:
        """Nobody asks."""
        return None

    def verify(self, _headers: Headers, _body: bytes) -> bool:
        """Whoever sits at the terminal started the program."""
        return True

    def parse(self, body: bytes) -> tuple[Inbound, ...]:
        """The one event of a body, written as the web chat's."""
        return parse(body, channel=self.name)

    def render(self, message: Message) -> tuple[dict[str, Any], ...]:
        """The message as plain JSON."""
        return (msgspec.to_builtins(message),)

    def send(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> SendResult:
        """Show it."""
        self._show(thread, request)
        return SendResult(key)
