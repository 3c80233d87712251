"""The terminal: a talk on a screen of letters, for people who try a flow and for tests that tell a whole journey."""

from collections.abc import Callable
from typing import Any

from bot.adapters.channels.webchat import WebChat
from bot.domain.ids import ThreadKey
from bot.ports.channel import SendResult

Show = Callable[[ThreadKey, dict[str, Any]], None]


class Terminal(WebChat):
    """The channel, spoken as the web chat is; `show` is given every message, as JSON tagged by its type."""

    name = "terminal"

    def __init__(self, show: Show) -> None:
        self._show = show

    def send(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> SendResult:
        """Show it."""
        self._show(thread, request)
        return SendResult(key)
