"""Checkouts: begin, cancel, go on, and what the pay page needs; the order of money is `bot.domain.checkout`."""

from bot.domain import checkout as saga
from bot.domain.booking.order import Order
from bot.domain.checkout_case import LINK_LASTS, Checkout, Step
from bot.domain.checkout_facts import Cancelled
from bot.domain.conversation.effects import BeginCheckout, CancelCheckout
from bot.domain.errors import ConflictError
from bot.domain.payment.payment import Payment
from bot.ports.gateway import GatewayEvent
from bot.ports.money_records import KeptStep, PayLink
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services.checkout_steps import count, record, ring, run_step, tell
from bot.services.claims import claim
from bot.services.pay_links import LinkView, another_card, link_state, submit
from bot.services.pay_tokens import hashed, pay_token

__all__ = [
    "LinkView",
    "another_card",
    "begin",
    "cancel",
    "due_steps",
    "expire_due",
    "gateway_event",
    "link_state",
    "paid",
    "run_step",
    "submit",
]

MOST_DUE = 200
"""Steps that one sweep rings."""


def begin(runtime: Runtime, effect_id: str, thread: str, effect: BeginCheckout) -> None:
    """Begin a checkout for an effect, once however often it is asked for, and go on with it as far as it goes.

    What becomes of it is owed to the thread, event by event, under the effect's id as the checkout's name. Raises
    `IllegalError` when the effect was claimed for something else, `UnavailableError` without the database.
    """
    now = runtime.clock.now()
    due: tuple[str, ...] = ()
    with runtime.records.begin() as work:
        if claim(work, thread, effect_id, effect):
            started = saga.begin(_new(runtime, effect_id, thread, effect), now=now)
            due = record(runtime, work, None, started, cause="begun")
            link = PayLink(started.checkout.id, now + LINK_LASTS * 2)
            work.money.add_link(hashed(pay_token(runtime, started.checkout.id)), link)
    go_on(runtime, due)


def cancel(runtime: Runtime, effect_id: str, thread: str, effect: CancelCheckout) -> None:
    """Give a checkout up, if it can still stop; the thread is told when nothing is left of it.

    Raises `ConflictError` when the checkout has not begun yet: it is worth trying again.
    """
    with runtime.records.begin() as work:
        found = work.money.checkout_of(thread, effect.checkout)
        checkout = work.money.checkout(found, lock=True) if found else None
        if checkout is None:
            raise ConflictError("The checkout to cancel has not begun yet.")
        if not claim(work, thread, effect_id, effect):
            return
        decision = saga.advance(checkout, Cancelled(), now=runtime.clock.now())
        due = record(runtime, work, checkout, decision, cause="cancelled")
    count(runtime, checkout, decision)
    tell(runtime, decision)
    go_on(runtime, due)


def go_on(runtime: Runtime, due: tuple[str, ...]) -> None:
    """Run the steps here when this is a worker, which saves the way through the queue; else wake one."""
    if runtime.gateway is None:
        ring(runtime, due)
        return
    for step in due:
        run_step(runtime, step)


def gateway_event(runtime: Runtime, event: GatewayEvent) -> None:
    """Take a verified webhook as a hint: look the payment up; the same event again, or a stranger's, does nothing."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        payment = paid(work, event)
        checkout = work.money.checkout_paid_by(payment)
        if not checkout:
            return
        about = Step("read_page", now) if event.kind.startswith("page.") else Step("look", now, payment)
        step = KeptStep(f"step_{event.id}", checkout, about)
        work.money.add_step(step)
    ring(runtime, (step.id,))


def paid(work: Work, event: GatewayEvent) -> str:
    """The id of the payment that an event is about: what comes from banks names the gateway's reference alone."""
    return event.payment or work.money.payment_under(event.reference)


def expire_due(runtime: Runtime) -> int:
    """Tell checkouts that their time is over; asks nobody outside, so any process may do it. Gives how many."""
    with runtime.records.begin() as work:
        due = work.money.due_steps(runtime.clock.now(), most=MOST_DUE, kind="expire")
    for step in due:
        run_step(runtime, step)
    return len(due)


def due_steps(runtime: Runtime) -> tuple[str, ...]:
    """Ids of steps that wait for a worker: the sweep rings "step|<id>" for each."""
    with runtime.records.begin() as work:
        return work.money.due_steps(runtime.clock.now(), most=MOST_DUE)


def _new(runtime: Runtime, effect_id: str, thread: str, effect: BeginCheckout) -> Checkout:
    return Checkout(
        id=runtime.ids.new("chk"),
        thread=thread,
        effect=effect_id,
        language=effect.language,
        began_at=runtime.clock.now(),
        order=Order(runtime.ids.new("ord"), effect.offer, effect.passengers, effect.email),
        payments=(Payment(runtime.ids.new("pay"), effect.offer.total),),
    )
