"""When paying goes so badly that a person is called, and what a talk remembers for it.

A person is called at the `MOST_DECLINES`-th decline of one checkout, and when a checkout ends of whose payment nobody
knows what became of it (`bot.domain.checkout_case.UNCLEAR`).
The traveller waits in the queue and can still pay: the page and its link live on, a saved card can be tapped, money
news is told as ever. Who has paid before anybody took the thread has the bot again.
"""

from bot.domain.conversation import handover
from bot.domain.conversation.events import CheckoutEnded, ChoiceTapped, Event, PaymentDeclined, TicketIssued
from bot.domain.conversation.state import Conversation
from bot.domain.flow import run
from bot.domain.flow.calling import PAYMENT, call
from bot.domain.flow.hearing import hear
from bot.domain.flow.scene import Scene

MOST_DECLINES = 2
"""The decline of one checkout at which a person is called."""
NO_DECLINE = frozenset({"card_unreadable"})
"""Reasons for which another try is all that is needed: no bank has said no."""
DECLINES = "declines"
"""The slot that holds the checkout and the keys of why each payment of it was declined."""


def noted(scene: Scene) -> Scene:
    """The scene that remembers a decline of the checkout that the talk is about."""
    event = scene.event
    if not isinstance(event, PaymentDeclined) or event.reason in NO_DECLINE or not _is_ours(event.checkout, scene):
        return scene
    checkout, *known = scene.conversation.slots.get(DECLINES, event.checkout).split(" ")
    reasons = [*known, event.reason] if checkout == event.checkout else [event.reason]
    return scene.change_slots(**{DECLINES: " ".join((event.checkout, *reasons))})


def reasons(talk: Conversation) -> tuple[str, ...]:
    """The keys of why the present checkout's payments were declined, in order."""
    checkout, *known = talk.slots.get(DECLINES, "").split(" ")
    return tuple(known) if checkout and checkout == talk.basket.checkout else ()


def is_trouble(scene: Scene) -> bool:
    """Whether what happened is reason enough to call a person, who is not called yet."""
    return scene.conversation.owner == "bot" and _calls(scene.event, scene)


def _calls(event: Event, scene: Scene) -> bool:
    match event:
        case PaymentDeclined(checkout=checkout, reason=reason):
            return (
                reason not in NO_DECLINE
                and _is_ours(checkout, scene)
                and len(reasons(scene.conversation)) >= MOST_DECLINES
            )
        case CheckoutEnded(checkout=checkout, unclear=unclear):
            return unclear and _is_ours(checkout, scene)
        case _:
            return False


def _is_ours(checkout: str, scene: Scene) -> bool:
    talk = scene.conversation
    gave_up = talk.slots.get("gave_up") == checkout
    return talk.basket.checkout == checkout and not gave_up and run.in_checkout(scene)


def handed_over(scene: Scene) -> Scene:
    """The scene after such news: it is told, a person is called, and the way on is taken when the bot is back."""
    told = run.overhear(scene) or scene
    may_pay = isinstance(scene.event, PaymentDeclined) and scene.event.url
    return call(told, "payment_person" if may_pay else "payment_failed_person", PAYMENT)


def is_waiting(scene: Scene) -> bool:
    """Whether the traveller waits for a person because of a payment, and nobody has taken the thread."""
    return scene.conversation.owner == "queue" and scene.conversation.reason == PAYMENT


def settled(scene: Scene) -> Scene:
    """The scene that the bot has again, because what a person was called for has come to a good end by itself."""
    good = isinstance(scene.event, TicketIssued) and scene.event.checkout == scene.conversation.basket.checkout
    if not (good and is_waiting(scene)):
        return scene
    return scene.replace(handover.give_back(scene.conversation)).note("bot_again")


def tapped(scene: Scene) -> Scene | None:
    """The scene after a tap below the link to pay, while a person is awaited; None for anything else.

    A saved method pays, and the seats can be given up: no button that is on the screen is dead.
    """
    if not (is_waiting(scene) and isinstance(scene.event, ChoiceTapped) and run.awaits(scene, "checkout")):
        return None
    heard = hear(scene.event, scene, expecting=None)
    return run.answer(scene, heard) if heard.value else None
