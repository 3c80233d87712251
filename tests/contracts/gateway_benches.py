"""The two gateways that the contract suite drives, behind one handle for what only a test does."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Protocol

import msgspec
import requests

from bot.adapters.gateways.sandbox import SandboxGateway
from bot.domain.money import Money
from bot.domain.payment.payment import Usage
from bot.ports.gateway import AccountSecret, Answer, CardSecret, Charge, Gateway, Tokenized
from bot.sandbox.accounts import account
from bot.sandbox.cards import Operation
from tests.builders.accounts import mandate
from tests.fakes.gateway import FakeGateway
from tests.fakes.sandbox_server import Records, RunningSandbox, sandbox_process
from tests.fakes.webhook_receiver import Receiver, webhook_receiver

HANG = 0.6
HASTY = 0.25
SETTLE = 0.1
PRICE = Money(42000, "EUR")
PART = Money(2000, "EUR")
VISA = "4242424242424242"
_numbers = count(1)


class Bench(Protocol):
    """A gateway under test and what the world around it does."""

    gateway: Gateway
    hasty: Gateway
    """The same gateway for a caller who waits less than a fault hangs."""

    def records(self, payment: str) -> Records:
        """What was done for a payment of ours."""
        ...

    def settle(self) -> None:
        """Let pass what is pending."""
        ...

    def arrive(self) -> None:
        """Let arrive what a hasty caller sent and gave up."""
        ...

    def end_mandate(self, reference: str) -> None:
        """Be the holder of an account who ends a mandate."""
        ...

    def challenge(self, action_url: str, *, passed: bool) -> None:
        """Be the traveller before the bank."""
        ...

    def type_on_page(self, url: str, number: str) -> None:
        """Be the traveller on the gateway's page; "" cancels."""
        ...

    def type_in_fields(self, number: str) -> str:
        """Be the traveller before the gateway's fields; gives the ticket, "" for a card that is none."""
        ...

    def webhook(self, payment: str) -> tuple[dict[str, str], bytes]:
        """The first webhook about a payment of ours."""
        ...


class StandingClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Always the moment at which the test module was loaded."""
        return _LOADED


_LOADED = datetime.now(tz=UTC)


class FakeBench:
    """The gateway in memory."""

    def __init__(self) -> None:
        self.gateway: Gateway = FakeGateway(StandingClock())
        self.hasty = self.gateway

    def _fake(self) -> FakeGateway:
        assert isinstance(self.gateway, FakeGateway)
        return self.gateway

    def records(self, payment: str) -> Records:
        """See `Bench`."""
        return self._fake().records(payment)

    def settle(self) -> None:
        """See `Bench`."""
        self._fake().settle()

    def arrive(self) -> None:
        """See `Bench`."""
        self._fake().settle()

    def end_mandate(self, reference: str) -> None:
        """See `Bench`."""
        self._fake().end_mandate(reference)

    def challenge(self, action_url: str, *, passed: bool) -> None:
        """See `Bench`."""
        self._fake().answer_challenge(action_url, passed=passed)

    def type_on_page(self, url: str, number: str) -> None:
        """See `Bench`."""
        self._fake().type_on_page(url, card(number) if number else None)

    def type_in_fields(self, number: str) -> str:
        """See `Bench`."""
        return self._fake().type_in_fields(card(number))

    def webhook(self, payment: str) -> tuple[dict[str, str], bytes]:
        """See `Bench`."""
        return next(pair for pair in self._fake().webhooks if payment.encode() in pair[1])


class RealBench:
    """The adapter against a sandbox in a process of its own."""

    def __init__(self, sandbox: RunningSandbox, receiver: Receiver) -> None:
        self._sandbox = sandbox
        self._receiver = receiver
        self.gateway: Gateway = sandbox.gateway(patient=True)
        self.hasty: Gateway = sandbox.gateway(read=HASTY, patient=True)

    def records(self, payment: str) -> Records:
        """See `Bench`."""
        return self._sandbox.records(payment)

    def settle(self) -> None:
        """See `Bench`."""
        time.sleep(SETTLE * 1.5)

    def arrive(self) -> None:
        """See `Bench`."""
        time.sleep(HANG)

    def end_mandate(self, reference: str) -> None:
        """See `Bench`."""
        assert self._sandbox.post(f"mandates/{reference}/end", {}).ok

    def challenge(self, action_url: str, *, passed: bool) -> None:
        """See `Bench`."""
        self._sandbox.answer(action_url, "approve" if passed else "fail")

    def type_on_page(self, url: str, number: str) -> None:
        """See `Bench`."""
        form = _typed(number) if number else {"answer": "cancel"}
        requests.post(url, data=form, timeout=10, allow_redirects=False)

    def type_in_fields(self, number: str) -> str:
        """See `Bench`."""
        said = requests.post(f"{self._sandbox.url}/fields/tickets", json=_typed(number), timeout=10)
        return str(said.json()["ticket"])

    def webhook(self, payment: str) -> tuple[dict[str, str], bytes]:
        """See `Bench`."""
        for tries in range(1, 400):
            for pair in list(self._receiver.received):
                if payment.encode() in pair[1]:
                    return pair
            time.sleep(0.02 * bool(tries))
        raise AssertionError("No webhook came.")


_SLOW = {"hang": HANG, "settle": SETTLE, "debit": SETTLE}


def _typed(number: str) -> dict[str, str]:
    return {"number": number, "month": "12", "year": "90", "code": "123", "name": "A Traveller"}


@contextmanager
def real_bench() -> Iterator[RealBench]:
    """A sandbox process, its adapter and a receiver of its webhooks."""
    with webhook_receiver() as receiver, sandbox_process(**_SLOW, webhook_url=receiver.url) as sandbox:
        yield RealBench(sandbox, receiver)


def unreachable() -> tuple[Gateway, Gateway]:
    """Both gateways when nobody listens."""
    fake = FakeGateway(StandingClock())
    fake.down = True
    real: SandboxGateway = RunningSandbox("http://127.0.0.1:1").gateway()
    return fake, real


def fresh(word: str) -> str:
    """An id that no other test uses."""
    return f"{word}_{next(_numbers)}_{time.time_ns():x}"


def card(number: str, *, exp_year: int = 2090, exp_month: int = 12, code: str = "") -> CardSecret:
    """A card in clear."""
    return CardSecret(number, exp_month, exp_year, code or ("1234" if number.startswith("3") else "123"), "A Traveller")


def token(gateway: Gateway, number: str) -> str:
    """The token of a card that gets one."""
    got: Tokenized = gateway.tokenize(card(number), key=fresh("tok"))
    assert got.instrument, got
    return got.instrument.token


def authorize(
    gateway: Gateway, instrument: str, amount: Money, *, payment: str, key: str = "", usage: Usage = "once"
) -> Answer:
    """Hold money for a payment of ours."""
    return gateway.authorize(
        Charge(instrument, usage),
        amount,
        key=key or fresh("auth"),
        payment=payment,
        metadata={"order": "ord_1"},
        return_url="http://127.0.0.1:1/back",
    )


def account_token(bench: Bench, name: str) -> tuple[str, str]:
    """The token of a test account of that name, and the reference of its mandate."""
    reference = fresh("MNDT").upper().replace("_", "-")
    signed = msgspec.structs.replace(mandate(), reference=reference)
    secret = AccountSecret(account(name).iban, "Ada Byron")
    got = bench.gateway.tokenize_account(secret, key=fresh("tok"), mandate=signed)
    assert got.instrument, got
    return got.instrument.token, reference


def charge(
    gateway: Gateway, instrument: str, reference: str, *, payment: str, key: str = "", amount: Money = PRICE
) -> Answer:
    """Debit an account for a payment of ours."""
    return gateway.charge(
        Charge(instrument, "saved", reference),
        amount,
        key=key or fresh("chg"),
        payment=payment,
        metadata={"order": "ord_1"},
        return_url="http://127.0.0.1:1/back",
    )


def held(bench: Bench, number: str = VISA) -> tuple[str, str]:
    """A payment of ours with money held on a card: our id and the gateway's."""
    payment = fresh("pay")
    answer = authorize(bench.gateway, token(bench.gateway, number), PRICE, payment=payment)
    assert answer.result == "approved", answer
    return payment, answer.reference


def taken(bench: Bench, number: str = VISA) -> tuple[str, str]:
    """A payment of ours that was captured whole."""
    payment, reference = held(bench, number)
    assert bench.gateway.capture(reference, PRICE, key=fresh("cap")).result == "approved"
    return payment, reference


def prepared(bench: Bench, operation: Operation, number: str) -> tuple[str, str]:
    """A payment on which the operation can be performed."""
    return (taken if operation == "refund" else held)(bench, number)


def perform(bench: Bench, operation: Operation, reference: str, *, key: str, hasty: bool = False) -> Answer:
    """Capture, void or refund the whole."""
    gateway = bench.hasty if hasty else bench.gateway
    if operation == "void":
        return gateway.void(reference, key=key)
    return (gateway.capture if operation == "capture" else gateway.refund)(reference, PRICE, key=key)
