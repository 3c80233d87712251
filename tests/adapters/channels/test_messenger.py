"""Speaking on Messenger: what is sent, by which account, and what an answer or its absence means."""

import pytest

from bot.adapters.channels.messenger import Messenger, Page
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.http_client import HttpClient
from bot.domain.conversation.messages import Text, Typing
from bot.domain.conversation.statuses import MessageAccepted
from bot.domain.errors import SendFailedError
from bot.domain.ids import ThreadKey
from bot.ports.channel import Told
from bot.simulators.accounts import DAY, Account, Person
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.wire import bodies, signed
from tests.fakes.graph_engine import GraphEngine

NOW = 1790000000000
THREAD = ThreadKey("messenger", "1001", "2002")
SECRET = Account().secret
HELLO = {"message": {"text": "Hello"}}


def _channel(
    graph: SimulatedMessenger, *, token: str = Account().token, secret: str = SECRET, page: str = "1001"
) -> Messenger:
    at = Page(id=page, token=token, graph="https://graph.example/v25.0")
    return Messenger(MetaApp((secret, "old")), app_id="7001", page=at, client=HttpClient(GraphEngine(graph)))


@pytest.fixture
def graph() -> SimulatedMessenger:
    """A platform on which one traveller has just written."""
    graph = SimulatedMessenger(lambda: NOW)
    graph.says("2002", "hi")
    graph.waiting.clear()
    return graph


def _reason(graph: SimulatedMessenger, channel: Messenger | None = None) -> str:
    with pytest.raises(SendFailedError) as failed:
        (channel or _channel(graph)).send(THREAD, HELLO, key="e1#0")
    return failed.value.reason


def test_a_message_is_sent_as_a_response_with_our_mark(graph: SimulatedMessenger) -> None:
    """The traveller reads what was rendered, and the platform gives the message its id."""
    sent = _channel(graph).send(THREAD, HELLO, key="e1#0")
    (accepted,) = graph.sent
    assert accepted.mid == sent.platform_id
    assert accepted.request["messaging_type"] == "RESPONSE"
    assert accepted.request["message"] == {"text": "Hello", "metadata": "tf:e1#0"}


def test_the_echo_of_a_message_names_it(graph: SimulatedMessenger) -> None:
    """A send whose answer was lost is found again by the key that we gave it."""
    channel = _channel(graph)
    sent = channel.send(THREAD, HELLO, key="e1#0")
    (body, *_) = bodies(graph.waiting, at=NOW, batched=False)
    assert channel.verify(signed(body, SECRET), body)
    assert channel.parse(body) == (Told(THREAD, MessageAccepted(sent.platform_id, NOW, "e1#0", sent.platform_id)),)


def test_typing_is_shown_and_leaves_no_message(graph: SimulatedMessenger) -> None:
    """The dots appear while a search runs."""
    channel = _channel(graph)
    for request in channel.render(Typing()):
        channel.send(THREAD, request, key="e1#0")
    assert graph.actions == [("2002", "mark_seen"), ("2002", "typing_on")]
    assert graph.sent == []


def test_a_long_answer_is_sent_in_order(graph: SimulatedMessenger) -> None:
    """Bubbles stand in the order in which they were said."""
    channel = _channel(graph)
    for request in channel.render(Text("One. " * 300 + "Two. " * 300)):
        channel.send(THREAD, request, key="e1#0")
    said = graph.said_to("2002")
    assert len(said) == 2
    assert said[0].startswith("One")
    assert said[1].endswith("Two.")


def test_outside_the_window_nothing_is_sent(graph: SimulatedMessenger) -> None:
    """A traveller who was silent for a day is not written to freely."""
    graph.people["2002"] = Person(last_heard=NOW - DAY)
    assert _reason(graph) == "window_closed"


def test_a_traveller_who_blocked_us_is_left_alone(graph: SimulatedMessenger) -> None:
    """Whoever does not want to hear from us does not."""
    graph.people["2002"].blocked = True
    assert _reason(graph) == "unavailable"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("rate_limited", "rate_limited"),
        ("transient", "transient"),
        ("html", "transient"),
        ("token_expired", "token"),
        ("restricted", "restricted"),
        ("other_owner", "another_app"),
        ("hang", "unknown_outcome"),
    ],
)
def test_each_fault_of_the_platform_has_its_reason(graph: SimulatedMessenger, fault: str, reason: str) -> None:
    """The courier knows whether to wait, to stop, or to look for an echo."""
    graph.fail_next(fault)
    assert _reason(graph) == reason


def test_an_accepted_message_whose_answer_was_lost_is_told_by_its_echo(graph: SimulatedMessenger) -> None:
    """Nothing is said twice because an answer did not come."""
    graph.fail_next("hang")
    assert _reason(graph) == "unknown_outcome"
    assert graph.said_to("2002") == ["Hello"]
    assert graph.waiting[0][1]["message"]["metadata"] == "tf:e1#0"


def test_a_busy_account_waits_as_long_as_the_platform_asks(graph: SimulatedMessenger) -> None:
    """Meta's own minutes are kept."""
    graph.fail_next("rate_limited")
    with pytest.raises(SendFailedError) as failed:
        _channel(graph).send(THREAD, HELLO, key="e1#0")
    assert failed.value.retry_after == 120


def test_a_wrong_token_and_a_wrong_proof_are_noticed(graph: SimulatedMessenger) -> None:
    """A mistake in the settings shows at the first message."""
    assert _reason(graph, _channel(graph, token="EAAother")) == "token"
    assert _reason(graph, _channel(graph, secret="other")) == "token"


def test_a_process_without_the_token_cannot_speak(graph: SimulatedMessenger) -> None:
    """The web process listens only."""
    assert _reason(graph, Messenger(MetaApp((SECRET,)))) == "not_served"
    assert _reason(graph, _channel(graph, page="1002")) == "not_served"
    assert graph.sent == []


def test_the_token_is_in_no_address_and_in_no_representation() -> None:
    """Access logs and error reports tell no token."""
    seen: list[str] = []
    graph = SimulatedMessenger(lambda: NOW)
    graph.says("2002", "hi")
    client = HttpClient(GraphEngine(graph), observe=lambda exchange: seen.append(repr(exchange)))
    page = Page(id="1001", token=Account().token, graph="https://graph.example/v25.0")
    Messenger(MetaApp((SECRET,)), page=page, client=client).send(THREAD, HELLO, key="e1#0")
    assert len(seen) == 1
    assert Account().token not in seen[0] + repr(page)


def test_an_unreachable_platform_is_worth_another_try() -> None:
    """Nothing was sent when nobody could be reached."""

    class Unreachable:
        def send(self, *_: object) -> None:
            raise ConnectionRefusedError

    page = Page(id="1001", token="t", graph="http://127.0.0.1:9/v25.0")
    channel = Messenger(MetaApp((SECRET,)), page=page, client=HttpClient(Unreachable()))  # type: ignore[arg-type]  it never answers
    with pytest.raises(SendFailedError) as failed:
        channel.send(THREAD, HELLO, key="e1#0")
    assert failed.value.reason in {"transient", "unknown_outcome"}
