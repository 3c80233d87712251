"""Performers of what a traveller wants of their account: payments, what is known of them, consents, being forgotten."""

from bot.domain.conversation.account_effects import (
    ChooseConsent,
    EraseTraveller,
    FindReceipt,
)
from bot.domain.conversation.events import Event
from bot.ports.conversations import Due
from bot.ports.runtime import Runtime
from bot.services import erasing, history, privacy


def find_payments(runtime: Runtime, due: Due) -> Event:
    """The last payments."""
    return history.find(runtime, due.id, due.thread)


def find_receipt(runtime: Runtime, due: Due) -> Event:
    """One payment by its receipt number."""
    if not isinstance(due.effect, FindReceipt):
        raise TypeError(due.effect)
    return history.find_receipt(runtime, due.id, due.thread, due.effect)


def tell_known(runtime: Runtime, due: Due) -> Event:
    """How much is kept."""
    return privacy.tell_known(runtime, due.id, due.thread)


def choose_consent(runtime: Runtime, due: Due) -> Event:
    """A purpose that is allowed or taken back."""
    if not isinstance(due.effect, ChooseConsent):
        raise TypeError(due.effect)
    return privacy.choose(runtime, due.id, due.thread, due.effect)


def erase(runtime: Runtime, due: Due) -> Event | None:
    """Being forgotten; what is decided is owed to the thread."""
    if not isinstance(due.effect, EraseTraveller):
        raise TypeError(due.effect)
    return erasing.erase(runtime, due.id, due.thread, due.effect)
