"""What a change of a checkout means to its traveller's account: one table, from states of payments to activities.

Theory. A checkout before and after one commit is all there is to see, so whatever moves money is noticed here, by
whichever service it was moved. Each activity is named after what it is about (the checkout, a payment, a refund, a
dispute), so that the same change seen twice is one activity. A refund that a bank says no to is tried again: that is
one refund, told when it begins and when it has ended. To tell of a new state, add a row to `_ROWS`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.domain.checkout_case import Checkout
from bot.domain.money import Money
from bot.domain.payment.activity import Activity, ActivityKind
from bot.domain.payment.payment import Attempt, Payment
from bot.domain.payment.refunds import is_refund

Both = tuple[Checkout, Checkout]
"""A checkout before and after."""
Pair = tuple[Payment, Payment]
"""A payment of theirs before and after."""
Seen = tuple[str, ActivityKind, Money]
"""What a row sees: the rest of the activity's id, its kind and what moved."""

_FAILED = frozenset({"failed", "unticketed"})
"""Endings of a checkout that a traveller who tried to pay did not want."""
_TOLD: frozenset[ActivityKind] = frozenset({"payment_made", "payment_failed"})
"""Kinds that the thread of the checkout is told by the checkout's own events: tickets and receipt, or its end."""
_TOLD_BESIDE: frozenset[ActivityKind] = frozenset({"payment_held", "refund_started", "refunded", "refund_failed"})
"""Kinds that it is told so when the same change told it anything: that a person looks, how a cancellation goes on, or
that all is undone."""


def activities(before: Checkout, after: Checkout, now: datetime) -> tuple[Activity, ...]:
    """What happened between two versions of a checkout, in order; ids are the same whenever it is asked."""
    return tuple(_all(before, after, now))


def _all(before: Checkout, after: Checkout, now: datetime) -> Iterator[Activity]:
    for new in after.payments:
        old = before.payment(new.id) or new
        for kind in _of_checkout(before, after, new):
            yield _activity(after, new, (kind, kind, new.amount), now, told=kind in _TOLD)
        for row in _ROWS:
            for seen in row((before, after), (old, new)):
                told = seen[1] in _TOLD_BESIDE and after.told > before.told
                yield _activity(after, new, seen, now, told=told)


def _of_checkout(before: Checkout, after: Checkout, payment: Payment) -> Iterator[ActivityKind]:
    """A payment is made or has failed when the checkout says so: until then it may still be undone or tried again."""
    if after.state == before.state:
        return
    if after.state == "paid" and payment.captured:
        yield "payment_made"
    tried = any(attempt.sends for attempt in payment.attempts)
    if after.state == "ended" and after.ending in _FAILED and tried:
        yield "payment_failed"


def _held(both: Both, pair: Pair) -> Iterator[Seen]:
    old, new = pair
    if new.state == "in_review" != old.state:
        yield f"held:{both[0].version}", "payment_held", new.amount


def _disputes(both: Both, pair: Pair) -> Iterator[Seen]:
    """Each dispute of a payment when it opens and when its bank has decided; and a debit that its bank took back."""
    old, new = pair
    known = {dispute.id: dispute.state for dispute in both[0].disputes}
    for dispute in both[1].disputes:
        if dispute.payment == new.id and known.get(dispute.id) != dispute.state:
            kind: ActivityKind = "dispute_opened" if dispute.state == "open" else "dispute_closed"
            yield f"{dispute.id}:{dispute.state}", kind, dispute.amount
    disputed = any(dispute.payment == new.id for dispute in both[1].disputes)
    if new.state == "charged_back" != old.state and not disputed:
        yield "returned", "dispute_opened", new.amount


def _decided(both: Both, pair: Pair) -> Iterator[Seen]:
    """Each refund that was decided: when it was, and when it is made or has been given up, however often it is tried.

    One that comes back after it was made is told as such (`_returned`).
    """
    known = {refund.id: refund.state for refund in both[0].refunds}
    for refund in both[1].refunds:
        if refund.payment != pair[1].id or known.get(refund.id) == refund.state:
            continue
        if refund.id not in known:
            yield f"refund_started:{refund.id}", "refund_started", refund.amount
        if refund.state == "done":
            yield f"refunded:{refund.attempt}", "refunded", refund.amount
        elif refund.state == "failed" and known.get(refund.id) != "done":
            yield f"refund_failed:{refund.attempt}", "refund_failed", refund.amount


def _undone(_: Both, pair: Pair) -> Iterator[Seen]:
    """A refund that nobody had to decide: of what bought nothing, or came twice."""
    old, new = pair
    known = {attempt.key: attempt for attempt in old.attempts}
    for attempt in new.attempts:
        if attempt.operation != "refund" or (attempt.amount and is_refund(new, attempt)):
            continue
        if attempt.key not in known and _is_first(new, attempt):
            yield f"refund_started:{attempt.number}", "refund_started", _asked(old, attempt)
        if attempt.state == "closed" and (attempt.key not in known or known[attempt.key].state != "closed"):
            yield from _ended(pair, attempt)


def _is_first(payment: Payment, attempt: Attempt) -> bool:
    """Whether an attempt is the first one for what it gives back: no bank has said no to that before."""
    earlier = [one for one in payment.attempts if one.operation == "refund" and one.number < attempt.number]
    same = [one for one in earlier if one.reference == attempt.reference]
    return not same or same[-1].result != "declined"


def _ended(pair: Pair, attempt: Attempt) -> Iterator[Seen]:
    old, new = pair
    if attempt.result == "approved":
        yield f"refunded:{attempt.number}", "refunded", _money(new, attempt.amount or new.refunded - old.refunded)
    elif _is_first(new, attempt):
        yield f"refund_failed:{attempt.number}", "refund_failed", _asked(old, attempt)


def _returned(_: Both, pair: Pair) -> Iterator[Seen]:
    """Money that had gone back came to us again."""
    old, new = pair
    if new.refunded < old.refunded:
        back = _money(new, old.refunded - new.refunded)
        yield f"refund_returned:{old.refunded}:{new.refunded}", "refund_failed", back


_ROWS: tuple[Callable[[Both, Pair], Iterator[Seen]], ...] = (_held, _decided, _undone, _returned, _disputes)


def _asked(payment: Payment, attempt: Attempt) -> Money:
    """What a refund attempt asks for: the part that it names, or all that is left."""
    return _money(payment, attempt.amount or payment.captured - payment.refunded)


def _money(payment: Payment, minor: int) -> Money:
    return Money(minor, payment.amount.currency)


def _activity(checkout: Checkout, payment: Payment, seen: Seen, now: datetime, *, told: bool) -> Activity:
    name, kind, money = seen
    return Activity(
        id=f"{payment.id}:{name}",
        kind=kind,
        at=now,
        about=payment.method,
        money=money,
        checkout=checkout.id,
        thread=checkout.thread,
        told=told,
    )
