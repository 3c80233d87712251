"""The web chat's channel: our own page hands over what a visitor did."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.channels.webchat import WebChat
from bot.domain.conversation.context import Context
from bot.domain.conversation.events import ChoiceTapped, Event, FormSent, TextReceived, ThreadOpened
from bot.domain.conversation.messages import Option, Text
from bot.domain.ids import ThreadKey
from bot.ports.channel import Arrived, Aside

AT = 1790000000000
POSTED = {"account": "TF", "visitor": "v1", "client_id": "abc", "at": AT, "locale": "fr"}
THREAD = ThreadKey("webchat", "TF", "v1")


@pytest.mark.parametrize(
    ("said", "event"),
    [
        ({"text": "Paris to Rome"}, TextReceived("v1:abc", AT, "Paris to Rome", locale="fr")),
        ({"text": "a\x00b"}, TextReceived("v1:abc", AT, "ab", locale="fr")),
        ({"payload": "offer:1", "title": "Choose"}, ChoiceTapped("v1:abc", AT, "offer:1", "Choose", "fr")),
        ({"wait": "7", "values": {"given": "Ma\x00rie"}}, FormSent("v1:abc", AT, "7", {"given": "Marie"}, locale="fr")),
        ({"ref": "summer"}, ThreadOpened("v1:abc", AT, "summer", "fr")),
        ({"text": "hi", "ref": "r"}, TextReceived("v1:abc", AT, "hi", locale="fr", context=Context(ref="r"))),
        (
            {"payload": "go:help", "title": "Help", "ref": "x" * 300},
            ChoiceTapped("v1:abc", AT, "go:help", "Help", "fr", Context(ref="x" * 200)),
        ),
    ],
)
def test_words_taps_and_openings_are_told_apart(said: dict[str, str], event: Event) -> None:
    """What a visitor does on our page is what happens in the thread."""
    assert WebChat().parse(msgspec.json.encode({**POSTED, **said})) == (Arrived(THREAD, event),)


@pytest.mark.parametrize(
    "wrong", [{"account": ""}, {"visitor": ""}, {"client_id": ""}, {"account": "a:b"}, {"at": "now"}]
)
def test_what_our_page_would_not_send_is_kept_aside(wrong: dict[str, Any]) -> None:
    """A broken front end breaks no thread."""
    (aside,) = WebChat().parse(msgspec.json.encode({**POSTED, **wrong}))
    assert isinstance(aside, Aside)


@given(st.binary(max_size=100))
def test_no_bytes_raise(body: bytes) -> None:
    """Any bytes are a body."""
    assert WebChat().parse(body)


def test_what_is_said_is_passed_as_it_is() -> None:
    """The page shows messages by their type."""
    channel = WebChat()
    (request,) = channel.render(Text("Hello", (Option("Yes", "go:yes"),)))
    assert request == {"type": "text", "text": "Hello", "options": ({"title": "Yes", "payload": "go:yes"},)}
    assert channel.send(THREAD, request, key="e1#0").platform_id == "e1#0"
    assert channel.handshake({}) is None
    assert channel.verify({}, b"")
