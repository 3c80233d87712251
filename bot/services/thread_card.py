"""What the desk knows of a thread's traveller at one look: who, purchases with their money, the step, other chats.

Whose purchases a thread shows is decided as for the traveller (`bot.services.trips.spans`): its own, those of the
threads that are linked with it or were, and nothing from before it changed hands.
"""

from datetime import datetime

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.conversation.state import Conversation
from bot.domain.errors import ConflictError
from bot.domain.flow.progress import Place, place_of
from bot.domain.staff.audit import Act
from bot.domain.staff.masking import phone_of
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import desk, order_acts, trips
from bot.services.order_acts import Wish
from bot.services.pay_tokens import hashed, newest_token

MOST_BOOKINGS = 4
"""Purchases that the panel shows; who wants older ones looks them up."""


class Purchase(msgspec.Struct, frozen=True):
    """One purchase: its checkout, and whether its pay link is bound to a browser, because a card was sent there."""

    checkout: Checkout
    link_used: bool = False


class Contact(msgspec.Struct, frozen=True):
    """How a traveller is reached: "" for what is not known; `user` is their id on the channel."""

    email: str
    phone: str
    user: str


class Card(msgspec.Struct, frozen=True):
    """All of it. `chats` are the linked threads with since when; `place` is None where nothing is waited for."""

    thread: str
    talk: Conversation | None
    name: str
    contact: Contact
    chats: tuple[tuple[str, datetime], ...]
    purchases: tuple[Purchase, ...]
    place: Place | None


def read(runtime: Runtime, thread: str) -> Card:
    """The card of a thread, in one transaction; raises `UnavailableError`."""
    talk = desk.thread_state(runtime, thread)
    with runtime.records.begin() as work:
        found = work.trips.of_spans(trips.spans(work, thread), most=MOST_BOOKINGS)
        bought = tuple(one for each in found if (one := _purchase(runtime, work, each)) is not None)
        owner = work.wallet.traveller_of(thread)
        linked = work.links.linked(owner) if owner else ()
    chats = tuple((each, since) for each, since in linked if each != thread)
    return Card(
        thread=thread,
        talk=talk,
        name=_name(talk, bought),
        contact=_contact(thread, talk, bought, tuple(each for each, _ in chats)),
        chats=chats,
        purchases=bought,
        place=_place(runtime, talk),
    )


def reveal(runtime: Runtime, wish: Wish) -> Contact:
    """The contact of a thread's traveller, unmasked, for a reason that goes into the audit with who asked.

    Raises `InvalidError` without a reason, `ConflictError` when there is nothing to reveal, `UnavailableError`.
    """
    order_acts.check(wish)
    card = read(runtime, wish.thread)
    if not (card.contact.email or card.contact.phone):
        raise ConflictError("Neither a phone number nor an e-mail address is known.", retryable=False)
    with runtime.records.begin() as work:
        work.audit.append(_revealing(runtime, wish, card.contact))
    return card.contact


def _revealing(runtime: Runtime, wish: Wish, contact: Contact) -> Act:
    """The line of the audit for a look at a contact: which kinds were shown, and none of them."""
    shown = [kind for kind, value in (("email", contact.email), ("phone", contact.phone)) if value]
    return order_acts.act_of(runtime, wish, "contact.reveal", "", shown=shown)


def _purchase(runtime: Runtime, work: Work, name: str) -> Purchase | None:
    checkout = work.money.checkout(name)
    if checkout is None:
        return None
    link = work.money.link(hashed(newest_token(runtime, checkout)))
    return Purchase(checkout, link is not None and bool(link.browser))


def _name(talk: Conversation | None, bought: tuple[Purchase, ...]) -> str:
    """Who they probably are: the first who travels, now, or on the last trip; "" when nobody was named."""
    named = [*talk.basket.passengers, *talk.profile.people[:1]] if talk else []
    named += [person for one in bought for person in one.checkout.order.passengers]
    return f"{named[0].given} {named[0].family}" if named else ""


def _contact(thread: str, talk: Conversation | None, bought: tuple[Purchase, ...], chats: tuple[str, ...]) -> Contact:
    emails = [talk.basket.email, talk.profile.email] if talk else []
    emails += [one.checkout.order.email for one in bought]
    phones = [phone_of(each) for each in (thread, *chats)]
    return Contact(next(filter(None, emails), ""), next(filter(None, phones), ""), thread.split(":", 2)[2])


def _place(runtime: Runtime, talk: Conversation | None) -> Place | None:
    world = runtime.world()
    position = talk.position if talk else None
    if position is None or position.flow not in world.live:
        return None
    return place_of(position, world.flow(position.flow, position.revision))
