"""What every channel promises: pure reading and rendering, one id an event, and a send that says how it ended."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.channels.instagram import Instagram, Speaker
from bot.adapters.channels.messenger import Messenger, Page
from bot.adapters.channels.meta import MetaApp
from bot.adapters.channels.terminal import Terminal
from bot.adapters.channels.webchat import WebChat
from bot.adapters.channels.whatsapp import Number, WhatsApp
from bot.adapters.http_client import HttpClient
from bot.domain.conversation.events import ChoiceTapped, TextReceived, ThreadOpened
from bot.domain.conversation.messages import Card, Carousel, Link, Message, Option, Receipt, ReceiptLine, Text, Typing
from bot.domain.ids import ThreadKey, parse_thread
from bot.domain.money import Money
from bot.ports.channel import Arrived, Aside, Channel, Told
from bot.simulators.accounts import NUMBER, Account
from bot.simulators.instagram import SimulatedInstagram
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.whatsapp import SimulatedWhatsApp
from bot.simulators.wire import Item, encoded, signed
from tests.fakes.graph_engine import GraphEngine
from tests.fakes.whatsapp_body import whatsapp_body

NOW = 1790000000000
EUROS = Money(1000, "EUR")
MESSAGES: tuple[Message, ...] = (
    Text("Where to?"),
    Text("Which way?", (Option("One way", "trip:oneway"), Option("Return", "trip:return"))),
    Carousel(
        "Flights:", (Card("€312", ("09:10 → 12:05",), (Option("Choose", "offer:1"),)),), (Option("More", "go:more"),)
    ),
    Link("Pay by 14:30.", "Pay", "https://x.example/pay/t"),
    Receipt("N1", "Ada", "Visa", (ReceiptLine("CDG–JFK", "TF101", 1, EUROS),), EUROS, EUROS, 1790000000),
    Typing(),
)


class Stage(msgspec.Struct, frozen=True):
    """A channel, its traveller's thread, and a way to write what the traveller does on its wire."""

    channel: Channel
    thread: ThreadKey
    wire: Callable[[str, str], tuple[dict[str, str], bytes]]


def _messenger() -> Stage:
    graph = SimulatedMessenger(lambda: NOW)
    page = Page(id="1001", token=Account().token, graph="https://graph.example/v25.0")
    channel = Messenger(MetaApp((Account().secret,)), page=page, client=HttpClient(GraphEngine(graph)))
    graph.says("2002", "first")

    return Stage(channel, ThreadKey("messenger", "1001", "2002"), _page_wire("page", "opening"))


def _instagram() -> Stage:
    graph = SimulatedInstagram(lambda: NOW)
    speaker = Speaker(token=Account().token, graph="https://graph.example/v25.0", node="1001")
    client = HttpClient(GraphEngine(graph))
    channel = Instagram(MetaApp((Account().secret,)), account="1001", speaker=speaker, client=client)
    graph.says("2002", "first")
    return Stage(channel, ThreadKey("instagram", "1001", "2002"), _page_wire("instagram", "link"))


def _page_wire(name: str, opening: str) -> Callable[[str, str], tuple[dict[str, str], bytes]]:
    def wire(kind: str, said: str) -> tuple[dict[str, str], bytes]:
        content: Item = {
            "words": {"message": {"mid": "m1", "text": said}},
            "tap": {"postback": {"mid": "m1", "title": "T", "payload": said}},
            "opening": {"postback": {"mid": "m1", "payload": "GET_STARTED", "referral": {"ref": said}}},
            "link": {"referral": {"ref": said, "source": "IGME-SOURCE-LINK", "type": "OPEN_THREAD"}},
        }[opening if kind == "opening" else kind]
        item = {"sender": {"id": "2002"}, "recipient": {"id": "1001"}, "timestamp": NOW, **content}
        body = encoded({"object": name, "entry": [{"id": "1001", "time": NOW, "messaging": [item]}]})
        return signed(body, Account().secret), body

    return wire


def _whatsapp() -> Stage:
    fake, user = SimulatedWhatsApp(lambda: NOW), "447700900001"
    number = Number(id=NUMBER.id, token=NUMBER.token, graph="https://graph.example/v25.0")
    channel = WhatsApp(MetaApp((NUMBER.secret,)), number=number, client=HttpClient(GraphEngine(fake)))
    fake.says(user, "first")

    def wire(kind: str, said: str) -> tuple[dict[str, str], bytes]:
        content: Item = {
            "words": {"type": "text", "text": {"body": said}},
            "tap": {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": said}}},
            "opening": {"type": "request_welcome", "referral": {"source_id": said}},
        }[kind]
        message = {"from": user, "id": "wamid.1", "timestamp": str(NOW // 1000), **content}
        value = {"metadata": {"phone_number_id": NUMBER.id}, "messages": [message]}
        body = whatsapp_body({"field": "messages", "value": value})
        return signed(body, NUMBER.secret), body

    return Stage(channel, ThreadKey("whatsapp", NUMBER.id, user), wire)


def _own(channel: Channel) -> Stage:
    def wire(kind: str, said: str) -> tuple[dict[str, str], bytes]:
        field = {"words": "text", "tap": "payload", "opening": "ref"}[kind]
        posted = {"account": "TF", "visitor": "v1", "client_id": "c1", "at": NOW, field: said}
        return {}, msgspec.json.encode(posted)

    return Stage(channel, ThreadKey(channel.name, "TF", "v1"), wire)


STAGES: dict[str, Callable[[], Stage]] = {
    "messenger": _messenger,
    "instagram": _instagram,
    "whatsapp": _whatsapp,
    "webchat": lambda: _own(WebChat()),
    "terminal": lambda: _own(Terminal(lambda _thread, _request: None)),
}


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> Stage:
    """Each channel in turn."""
    return STAGES[request.param]()


@pytest.mark.parametrize(
    ("kind", "expected"), [("words", TextReceived), ("tap", ChoiceTapped), ("opening", ThreadOpened)]
)
def test_words_taps_and_openings_arrive_in_their_thread(stage: Stage, kind: str, expected: type) -> None:
    """Whatever the channel, the bot hears the same three things, each in the right thread with the platform's time."""
    headers, body = stage.wire(kind, "something")
    assert stage.channel.verify(headers, body)
    (inbound,) = stage.channel.parse(body)
    assert isinstance(inbound, Arrived)
    assert isinstance(inbound.event, expected)
    assert (inbound.thread, inbound.event.at) == (stage.thread, NOW)


def test_the_same_delivery_is_the_same_event(stage: Stage) -> None:
    """Reading twice gives the same id, so that a repeat is known as one."""
    _, body = stage.wire("words", "hello")
    assert stage.channel.parse(body) == stage.channel.parse(body)


def test_its_name_is_the_channel_of_its_threads(stage: Stage) -> None:
    """A thread's key leads back to the channel that speaks in it, also through a store."""
    assert parse_thread(str(stage.thread)).channel == stage.channel.name


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_every_message_can_be_rendered_and_sent(stage: Stage, message: Message) -> None:
    """Whatever a flow says can be said on every channel."""
    requests = stage.channel.render(message)
    assert requests
    assert requests == stage.channel.render(message)
    for request in requests:
        assert msgspec.json.encode(request)
        stage.channel.send(stage.thread, request, key="e1#0")


def test_nobody_is_told_a_challenge_without_asking(stage: Stage) -> None:
    """An empty question is answered with nothing."""
    assert stage.channel.handshake({}) is None


@pytest.mark.parametrize("name", STAGES)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=120))
def test_no_body_makes_a_channel_raise(name: str, body: bytes) -> None:
    """What cannot be read comes aside."""
    channel: Any = STAGES[name]().channel
    assert all(isinstance(inbound, Arrived | Told | Aside) for inbound in channel.parse(body))
