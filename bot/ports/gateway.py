"""The port of payment gateways: one small vocabulary, five results.

A decline is an answer; not knowing is `unknown` and leads to `find`, never to a second charge under another key.
Only workers hold a gateway. Amounts are `Money`; `key` is the idempotency key, committed to SQL before the call.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from bot.domain.money import Money
from bot.domain.payment.payment import Usage

Result = Literal["approved", "declined", "action", "pending", "unknown"]


class CardSecret(msgspec.Struct, frozen=True):
    """A card in clear: lives in a worker's memory between decryption and the gateway call, and nowhere else."""

    number: str
    exp_month: int
    exp_year: int
    code: str
    name: str = ""

    def __repr__(self) -> str:
        return "CardSecret(…)"


class Instrument(msgspec.Struct, frozen=True):
    """What the gateway gave us for a card: a token and what may be shown."""

    token: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    fingerprint: str
    country: str = ""
    funding: str = ""


class Charge(msgspec.Struct, frozen=True):
    """What is charged, and how: a token that was charged once and not kept is worth nothing."""

    token: str
    usage: Usage = "once"


class Tokenized(msgspec.Struct, frozen=True):
    """The answer to `tokenize`: an instrument, or a decline with its code."""

    result: Result
    instrument: Instrument | None = None
    code: str = ""


class Answer(msgspec.Struct, frozen=True):
    """The answer to an operation.

    `reference` is the gateway's id of the payment; `amount` what it says it moved; `code` the decline code
    ("insufficient_funds"); `action_url` where the traveller must go; `capture_before` UTC; `replayed` whether the
    gateway answered from its idempotency store.
    """

    result: Result
    reference: str = ""
    amount: Money | None = None
    code: str = ""
    action_url: str = ""
    capture_before: datetime | None = None
    replayed: bool = False


class GatewayPayment(msgspec.Struct, frozen=True):
    """What the gateway's own records say of one payment of ours."""

    reference: str
    state: str
    """authorized, requires_action, declined, captured, voided, refunded, pending or expired."""
    authorized: Money
    captured: Money
    refunded: Money
    code: str = ""
    action_url: str = ""


class GatewayEvent(msgspec.Struct, frozen=True):
    """One verified webhook of the gateway: a hint to look the payment up, never the truth itself."""

    id: str
    kind: str
    payment: str
    """Our own payment id, from the metadata that we sent."""
    reference: str
    created: datetime


class Gateway(Protocol):
    """Moves money.

    Operations raise `UnavailableError` when nothing was sent or done (no connection, a rate limit; not retryable when
    our credentials are refused) and `IllegalError` when a key was used for another request before, which is a fault
    of ours. An `unknown` answer means look it up with `find`. Repeating the same call under the same key is always
    safe; a failure may then be replayed for ever, and a request that was lost may still arrive later. Two codes of an
    `unknown` answer say more: payment_unexpected_state (nothing was done, the payment is elsewhere than we thought)
    and amount_mismatch (done, but about another amount or currency than asked: for staff).
    """

    name: str

    def tokenize(self, card: CardSecret, *, key: str) -> Tokenized:
        """Exchange a card for a token; nothing is charged."""
        ...

    def detach(self, token: str, *, key: str) -> None:
        """Forget a token, so that nobody pays with it again; raises `UnavailableError` until it is known to be done."""
        ...

    def authorize(
        self, charge: Charge, amount: Money, *, key: str, payment: str, metadata: Mapping[str, str], return_url: str
    ) -> Answer:
        """Reserve money on an instrument; `payment` is our id, found again by `find`.

        A token whose usage is "keep" can be charged as "saved" once such an authorization was approved.
        """
        ...

    def capture(self, reference: str, amount: Money, *, key: str) -> Answer:
        """Take reserved money, all or part."""
        ...

    def void(self, reference: str, *, key: str) -> Answer:
        """Let reserved money go."""
        ...

    def refund(self, reference: str, amount: Money, *, key: str) -> Answer:
        """Give taken money back, all or part."""
        ...

    def find(self, payment: str) -> tuple[GatewayPayment, ...]:
        """Every record that the gateway has under our payment id; raises `UnavailableError` when it cannot say."""
        ...

    def webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> GatewayEvent | None:
        """A webhook's event if its signature is good and fresh, else None."""
        ...


class GatewayHooks(Protocol):
    """Reads what a gateway tells by itself; needs the webhook's secret and no key that moves money."""

    def webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> GatewayEvent | None:
        """A webhook's event if its signature is good and fresh, else None."""
        ...
