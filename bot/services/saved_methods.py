"""What a traveller does with saved methods: pay with one, remove one, leave them behind; once however often asked.

The thread is what the channel authenticates, so it alone may use a saved method; a pay link takes new cards only.
"""

from contextlib import suppress

from bot.domain.checkout import advance
from bot.domain.checkout_case import Decision
from bot.domain.checkout_facts import MethodRefused
from bot.domain.conversation.effects import ChangeWallet, PayWithSaved, RemoveMethod
from bot.domain.errors import ConflictError, IllegalError, ThreadfareError
from bot.ports.runtime import Runtime
from bot.services import debits, pin_links, pins, turns, unlinking, wallet, wallet_changes
from bot.services.checkout_steps import count, record
from bot.services.checkouts import go_on
from bot.services.claims import claim
from bot.services.wallet_changes import Change


def pay(runtime: Runtime, effect_id: str, thread: str, effect: PayWithSaved) -> None:
    """Pay a checkout of the thread with a saved method of its traveller, if it waits for payment and the method may.

    A method that was removed, has expired or may not pay here is answered with another way to pay; one that a PIN
    guards with a page that asks for it. Raises `ConflictError` when the checkout has not begun yet: it is worth trying
    again.
    """
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        found = work.money.checkout_of(thread, effect.checkout)
        checkout = work.money.checkout(found, lock=True) if found else None
        if checkout is None:
            raise ConflictError("The checkout to pay has not begun yet.")
        if not claim(work, thread, effect_id, effect):
            return
        method = wallet.usable(work, thread, effect.method, total=checkout.order.offer.total, now=now)
        fact = MethodRefused(method) if isinstance(method, str) else debits.chosen(runtime, work, checkout, method)
        decision = advance(checkout, fact, now=now)
        if pin_links.is_guarded(work, thread, checkout, decision):
            pin_links.ask(runtime, work, checkout, effect.method, effect_id=effect_id)
            decision = Decision(checkout, now)
        due = record(runtime, work, checkout, decision, cause=f"tapped: {type(fact).__name__}")
    count(runtime, checkout, decision)
    with suppress(ThreadfareError):
        turns.pay_off(runtime, thread)
    go_on(runtime, due)


def remove(runtime: Runtime, effect_id: str, thread: str, effect: RemoveMethod) -> None:
    """Remove a saved method of the thread's traveller; a stranger's is not touched, one that is gone is told to be."""
    wallet_changes.remove(runtime, Change(effect_id, thread), effect.method)


def change(runtime: Runtime, effect_id: str, thread: str, effect: ChangeWallet) -> None:
    """Change what holds for the saved methods of the thread's traveller, as the effect wants it, once."""
    wanted = Change(effect_id, thread)
    match effect.what:
        case "prefer":
            wallet_changes.prefer(runtime, wanted, effect.method)
        case "name":
            wallet_changes.rename(runtime, wanted, effect.method, effect.name)
        case "bar":
            wallet_changes.bar(runtime, wanted, effect.method, effect.channel)
        case "allow":
            wallet_changes.allow(runtime, wanted, effect.method, effect.channel)
        case "prefer_in":
            wallet_changes.prefer_in(runtime, wanted, effect.method, effect.channel)
        case "limit":
            wallet_changes.limit(runtime, wanted, effect.channel, effect.limit)
        case "forget_pin":
            pins.forget_pin(runtime, wanted)
        case _:
            raise IllegalError("A wallet is not changed in this way.")


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
        steps = unlinking.dropped(runtime, work, traveller, thread=thread)
        if steps:
            wallet.tell(work, traveller, at=runtime.clock.now())
    with suppress(ThreadfareError):
        turns.pay_off(runtime, thread)
    go_on(runtime, tuple(step.id for step in steps))
