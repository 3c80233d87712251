"""A dispute: the holder of a card asks her bank for the money back, and the bank decides."""

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.money import Money

DisputeState = Literal["open", "won", "lost"]


class Dispute(msgspec.Struct, frozen=True):
    """One dispute of one payment; `id` and `reason` are the gateway's, `opened_at` is when we learned of it (UTC)."""

    id: str
    payment: str
    amount: Money
    reason: str
    opened_at: datetime
    state: DisputeState = "open"
