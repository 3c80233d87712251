"""Guesses at the door of staff: counted before they are compared, by account and by address, in SQL.

Theory. A guess is counted first and taken back when it was right, so that a thousand guesses at once are no more than
one after the other. Whether an account is known makes no difference: what was typed is counted, under a keyed hash.
"""

from datetime import timedelta
from math import ceil

import msgspec

from bot.domain.errors import LimitError
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import tries
from bot.services.tries import Door, Limit

BY_ACCOUNT = Limit(10, timedelta(minutes=15))
BY_ADDRESS = Limit(60, timedelta(minutes=15))
"""An office shares an address."""


class Caller(msgspec.Struct, frozen=True):
    """Who asks: the address that is counted, "" for a neighbor on a private network, and what browser it is."""

    address: str = ""
    device: str = ""


def count(runtime: Runtime, what: str, account: str, caller: Caller) -> str:
    """Count a guess at an account (of a password, a code, a link) before it is compared; gives the guess's name.

    Raises `LimitError` with plain words when too many were wrong: then nothing is to be compared.
    """
    guess, now = runtime.ids.new("guess"), runtime.clock.now()
    doors = _doors(runtime, what, account, caller)
    with runtime.records.begin() as work:
        tries.hold(work, doors)
        until = tries.locked_until(work, doors, now)
        if until is None:
            tries.note_try(runtime, work, guess, doors, now=now)
    if until is not None:
        minutes = max(1, ceil((until - now).total_seconds() / 60))
        runtime.meter.count("staff_sign_ins", result="locked")
        raise LimitError(f"Too many tries. Wait {minutes} minute{'s' if minutes > 1 else ''}, then try again.")
    return guess


def right(runtime: Runtime, work: Work, guess: str) -> None:
    """Uncount a guess that was right, in the transaction that acts on it."""
    tries.take_back(runtime, work, guess)


def _doors(runtime: Runtime, what: str, account: str, caller: Caller) -> tuple[Door, ...]:
    ours = tries.door(runtime, f"staff-{what}:{account}", BY_ACCOUNT)
    if not caller.address:
        return (ours,)
    return (ours, Door(tries.hashed(runtime, f"staff-from:{caller.address}"), BY_ADDRESS, shared=True))
