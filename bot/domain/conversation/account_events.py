"""What can happen to an account: payments were found, what is kept was counted, a consent chosen, all forgotten."""

from bot.domain.conversation.happened import Happened
from bot.domain.payment.history import Line
from bot.domain.privacy import Known


class PaymentsFound(Happened, frozen=True, tag=True):
    """The last payments, the newest first, of `count` that there are."""

    lines: tuple[Line, ...]
    count: int


class ReceiptFound(Happened, frozen=True, tag=True):
    """One payment, or that who writes here has none of that number."""

    line: Line | None = None


class KnownTold(Happened, frozen=True, tag=True):
    """What is kept of who writes here."""

    known: Known


class ConsentChosen(Happened, frozen=True, tag=True):
    """A purpose is allowed now, or is not any more."""

    purpose: str
    given: bool


class TravellerErased(Happened, frozen=True, tag=True):
    """The chat's traveller is forgotten; `revision` is that of the profile of nobody, `asked` that it was here.

    Where it was not asked, it is told when the traveller writes next.
    """

    revision: int
    asked: bool = False


class ErasureRefused(Happened, frozen=True, tag=True):
    """Nothing was forgotten, because a payment or a refund is still under way."""


AccountEvent = PaymentsFound | ReceiptFound | KnownTold | ConsentChosen | TravellerErased | ErasureRefused
"""All of them."""
