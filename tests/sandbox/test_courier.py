"""Proves bot/sandbox/courier.py."""

import pytest

from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.sandbox.app import create_sandbox
from tests.fakes.sandbox_server import SECRETS, MovedClock, sandbox_server
from tests.fakes.webhook_receiver import webhook_receiver
from tests.sandbox.conftest import Caller, settings


def test_each_effect_is_told_and_signed() -> None:
    """A shop hears of each step as it happens, in a message that it can trust."""
    with webhook_receiver() as receiver, sandbox_server(webhook_url=receiver.url) as sandbox:
        gateway, clock = sandbox.gateway(), MovedClock()
        body = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2090, "code": "123"}
        token = sandbox.post("tokens", body, "tok").json()["token"]
        asked = {"token": token, "amount": 5, "currency": "EUR", "payment": "pay_1", "return_url": "https://s.example/"}
        sandbox.post("payments/authorize", asked, "auth")
        told = receiver.wait_for(1)
        events = [gateway.webhook(headers, sent, now=clock.now()) for headers, sent in told]
        assert [event.kind for event in events if event] == ["payment.authorized"]
        assert b"4242424242424242" not in told[0][1]


def test_a_shop_that_answers_badly_is_told_again() -> None:
    """A shop that was down, moved or confused gets the same event until it says 200."""
    with webhook_receiver() as receiver:
        clock = MovedClock()
        app = create_sandbox(settings(webhook_url=receiver.url), clock)
        receiver.answers = [500, 302, 404, 200]
        Caller(app, clock).authorize()
        for _ in range(8):
            app.courier.send_due()
            clock.ahead += 10
        assert len(receiver.received) == 4
        assert len({body for _, body in receiver.received}) == 1
        app.stop()


def test_a_shop_that_is_not_there_is_told_when_it_is_back() -> None:
    """An event outlives the absence of the shop."""
    clock = MovedClock()
    app = create_sandbox(settings(webhook_url="http://127.0.0.1:1/"), clock)
    Caller(app, clock).authorize()
    app.courier.send_due()
    assert app.courier._outbox.due(clock.now().timestamp()) == ()
    clock.ahead = 2
    assert [delivery.tries for delivery in app.courier._outbox.due(clock.now().timestamp())] == [1]
    app.stop()


def test_each_sending_is_signed_at_its_own_time() -> None:
    """A webhook that comes late by a retry is still fresh for the receiver, who refuses old signatures."""
    with webhook_receiver() as receiver:
        clock = MovedClock()
        app = create_sandbox(settings(webhook_url=receiver.url), clock)
        receiver.answers = [500]
        Caller(app, clock).authorize()
        app.courier.send_due()
        clock.ahead = 3600
        app.courier.send_due()
        assert len(receiver.received) == 2
        reader = SandboxWebhooks(SECRETS)
        fresh = [bool(reader.webhook(headers, body, now=clock.now())) for headers, body in receiver.received]
        assert fresh == [False, True]
        app.stop()


@pytest.mark.parametrize("running", [True, False])
def test_stopping_is_quick_and_safe_to_repeat(running: bool) -> None:  # noqa: FBT001 (a parameter of the case)
    """A demo stops at once on Ctrl-C."""
    app = create_sandbox(settings(), MovedClock())
    if running:
        app.start()
    app.stop()
    app.courier.stop()
    assert not app.courier._thread.is_alive()


def test_time_passes_without_anybody_asking() -> None:
    """A refund that fails later is told by webhook although nobody looks it up."""
    with webhook_receiver() as receiver, sandbox_server(webhook_url=receiver.url, settle=0.05) as sandbox:
        body = {"number": "4000111009000008", "exp_month": 12, "exp_year": 2090, "code": "123"}
        token = sandbox.post("tokens", body, "tok").json()["token"]
        asked = {"token": token, "amount": 5, "currency": "EUR", "payment": "pay_1", "return_url": "https://s.example/"}
        assert sandbox.post("payments/authorize", asked, "auth").json()["result"] == "pending"
        told = receiver.wait_for(2)
        assert [b'"payment.authorized"' in body for _, body in told] == [False, True]
