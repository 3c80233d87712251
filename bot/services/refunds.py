"""Refunds that staff decide: a part of a booking's price back to who paid it, and a failed refund once more.

The ways in are the desk and the command line; the order of money is that of every refund (`checkout_returning`).
"""

from collections.abc import Callable, Iterator
from hashlib import blake2b

import msgspec

from bot.domain.checkout import advance
from bot.domain.checkout_case import Checkout, Decision
from bot.domain.checkout_returning import SOLD, can_go_back, refund_id
from bot.domain.errors import InvalidError
from bot.domain.money import Money
from bot.domain.payment.refunds import DISPUTED, Refund
from bot.domain.return_facts import RefundDecided, RefundRetried
from bot.domain.staff.audit import Act
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services.checkout_steps import count, record, tell
from bot.services.checkouts import go_on


class Wish(msgspec.Struct, frozen=True):
    """A part of what a booking cost that is to go back: of which checkout, how much, why, and who wants it."""

    checkout: str
    amount: Money
    reason: str
    by: str


def _anything(_: Checkout) -> None:
    """Every booking will do."""


def _nothing(_: Work) -> None:
    """Nothing more is written."""


def request(runtime: Runtime, checkout: str, amount: Money, *, reason: str, by: str, key: str) -> tuple[Refund, ...]:
    """Give a part of what a booking cost back, by its payments, the last one first; gives the refunds, one a payment.

    `key` names the wish: the same again gives nothing back a second time. Raises `InvalidError` with a sentence for
    staff when there is no such booking, or less is left of it; and `IllegalError` when the key was used for another
    wish.
    """
    return give(runtime, Wish(checkout, amount, reason, by), key=key)


def give(
    runtime: Runtime,
    wish: Wish,
    *,
    key: str,
    check: Callable[[Checkout], None] = _anything,
    then: Callable[[Work], None] = _nothing,
) -> tuple[Refund, ...]:
    """Do what `request` does, in one transaction with what somebody else has to say of it.

    `check` sees the booking while nobody else can change it, and raises when it must not be; `then` is called last,
    with the same transaction, unless the key was used before.
    """
    now, amount, reason, by = runtime.clock.now(), wish.amount, wish.reason, wish.by
    with runtime.records.begin() as work:
        found = _sold(work, wish.checkout, lock=True)
        asked = blake2b(msgspec.json.encode((wish.checkout, amount, reason, by)), digest_size=16).hexdigest()
        if not work.talk.claim_effect(f"refund:{wish.checkout}:{key}", asked):
            return ()
        check(found)
        before, decision, made = found, Decision(found, now), list[Refund]()
        steps: tuple[str, ...] = ()
        for payment, part in _parts(found, amount):
            refund = Refund(refund_id(decision.checkout), payment, part, reason, by, now)
            decision = advance(before, RefundDecided(refund), now=now)
            steps += record(runtime, work, before, decision, cause=f"refund: {reason} by {by}")
            before = msgspec.structs.replace(decision.checkout, version=before.version + 1)
            made.append(refund)
        then(work)
    count(runtime, found, decision)
    tell(runtime, decision)
    go_on(runtime, steps)
    return tuple(made)


def possible(work: Work, checkout: str, amount: Money) -> Checkout:
    """The booking of which an amount could be given back now; raises `InvalidError` when it could not."""
    found = _sold(work, checkout, lock=False)
    list(_parts(found, amount))
    return found


def _sold(work: Work, checkout: str, *, lock: bool) -> Checkout:
    found = work.money.checkout(checkout, lock=lock)
    if found is None or found.state not in SOLD:
        raise InvalidError("There is no paid booking to give money back for.")
    return found


def retry(runtime: Runtime, checkout: str, refund: str, *, by: str, act: Act | None = None, key: str = "") -> bool:
    """Try a failed refund once more; False when there is no such refund, or its money is not there any more.

    What was tried is written to the audit of staff as `act` in the same transaction. A `key` names the wish: the same
    again does nothing more.
    """
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        found = work.money.checkout(checkout, lock=True)
        if found is None:
            return False
        if key and not work.talk.claim_effect(f"refund-retry:{checkout}:{key}", refund):
            return False
        decision = advance(found, RefundRetried(refund), now=now)
        steps = record(runtime, work, found, decision, cause=f"refund: tried again by {by}")
        if act is not None and decision.checkout != found:
            work.audit.append(act)
    count(runtime, found, decision)
    go_on(runtime, steps)
    return decision.checkout != found


def _parts(checkout: Checkout, amount: Money) -> Iterator[tuple[str, Money]]:
    """An amount by payments, the last one first; raises `InvalidError` when less is left of them."""
    if any(payment.state in DISPUTED for payment in checkout.payments):
        raise InvalidError("A bank was asked to take the payment back: what it took cannot be given back once more.")
    rest = amount.minor
    for payment in reversed(checkout.payments):
        same = payment.amount.currency == amount.currency
        part = min(can_go_back(checkout, payment), rest) if same else 0
        if part > 0:
            rest -= part
            yield payment.id, Money(part, amount.currency)
    if rest or amount.minor <= 0:
        raise InvalidError("That is more than is left of what was paid, or in another currency, or nothing.")
