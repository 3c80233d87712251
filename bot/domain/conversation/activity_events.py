"""What a thread is told of its traveller's account, whatever the talk is about at that moment."""

from bot.domain.conversation.happened import Happened
from bot.domain.payment.activity import Activity

NOTICE = "ntc"
"""What ids of such news begin with, and so the ids of the messages that tell it."""


class AccountActivityNoted(Happened, frozen=True, tag=True):
    """Things happened to the account of the thread's traveller; its amounts are gone if the traveller wants none.

    `more` counts what happened besides, in a flood of which not everything is told one by one.
    """

    items: tuple[Activity, ...]
    more: int = 0


def is_notice(message: str) -> bool:
    """Whether a message, by its id, told news of an account."""
    return message.startswith(f"{NOTICE}_")
