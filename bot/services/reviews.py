"""Payments that a person has to look at: which wait, and what was said of them, once each."""

from collections.abc import Callable

from bot.domain.checkout import advance
from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import Reviewed
from bot.domain.errors import ConflictError, InvalidError
from bot.ports.fraud_records import Decided, Review
from bot.ports.money_records import Audit
from bot.ports.records import Records, Work
from bot.ports.runtime import Runtime
from bot.services import fraud_lists
from bot.services.checkout_steps import count, record, ring, tell


def _nothing(_: Work) -> None:
    """Nothing more is written."""


def decide(
    runtime: Runtime,
    attempt: str,
    *,
    allowed: bool,
    by: str,
    block: bool = False,
    then: Callable[[Work], None] = _nothing,
) -> None:
    """Say for staff whether a held payment may go on; a worker goes on with it.

    With `block` what was to pay is blocked for ninety days, too, in the same transaction; `then` is called last in it.

    Raises `InvalidError` when nothing of that name waits, `ConflictError` when somebody has decided it before.
    """
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        review = work.fraud.review(attempt)
        before = work.money.checkout(review.checkout, lock=True) if review is not None else None
        if review is None or before is None:
            raise InvalidError("No payment of that name waits for a person.")
        if not work.fraud.give_verdict(attempt, "allowed" if allowed else "rejected", by=by, at=now):
            raise ConflictError("Somebody has decided this payment before.", retryable=False)
        decision = advance(before, Reviewed(attempt, allowed), now=now)
        due = record(runtime, work, before, decision, cause=f"reviewed by {by}")
        said = "allowed" if allowed else "rejected"
        work.money.audit(Audit(now, "review", attempt, "in_review", said, by))
        payment = before.paying(attempt)
        if block and payment is not None:
            fraud_lists.block_method(
                work, payment, fraud_lists.Wish(fraud_lists.LASTS.days, by, "a rejected review", now)
            )
        then(work)
    count(runtime, before, decision)
    tell(runtime, decision)
    ring(runtime, due)


def waiting(records: Records) -> tuple[tuple[Review, Decided | None], ...]:
    """All payments that wait for a person, the oldest first, each with what the rules made of it."""
    with records.begin() as work:
        return tuple((one, work.fraud.decision(one.attempt)) for one in work.fraud.reviews())


def shown(records: Records, attempt: str) -> tuple[Review, Decided | None, Checkout]:
    """One held payment, what the rules made of it and its checkout; raises `InvalidError` when there is none."""
    with records.begin() as work:
        review = work.fraud.review(attempt)
        checkout = work.money.checkout(review.checkout) if review is not None else None
        if review is None or checkout is None:
            raise InvalidError("No payment of that name was held for a person.")
        return review, work.fraud.decision(attempt), checkout
