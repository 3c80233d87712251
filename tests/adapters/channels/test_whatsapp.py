"""Speaking on WhatsApp: what is sent, to whom, and what an answer or its absence means."""

import pytest

from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.whatsapp import Number, WhatsApp
from bot.adapters.http_client import HttpClient
from bot.domain.conversation.messages import Option, Text, Typing
from bot.domain.conversation.statuses import (
    MessageAccepted,
    MessageDelivered,
)
from bot.domain.errors import SendFailedError
from bot.domain.ids import ThreadKey
from bot.ports.channel import Arrived, Told
from bot.simulators.accounts import DAY, NUMBER
from bot.simulators.whatsapp import SimulatedWhatsApp
from bot.simulators.wire import signed
from tests.fakes.graph_engine import GraphEngine

NOW = 1790000000000
PHONE = "447700900001"
SCOPED = "GB.13491208655302741918"
ACCOUNT = NUMBER
THREAD = ThreadKey("whatsapp", ACCOUNT.id, PHONE)
HELLO = {"type": "text", "text": {"body": "Hello"}}


def _channel(
    fake: SimulatedWhatsApp, *, token: str = ACCOUNT.token, secret: str = ACCOUNT.secret, number: str = ACCOUNT.id
) -> WhatsApp:
    at = Number(id=number, token=token, graph="https://graph.example/v25.0")
    return WhatsApp(MetaApp((secret, "old"), "word"), number=at, client=HttpClient(GraphEngine(fake)))


@pytest.fixture
def fake() -> SimulatedWhatsApp:
    """A platform on which two travellers have just written, one of whom hides the number."""
    fake = SimulatedWhatsApp(lambda: NOW)
    fake.habits.scoped = False  # somebody whom we know by the number from before there were scoped ids
    fake.says(PHONE, "hi")
    fake.says(SCOPED, "hi")
    fake.waiting.clear()
    return fake


def _failure(fake: SimulatedWhatsApp, channel: WhatsApp | None = None) -> SendFailedError:
    with pytest.raises(SendFailedError) as failed:
        (channel or _channel(fake)).send(THREAD, HELLO, key="e1#0")
    return failed.value


def test_a_message_goes_to_a_number_with_its_plus_and_our_mark(fake: SimulatedWhatsApp) -> None:
    """Nobody in another country gets it, and its statuses name it."""
    sent = _channel(fake).send(THREAD, HELLO, key="e1#0")
    assert sent.platform_id == "wamid.fake000003"
    assert [(sent.user, sent.request) for sent in fake.sent] == [
        (
            PHONE,
            {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": f"+{PHONE}",
                "biz_opaque_callback_data": "tf:e1#0",
                **HELLO,
            },
        )
    ]


def test_who_hides_the_number_is_written_to_by_scoped_id(fake: SimulatedWhatsApp) -> None:
    """A traveller without a number for us can be answered."""
    _channel(fake).send(ThreadKey("whatsapp", ACCOUNT.id, SCOPED), HELLO, key="e1#0")
    (sent,) = fake.sent
    user, request = sent.user, sent.request
    assert (user, request["recipient"], "to" in request) == (SCOPED, SCOPED, False)


def test_statuses_of_a_message_name_it(fake: SimulatedWhatsApp) -> None:
    """A send whose answer was lost is found again by the key that we gave it."""
    channel = _channel(fake)
    fake.fail_next("hang")
    assert _failure(fake).reason == "unknown_outcome"
    sent, delivered = fake.bodies()
    assert channel.verify(signed(sent, ACCOUNT.secret), sent)
    wamid = "wamid.fake000003"
    accepted = Told(THREAD, MessageAccepted(f"{wamid}:sent", NOW, "e1#0", wamid))
    assert channel.parse(sent) == (accepted,)
    told = MessageDelivered(f"{wamid}:delivered", NOW, (wamid,), pricing="service:regular")
    assert channel.parse(delivered) == (accepted, Told(THREAD, told))


def test_what_was_shown_can_be_tapped(fake: SimulatedWhatsApp) -> None:
    """A tap comes back as the payload that we gave, out of buttons and out of lists."""
    channel = _channel(fake)
    for count in (2, 5):
        options = tuple(Option(f"Way {number}", f"way:{number}") for number in range(count))
        for request in channel.render(Text("Which?", options)):
            channel.send(THREAD, request, key="e1#0")
        fake.waiting.clear()
        fake.taps(PHONE, "way:1")
        (inbound,) = channel.parse(fake.bodies()[0])
        assert isinstance(inbound, Arrived)
        assert (inbound.event.payload, inbound.event.title) == ("way:1", "Way 1")  # type: ignore[union-attr]  a tap


def test_dots_are_shown_below_the_message_that_is_answered(fake: SimulatedWhatsApp) -> None:
    """The traveller sees that it was read; what nobody wrote cannot be marked."""
    channel = _channel(fake)
    (dots,) = channel.render(Typing())
    channel.send(THREAD, dots, key="wamid.fake000001#0")
    channel.send(THREAD, dots, key="timer-7#0")
    assert fake.marked == ["wamid.fake000001"]
    assert fake.sent == []


@pytest.mark.parametrize(
    ("fault", "reason", "retryable"),
    [
        ("rate_limited", "rate_limited", True),
        ("spam", "rate_limited", True),
        ("pair_limited", "too_fast", True),
        ("transient", "transient", True),
        ("maintenance", "transient", True),
        ("html", "transient", True),
        ("token_expired", "token", True),
        ("restricted", "restricted", True),
        ("unpaid", "permission", True),
        ("window", "window_closed", False),
        ("hang", "unknown_outcome", False),
    ],
)
def test_each_fault_of_the_platform_has_its_reason(
    fake: SimulatedWhatsApp, fault: str, reason: str, *, retryable: bool
) -> None:
    """The courier knows whether to wait, to stop, or to look for a status."""
    fake.fail_next(fault)
    failure = _failure(fake)
    assert (failure.reason, failure.retryable) == (reason, retryable)


def test_the_platform_says_how_long_to_wait(fake: SimulatedWhatsApp) -> None:
    """A busy number waits as long as it is asked to; too fast for one person holds up that person's thread alone."""
    fake.fail_next("rate_limited", "pair_limited")
    assert [_failure(fake).retry_after, _failure(fake).retry_after] == [30, 1]


def test_outside_the_window_and_to_who_blocked_us_nothing_is_sent(fake: SimulatedWhatsApp) -> None:
    """A traveller who was silent for a day, or does not want to hear from us, is left alone."""
    fake.people[PHONE].last_heard = NOW - DAY
    assert _failure(fake).reason == "window_closed"
    fake.people[PHONE].blocked = True
    refused = _failure(fake)
    assert (refused.reason, refused.again.most, refused.again.then) == ("transient", 1, "unavailable")


def test_a_wrong_token_and_a_wrong_proof_are_noticed(fake: SimulatedWhatsApp) -> None:
    """A mistake in the settings shows at the first message."""
    assert _failure(fake, _channel(fake, token="EAAother")).reason == "token"
    assert _failure(fake, _channel(fake, secret="other")).reason == "token"


def test_a_process_without_the_token_cannot_speak(fake: SimulatedWhatsApp) -> None:
    """The web process listens only."""
    assert _failure(fake, WhatsApp(MetaApp((ACCOUNT.secret,)))).reason == "not_served"
    assert _failure(fake, _channel(fake, number="1")).reason == "not_served"
    assert fake.sent == []


def test_the_number_shows_no_token_and_the_address_is_verified_by_the_word(fake: SimulatedWhatsApp) -> None:
    """Error reports tell no token, and Meta can verify our address."""
    assert ACCOUNT.token not in repr(Number("1", ACCOUNT.token, "https://graph.example"))
    query = {"hub.mode": "subscribe", "hub.verify_token": "word", "hub.challenge": "77"}
    assert _channel(fake).handshake(query) == "77"
    assert _channel(fake).handshake({**query, "hub.verify_token": "other"}) is None
