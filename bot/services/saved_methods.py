"""What a traveller does with saved methods: pay with one, remove one, leave them behind; once however often asked.

The thread is what the channel authenticates, so it alone may use a saved method; a pay link takes new cards only.
"""

from contextlib import suppress

from bot.domain.checkout import advance
from bot.domain.checkout_facts import MethodChosen, MethodRefused
from bot.domain.conversation.effects import PayWithSaved, RemoveMethod
from bot.domain.errors import ConflictError, ThreadfareError
from bot.domain.payment.instrument import shown
from bot.ports.runtime import Runtime
from bot.services import turns, unlinking, wallet
from bot.services.checkout_steps import count, record, tell
from bot.services.checkouts import go_on
from bot.services.claims import claim


def pay(runtime: Runtime, effect_id: str, thread: str, effect: PayWithSaved) -> None:
    """Pay a checkout of the thread with a saved method of its traveller, if it waits for payment and the method may.

    A method that was removed or has expired is answered with another way to pay. Raises `ConflictError` when the
    checkout has not begun yet: it is worth trying again.
    """
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        found = work.money.checkout_of(thread, effect.checkout)
        checkout = work.money.checkout(found, lock=True) if found else None
        if checkout is None:
            raise ConflictError("The checkout to pay has not begun yet.")
        if not claim(work, thread, effect_id, effect):
            return
        card = wallet.usable(work, thread, effect.method, now=now)
        fact = MethodRefused(card) if isinstance(card, str) else MethodChosen(card.id, shown(card))
        decision = advance(checkout, fact, now=now)
        due = record(runtime, work, checkout, decision, cause=f"tapped: {type(fact).__name__}")
    count(runtime, checkout, decision)
    tell(runtime, decision)
    go_on(runtime, due)


def remove(runtime: Runtime, effect_id: str, thread: str, effect: RemoveMethod) -> None:
    """Remove a saved method of the thread's traveller; a stranger's is not touched, one that is gone is told to be."""
    with runtime.records.begin() as work:
        if not claim(work, thread, effect_id, effect):
            return
        traveller = wallet.holding(work, thread)
        method = work.wallet.method(effect.method)
        if traveller is None or method is None or method.traveller != traveller.id:
            return
        card = work.money.instrument(method.instrument)
        step = wallet.drop(runtime, work, method) if method.state == "active" else None
        if step is not None:
            work.money.add_step(step)
        news = shown(card) if card is not None else ""
        wallet.tell(work, traveller, at=runtime.clock.now(), news=wallet.REMOVED, method=news)
    with suppress(ThreadfareError):
        turns.pay_off(runtime, thread)
    go_on(runtime, (step.id,) if step is not None else ())


def forget(runtime: Runtime, thread: str) -> None:
    """Take the saved methods out of use of a thread that nobody comes back to: nobody could remove them any more.

    A traveller who has other threads keeps them, and the one that was left is unlinked. What is being paid in the
    thread saves no card any more. Raises `UnavailableError`; whatever was due then is still as it was.
    """
    with runtime.records.begin() as work:
        if work.wallet.traveller_of(thread) or work.trips.of_thread(thread, most=1):
            work.wallet.leave(thread, at=runtime.clock.now())
        traveller = wallet.holding(work, thread)
        if traveller is None:
            return
        if work.wallet.threads_of(traveller.id) != (thread,):
            unlinking.part(runtime, work, traveller, thread, cause=f"left:{thread}", reason="left")
            return
        steps = unlinking.dropped(runtime, work, traveller)
        if steps:
            wallet.tell(work, traveller, at=runtime.clock.now())
    with suppress(ThreadfareError):
        turns.pay_off(runtime, thread)
    go_on(runtime, tuple(step.id for step in steps))
