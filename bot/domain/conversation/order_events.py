"""What staff have the traveller told about a purchase: a link to pay, a receipt, and the step where the talk stands."""

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.booking.order import Booked
from bot.domain.conversation.happened import Happened
from bot.domain.money import Money

LinkNews = Literal["new", "again", "longer"]
"""Why a pay link is told: it is a new one; the same once more; or the seats are held longer for it."""


class PayLinkSent(Happened, frozen=True, tag=True):
    """Staff had a link to pay told, which is good until `until` (UTC, seconds since 1970)."""

    checkout: str
    url: str
    total: Money
    until: int
    why: LinkNews


class ReceiptSent(Happened, frozen=True, tag=True):
    """Staff had the receipt of a booking told once more; `asked_at` is UTC."""

    checkout: str
    booked: Booked
    asked_at: datetime


class StepRepeated(Happened, frozen=True, tag=True):
    """An agent wants the present step to be put once more, while the bot has the thread."""

    agent: str


class MailReceipt(msgspec.Struct, frozen=True, tag=True):
    """Send the receipt of a booking to its address, by the effect that began its checkout; nothing answers."""

    checkout: str
    language: str


OrderEvent = PayLinkSent | ReceiptSent | StepRepeated
