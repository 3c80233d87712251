"""A sandbox in this process, without a port: its app, a client with the key, and a clock to be moved."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from werkzeug.test import TestResponse

from bot.sandbox.app import SandboxApp, create_sandbox
from bot.sandbox.settings import SandboxSettings
from tests.fakes.sandbox_server import KEY, SECRETS, MovedClock


class Caller:
    """Asks the sandbox what a merchant asks."""

    def __init__(self, app: SandboxApp, clock: MovedClock) -> None:
        self.app = app
        self.clock = clock
        self._client = app.test_client()
        self._keys = 0

    def get(self, path: str) -> TestResponse:
        """GET a path under /v1 with the key."""
        return self._client.get(f"/v1/{path}", headers={"Authorization": f"Bearer {KEY}"})

    def post(self, path: str, body: object, key: str = "") -> TestResponse:
        """POST JSON to a path under /v1, under a fresh idempotency key when none is given."""
        self._keys += 1
        headers = {"Authorization": f"Bearer {KEY}", "Idempotency-Key": key or f"key_{self._keys}"}
        return self._client.post(f"/v1/{path}", data=msgspec.json.encode(body), headers=headers)

    def token(self, number: str = "4242424242424242") -> str:
        """The token of a card."""
        body = {"number": number, "exp_month": 12, "exp_year": 2090, "code": "123"}
        return str(self.post("tokens", body).get_json()["token"])

    def authorize(self, number: str = "4242424242424242", *, payment: str = "pay_1", key: str = "") -> dict[str, Any]:
        """The answer to an authorization of 420.00 EUR."""
        asked = authorization(self.token(number), payment=payment)
        answer: dict[str, Any] = self.post("payments/authorize", asked, key).get_json()
        return answer

    def reference(self, number: str = "4242424242424242", *, payment: str = "pay_1") -> str:
        """The sandbox's id of a fresh authorization."""
        return str(self.authorize(number, payment=payment)["payment"]["id"])

    def kinds(self, payment: str = "") -> list[str]:
        """The kinds of effects in the log, in order."""
        return [effect["kind"] for effect in self.get(f"records?payment={payment}").get_json()["effects"]]


def authorization(token: str, **change: Any) -> dict[str, Any]:
    """A good body for an authorization, with changes."""
    good = {
        "token": token,
        "amount": 42000,
        "currency": "EUR",
        "payment": "pay_1",
        "return_url": "https://shop.example/",
    }
    return good | change


def settings(**change: Any) -> SandboxSettings:
    """Settings that keep records in memory and let nobody wait."""
    return SandboxSettings(**{"key": KEY, "webhook_secrets": SECRETS, "hang": 0.0, **change})


@pytest.fixture
def caller() -> Iterator[Caller]:
    """A merchant before a fresh sandbox."""
    clock = MovedClock()
    app = create_sandbox(settings(), clock)
    yield Caller(app, clock)
    app.stop()
