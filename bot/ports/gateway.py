"""The port of payment gateways: one small vocabulary, five results.

A decline is an answer; not knowing is `unknown` and leads to `find`, never to a second charge under another key.
Only workers hold a gateway. Amounts are `Money`; `key` is the idempotency key, committed to SQL before the call.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from bot.domain.money import Money
from bot.domain.payment.instrument import InstrumentKind
from bot.domain.payment.mandate import Mandate
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


class AccountSecret(msgspec.Struct, frozen=True):
    """A bank account in clear, and whose it is: lives where a `CardSecret` does, and nowhere else."""

    iban: str
    holder: str

    def __repr__(self) -> str:
        return "AccountSecret(…)"


class Instrument(msgspec.Struct, frozen=True):
    """What the gateway gave us for a card or a bank account: a token and what may be shown.

    A bank account has no brand and no expiry; its `country` is that of its IBAN.
    """

    token: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    fingerprint: str
    country: str = ""
    funding: str = ""
    kind: InstrumentKind = "card"


class Charge(msgspec.Struct, frozen=True):
    """What is charged, and how: a token that was charged once and not kept is worth nothing.

    `mandate` is the reference of the mandate under which a bank account is debited, "" for a card.
    With `challenge` the bank is asked to see the traveller, as far as the gateway can ask for it.
    """

    token: str
    usage: Usage = "once"
    mandate: str = ""
    challenge: bool = False


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


class HostedPage(msgspec.Struct, frozen=True):
    """A page of the gateway's own on which a traveller types a card: the gateway's reference of it, and where it is."""

    reference: str
    url: str


class GatewayDispute(msgspec.Struct, frozen=True):
    """What the gateway's records say of a dispute: `state` is open, won or lost; `amount` is what it took."""

    id: str
    state: str
    reason: str
    amount: Money


RefundState = Literal["pending", "done", "failed"]


class GatewayRefund(msgspec.Struct, frozen=True):
    """One refund in the gateway's own records.

    `key` is the idempotency key under which it was asked for: two refunds of one amount are told apart by it. A refund
    that was done may turn out as failed later.
    """

    id: str
    key: str
    amount: Money
    state: RefundState


class GatewayPayment(msgspec.Struct, frozen=True):
    """What the gateway's own records say of one payment of ours, or of one verification, which moves nothing.

    `refunded` is the sum of the refunds that are done; `capture_before` (UTC) is when a hold ends by itself.
    """

    reference: str
    state: str
    """authorized, requires_action, declined, captured, voided, refunded, pending, expired, verified, or returned."""
    authorized: Money
    captured: Money
    refunded: Money
    code: str = ""
    action_url: str = ""
    dispute: GatewayDispute | None = None
    warned: bool = False
    """Whether the card's network has warned of fraud."""
    refunds: tuple[GatewayRefund, ...] = ()
    capture_before: datetime | None = None


class GatewayEvent(msgspec.Struct, frozen=True):
    """One verified webhook of the gateway: a hint to look the payment up, never the truth itself."""

    id: str
    kind: str
    payment: str
    """Our own id of the payment, the setup, or what a page was opened for, from the metadata that we sent.

    "" where the gateway does not tell it: disputes and warnings of fraud may name its reference alone.
    """
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

    def tokenize_account(self, account: AccountSecret, *, key: str, mandate: Mandate) -> Tokenized:
        """Exchange a bank account and its signed mandate for a token; nothing is charged.

        The token can be charged as "saved" at once, for as long as the mandate is active.
        """
        ...

    def redeem(self, ticket: str, *, key: str) -> Tokenized:
        """Exchange the ticket of what was typed into the gateway's fields for a token, once; nothing is charged."""
        ...

    def open_page(self, subject: str, *, key: str, return_url: str) -> HostedPage:
        """Open a page on which one card is typed; webhooks about it name `subject`, an id of ours.

        Raises `UnavailableError` until it is known to be open.
        """
        ...

    def read_page(self, reference: str) -> Tokenized | None:
        """The card of a page, declined with the code "closed" when none will come, None while it is open.

        Raises `UnavailableError` when the gateway cannot say.
        """
        ...

    def verify(self, charge: Charge, *, key: str, setup: str, return_url: str) -> Answer:
        """Have a fresh token confirmed for later use, without any money; `setup` is our id, found again by `find`.

        Once it was approved the token can be charged as "saved".
        """
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

    def charge(
        self, charge: Charge, amount: Money, *, key: str, payment: str, metadata: Mapping[str, str], return_url: str
    ) -> Answer:
        """Take money from a bank account under its mandate; approved only once it has come, which takes days."""
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

    def find(self, payment: str, *, reference: str = "") -> tuple[GatewayPayment, ...]:
        """Every record that the gateway has under an id of ours; raises `UnavailableError` when it cannot say.

        Whoever wants the record of one reference alone says so: a gateway may then answer sooner, and from that record
        only.
        """
        ...

    def webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> GatewayEvent | None:
        """A webhook's event if its signature is good and fresh, else None."""
        ...


class GatewayHooks(Protocol):
    """Reads what a gateway tells by itself; needs the webhook's secret and no key that moves money."""

    def webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> GatewayEvent | None:
        """A webhook's event if its signature is good and fresh, else None."""
        ...
