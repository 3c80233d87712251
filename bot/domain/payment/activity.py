"""Activity of an account: what its traveller is told of it, in every linked chat and by e-mail, each once."""

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.money import Money

ActivityKind = Literal[
    "method_added",
    "method_removed",
    "method_expiring",
    "preferred_changed",
    "settings_changed",
    "pin_changed",
    "pin_locked",
    "new_device",
    "payment_made",
    "payment_failed",
    "payment_held",
    "refund_started",
    "refunded",
    "refund_failed",
    "dispute_opened",
    "dispute_closed",
]
"""What can happen: to methods, to the settings that guard them, and to money. `payment_held` waits for a review."""


class Activity(msgspec.Struct, frozen=True):
    """One thing that happened to an account.

    Attributes:
        id: unique; the same id again is the same activity, of which nobody is told a second time.
        at: UTC.
        about: what it is about as travellers read it ("Visa •4242"), "" when it is about no method.
        money: what moved, if anything did; left out of notices when the traveller wants no amounts in them.
        checkout: the id of the checkout that it is about, "" if none.
        thread: the thread in which it was done, "" if none; that one has been told already when `told` says so.
        told: whether that thread tells the traveller by itself.
    """

    id: str
    kind: ActivityKind
    at: datetime
    about: str = ""
    money: Money | None = None
    checkout: str = ""
    thread: str = ""
    told: bool = False
