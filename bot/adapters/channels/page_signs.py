"""Reads what is not a message on Messenger and Instagram: taps, referrals, reactions, edits, statuses, control.

Meta, Messenger Platform, "Webhook events reference" and "Conversation routing".
"""

from typing import Any

from bot.adapters.channels.asides import aside
from bot.adapters.channels.meta import items, moment, name, part, words
from bot.adapters.channels.page_item import Item, way_in
from bot.domain.conversation.context import LONGEST_REF, Context, context_or_none
from bot.domain.conversation.control_events import INBOXES, ControlMoved
from bot.domain.conversation.events import (
    ChoiceTapped,
    MessageEdited,
    MessageReacted,
    ThreadOpened,
)
from bot.domain.conversation.profile_page import GET_STARTED
from bot.domain.conversation.statuses import MessageDelivered, MessageRead
from bot.domain.ids import digest
from bot.ports.channel import Arrived, Inbound

_EMOJI = 16


def read_postback(item: Item) -> Inbound | None:
    """A tap of a button, of the menu or of an ice breaker; in standby it comes without its payload."""
    postback = part(item.raw, "postback")
    payload, title = words(postback, "payload"), words(postback, "title")
    key = name(postback, "mid") or f"{item.sender}:postback:{item.at}:{digest(payload)}"
    context = way_in(postback, standby=item.standby)
    if payload == GET_STARTED:
        return item.arrived(ThreadOpened(key, item.at, context.ref, context=_beside(context)))
    if not payload and not (item.standby and title):
        return None
    return item.arrived(ChoiceTapped(key, item.at, payload, title, context=context_or_none(context)))


def read_referral(item: Item) -> Inbound | None:
    """A link or an advertisement led back into a thread that was there."""
    context = way_in(item.raw, standby=item.standby)
    key = f"{item.sender}:referral:{item.at}"
    return item.arrived(ThreadOpened(key, item.at, context.ref, context=_beside(context)))


def _beside(context: Context) -> Context | None:
    """What a referral tells beside its reference, which the event has itself."""
    beside = Context(source=context.source, ad=context.ad, standby=context.standby)
    return context_or_none(beside)


def read_optin(item: Item) -> Inbound | None:
    """A plugin of the past that opens the thread with a ref; every newer kind asks for something that we never send."""
    ref, thread = words(part(item.raw, "optin"), "ref")[:LONGEST_REF], item.inbound()
    if not ref or thread is None:
        return aside("optin", item.at)
    return Arrived(thread, ThreadOpened(f"{item.sender}:optin:{item.at}", item.at, ref))


def read_reaction(item: Item) -> Inbound | None:
    """An emoji on a message, or taken away."""
    reaction = part(item.raw, "reaction")
    target, action = name(reaction, "mid"), words(reaction, "action")
    if item.is_ours:
        return aside("reaction_of_our_own", item.at)
    if not target:
        return None
    said = words(reaction, "emoji") or words(reaction, "reaction")
    emoji = "" if action == "unreact" else said[:_EMOJI]
    key = f"{target}:{digest(f'{item.sender}|{action}|{said}')}:{item.at}"
    return item.arrived(MessageReacted(key, item.at, target, emoji))


def read_edit(item: Item) -> Inbound | None:
    """Another text for a message that was there; up to five times."""
    edit = part(item.raw, "message_edit")
    target = name(edit, "mid")
    key = f"{target}:edit:{name(edit, 'num_edit') or item.at}"
    return item.arrived(MessageEdited(key, item.at, target, words(edit, "text"))) if target else None


def read_delivery(item: Item) -> Inbound | None:
    """What was delivered: by name, and all until a moment."""
    delivery = part(item.raw, "delivery")
    targets = tuple(mid for mid in items(delivery, "mids") if isinstance(mid, str) and name({"": mid}, ""))
    until = moment(delivery, "watermark")
    status = MessageDelivered(f"{item.sender}:delivery:{until}", item.at or until, targets, until)
    return item.told(status) if until or targets else None


def read_seen(item: Item) -> Inbound | None:
    """Messenger tells until when everything was seen, Instagram names the message."""
    seen = part(item.raw, "read")
    mid, until = name(seen, "mid"), moment(seen, "watermark")
    targets = (mid,) if mid else ()
    status = MessageRead(f"{item.sender}:read:{mid or until}", item.at or until, targets, until)
    return item.told(status) if mid or until else None


def read_passed(item: Item) -> Inbound | None:
    """Control went to an app: ours, nobody's when none is named, or one in which people answer.

    Who does not know the id of their own app is told of no other passing than those to it, but for Meta's inboxes.
    """
    owner = name(part(item.raw, "pass_thread_control"), "new_owner_app_id")
    others = owner != item.inbox.app if item.inbox.app else owner in INBOXES
    return _moved(item, owner if others else "")


def read_taken(item: Item) -> Inbound | None:
    """An app took control, mostly from us."""
    return _moved(item, _owner(part(item.raw, "take_thread_control"), "new_owner_app_id", item))


def read_requested(item: Item) -> Inbound | None:
    """An app in which somebody wants to answer asks for control: the bot makes room."""
    return _moved(item, _owner(part(item.raw, "request_thread_control"), "requested_owner_app_id", item))


def _owner(control: dict[str, Any], key: str, item: Item) -> str:
    owner = name(control, key)
    return "" if owner and owner == item.inbox.app else owner or "app"


def _moved(item: Item, app: str) -> Inbound | None:
    key = f"{item.sender}:control:{item.at}:{digest(app)}"
    return item.arrived(ControlMoved(key, item.at, app))
