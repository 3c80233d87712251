"""A running sandbox gateway for tests: in a thread of this process, or in a process of its own."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
import requests

from bot.adapters.clock import SystemClock
from bot.adapters.gateways.sandbox import SandboxGateway
from bot.adapters.http_client import HttpClient, Policy, SessionEngine
from bot.ports.clock import Clock
from bot.processes import free_port
from bot.sandbox.serve import Server, run
from bot.sandbox.settings import SandboxSettings

KEY = "sk_sandbox_test"
SECRETS = ("whsec_sandbox_test",)

_NEVER = 10**9
"""Calls after which the breaker of a patient client says something."""


class MovedClock:
    """The machine's clock, moved by hand."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> datetime:
        """The machine's time plus what it was moved."""
        return datetime.fromtimestamp(time.time() + self.ahead, UTC)


class Records(msgspec.Struct, frozen=True):
    """The sandbox's own records: the judge of every test about money."""

    payments: tuple[dict[str, Any], ...]
    effects: tuple[dict[str, Any], ...]
    tokens: tuple[dict[str, str], ...] = ()

    def count(self, kind: str) -> int:
        """How many effects of a kind there were: `count("captured")`."""
        return sum(effect["kind"] == kind for effect in self.effects)

    @property
    def saved(self) -> tuple[str, ...]:
        """The last four digits of each card that can be charged again."""
        return tuple(token["last4"] for token in self.tokens if token["state"] == "saved")

    def moved(self, kind: str) -> int:
        """The sum of a kind of effect in minor units."""
        return sum(effect["amount"] for effect in self.effects if effect["kind"] == kind)


class RunningSandbox:
    """Where a sandbox listens, and what it says of itself; `let_go` frees callers whom faults keep waiting."""

    def __init__(self, url: str, let_go: Callable[[], None] = lambda: None) -> None:
        self.url = url
        self.let_go = let_go
        self.key = KEY
        self.secrets = SECRETS

    def get(self, path: str) -> Any:
        """The JSON of a path under /v1."""
        answer = requests.get(f"{self.url}/v1/{path}", headers=self._headers(), timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: object, key: str = "") -> requests.Response:
        """The answer to a POST of JSON under /v1."""
        headers = {**self._headers(), **({"Idempotency-Key": key} if key else {})}
        return requests.post(f"{self.url}/v1/{path}", data=msgspec.json.encode(body), headers=headers, timeout=10)

    def records(self, payment: str = "") -> Records:
        """Everything that the sandbox did, of one payment of ours or of all."""
        return msgspec.convert(self.get(f"records?payment={payment}"), Records)

    def answer(self, action_url: str, said: str = "approve") -> requests.Response:
        """What a traveller's browser gets when she answers the challenge; the redirect is not followed."""
        return requests.post(action_url, data={"answer": said}, timeout=10, allow_redirects=False)

    def gateway(self, *, read: float = 25.0, patient: bool = False) -> SandboxGateway:
        """The real adapter, with a breaker of its own; a patient one never says that enough went wrong."""
        policy = Policy(read=read, enough=_NEVER) if patient else Policy(read=read)
        client = HttpClient(SessionEngine(), policy=policy)
        return SandboxGateway(client, url=self.url, key=self.key, webhook_secrets=self.secrets)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@contextmanager
def sandbox_server(clock: Clock | None = None, **settings: Any) -> Iterator[RunningSandbox]:
    """A sandbox in a thread, on a free loopback port; keyword arguments are fields of `SandboxSettings`."""
    server = Server(_settings(**settings), clock or SystemClock())
    server.start()
    try:
        yield RunningSandbox(server.url, server.app.bank.pipeline.stop)
    finally:
        server.stop()


@contextmanager
def sandbox_process(**settings: Any) -> Iterator[RunningSandbox]:
    """A sandbox in a process of its own, on a free loopback port, stopped by SIGTERM."""
    chosen = _settings(**{"port": free_port(), **settings})
    process = multiprocessing.get_context("spawn").Process(target=run, args=(chosen, SystemClock()), daemon=True)
    process.start()
    sandbox = RunningSandbox(f"http://{chosen.host}:{chosen.port}")
    try:
        _wait_for(sandbox.url)
        yield sandbox
    finally:
        process.terminate()
        process.join(timeout=10)
    assert process.exitcode == 0


def _settings(**settings: Any) -> SandboxSettings:
    return SandboxSettings(**{"key": KEY, "webhook_secrets": SECRETS, "settle": 0.2, **settings})


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            requests.get(f"{url}/livez", timeout=1)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("The sandbox did not start.")
