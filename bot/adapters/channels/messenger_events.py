"""Reads what Messenger delivers: every kind of event becomes a typed one or is ignored by its name.

Nothing here raises, whatever the shape. Meta, Messenger Platform, "Webhook events reference".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from bot.adapters.channels.meta import entries, items, moment, name, part, read, words
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

CHANNEL = "messenger"
GET_STARTED = "GET_STARTED"
"""The payload of the button with which a thread begins, as our Messenger profile sets it."""
MARK = "tf:"
"""Begins the metadata of what we send; what follows is our own id of the message."""

_THUMBS_UP = frozenset({"369239263222822", "369239343222814", "369239383222810"})
_NAME = re.compile(r"[A-Za-z_]{1,40}")
_ENVELOPE = frozenset({"sender", "recipient", "timestamp", "message_context", "is_standby"})


class Item(msgspec.Struct, frozen=True):
    """One item of an entry: who wrote to which account when, and the item as it came."""

    sender: str
    recipient: str
    at: int
    raw: dict[str, Any]
    app: str = ""

    def inbound(self) -> ThreadKey | None:
        """The thread when the traveller is the sender."""
        return _thread(self.recipient, self.sender)

    def outbound(self) -> ThreadKey | None:
        """The thread when our account is the sender."""
        return _thread(self.sender, self.recipient)


def parse(body: bytes, *, app: str = "") -> tuple[Inbound, ...]:
    """Every event of a body; `app` is the id of our own app, "" when it is not known."""
    try:
        document = read(body)
    except ValueError:
        return (_aside(MALFORMED, 0),)
    if not isinstance(document, dict) or document.get("object") != "page":
        return (_aside(_called("object", words(document, "object")), 0),)
    return tuple(_all(document, app)) or (_aside("empty", 0),)


def _all(document: dict[str, Any], app: str) -> Iterator[Inbound]:
    for entry in entries(document):
        at = moment(entry, "time")
        for raw in items(entry, "messaging"):
            yield _one(raw, at, app) if isinstance(raw, dict) else _aside(MALFORMED, at)
        for raw in items(entry, "standby"):
            yield _standby(raw, at, app) if isinstance(raw, dict) else _aside(MALFORMED, at)
        for change in items(entry, "changes"):
            yield _aside(_called("changes", words(change, "field")), at)


def _one(raw: dict[str, Any], at: int, app: str) -> Inbound:
    item = _item(raw, at, app)
    for key in raw:
        reader = _READERS.get(key)
        if reader is not None:
            return reader(item) or _aside(MALFORMED, item.at)
    return _aside(_kind(raw), item.at)


def _standby(raw: dict[str, Any], at: int, app: str) -> Inbound:
    """While another app has the thread only one thing matters: that somebody answers in our name."""
    item = _item(raw, at, app)
    read_it = _message(item) if "message" in raw else None
    if isinstance(read_it, Arrived) and isinstance(read_it.event, MessageEchoed):
        return read_it
    return _aside(_called("standby", _kind(raw)), item.at)


def _item(raw: dict[str, Any], at: int, app: str) -> Item:
    sender, recipient = name(part(raw, "sender"), "id"), name(part(raw, "recipient"), "id")
    return Item(sender, recipient, moment(raw, "timestamp") or at, raw, app)


def _message(item: Item) -> Inbound | None:
    message = part(item.raw, "message")
    mid = name(message, "mid")
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
    metadata, sender = words(message, "metadata"), name(message, "app_id")
    if metadata.startswith(MARK):
        return Told(thread, MessageAccepted(mid, item.at, metadata.removeprefix(MARK), mid))
    if sender and sender == item.app:
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
    until = moment(part(item.raw, "read"), "watermark")
    return _told(item, MessageRead(f"{item.sender}:read:{until}", item.at or until, (), until)) if until else None


_READERS: Mapping[str, Callable[[Item], Inbound | None]] = {
    "message": _message,
    "postback": _postback,
    "referral": _referral,
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


def _thread(account: str, user: str) -> ThreadKey | None:
    good = account and user and ":" not in account
    return ThreadKey(CHANNEL, account, user) if good else None


def _is_contact(payload: str, text: str) -> bool:
    """Whether a chip gave the traveller's own address or number, which is as good as typed."""
    return payload == text and ("@" in payload or payload.startswith("+"))


def _kind(raw: dict[str, Any]) -> str:
    named = (key for key in raw if key not in _ENVELOPE)
    return _called("", next(named, "")).replace("-", "_") or "unknown"


def _called(where: str, kind: str) -> str:
    """A platform's name for a thing, fit for a counter; "" or only where it was when it is no name."""
    good = kind.replace("-", "_").replace(".", "_")
    return "_".join(filter(None, (where, good if _NAME.fullmatch(good) else "")))


def _aside(kind: str, at: int) -> Aside:
    return Aside(Ignored("", at, kind))
