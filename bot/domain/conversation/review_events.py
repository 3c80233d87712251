"""What can happen to a payment that a person has to look at."""

from bot.domain.conversation.happened import Happened


class PaymentHeld(Happened, frozen=True, tag=True):
    """A person looks at the payment before the bank is asked; nothing is charged yet."""

    checkout: str
