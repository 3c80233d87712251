"""What can happen to a payment with a saved method that a PIN guards: it is asked for, and it was right."""

from bot.domain.conversation.happened import Happened
from bot.domain.money import Money


class PinAsked(Happened, frozen=True, tag=True):
    """A PIN is asked for on the page of `url` before a method pays; nothing was asked of a bank.

    `method` is what travellers read; the page takes the PIN before `until` (UTC, seconds since 1970).
    """

    checkout: str
    url: str
    method: str
    total: Money
    until: int


class PinConfirmed(Happened, frozen=True, tag=True):
    """The PIN was right, and the method pays now."""

    checkout: str
    method: str
    total: Money
