"""Holds on money whose end is near: each is looked at before the bank lets it go by itself."""

from datetime import timedelta

from bot.domain.checkout_case import Step
from bot.ports.money_records import KeptStep
from bot.ports.runtime import Runtime

NEAR = timedelta(hours=24)
"""So long before its end a hold is taken or let go, or staff are called."""
_MOST = 200


def watch(runtime: Runtime) -> int:
    """Put a step before each checkout whose hold ends within a day, once an hour; gives how many holds end.

    When a hold ends is what the gateway said, never what holds usually last.
    """
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        ending = work.money.holds_ending(now + NEAR, most=_MOST)
        for payment, checkout in ending:
            name = f"step_hold_{payment}_{now:%Y%m%d%H}"
            work.money.add_step(KeptStep(name, checkout, Step("hold_ends", now, payment)))
    return len(ending)
