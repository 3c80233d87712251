"""The port of money: checkouts, payments, attempts, ledger and steps inside one transaction."""

from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.checkout_case import Checkout, Step
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.ledger import Transaction
from bot.domain.secret import Identity


class PayLink(msgspec.Struct, frozen=True):
    """A pay link by the hash of its token; `browser` is the hash of the browser that is bound to it, "" before."""

    checkout: str
    expires: datetime
    browser: str = ""


class KeptStep(msgspec.Struct, frozen=True):
    """A step as it is stored; `fence` rises with each lease, so that a late writer can be told from the present one.

    One that lets an instrument go belongs to no checkout ("") when the method was added without one.
    """

    id: str
    checkout: str
    step: Step
    fence: int = 0


class Audit(msgspec.Struct, frozen=True):
    """One line of the audit: `subject` moved from a state to another because of `cause`; free of personal data."""

    at: datetime
    kind: str
    subject: str
    before: str
    after: str
    cause: str


class MoneyRecords(Protocol):
    """What is true about money."""

    def add(self, checkout: Checkout) -> None:
        """Store a new checkout with its order and payments; raises `ConflictError` when its effect has one already."""
        ...

    def checkout(self, checkout: str, *, lock: bool = False) -> Checkout | None:
        """A checkout by its id; with `lock` nobody else may change it until the transaction ends."""
        ...

    def checkout_of(self, thread: str, effect: str) -> str:
        """The id of the checkout that an effect of a thread began, "" if none."""
        ...

    def checkout_paid_by(self, payment: str) -> str:
        """The id of the checkout that a payment belongs to, "" if none."""
        ...

    def payment_under(self, reference: str) -> str:
        """The id of the payment to which the gateway gave a reference, "" if none or for an empty one."""
        ...

    def save(self, checkout: Checkout) -> None:
        """Store a checkout whose version is one above the stored one; raises `ConflictError` otherwise.

        A second open attempt of a payment raises `ConflictError` too.
        """
        ...

    def add_step(self, step: KeptStep) -> None:
        """Store a step; the same id again changes nothing."""
        ...

    def lease_step(self, step: str, *, now: datetime, until: datetime) -> KeptStep | None:
        """Take a step that is due and not leased, with a raised fence; None when there is nothing to take."""
        ...

    def finish_step(self, step: KeptStep) -> None:
        """The step is done; raises `ConflictError` when somebody else has leased it since."""
        ...

    def put_off_step(self, step: KeptStep, *, due_at: datetime) -> None:
        """Try the step again later, counting the try; raises `ConflictError` as `finish_step`."""
        ...

    def due_steps(self, now: datetime, *, most: int, kind: str = "") -> tuple[str, ...]:
        """Ids of steps that are due and not leased, the longest due first; only those of a kind, if one is given."""
        ...

    def next_step_at(self) -> datetime | None:
        """When the next step is due or its lease ends; None when nothing is to be done at all."""
        ...

    def holds_ending(self, before: datetime, *, most: int) -> tuple[tuple[str, str], ...]:
        """Payments that hold money until a moment or less, each with its checkout, the first to end first."""
        ...

    def add_link(self, token_hash: str, link: PayLink) -> None:
        """Store a pay link; the same hash again changes nothing."""
        ...

    def prolong_link(self, token_hash: str, expires: datetime) -> None:
        """Let a pay link that is there end at `expires` (UTC), unless it ends later."""
        ...

    def link(self, token_hash: str) -> PayLink | None:
        """A pay link by the hash of its token."""
        ...

    def bind(self, token_hash: str, browser: str) -> str:
        """Bind a link to a browser's hash unless it is bound; gives the hash to which it is bound now."""
        ...

    def keep_instrument(self, instrument: KeptInstrument, *, checkout: str) -> None:
        """Store an instrument, and the checkout by which it came, "" if none."""
        ...

    def save_instrument(self, instrument: KeptInstrument) -> None:
        """Store an instrument that is there."""
        ...

    def keeps_secret(self, secret: Identity, *, but: str) -> bool:
        """Whether another instrument than `but` names a record of the vault as its own."""
        ...

    def instrument(self, instrument: str) -> KeptInstrument | None:
        """An instrument by its id."""
        ...

    def forget_instrument(self, instrument: str) -> None:
        """Keep nothing of an instrument but what history shows of it: brand and last four digits."""
        ...

    def post(self, transaction: Transaction, *, at: datetime) -> bool:
        """Write a transaction in the books, unless that was done; raises `IllegalError` unless it sums to nought."""
        ...

    def transactions(self, *sources: str) -> tuple[Transaction, ...]:
        """What is in the books about the sources (ids of payments, orders, attempts), in order; all without any."""
        ...

    def audit(self, line: Audit) -> None:
        """Append a line to the audit."""
        ...

    def audited(self, subject: str) -> tuple[Audit, ...]:
        """The audit of a subject in order."""
        ...
