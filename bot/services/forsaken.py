"""Checkouts that wait for something which no step would bring: they get that step again.

Whatever a checkout decides is committed together with the steps that follow, so there should be none. After a restore
of an older backup, or a fault of ours, there may be; then nobody waits for ever.
"""

from datetime import timedelta

from bot.domain.checkout_case import Checkout, Step
from bot.ports.money_records import KeptStep
from bot.ports.runtime import Runtime

AFTER = timedelta(minutes=2)
MOST = 100
_BY_STATE = {"holding": "hold", "ticketing": "ticket", "unwinding": "release", "returning": "cancel"}


def take_up(runtime: Runtime) -> int:
    """Give each forsaken checkout the step that it waits for; asks nobody outside. Gives how many those were."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        found = work.reconciliation.forsaken(now - AFTER, most=MOST)
        for checkout in found:
            known = work.money.checkout(checkout, lock=True)
            for kind, subject in _waits_for(known) if known is not None else ():
                work.money.add_step(KeptStep(runtime.ids.new("step"), checkout, Step(kind, now, subject)))
    if found:
        runtime.meter.count("needs_staff", len(found), about="forsaken")
    return len(found)


def _waits_for(checkout: Checkout) -> list[tuple[str, str]]:
    """What would bring a checkout on: a look at each open attempt, or what its state is about."""
    if checkout.state == "reviewing":
        return [("expire", "")]
    asked = [payment.open_attempt for payment in checkout.payments]
    looks = [("look", attempt.key) for attempt in asked if attempt is not None]
    own = _BY_STATE.get(checkout.state)
    if own is not None and not (own == "release" and checkout.order.state in {"released", "cancelled", "refused"}):
        return [*looks, (own, "")]
    return looks or [("expire", "")]
