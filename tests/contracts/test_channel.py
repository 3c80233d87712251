"""What every channel promises: pure reading and rendering, one id an event, and a send that says how it ended."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.channels.instagram import Instagram, Speaker
from bot.adapters.channels.messenger import Messenger, Page
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.terminal import Terminal
from bot.adapters.channels.webchat import WebChat
from bot.adapters.channels.whatsapp import Number, WhatsApp
from bot.domain.conversation.events import ChoiceTapped, TextReceived, ThreadOpened
from bot.domain.conversation.messages import (
    Card,
    Carousel,
    Link,
    Media,
    Message,
    Option,
    Receipt,
    ReceiptLine,
    Text,
    Typing,
)
from bot.domain.ids import ThreadKey, parse_thread
from bot.domain.money import Money
from bot.ports.channel import Arrived, Aside, Channel, Told
from bot.simulators.accounts import INSTAGRAM, NUMBER, PAGE
from bot.simulators.instagram import SimulatedInstagram
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.whatsapp import SimulatedWhatsApp
from bot.simulators.wire import signed
from tests.fakes.graph_engine import client

NOW = 1790000000000
GRAPH = "https://graph.example/v25.0"
EUROS = Money(1000, "EUR")
MESSAGES: tuple[Message, ...] = (
    Text("Where to?"),
    Text("Which way?", (Option("One way", "trip:oneway"), Option("Return", "trip:return"))),
    Carousel(
        "Flights:", (Card("€312", ("09:10 → 12:05",), (Option("Choose", "offer:1"),)),), (Option("More", "go:more"),)
    ),
    Link("Pay by 14:30.", "Pay", "https://x.example/pay/t"),
    Media("image", "https://x.example/map.png", "Where we meet", "Map of the terminal"),
    Media("document", "https://x.example/trip/t/itinerary.txt", "Your trip", "Itinerary", "trip.txt"),
    Receipt("N1", "Ada", "Visa", (ReceiptLine("CDG–JFK", "TF101", 1, EUROS),), EUROS, EUROS, 1790000000),
    Typing(),
)


class Stage(msgspec.Struct, frozen=True):
    """A channel, its traveller's thread, and a way to write what the traveller does on its wire."""

    channel: Channel
    thread: ThreadKey
    wire: Callable[[str, str], tuple[dict[str, str], bytes]]


def _messenger() -> Stage:
    product = SimulatedMessenger(lambda: NOW)
    page = Page(id=PAGE.id, token=PAGE.token, graph=GRAPH)
    channel = Messenger(MetaApp((PAGE.secret,)), page=page, client=client(product))
    product.says("2002", "first")
    return _played(channel, ThreadKey("messenger", PAGE.id, "2002"), product)


def _instagram() -> Stage:
    product = SimulatedInstagram(lambda: NOW, INSTAGRAM)
    speaker = Speaker(token=INSTAGRAM.token, graph=GRAPH, node=INSTAGRAM.id)
    app = MetaApp((INSTAGRAM.secret,))
    channel = Instagram(app, account=INSTAGRAM.id, speaker=speaker, client=client(product))
    product.says("2002", "first")
    return _played(channel, ThreadKey("instagram", INSTAGRAM.id, "2002"), product)


def _whatsapp() -> Stage:
    product, user = SimulatedWhatsApp(lambda: NOW), "GB.13491208655302741918"
    number = Number(id=NUMBER.id, token=NUMBER.token, graph=GRAPH)
    channel = WhatsApp(MetaApp((NUMBER.secret,)), number=number, client=client(product))
    product.says(user, "first")
    return _played(channel, ThreadKey("whatsapp", NUMBER.id, user), product)


def _played(channel: Channel, thread: ThreadKey, product: SimulatedMessenger | SimulatedWhatsApp) -> Stage:
    """The traveller acts on the simulated platform, and what it delivers comes off the wire."""

    def wire(kind: str, said: str) -> tuple[dict[str, str], bytes]:
        if kind == "words":
            product.says(thread.user, said)
        elif kind == "tap":
            for request in channel.render(Text("Which?", (Option("This one", said),))):
                channel.send(thread, request, key="e0#0")
            product.take_waiting()
            product.taps(thread.user, said)
        else:
            product.opens(thread.user, "" if thread.channel == "whatsapp" else said)
        (body,) = product.bodies()
        return signed(body, product.account.secret), body

    product.take_waiting()
    return Stage(channel, thread, wire)


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
