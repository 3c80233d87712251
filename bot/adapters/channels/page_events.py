"""Walks what Messenger and Instagram deliver: every item becomes a typed event or is ignored by its kind's name.

Both write the same envelope, one under "page", the other under "instagram". Nothing here raises, whatever the shape.
Meta, Messenger Platform, "Webhook events reference"; Instagram Platform, "Webhooks for Instagram Messaging".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.adapters.channels import page_signs
from bot.adapters.channels.asides import aside, called
from bot.adapters.channels.meta import entries, items, moment, name, part, read, words
from bot.adapters.channels.page_item import Entry, Inbox, Item, item_of
from bot.adapters.channels.page_spoken import read_message
from bot.adapters.channels.template_statuses import template_told
from bot.ports.channel import MALFORMED, Aside, Inbound, Told

_OTHERS = frozenset(
    {"account_linking", "policy_enforcement", "policy-enforcement", "app_roles", "response_feedback",
     "messaging_feedback", "payment", "checkout_update", "pre_checkout", "game_play", "send_cart"}
)  # fmt: skip
"""Kinds that we do not act on, known by name so that no new key beside them is taken for the kind."""
_ENVELOPE = frozenset({"sender", "recipient", "timestamp", "message_context", "is_standby", "hop_context", "seq"})


def parse(body: bytes, inbox: Inbox) -> tuple[Inbound, ...]:
    """Every event of a body; one that does not say whose it is belongs to the door at which it came."""
    try:
        document = read(body)
    except ValueError:
        return (aside(MALFORMED, 0),)
    if not isinstance(document, dict) or document.get("object", inbox.object) != inbox.object:
        return (aside(called("object", words(document, "object")), 0),)
    return tuple(_all(document, inbox)) or (aside("empty", 0),)


def _all(document: dict[str, Any], inbox: Inbox) -> Iterator[Inbound]:
    for raw in entries(document):
        entry = Entry(name(raw, "id"), moment(raw, "time"))
        standby = Entry(entry.account, entry.at, standby=True)
        yield from (_ours(_one(item, entry, inbox), inbox) for item in items(raw, "messaging"))
        yield from (_ours(_one(item, standby, inbox), inbox) for item in items(raw, "standby"))
        yield from (_ours(_changed(change, entry, inbox), inbox) for change in items(raw, "changes"))


def _ours(inbound: Inbound, inbox: Inbox) -> Inbound:
    """What came for another account than ours, as a dashboard's tests do, changes nobody's thread."""
    if isinstance(inbound, Aside) or inbox.account in {"", inbound.thread.account}:
        return inbound
    return aside("other_account", inbound.status.at if isinstance(inbound, Told) else inbound.event.at)


def _changed(change: Any, entry: Entry, inbox: Inbox) -> Inbound:
    """A dashboard's "Test" button wraps an item of messaging as a change; every other change is none of ours."""
    value = part(change, "value")
    if "sender" in value and not _READERS.keys().isdisjoint(value):
        return _one(value, entry, inbox)
    return template_told(called("changes", words(change, "field")), value, entry.at)


def _one(raw: Any, entry: Entry, inbox: Inbox) -> Inbound:
    if not isinstance(raw, dict):
        return aside(MALFORMED, entry.at)
    item = item_of(raw, entry, inbox)
    for key in raw:
        reader = _READERS.get(key)
        if reader is not None:
            return reader(item) or aside(_unread(key, raw), item.at)
    return aside(called("standby" if entry.standby else "", _kind(raw)), item.at)


def _unread(key: str, raw: dict[str, Any]) -> str:
    """Guests of a plugin have a reference and no id: there is no thread in which to answer them."""
    guest = "user_ref" in part(raw, "sender") or "user_ref" in part(raw, "recipient")
    return f"{key}_of_a_guest" if guest else MALFORMED


_READERS: Mapping[str, Callable[[Item], Inbound | None]] = {
    "message": read_message,
    "postback": page_signs.read_postback,
    "referral": page_signs.read_referral,
    "optin": page_signs.read_optin,
    "reaction": page_signs.read_reaction,
    "message_edit": page_signs.read_edit,
    "delivery": page_signs.read_delivery,
    "read": page_signs.read_seen,
    "pass_thread_control": page_signs.read_passed,
    "take_thread_control": page_signs.read_taken,
    "request_thread_control": page_signs.read_requested,
}
"""What we act on, by the one key that tells an item's kind; all other kinds are ignored by that key's name."""


def _kind(raw: dict[str, Any]) -> str:
    known = (key for key in raw if key in _OTHERS or key in _READERS)
    named = next(known, "") or next((key for key in raw if key not in _ENVELOPE), "")
    return called("", named) or "unknown"
