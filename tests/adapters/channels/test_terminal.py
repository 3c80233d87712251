"""The terminal's channel: a talk on a screen of letters."""

from typing import Any

import msgspec

from bot.adapters.channels.terminal import Terminal
from bot.domain.conversation.events import TextReceived
from bot.domain.conversation.messages import Text
from bot.domain.ids import ThreadKey
from bot.ports.channel import Arrived

THREAD = ThreadKey("terminal", "TF", "me")


def test_what_is_typed_is_heard_and_what_is_said_is_shown() -> None:
    """Whoever tries a flow in a terminal has the same talk as a traveller."""
    shown: list[tuple[ThreadKey, dict[str, Any]]] = []
    channel = Terminal(lambda thread, request: shown.append((thread, request)))
    posted = {"account": "TF", "visitor": "me", "client_id": "1", "at": 5, "text": "help"}
    body = msgspec.json.encode(posted)
    assert channel.verify({}, body)
    assert channel.handshake({}) is None
    assert channel.parse(body) == (Arrived(THREAD, TextReceived("me:1", 5, "help")),)
    (request,) = channel.render(Text("Hello"))
    assert channel.send(THREAD, request, key="k").platform_id == "k"
    assert shown == [(THREAD, {"type": "text", "text": "Hello"})]
