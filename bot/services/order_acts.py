"""What staff do with a purchase for its traveller: a link to pay, a longer hold, seats or money back, a receipt.

Theory. An act is decided under the lock of its checkout, in one transaction with its line in the audit: whether it is
this traveller's, whether the form was sent before (its key is claimed), whether it still makes sense. What follows is
the saga's: nothing here moves money or seats, and what the traveller reads is told by a turn as everything else is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from bot.domain import checkout_desk
from bot.domain.checkout import advance
from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import Cancelled, Fact
from bot.domain.checkout_money import booked
from bot.domain.conversation import handover
from bot.domain.conversation.order_events import ReceiptSent, StepRepeated
from bot.domain.desk_facts import LinkWanted, LongerWanted
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.moments import milliseconds
from bot.domain.money import Money
from bot.domain.staff.audit import Act
from bot.domain.staff.person import Person
from bot.ports.live import LiveNote
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Owed
from bot.services import desk, refunds, staff_refunds, trips, turns
from bot.services.audited import Acting, line
from bot.services.checkout_steps import count, record, tell
from bot.services.checkouts import go_on
from bot.services.staff_refunds import Asked
from bot.services.thread_refs import ref_of

LONGEST_REASON = 200
_LONGEST_KEY = 64
NO_REFUND = "There is no such refund."
_STRANGE = "There is no such purchase in this thread."


class Wish(msgspec.Struct, frozen=True):
    """Who of the staff wants something in which thread, why, and the key of their form: the same again is one wish."""

    thread: str
    person: Person
    reason: str
    key: str


def send_link(runtime: Runtime, wish: Wish, checkout: str) -> None:
    """Send a new link to pay, which takes the place of the earlier one; raises as `_advance`."""
    _advance(runtime, wish, checkout, what="pay_link.new", fact=LinkWanted(fresh=True))


def send_link_again(runtime: Runtime, wish: Wish, checkout: str) -> None:
    """Send the present link to pay once more; raises as `_advance`."""
    _advance(runtime, wish, checkout, what="pay_link.again", fact=LinkWanted(fresh=False))


def hold_longer(runtime: Runtime, wish: Wish, checkout: str) -> None:
    """Ask the supplier to hold the seats longer; raises as `_advance`."""
    _advance(runtime, wish, checkout, what="hold.extend", fact=LongerWanted())


def release(runtime: Runtime, wish: Wish, checkout: str) -> None:
    """Give the seats back and end the checkout; raises as `_advance`."""
    _advance(runtime, wish, checkout, what="hold.release", fact=Cancelled())


WHY_NOT: dict[str, Callable[[Runtime, Checkout], str]] = {
    "pay_link.new": lambda runtime, found: checkout_desk.why_no_link(found, runtime.clock.now(), fresh=True),
    "pay_link.again": lambda runtime, found: checkout_desk.why_no_link(found, runtime.clock.now(), fresh=False),
    "hold.extend": lambda _, found: checkout_desk.why_no_longer(found),
    "hold.release": lambda _, found: checkout_desk.why_no_release(found),
    "booking.cancel": lambda _, found: checkout_desk.why_no_return(found),
    "refund.request": lambda _, found: checkout_desk.why_no_refund(found),
    "receipt.send": lambda _, found: checkout_desk.why_no_receipt(found),
}
"""Act -> why it makes no sense now, in a sentence for staff; "" when it does."""


def give_money_back(runtime: Runtime, wish: Wish, checkout: str, amount: Money, *, kind: str) -> bool:
    """Give a part of a price back, or ask a second person to when it is much; True when it was done at once.

    `kind` is one word for why, which the books keep; the reason stays in the audit. Raises `InvalidError` when the
    form or the amount cannot be used, or the purchase is not of this thread.
    """
    check(wish)
    with _own_checkout(runtime, wish, checkout):
        pass
    acting = Acting(wish.person.id, runtime.clock.now(), wish.reason.strip())
    asked = staff_refunds.give(runtime, Asked(checkout, amount, kind), acting, key=f"desk:{wish.key}")
    told_to_pages(runtime, wish.thread)
    return asked is None


def retry_refund(runtime: Runtime, wish: Wish, checkout: str, refund: str) -> None:
    """Try a refund that has failed once more.

    Raises `InvalidError` when the form cannot be used, `ConflictError` when there is no such refund, or its money is
    not there any more. One that is being tried already is left alone, so that the same form twice does nothing more.
    """
    check(wish)
    with _own_checkout(runtime, wish, checkout) as (_, found):
        one = next((each for each in found.refunds if each.id == refund), None)
        if one is not None and one.state != "failed":
            return
        _must(NO_REFUND if one is None else checkout_desk.why_no_retry(found, one))
    act = act_of(runtime, wish, "refund.retry", checkout, refund=refund)
    refunds.retry(runtime, checkout, refund, by=wish.person.id, act=act, key=wish.key)
    told_to_pages(runtime, wish.thread)


def send_receipt(runtime: Runtime, wish: Wish, checkout: str) -> None:
    """Send the receipt of a booking once more, in the thread of the booking and to its address.

    Raises `InvalidError` when the form cannot be used, `ConflictError` when there is no receipt.
    """
    check(wish)
    with _own_checkout(runtime, wish, checkout) as (work, found):
        if not _claims(work, wish, "receipt.send", checkout):
            return
        _must(WHY_NOT["receipt.send"](runtime, found))
        now = runtime.clock.now()
        bought = booked(found, paid_at=trips.paid_at(work, found) or found.began_at)
        event = ReceiptSent(f"desk:receipt:{wish.key}", milliseconds(now), found.effect, bought, asked_at=now)
        work.talk.owe(Owed(event.id, found.thread, event))
        work.audit.append(act_of(runtime, wish, "receipt.send", checkout))
    turns.pay_off(runtime, found.thread)
    told_to_pages(runtime, wish.thread)


def repeat_step(runtime: Runtime, wish: Wish) -> None:
    """Have the bot put the present step once more; a thread that staff have is given back to it for that.

    Raises `InvalidError` when the form cannot be used or there is no such thread, `ConflictError` when another agent
    has it.
    """
    check(wish)
    talk = desk.thread_state(runtime, wish.thread)
    if talk is None:
        raise InvalidError("There is no such thread.")
    _must("Another agent has this thread." if handover.is_anothers(talk, wish.person.id) else "")
    with runtime.records.begin() as work:
        if not _claims(work, wish, "step.repeat", ""):
            return
        work.audit.append(act_of(runtime, wish, "step.repeat", "", owner=talk.owner))
        if talk.owner == "bot":
            event = StepRepeated(f"desk:step:{wish.key}", milliseconds(runtime.clock.now()), wish.person.id)
            work.talk.owe(Owed(event.id, wish.thread, event))
    if talk.owner == "bot":
        turns.pay_off(runtime, wish.thread)
    else:
        desk.hand_back(runtime, wish.thread, wish.person)
    told_to_pages(runtime, wish.thread)


def shown(runtime: Runtime, thread: str, checkout: str) -> Checkout:
    """A purchase of the thread's traveller as it is now; raises `InvalidError` when it is none of theirs."""
    with runtime.records.begin() as work:
        return _owned(work, thread, checkout, lock=False)


def act_of(runtime: Runtime, wish: Wish, what: str, checkout: str, **after: object) -> Act:
    """The line of the audit for a wish: about a purchase, or about the thread, which is named by its reference."""
    acting = Acting(wish.person.id, runtime.clock.now(), wish.reason.strip())
    return line(acting, what, checkout or ref_of(runtime, wish.thread), after=after or None)


def told_to_pages(runtime: Runtime, thread: str) -> None:
    """Let open pages of the desk draw the thread anew."""
    runtime.live.publish((LiveNote("", thread, "desk", 0),))


def _advance(runtime: Runtime, wish: Wish, checkout: str, *, what: str, fact: Fact) -> None:
    """Feed the saga what staff want. A form that was sent before does nothing more.

    Raises `InvalidError` when the form cannot be used or the purchase is not of this thread, `ConflictError` with a
    sentence when it makes no sense any more.
    """
    check(wish)
    with _own_checkout(runtime, wish, checkout) as (work, found):
        if not _claims(work, wish, what, checkout):
            return
        _must(WHY_NOT[what](runtime, found))
        decision = advance(found, fact, now=runtime.clock.now())
        steps = record(runtime, work, found, decision, cause=f"{what} by {wish.person.id}")
        act = act_of(runtime, wish, what, checkout, state=decision.checkout.state)
        work.audit.append(msgspec.structs.replace(act, before=msgspec.json.encode({"state": found.state}).decode()))
    count(runtime, found, decision)
    tell(runtime, decision)
    go_on(runtime, steps)
    told_to_pages(runtime, wish.thread)


@contextmanager
def _own_checkout(runtime: Runtime, wish: Wish, checkout: str) -> Iterator[tuple[Work, Checkout]]:
    """A transaction that holds a purchase of the thread's traveller; raises `InvalidError` for anybody else's."""
    with runtime.records.begin() as work:
        yield work, _owned(work, wish.thread, checkout, lock=True)


def _owned(work: Work, thread: str, checkout: str, *, lock: bool) -> Checkout:
    ours = checkout in work.trips.of_spans(trips.spans(work, thread), most=trips.MOST_READ)
    found = work.money.checkout(checkout, lock=lock) if ours else None
    if found is None:
        raise InvalidError(_STRANGE)
    return found


def _claims(work: Work, wish: Wish, what: str, checkout: str) -> bool:
    """Whether the form is sent for the first time."""
    return work.talk.claim_effect(f"desk:{what}:{checkout or wish.thread}:{wish.key}", what)


def check(wish: Wish) -> None:
    """Raise `InvalidError` when a form names no reason, or has no id of its own."""
    if not 0 < len(wish.reason.strip()) <= LONGEST_REASON:
        raise InvalidError(f"Say why, in up to {LONGEST_REASON} characters.")
    if not (wish.key.isascii() and wish.key.isalpha() and len(wish.key) <= _LONGEST_KEY):
        raise InvalidError("A form has an id of its own, of letters. Reload the page.")


def _must(why_not: str) -> None:
    if why_not:
        raise ConflictError(why_not, retryable=False)
