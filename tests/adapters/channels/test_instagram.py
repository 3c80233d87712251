"""Speaking on Instagram: what is sent, by which account, and what an answer or its absence means."""

import pytest

from bot.adapters.channels.instagram import Instagram, Speaker
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.http_client import HttpClient
from bot.domain.conversation.messages import Receipt, ReceiptLine, Text, Typing
from bot.domain.conversation.statuses import MessageAccepted, MessageRead
from bot.domain.errors import SendFailedError
from bot.domain.ids import ThreadKey
from bot.domain.money import Money
from bot.ports.channel import Told
from bot.simulators.accounts import DAY, Account, Person
from bot.simulators.instagram import SimulatedInstagram
from bot.simulators.wire import bodies, signed
from tests.fakes.graph_engine import GraphEngine

NOW = 1790000000000
THREAD = ThreadKey("instagram", "1001", "2002")
SECRET = Account().secret
HELLO = {"message": {"text": "Hello"}}


def _channel(graph: SimulatedInstagram, *, node: str = "1001", account: str = "1001") -> Instagram:
    speaker = Speaker(Account().token, "https://graph.example/v25.0", node)
    return Instagram(
        MetaApp((SECRET, "old")), account=account, app_id="7001", speaker=speaker, client=HttpClient(GraphEngine(graph))
    )


@pytest.fixture
def graph() -> SimulatedInstagram:
    """A platform on which one traveller has just written."""
    graph = SimulatedInstagram(lambda: NOW)
    graph.says("2002", "hi")
    graph.waiting.clear()
    return graph


def _reason(graph: SimulatedInstagram, channel: Instagram | None = None) -> str:
    with pytest.raises(SendFailedError) as failed:
        (channel or _channel(graph)).send(THREAD, HELLO, key="e1#0")
    return failed.value.reason


@pytest.mark.parametrize("node", ["1001", "me"])
def test_a_message_is_sent_by_the_account_or_the_page_of_the_token(graph: SimulatedInstagram, node: str) -> None:
    """Both ways of connecting an account to the platform speak."""
    sent = _channel(graph, node=node).send(THREAD, HELLO, key="e1#0")
    (accepted,) = graph.sent
    assert accepted.mid == sent.platform_id
    assert accepted.request["message"] == {"text": "Hello", "metadata": "tf:e1#0"}


def test_the_echo_of_a_message_names_it_and_its_reading_too(graph: SimulatedInstagram) -> None:
    """A send whose answer was lost is found again; nothing tells of deliveries, and a reading names the message."""
    channel = _channel(graph)
    sent = channel.send(THREAD, HELLO, key="e1#0")
    graph.reads("2002")
    echo, reading = (
        inbound
        for body in bodies(graph.waiting, at=NOW, batched=False, kind="instagram")
        for inbound in channel.parse(body)
    )
    assert echo == Told(THREAD, MessageAccepted(sent.platform_id, NOW, "e1#0", sent.platform_id))
    assert isinstance(reading, Told)
    assert isinstance(reading.status, MessageRead)
    assert reading.status.targets == (sent.platform_id,)


def test_typing_is_an_action_without_a_message(graph: SimulatedInstagram) -> None:
    """The dots are shown."""
    channel = _channel(graph)
    for request in channel.render(Typing()):
        assert channel.send(THREAD, request, key="e1#0").platform_id == ""
    assert graph.actions == [("2002", "mark_seen"), ("2002", "typing_on")]


def test_what_was_bought_is_told_in_words_that_can_be_sent(graph: SimulatedInstagram) -> None:
    """There is no receipt on Instagram, and the traveller has one all the same."""
    paid = Money(62410, "EUR")
    receipt = Receipt("ABC234", "Ada", "Visa 4242", (ReceiptLine("CDG–JFK", "TF101", 2, paid),), paid, paid, 1)
    channel = _channel(graph)
    for request in channel.render(receipt):
        channel.send(THREAD, request, key="e1#0")
    assert "€624.10" in graph.said_to("2002")[0]


def test_a_day_of_silence_closes_the_window(graph: SimulatedInstagram) -> None:
    """After it nothing at all can be said on Instagram."""
    graph.people["2002"].last_heard = NOW - DAY
    assert _reason(graph) == "window_closed"


def test_strangers_and_people_who_blocked_us_are_not_available(graph: SimulatedInstagram) -> None:
    """The courier stops writing to whoever does not want it."""
    graph.people["2002"].blocked = True
    assert _reason(graph) == "unavailable"
    del graph.people["2002"]
    assert _reason(graph) == "dead_address"
    graph.people["2002"] = Person(NOW)
    assert _channel(graph).send(THREAD, HELLO, key="e1#0").platform_id


def test_an_accepted_message_whose_answer_was_lost_is_told_by_its_echo(graph: SimulatedInstagram) -> None:
    """Nothing is said twice because an answer did not come."""
    graph.fail_next("hang")
    assert _reason(graph) == "unknown_outcome"
    assert graph.waiting[0][1]["message"]["metadata"] == "tf:e1#0"


def test_nobody_speaks_without_the_token_or_for_another_account(
    graph: SimulatedInstagram,
) -> None:
    """The web process listens only."""
    assert _reason(graph, Instagram(MetaApp((SECRET,)), account="1001")) == "not_served"
    assert _reason(graph, _channel(graph, account="1002")) == "not_served"
    assert graph.sent == []


def test_any_of_our_secrets_signs(graph: SimulatedInstagram) -> None:
    """A secret that is being replaced loses no message."""
    graph.says("2002", "hi")
    (body,) = bodies(graph.waiting, at=NOW, batched=False, kind="instagram")
    assert _channel(graph).verify(signed(body, "old"), body)
    assert not _channel(graph).verify(signed(body, "another"), body)


def test_the_token_is_in_no_representation() -> None:
    """Error reports tell no token."""
    assert "secret-token" not in repr(Speaker("secret-token", "https://graph.example", "1001"))


def test_a_long_answer_is_sent_in_pieces_that_the_platform_takes(graph: SimulatedInstagram) -> None:
    """Emoji count four bytes, and none is cut."""
    channel = _channel(graph)
    for request in channel.render(Text("✈️👩\u200d👧 " * 100)):
        channel.send(THREAD, request, key="e1#0")
    told = graph.said_to("2002")
    assert len(told) > 1
    assert "".join(told).replace(" ", "") == "✈️👩\u200d👧" * 100
