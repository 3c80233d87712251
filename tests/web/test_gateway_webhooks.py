"""The gateway's door: a good signature is a hint that a worker looks up; anything else is nothing."""

import json
from hashlib import sha256
from hmac import digest
from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.adapters.gateways.stripe_webhooks import StripeWebhooks
from bot.web.app import create_app
from tests.web.archive import Bench, bench
from tests.web.held import hold

SECRET = "the webhook's secret"


@pytest.fixture
def stage() -> Bench:
    """A web process that can read the sandbox's hints."""
    return bench(gateway_hooks=SandboxWebhooks((SECRET,)))


@pytest.fixture
def client(stage: Bench) -> FlaskClient:
    """The gateway, seen from here."""
    return create_app(stage.runtime).test_client()


def _body(stage: Bench, event: str = "evt_1") -> bytes:
    [checkout] = stage.archive.money.checkouts.values()
    about = {"id": "sbx_1", "payment": checkout.payments[0].id}
    now = int(stage.clock.now().timestamp())
    return json.dumps({"id": event, "type": "payment.authorized", "created": now, "payment": about}).encode()


def _signed(stage: Bench, body: bytes, secret: str = SECRET) -> dict[str, str]:
    now = int(stage.clock.now().timestamp())
    mac = digest(secret.encode(), f"{now}.".encode() + body, sha256).hex()
    return {"Sandbox-Signature": f"t={now},v1={mac}"}


def _post(client: FlaskClient, body: bytes, headers: dict[str, str]) -> Any:
    return client.post("/webhooks/gateway/sandbox", data=body, headers=headers, content_type="application/json")


def _looks(stage: Bench) -> list[str]:
    return [step.id for step in stage.archive.money.steps.values() if step.step.kind == "look"]


def test_a_signed_hint_wakes_a_worker(stage: Bench, client: FlaskClient) -> None:
    """When the traveller never comes back from the bank, the booking goes on all the same."""
    hold(stage)
    body = _body(stage)
    assert _post(client, body, _signed(stage, body)).status_code == 200
    assert _looks(stage) == ["step_evt_1"]
    assert any("step_evt_1" in name for name in stage.quiet.rung)


def test_the_same_hint_again_is_one_hint(stage: Bench, client: FlaskClient) -> None:
    """A gateway that delivers five times is looked up once."""
    hold(stage)
    body = _body(stage)
    for _ in range(5):
        assert _post(client, body, _signed(stage, body)).status_code == 200
    assert len(_looks(stage)) == 1


@pytest.mark.parametrize("headers", [{}, {"Sandbox-Signature": "t=1,v1=00"}, {"Sandbox-Signature": "nonsense"}])
def test_a_forged_hint_is_refused(stage: Bench, client: FlaskClient, headers: dict[str, str]) -> None:
    """Nobody who has not the secret can make us believe anything of a payment."""
    hold(stage)
    assert _post(client, _body(stage), headers).status_code == 403
    body = _body(stage)
    assert _post(client, body, _signed(stage, body, "another secret")).status_code == 403
    assert not _looks(stage)


def test_a_strangers_payment_is_taken_and_forgotten(stage: Bench, client: FlaskClient) -> None:
    """A hint about a payment that is not ours does no harm and is not delivered for ever."""
    body = json.dumps({"id": "evt_9", "type": "x", "created": 0, "payment": {"id": "a", "payment": "b"}}).encode()
    assert _post(client, body, _signed(stage, body)).status_code == 200
    assert not _looks(stage)


def test_a_flood_is_not_read(stage: Bench, client: FlaskClient) -> None:
    """A body beyond 64 kB is turned away before its signature is even looked at."""
    body = b"x" * (64 * 1024 + 1)
    assert _post(client, body, _signed(stage, body)).status_code == 413


def test_without_the_database_the_gateway_may_deliver_again(stage: Bench, client: FlaskClient) -> None:
    """A hint is acknowledged only when it is kept."""
    hold(stage)
    body = _body(stage)
    stage.archive.away = True
    assert _post(client, body, _signed(stage, body)).status_code == 503


def test_without_the_secret_nothing_is_believed() -> None:
    """A process that cannot check a hint refuses it."""
    stage = bench()
    hold(stage)
    body = _body(stage)
    assert _post(create_app(stage.runtime).test_client(), body, _signed(stage, body)).status_code == 403


def test_stripes_hint_comes_by_a_door_of_its_own() -> None:
    """News of Stripe's wakes a worker like the sandbox's, and what is signed in another way wakes nobody."""
    stage = bench(gateway_hooks=StripeWebhooks((SECRET,)))
    client = create_app(stage.runtime).test_client()
    hold(stage)
    [checkout] = stage.archive.money.checkouts.values()
    about = {"id": "pi_1", "object": "payment_intent", "metadata": {"payment": checkout.payments[0].id}}
    now = int(stage.clock.now().timestamp())
    event = {"id": "evt_1", "type": "payment_intent.succeeded", "created": now, "data": {"object": about}}
    body = json.dumps(event).encode()
    signed = {"Stripe-Signature": _signed(stage, body)["Sandbox-Signature"]}
    for headers, status in ((_signed(stage, body), 403), (signed, 200), (signed, 200)):
        assert client.post("/webhooks/gateway/stripe", data=body, headers=headers).status_code == status
    assert _looks(stage) == ["step_evt_1"]
