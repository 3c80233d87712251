"""Runs the steps of checkouts: lease, one call of the outside, and everything that follows from it in one commit.

Before a call the step is leased and the attempt is noted as sent; after it the result, the ledger, the next steps and
what the thread is told are one transaction under the step's fence. Killed in between, the lease runs out and the step
is run again: the same request under the same key, or a look-up.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta

import msgspec

from bot.domain.checkout import advance
from bot.domain.checkout_case import PAY_LINK, Checkout, Decision
from bot.domain.checkout_facts import Fact, NotSent, TimePassed
from bot.domain.conversation.events import Event, PaymentChallenged, PaymentDeclined, SeatsHeld, TicketIssued
from bot.domain.conversation.order_events import PayLinkSent
from bot.domain.errors import ConflictError, IllegalError, ThreadfareError, UnavailableError
from bot.domain.payment.payment import Attempt, Payment
from bot.domain.return_facts import HoldEnding
from bot.ports.money_records import Audit, KeptStep
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Owed
from bot.services import asking, bookings, capturing, debits, fraud, hosted, payments, renewing, turns, wallet
from bot.services.money_activity import note_money
from bot.services.pay_tokens import pay_url
from bot.services.payments import Asked

LEASE = timedelta(seconds=60)
"""Longer than the longest call (3 s to connect, 25 s to read) twice over."""
MOST_IN_A_ROW = 32
"""Steps that one ring may run in a row before others have their turn."""
_LONGEST_WAIT = 300
_CALL_STAFF_AFTER = 8
"""Times that the outside was not reached, or that whoever tried came to no answer at all: a fault of ours, perhaps."""
_OVER = frozenset({"paid", "returning", "returned", "ended"})
_PAYS = frozenset({"authorize", "charge", "capture", "void", "refund"})


def run_step(runtime: Runtime, step_id: str) -> None:
    """Run a step, and what becomes due by it; a step that is done, leased or not due is left alone.

    Safe to call any number of times, by several workers at once; raises what the stores raise. A process without a
    gateway wakes a worker for what follows.
    """
    waiting = [step_id]
    for _ in range(MOST_IN_A_ROW if runtime.gateway is not None else 1):
        if not waiting:
            return
        waiting += _run(runtime, waiting.pop(0))
    ring(runtime, tuple(waiting))


def ring(runtime: Runtime, steps: tuple[str, ...]) -> None:
    """Wake a worker for each of the steps; whatever is not heard, a sweep finds."""
    for step in steps:
        runtime.jobs.ring(f"step|{step}")


def record(runtime: Runtime, work: Work, before: Checkout | None, decision: Decision, *, cause: str) -> tuple[str, ...]:
    """Write all that a decision wants into a transaction; gives the ids of the steps that are due at once."""
    checkout, freed = decision.checkout, tuple[KeptStep, ...]()
    if before is None:
        work.money.add(checkout)
    elif checkout != before:
        work.money.save(msgspec.structs.replace(checkout, version=before.version + 1))
        _audit(work, before, decision, cause)
        fraud.settle(work, before, checkout, now=decision.now)
        if checkout.state in _OVER and before.state not in _OVER:
            freed = wallet.let_go(runtime, work, checkout)
        debits.follow(runtime, work, before, checkout)
    for posting in decision.postings:
        work.money.post(posting, at=decision.now)
    _owe(runtime, work, decision)
    kept = [*freed, *(KeptStep(runtime.ids.new("step"), checkout.id, step) for step in decision.steps)]
    for told in decision.tells:
        if isinstance(told, TicketIssued):
            kept += wallet.remember(runtime, work, checkout, told.booked)
    note_money(work, before, checkout, now=decision.now)
    for step in kept:
        work.money.add_step(step)
    return tuple(step.id for step in kept if step.step.due_at <= decision.now)


def _owe(runtime: Runtime, work: Work, decision: Decision) -> None:
    """Owe the thread what it is told; once it changed hands that is nothing, for who writes there may be a stranger."""
    checkout = decision.checkout
    if decision.tells and wallet.changed_since(work, checkout) is None:
        for told in decision.tells:
            work.talk.owe(Owed(told.id, checkout.thread, _with_link(runtime, checkout, told)))
    for owed in asking.owed(work, decision):
        work.talk.owe(owed)


def _with_link(runtime: Runtime, checkout: Checkout, told: Event) -> Event:
    if isinstance(told, SeatsHeld | PaymentDeclined | PaymentChallenged | PayLinkSent) and told.url == PAY_LINK:
        return msgspec.structs.replace(told, url=pay_url(runtime, checkout))
    return told


def _audit(work: Work, before: Checkout, decision: Decision, cause: str) -> None:
    after = decision.checkout
    moved = [
        ("checkout", after.id, before.state, after.state),
        ("order", after.order.id, before.order.state, after.order.state),
    ]
    moved += [
        ("payment", new.id, old.state, new.state) for old, new in zip(before.payments, after.payments, strict=True)
    ]
    moved += [("staff", after.id, "", about) for about in after.staff if about not in before.staff]
    for kind, subject, old_state, new_state in moved:
        if old_state != new_state:
            work.money.audit(Audit(decision.now, kind, subject, old_state, new_state, cause))


def tell(runtime: Runtime, decision: Decision) -> None:
    """Hand the thread what a committed decision owes it; what does not get through now, a sweep hands over."""
    if decision.tells:
        for thread in asking.threads(decision.checkout):
            with suppress(ThreadfareError):
                turns.pay_off(runtime, thread)


def count(runtime: Runtime, before: Checkout | None, decision: Decision) -> None:
    """Count what a committed decision changed."""
    old = {payment.id: payment.state for payment in before.payments} if before else {}
    for payment in decision.checkout.payments:
        if payment.state != old.get(payment.id):
            runtime.meter.count("payments", state=payment.state)
    for about in decision.checkout.staff:
        if before is None or about not in before.staff:
            runtime.meter.count("needs_staff", about=about)


def _run(runtime: Runtime, step_id: str) -> tuple[str, ...]:
    try:
        kept, checkout, due = _prepare(runtime, step_id)
        if kept is None:
            return due
        try:
            asked = _CALLS[kept.step.kind](runtime, checkout, kept) if checkout else _detach(runtime, kept)
        except UnavailableError:
            _put_off(runtime, kept)
            return ()
        return _settle(runtime, kept, asked)
    except ConflictError:
        runtime.meter.count("fenced", what="step")
        return ()


def _prepare(runtime: Runtime, step_id: str) -> tuple[KeptStep | None, Checkout | None, tuple[str, ...]]:
    """Lease a step and note that its request may leave; without a step when there is nothing to ask."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        kept = work.money.lease_step(step_id, now=now, until=now + LEASE)
        checkout = work.money.checkout(kept.checkout, lock=True) if kept is not None else None
        if kept is None or checkout is None:
            return kept if kept is not None and kept.step.kind == "detach" else None, None, ()
        if kept.fence - kept.step.tries == _CALL_STAFF_AFTER:
            runtime.meter.count("needs_staff", about=kept.step.kind)
        if kept.step.kind not in _PAYS:
            return kept, checkout, ()
        refused = wallet.refused(work, checkout, kept.step.subject, now=now)
        fact = refused or fraud.weigh(runtime, work, checkout, kept.step.subject, now=now)
        decision = advance(checkout, fact, now=now)
        due = record(runtime, work, checkout, decision, cause="sending")
        if not _is_sent(checkout, decision.checkout, kept.step.subject):
            work.money.finish_step(kept)
            kept = None
    count(runtime, checkout, decision)
    tell(runtime, decision)
    return kept, decision.checkout, due


def _is_sent(before: Checkout, after: Checkout, key: str) -> bool:
    old, new = before.paying(key), after.paying(key)
    if old is None or new is None or old.open_attempt is None or new.open_attempt is None:
        return False
    return new.open_attempt.sends > old.open_attempt.sends


def _settle(runtime: Runtime, kept: KeptStep, asked: Asked) -> tuple[str, ...]:
    """Commit what came of a step, if it is still ours; raises `ConflictError` when it is not."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        checkout = work.money.checkout(kept.checkout, lock=True)
        work.money.finish_step(kept)
        if asked.forgotten:
            work.money.forget_instrument(asked.forgotten)
        if checkout is None or asked.fact is None:
            return ()
        if asked.instrument is not None:
            capturing.store(work, asked.instrument, checkout=checkout.id)
        if asked.holder_travels is not None:
            work.fraud.name_holder(kept.step.subject, travels=asked.holder_travels)
        decision = advance(checkout, asked.fact, now=now)
        due = record(runtime, work, checkout, decision, cause=_cause(kept, asked.fact))
    count(runtime, checkout, decision)
    tell(runtime, decision)
    return due


def _cause(kept: KeptStep, fact: Fact) -> str:
    result = getattr(fact, "result", "") or getattr(fact, "reason", "")
    return f"{kept.step.kind}: {type(fact).__name__}{f' {result}' if result else ''}"


def _put_off(runtime: Runtime, kept: KeptStep) -> None:
    """The outside was not reached: the same step again later, ever more slowly."""
    now = runtime.clock.now()
    wait = timedelta(seconds=min(2.0 ** min(kept.step.tries, 16), _LONGEST_WAIT))
    with runtime.records.begin() as work:
        checkout = work.money.checkout(kept.checkout, lock=True)
        work.money.put_off_step(kept, due_at=now + wait)
        if checkout is not None and kept.step.kind in _PAYS:
            record(runtime, work, checkout, advance(checkout, NotSent(kept.step.subject), now=now), cause="not sent")
    if kept.step.tries == _CALL_STAFF_AFTER:
        runtime.meter.count("needs_staff", about=kept.step.kind)


def _open(checkout: Checkout, key: str) -> tuple[Payment, Attempt] | None:
    payment = checkout.paying(key)
    return (payment, payment.open_attempt) if payment is not None and payment.open_attempt is not None else None


def _tokenize(runtime: Runtime, checkout: Checkout, kept: KeptStep) -> Asked:
    found = _open(checkout, kept.step.subject)
    return capturing.tokenize(runtime, checkout, *found) if found and not found[1].instrument else Asked(None)


def _authorize(runtime: Runtime, checkout: Checkout, kept: KeptStep) -> Asked:
    found = _open(checkout, kept.step.subject)
    if found is None:
        return Asked(None)
    with runtime.records.begin() as work:
        instrument = work.money.instrument(found[1].instrument)
        mandate = work.mandates.of(found[1].instrument)
    if instrument is None:
        raise IllegalError("An authorization names an instrument that is not kept.")
    back = f"{pay_url(runtime, checkout)}/state?from=bank"
    return renewing.authorize(runtime, *found, (instrument, mandate), return_url=back, tries=kept.step.tries)


def _detach(runtime: Runtime, kept: KeptStep) -> Asked:
    """Let an instrument go, which may have come by no checkout."""
    with runtime.records.begin() as work:
        instrument = work.money.instrument(kept.step.subject)
    there = instrument is not None and (instrument.token or instrument.vault)
    return capturing.detach(runtime, instrument) if instrument is not None and there else Asked(None)


def _operate(runtime: Runtime, checkout: Checkout, kept: KeptStep) -> Asked:
    found = _open(checkout, kept.step.subject)
    return payments.operate(runtime, *found, tries=kept.step.tries) if found else Asked(None)


def _look(runtime: Runtime, checkout: Checkout, kept: KeptStep) -> Asked:
    subject = kept.step.subject
    payment = checkout.payment(subject) or checkout.paying(subject)
    return payments.look(runtime, checkout, payment, step=kept) if payment is not None else Asked(None)


_CALLS: Mapping[str, Callable[[Runtime, Checkout, KeptStep], Asked]] = {
    "hold": lambda runtime, checkout, kept: Asked(
        bookings.hold(runtime, checkout, again=kept.fence > 1, tries=kept.step.tries)
    ),
    "extend": lambda runtime, checkout, kept: Asked(bookings.extend(runtime, checkout, tries=kept.step.tries)),
    "tokenize": _tokenize,
    "open_page": hosted.open_page,
    "read_page": hosted.read_page,
    "authorize": _authorize,
    "charge": _authorize,
    "look": _look,
    "ticket": lambda runtime, checkout, kept: Asked(bookings.ticket(runtime, checkout, again=kept.fence > 1)),
    "capture": _operate,
    "void": _operate,
    "refund": _operate,
    "release": lambda runtime, checkout, _: Asked(bookings.release(runtime, checkout)),
    "cancel": lambda runtime, checkout, kept: Asked(bookings.give_back(runtime, checkout, again=kept.fence > 1)),
    "detach": lambda runtime, _, kept: _detach(runtime, kept),
    "expire": lambda *_: Asked(TimePassed()),
    "hold_ends": lambda _, __, kept: Asked(HoldEnding(kept.step.subject)),
}
"""One call a kind of step."""
