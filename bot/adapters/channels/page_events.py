"""Reads what Messenger and Instagram deliver: every kind of event becomes a typed one or is ignored by its name.

Both write the same envelope, one under "page", the other under "instagram". Nothing here raises, whatever the shape.
Meta, Messenger Platform, "Webhook events reference"; Instagram Platform, "Webhooks for Instagram Messaging".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from bot.adapters.channels.meta import entries, items, moment, name, part, read, words
from bot.adapters.channels.template_statuses import template_told
from bot.domain.conversation.events import (
    AttachmentReceived,
    ChoiceTapped,
    Event,
    MessageEchoed,
    MessageEdited,
    MessageReacted,
    MessageUnsent,
    TextReceived,
    ThreadOpened,
)
from bot.domain.conversation.statuses import Ignored, MessageAccepted, MessageDelivered, MessageRead, Status
from bot.domain.ids import ThreadKey, digest
from bot.ports.channel import MALFORMED, Arrived, Aside, Inbound, Told

GET_STARTED = "GET_STARTED"
"""The payload of the button with which a thread begins, as our Messenger profile sets it."""
MARK = "tf:"
"""Begins the metadata of what we send; what follows is our own id of the message."""

_THUMBS_UP = frozenset({"369239263222822", "369239343222814", "369239383222810"})
_NAME = re.compile(r"[A-Za-z_]{1,40}")
_OTHERS = frozenset(
    {"account_linking", "policy_enforcement", "policy-enforcement", "app_roles", "pass_thread_control",
     "take_thread_control", "request_thread_control", "response_feedback", "messaging_feedback", "payment",
     "checkout_update", "pre_checkout", "game_play"}
)  # fmt: skip
"""Kinds that we do not act on, known by name so that no new key beside them is taken for the kind."""
_ENVELOPE = frozenset({"sender", "recipient", "timestamp", "message_context", "is_standby", "hop_context", "seq"})


class Inbox(msgspec.Struct, frozen=True):
    """Whose inbox it is: the channel, the envelope's object, and the id of our own app, "" when it is not known.

    `account` is the one account whose threads are ours, "" for every account that the platform delivers for.
    """

    channel: str
    object: str
    app: str = ""
    account: str = ""


class Item(msgspec.Struct, frozen=True):
    """One item of an entry: who wrote to which account when, and the item as it came."""

    inbox: Inbox
    sender: str
    recipient: str
    at: int
    raw: dict[str, Any]

    def inbound(self) -> ThreadKey | None:
        """The thread when the traveller is the sender."""
        return self._thread(self.recipient, self.sender)

    def outbound(self) -> ThreadKey | None:
        """The thread when our account is the sender."""
        return self._thread(self.sender, self.recipient)

    def _thread(self, account: str, user: str) -> ThreadKey | None:
        good = account and user and ":" not in account
        return ThreadKey(self.inbox.channel, account, user) if good else None


def parse(body: bytes, inbox: Inbox) -> tuple[Inbound, ...]:
    """Every event of a body; one that does not say whose it is belongs to the door at which it came."""
    try:
        document = read(body)
    except ValueError:
        return (_aside(MALFORMED, 0),)
    if not isinstance(document, dict) or document.get("object", inbox.object) != inbox.object:
        return (_aside(_called("object", words(document, "object")), 0),)
    return tuple(_all(document, inbox)) or (_aside("empty", 0),)


def _all(document: dict[str, Any], inbox: Inbox) -> Iterator[Inbound]:
    for entry in entries(document):
        at = moment(entry, "time")
        for raw in items(entry, "messaging"):
            yield _ours(_one(raw, at, inbox), inbox) if isinstance(raw, dict) else _aside(MALFORMED, at)
        for raw in items(entry, "standby"):
            yield _ours(_standby(raw, at, inbox), inbox) if isinstance(raw, dict) else _aside(MALFORMED, at)
        for change in items(entry, "changes"):
            yield _ours(_changed(change, at, inbox), inbox)


def _ours(inbound: Inbound, inbox: Inbox) -> Inbound:
    """What came for another account than ours, as a dashboard's tests do, changes nobody's thread."""
    if isinstance(inbound, Aside) or inbox.account in {"", inbound.thread.account}:
        return inbound
    return _aside("other_account", inbound.status.at if isinstance(inbound, Told) else inbound.event.at)


def _changed(change: Any, at: int, inbox: Inbox) -> Inbound:
    """A dashboard's "Test" button wraps an item of messaging as a change; every other change is none of ours."""
    value = part(change, "value")
    if "sender" in value and not _READERS.keys().isdisjoint(value):
        return _one(value, at, inbox)
    return template_told(_called("changes", words(change, "field")), value, at)


def _one(raw: dict[str, Any], at: int, inbox: Inbox) -> Inbound:
    item = _item(raw, at, inbox)
    for key in raw:
        reader = _READERS.get(key)
        if reader is not None:
            return reader(item) or _aside(_unread(key, raw), item.at)
    return _aside(_kind(raw), item.at)


def _unread(key: str, raw: dict[str, Any]) -> str:
    """Guests of a plugin have a reference and no id: there is no thread in which to answer them."""
    guest = "user_ref" in part(raw, "sender") or "user_ref" in part(raw, "recipient")
    return f"{key}_of_a_guest" if guest else MALFORMED


def _standby(raw: dict[str, Any], at: int, inbox: Inbox) -> Inbound:
    """While another app has the thread only one thing matters: that somebody answers in our name."""
    item = _item(raw, at, inbox)
    read_it = _message(item) if "message" in raw else None
    if isinstance(read_it, Arrived) and isinstance(read_it.event, MessageEchoed):
        return read_it
    return _aside(_called("standby", _kind(raw)), item.at)


def _item(raw: dict[str, Any], at: int, inbox: Inbox) -> Item:
    sender, recipient = name(part(raw, "sender"), "id"), name(part(raw, "recipient"), "id")
    return Item(inbox, sender, recipient, moment(raw, "timestamp") or at, raw)


def _message(item: Item) -> Inbound | None:
    message = part(item.raw, "message")
    mid = name(message, "mid")
    if message.get("is_self") is True:
        return _aside("message_to_oneself", item.at)
    if message.get("is_echo") is True:
        return _echo(item, message, mid)
    if not mid:
        return None
    if message.get("is_deleted") is True:
        return _arrived(item, MessageUnsent(f"{mid}:unsent", item.at, mid))
    event = _spoken(message, mid, item.at)
    return _arrived(item, event) if event else _aside("message_without_content", item.at)


def _spoken(message: dict[str, Any], mid: str, at: int) -> Event | None:
    text = words(message, "text")
    payload = words(part(message, "quick_reply"), "payload")
    if payload and not _is_contact(payload, text):
        return ChoiceTapped(mid, at, payload, text)
    if text.strip():
        return TextReceived(mid, at, text)
    return _attached(message, mid, at)


def _attached(message: dict[str, Any], mid: str, at: int) -> Event | None:
    attachments = [found for found in items(message, "attachments") if isinstance(found, dict)]
    stickers = {name(message, "sticker_id"), *(name(part(found, "payload"), "sticker_id") for found in attachments)}
    if stickers & _THUMBS_UP:
        return TextReceived(mid, at, "👍")
    if attachments:
        return AttachmentReceived(mid, at, _called("", words(attachments[0], "type")) or "unknown")
    if message.get("is_unsupported") is True or "sticker_id" in message:
        return AttachmentReceived(mid, at, "sticker" if "sticker_id" in message else "unsupported")
    return None


def _echo(item: Item, message: dict[str, Any], mid: str) -> Inbound | None:
    thread = item.outbound()
    if thread is None or not mid:
        return None
    if message.get("is_deleted") is True:
        return _aside("echo_unsent", item.at)
    metadata, sender = words(message, "metadata"), name(message, "app_id")
    if metadata.startswith(MARK):
        return Told(thread, MessageAccepted(mid, item.at, metadata.removeprefix(MARK), mid))
    if sender and sender == item.inbox.app:
        return _aside("echo_of_our_own", item.at)
    return Arrived(thread, MessageEchoed(mid, item.at, words(message, "text"), sender))


def _postback(item: Item) -> Inbound | None:
    postback = part(item.raw, "postback")
    payload, title = words(postback, "payload"), words(postback, "title")
    key = name(postback, "mid") or f"{item.sender}:postback:{item.at}:{digest(payload)}"
    if payload == GET_STARTED:
        return _arrived(item, ThreadOpened(key, item.at, words(part(postback, "referral"), "ref")))
    return _arrived(item, ChoiceTapped(key, item.at, payload, title)) if payload else None


def _referral(item: Item) -> Inbound | None:
    ref = words(part(item.raw, "referral"), "ref")
    return _arrived(item, ThreadOpened(f"{item.sender}:referral:{item.at}", item.at, ref))


def _optin(item: Item) -> Inbound | None:
    """A plugin of the past that opens the thread with a ref; every newer kind asks for something that we never send."""
    ref, thread = words(part(item.raw, "optin"), "ref"), item.inbound()
    if not ref or thread is None:
        return _aside("optin", item.at)
    return Arrived(thread, ThreadOpened(f"{item.sender}:optin:{item.at}", item.at, ref))


def _reaction(item: Item) -> Inbound | None:
    reaction = part(item.raw, "reaction")
    target, action = name(reaction, "mid"), words(reaction, "action")
    if not target:
        return None
    said = words(reaction, "emoji") or words(reaction, "reaction")
    emoji = "" if action == "unreact" else said[:16]
    key = f"{target}:{digest(f'{item.sender}|{action}|{said}')}:{item.at}"
    return _arrived(item, MessageReacted(key, item.at, target, emoji))


def _edit(item: Item) -> Inbound | None:
    edit = part(item.raw, "message_edit")
    target = name(edit, "mid")
    key = f"{target}:edit:{name(edit, 'num_edit') or item.at}"
    return _arrived(item, MessageEdited(key, item.at, target, words(edit, "text"))) if target else None


def _delivery(item: Item) -> Inbound | None:
    delivery = part(item.raw, "delivery")
    targets = tuple(mid for mid in items(delivery, "mids") if isinstance(mid, str) and name({"": mid}, ""))
    until = moment(delivery, "watermark")
    status = MessageDelivered(f"{item.sender}:delivery:{until}", item.at or until, targets, until)
    return _told(item, status) if until or targets else None


def _seen(item: Item) -> Inbound | None:
    """Messenger tells until when everything was seen, Instagram names the message."""
    seen = part(item.raw, "read")
    mid, until = name(seen, "mid"), moment(seen, "watermark")
    targets = (mid,) if mid else ()
    status = MessageRead(f"{item.sender}:read:{mid or until}", item.at or until, targets, until)
    return _told(item, status) if mid or until else None


_READERS: Mapping[str, Callable[[Item], Inbound | None]] = {
    "message": _message,
    "postback": _postback,
    "referral": _referral,
    "optin": _optin,
    "reaction": _reaction,
    "message_edit": _edit,
    "delivery": _delivery,
    "read": _seen,
}
"""What we act on, by the one key that tells an item's kind; all other kinds are ignored by that key's name."""


def _arrived(item: Item, event: Event) -> Inbound | None:
    thread = item.inbound()
    return Arrived(thread, event) if thread else None


def _told(item: Item, status: Status) -> Inbound | None:
    thread = item.inbound()
    return Told(thread, status) if thread else None


def _is_contact(payload: str, text: str) -> bool:
    """Whether a chip gave the traveller's own address or number, which is as good as typed."""
    return payload == text and ("@" in payload or payload.startswith("+"))


def _kind(raw: dict[str, Any]) -> str:
    known = (key for key in raw if key in _OTHERS or key in _READERS)
    named = next(known, "") or next((key for key in raw if key not in _ENVELOPE), "")
    return _called("", named) or "unknown"


def _called(where: str, kind: str) -> str:
    """A platform's name for a thing, fit for a counter; "" or only where it was when it is no name."""
    good = kind.replace("-", "_").replace(".", "_")
    return "_".join(filter(None, (where, good if _NAME.fullmatch(good) else "")))


def _aside(kind: str, at: int) -> Aside:
    return Aside(Ignored("", at, kind))
