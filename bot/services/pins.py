"""The PIN of a wallet: set, changed, removed, forgotten, and compared; wrong ones are counted where nothing is lost.

Theory. A guess is compared while the traveller's row is held, and its count is committed with it: guesses that come at
once wait for one another, and none is free. A locked PIN is not compared at all. Whoever has forgotten it gets rid of
it together with every saved method, from the chat: a PIN that could be reset there alone would guard nothing.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.domain.errors import IllegalError
from bot.domain.payment import pin as pins
from bot.domain.payment.activity import Activity
from bot.domain.payment.pin import Pin
from bot.ports.hasher import Hasher
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.wallet_records import Traveller
from bot.services import activity, unlinking
from bot.services.wallet_changes import Change, Outcome, Plan, perform

SET, CHANGED, REMOVED, FORGOTTEN = "pin_set", "pin_changed", "pin_removed", "pin_forgotten"
"""Keys of what was done."""
SHAPE, EASY, WRONG, LOCKED, NONE, THERE = "pin_shape", "pin_easy", "pin_wrong", "pin_locked", "pin_none", "pin_there"
"""Keys of what was not: no four to eight digits, too easy, the wrong one, locked, none is set, one is set already."""
_SALT_BYTES = 16


def set_pin(runtime: Runtime, change: Change, new: str) -> Outcome:
    """Guard the saved methods with a PIN; where one is set already it is to be changed."""
    bad = _unfit(new)

    def plan(work: Work, traveller: Traveller) -> Plan:
        if bad:
            return Plan(Outcome(bad))
        kept = work.pins.pin(traveller.id)
        if kept is not None and kept.by != change.id:
            return Plan(Outcome(THERE))
        return Plan(Outcome(SET, done=True), lambda: _keep(runtime, work, change, new), "pin_changed")

    return perform(runtime, change, ("set_pin",), plan)


def change_pin(runtime: Runtime, change: Change, old: str, new: str) -> Outcome:
    """Put a new PIN in place of the old one, which must be right."""
    bad = _unfit(new)
    if bad:
        return Outcome(bad)
    return _with_old(runtime, change, old, key=CHANGED, make=lambda work: _keep(runtime, work, change, new))


def remove_pin(runtime: Runtime, change: Change, old: str) -> Outcome:
    """Let saved methods pay without a PIN again; the old one must be right."""
    return _with_old(runtime, change, old, key=REMOVED, make=partial(_forget, change))


def forget_pin(runtime: Runtime, change: Change) -> Outcome:
    """Get rid of a PIN that nobody remembers, and of every saved method with it: no PIN opens what another guarded."""

    def plan(work: Work, traveller: Traveller) -> Plan:
        if work.pins.pin(traveller.id) is None:
            return Plan(Outcome(NONE))

        def make() -> tuple[str, ...]:
            steps = unlinking.dropped(runtime, work, traveller, thread=change.thread, told=change.told)
            work.pins.forget(traveller.id)
            return tuple(step.id for step in steps)

        return Plan(Outcome(FORGOTTEN, done=True), make, "pin_changed")

    return perform(runtime, change, ("forget_pin",), plan)


def compare(runtime: Runtime, work: Work, traveller: str, guess: str, *, thread: str) -> Outcome:
    """Compare a guess with the PIN of a traveller whose row is held, and count it; the transaction must commit.

    Gives `pin_wrong`, `pin_locked`, `pin_none`, or an outcome that is done. What is no PIN at all is not counted.
    """
    now, kept = runtime.clock.now(), work.pins.pin(traveller)
    if kept is None:
        return Outcome(NONE)
    if kept.is_locked(now):
        return Outcome(LOCKED, until=kept.locked_until)
    if not pins.is_shaped(guess):
        return Outcome(SHAPE, left=kept.left)
    if hasher(runtime).matches(guess, kept.hash):
        work.pins.save(pins.after_right(kept))
        runtime.meter.count("pins", result="right")
        return Outcome("", done=True)
    counted = pins.after_wrong(kept, now)
    work.pins.save(counted)
    runtime.meter.count("pins", result="locked" if counted.is_locked(now) else "wrong")
    if counted.is_locked(now):
        _note_locked(work, counted, thread=thread, at=now)
        return Outcome(LOCKED, until=counted.locked_until)
    return Outcome(WRONG, left=counted.left)


def _with_old(
    runtime: Runtime, change: Change, old: str, *, key: str, make: Callable[[Work], tuple[str, ...]]
) -> Outcome:
    """Make a change for which the old PIN is asked, in the transaction that compares it."""

    def plan(work: Work, traveller: Traveller) -> Plan:
        kept = work.pins.pin(traveller.id)
        if kept is not None and kept.by == change.id:
            return Plan(Outcome(key, done=True))
        compared = compare(runtime, work, traveller.id, old, thread=change.thread)
        if not compared.done:
            return Plan(compared)
        return Plan(Outcome(key, done=True), lambda: make(work), "pin_changed")

    return perform(runtime, change, (key,), plan)


def _unfit(new: str) -> str:
    if not pins.is_shaped(new):
        return SHAPE
    return EASY if pins.is_easy(new) else ""


def _keep(runtime: Runtime, work: Work, change: Change, new: str) -> tuple[str, ...]:
    hashed = hasher(runtime).hash(new, salt=runtime.ids.random(_SALT_BYTES))
    owner = work.wallet.traveller_of(change.thread)
    work.pins.save(Pin(owner, hashed, runtime.clock.now(), by=change.id))
    return ()


def _forget(change: Change, work: Work) -> tuple[str, ...]:
    work.pins.forget(work.wallet.traveller_of(change.thread))
    return ()


def _note_locked(work: Work, pin: Pin, *, thread: str, at: datetime) -> None:
    name = f"{pin.traveller}:pin_locked:{int(at.timestamp())}"
    activity.note(work, pin.traveller, Activity(name, "pin_locked", at, thread=thread))


def hasher(runtime: Runtime) -> Hasher:
    """What hashes PINs; raises `IllegalError` in a process that asks for none."""
    if runtime.pins is None:
        raise IllegalError("This process asks for no PIN.")
    return runtime.pins
