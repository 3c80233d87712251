"""What the lines of Stripe's balance mean: each says an amount, and its fee, which is a movement of its own."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from bot.adapters.gateways.stripe_errors import Named
from bot.adapters.gateways.stripe_forms import read_amount
from bot.domain.reconciliation import Movement

_KINDS: Mapping[str, str] = {
    "charge": "capture",
    "payment": "capture",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund_failure",
    "payment_failure_refund": "return",
    "payment_reversal": "return",
    "payout": "payout",
    "payout_cancel": "payout",
    "payout_failure": "payout",
    "stripe_fee": "fee",
    "stripe_fx_fee": "fee",
    "tax_fee": "fee",
}
"""The port's name of a kind of line; one that is not here keeps Stripe's own, which explains nothing."""


class Moved(msgspec.Struct, frozen=True):
    """What a line of the balance is about: a charge, a refund, a dispute, a payout."""

    id: str = ""
    kind: str = msgspec.field(default="", name="object")
    metadata: Mapping[str, str] | None = None
    payment_intent: str | Named | None = None

    @property
    def intent(self) -> str:
        """Stripe's id of the payment to which it belongs, "" for none."""
        return self.payment_intent.id if isinstance(self.payment_intent, Named) else self.payment_intent or ""

    @property
    def payment(self) -> str:
        """The payment's id of ours where it is told here."""
        return (self.metadata or {}).get("payment", "")


class Line(msgspec.Struct, frozen=True):
    """A line of the balance (Stripe, "balance transaction"): `net` is `amount` without `fee`."""

    id: str
    type: str
    amount: int
    currency: str
    created: int
    fee: int = 0
    net: int = 0
    reporting_category: str = ""
    source: Moved | str | None = None

    @property
    def about(self) -> Moved:
        """What the line is about, as far as Stripe has told."""
        return self.source if isinstance(self.source, Moved) else Moved()

    @property
    def kind(self) -> str:
        """The port's name of its kind; the money of a dispute goes and comes back as an adjustment."""
        if self.type == "adjustment" and self.about.kind == "dispute":
            return "dispute" if self.amount < 0 else "dispute_reversal"
        return _KINDS.get(self.type, self.type)


def movements(line: Line, payment: str) -> Iterator[Movement]:
    """The movements that a line is of the balance: its amount, then its fee; `payment` is our id of the payment."""
    at = datetime.fromtimestamp(line.created, UTC)
    reference = line.about.intent or line.about.id

    def moved(name: str, kind: str, amount: int) -> Movement:
        code = line.reporting_category or line.type
        return Movement(name, kind, read_amount(amount, line.currency), payment, reference, code, at)

    if line.amount:
        yield moved(line.id, line.kind, line.amount)
    if line.fee:
        yield moved(f"{line.id}_fee", "fee", -line.fee)
