"""The merchant's statement: every movement of its balance, read from the log of effects, which alone is kept.

A capture brings its amount and costs 1.4 % and 25 minor units; a refund takes its amount and gives no fee back; a
dispute takes its amount and costs 15.00, and when it is won the amount comes back; a payout takes what was there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from bot.sandbox.store import Effect

DISPUTE_FEE = 1500
DAY = 24 * 3600
_SIGNS = {
    "captured": 1,
    "refunded": -1,
    "refund_failed": 1,
    "returned": -1,
    "dispute_opened": -1,
    "dispute_won": 1,
    "payout": -1,
    "adjustment": 1,
}
"""What each effect does to the balance; all others move nothing."""
NEVER_LEFT = "refund_declined"
"""The code of a refund that failed before it had left the balance."""
_NAMES = {
    "captured": "capture",
    "refunded": "refund",
    "refund_failed": "refund_failure",
    "returned": "return",
    "dispute_opened": "dispute",
    "dispute_won": "dispute_reversal",
}


class Movement(msgspec.Struct, frozen=True):
    """One movement of the balance: `amount` in minor units is what it adds, `at` in Unix seconds."""

    id: str
    seq: int
    kind: str
    amount: int
    currency: str
    payment: str
    reference: str
    code: str
    at: int


def fee(captured: int) -> int:
    """What a capture costs: 1.4 %, rounded half up, and 25 minor units."""
    return (captured * 14 + 500) // 1000 + 25


def movements(effects: Iterable[Effect]) -> Iterator[Movement]:
    """The movements that effects made, in order; a fee follows what it is for."""
    for effect in effects:
        sign = _SIGNS.get(effect.kind, 0)
        if not sign or effect.code == NEVER_LEFT:
            continue
        yield _movement(effect, _NAMES.get(effect.kind, effect.kind), sign * effect.amount)
        cost = {"captured": fee(effect.amount), "dispute_opened": DISPUTE_FEE}.get(effect.kind, 0)
        if cost:
            yield _movement(effect, "fee", -cost, suffix="_fee")


def balance(effects: Iterable[Effect]) -> dict[str, int]:
    """What the merchant has with us after these effects, by currency."""
    sums: defaultdict[str, int] = defaultdict(int)
    for moved in movements(effects):
        sums[moved.currency] += moved.amount
    return dict(sums)


def _movement(effect: Effect, kind: str, amount: int, *, suffix: str = "") -> Movement:
    return Movement(
        id=f"bt_{effect.seq}{suffix}",
        seq=effect.seq,
        kind=kind,
        amount=amount,
        currency=effect.currency,
        payment=effect.payment,
        reference=effect.reference,
        code=effect.code,
        at=effect.at,
    )
