"""What can happen while a bank account pays, which takes days: it was asked, or does not pay in the end."""

from bot.domain.conversation.happened import Happened
from bot.domain.money import Money


class DebitAsked(Happened, frozen=True, tag=True):
    """A bank account is being debited: tickets come when the money has come.

    `method` is what pays ("IBAN •2606"); the seats are held until `until` (UTC, seconds since 1970).
    """

    checkout: str
    total: Money
    method: str
    until: int


class DebitUndone(Happened, frozen=True, tag=True):
    """A bank account was asked and does not pay in the end; whatever its bank still pays, or has paid, goes back whole.

    `reason` is cancelled (the traveller gave the booking up), unpaid (the seats were held in vain), or late (the money
    came after that).
    """

    checkout: str
    reason: str
    total: Money
    method: str
