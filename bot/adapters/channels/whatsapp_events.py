"""Reads what the WhatsApp Cloud API delivers: every kind of event becomes a typed one or is ignored by its name.

Nothing here raises, whatever the shape. Meta, WhatsApp Business Platform, "Messages webhook reference", "Status
messages webhook reference", "Business-scoped user IDs".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from bot.adapters.channels.meta import entries, items, moment, name, part, read, words
from bot.adapters.channels.meta_errors import meaning
from bot.adapters.channels.template_statuses import template_told
from bot.adapters.channels.whatsapp_pricing import pricing_of
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
from bot.domain.conversation.statuses import (
    Ignored,
    MessageAccepted,
    MessageDelivered,
    MessageFailed,
    MessageRead,
    Status,
)
from bot.domain.ids import ThreadKey
from bot.ports.channel import MALFORMED, Arrived, Aside, Inbound, Told

CHANNEL = "whatsapp"
OBJECT = "whatsapp_business_account"
MARK = "tf:"
"""Begins the opaque data of what we send; what follows is our own id of the message."""

_NAME = re.compile(r"[A-Za-z_]{1,40}")
_SCOPED = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]+")
_EMOJI = 16
_MEDIA = frozenset({"image", "video", "audio", "voice", "document", "sticker"})
_OTHERS = frozenset({"location", "contacts", "order", "unsupported", "unknown", "ephemeral", *_MEDIA})
"""What a traveller sends that is not words."""
_INVISIBLE = "edit"
"""An edit that Meta tells of without its words."""


class Item(msgspec.Struct, frozen=True):
    """One message of a traveller: where and when it came in, and the message as it came."""

    thread: ThreadKey
    id: str
    at: int
    raw: dict[str, Any]


def parse(body: bytes) -> tuple[Inbound, ...]:
    """Every event of a body; one that does not say whose it is belongs to the door at which it came."""
    try:
        document = read(body)
    except ValueError:
        return (_aside(MALFORMED, 0),)
    if not isinstance(document, dict) or document.get("object", OBJECT) != OBJECT:
        return (_aside(_called("object", words(document, "object")), 0),)
    return tuple(_all(document)) or (_aside("empty", 0),)


def _all(document: dict[str, Any]) -> Iterator[Inbound]:
    for entry in entries(document):
        for change in items(entry, "changes"):
            value = part(change, "value")
            field = words(change, "field") or ("messages" if value else "")
            known = _FIELDS.get(field)
            told = tuple(known(value)) if known else (template_told(_called("changes", field), value),)
            yield from told or (_aside("empty", 0),)


def _messages(value: dict[str, Any]) -> Iterator[Inbound]:
    account = name(part(value, "metadata"), "phone_number_id")
    scoped = _scoped_ids(value)
    for raw in items(value, "messages"):
        yield (_message(raw, account, scoped) if isinstance(raw, dict) else None) or _aside(MALFORMED, _at(raw))
    for raw in items(value, "statuses"):
        told = tuple(_status(raw, account, scoped)) if isinstance(raw, dict) else ()
        yield from told or (_aside(MALFORMED, _at(raw)),)
    yield from (_aside("errors", 0) for _ in items(value, "errors"))


def _echoes(value: dict[str, Any]) -> Iterator[Inbound]:
    """What somebody wrote to travellers in the WhatsApp Business app, on a number that both use."""
    account = name(part(value, "metadata"), "phone_number_id")
    for raw in items(value, "message_echoes"):
        thread, echo = _thread(account, _user(raw, "to_user_id", "to", {})), name(raw, "id")
        if thread is None or not echo:
            yield _aside(MALFORMED, _at(raw))
            continue
        yield Arrived(thread, MessageEchoed(echo, _at(raw), _said(raw), ""))


_FIELDS: Mapping[str, Callable[[dict[str, Any]], Iterator[Inbound]]] = {
    "messages": _messages,
    "smb_message_echoes": _echoes,
}
"""What we act on, by the field that changed; all other fields are ignored by their names."""


def _message(raw: dict[str, Any], account: str, scoped: Mapping[str, str]) -> Inbound | None:
    at, kind = _at(raw), _kind(raw)
    if kind == "system":
        return _aside(_called("system", words(part(raw, "system"), "type")), at)
    if "group_id" in raw:
        return _aside("group_message", at)
    thread = _thread(account, _user(raw, "from_user_id", "from", scoped))
    message = name(raw, "id")
    if thread is None or not message:
        return None
    item = Item(thread, message, at, raw)
    reader = _READERS.get(kind)
    if reader is not None:
        return reader(item)
    if kind in _OTHERS:
        return _sent_something(item, kind)
    return _aside(_called("message", kind), at)


def _text(item: Item) -> Inbound | None:
    said = _said(item.raw)
    return _arrived(item, TextReceived(item.id, item.at, said)) if said.strip() else _wordless(item)


def _wordless(item: Item) -> Inbound:
    """A message without words: what an advertisement or a link opened, if it did."""
    referral = part(item.raw, "referral")
    if referral:
        return _arrived(item, ThreadOpened(item.id, item.at, _ref(referral)))
    return _aside("message_without_content", item.at)


def _welcome(item: Item) -> Inbound:
    return _arrived(item, ThreadOpened(item.id, item.at, _ref(part(item.raw, "referral"))))


def _ref(referral: dict[str, Any]) -> str:
    return words(referral, "ref") or words(referral, "source_id") or words(referral, "source_url")


def _button(item: Item) -> Inbound | None:
    """A button of a template, whose payload is its title unless we set one."""
    button = part(item.raw, "button")
    title = words(button, "text")
    payload = words(button, "payload") or title
    return _arrived(item, ChoiceTapped(item.id, item.at, payload, title)) if payload else None


def _interactive(item: Item) -> Inbound | None:
    interactive = part(item.raw, "interactive")
    kind = words(interactive, "type") or next((key for key in interactive if key.endswith("_reply")), "")
    if kind in {"button_reply", "list_reply"}:
        reply = part(interactive, kind)
        payload, title = words(reply, "id"), words(reply, "title")
        return _arrived(item, ChoiceTapped(item.id, item.at, payload, title)) if payload else None
    if kind in {"nfm_reply", "payment_method"}:
        return _arrived(item, AttachmentReceived(item.id, item.at, "form" if kind == "nfm_reply" else kind))
    return _aside(_called("interactive", kind), item.at)


def _reaction(item: Item) -> Inbound | None:
    reaction = part(item.raw, "reaction")
    target = name(reaction, "message_id")
    event = MessageReacted(item.id, item.at, target, words(reaction, "emoji")[:_EMOJI])
    return _arrived(item, event) if target else None


def _edit(item: Item) -> Inbound | None:
    edit = part(item.raw, "edit")
    target, text = name(edit, "original_message_id"), _said(part(edit, "message"))
    if target and not text.strip():
        return _aside("edit_without_text", item.at)
    return _arrived(item, MessageEdited(item.id, item.at, target, text)) if target else None


def _revoke(item: Item) -> Inbound | None:
    target = name(part(item.raw, "revoke"), "original_message_id")
    return _arrived(item, MessageUnsent(item.id, item.at, target)) if target else None


def _sent_something(item: Item, kind: str) -> Inbound:
    """What is not words; words below a picture are as good as typed."""
    caption = _said(item.raw) if kind in _MEDIA else ""
    event: Event = AttachmentReceived(item.id, item.at, kind)
    if caption.strip():
        event = TextReceived(item.id, item.at, caption)
    elif words(part(item.raw, "unsupported"), "type") == _INVISIBLE:
        return _aside("unsupported_edit", item.at)
    return _arrived(item, event)


_READERS: Mapping[str, Callable[[Item], Inbound | None]] = {
    "text": _text,
    "button": _button,
    "interactive": _interactive,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "request_welcome": _welcome,
}


def _status(raw: dict[str, Any], account: str, scoped: Mapping[str, str]) -> Iterator[Inbound]:
    """What became of a message of ours. Statuses overtake one another: each that has our mark names the message."""
    at, state, target = _at(raw), words(raw, "status"), name(raw, "id")
    if words(raw, "type") == "payment" or state not in _STATES:
        yield _aside("status_payment" if words(raw, "type") == "payment" else _called("status", state), at)
        return
    if words(raw, "recipient_type") == "group":
        yield _aside("group_status", at)
        return
    thread = _thread(account, _user(raw, "recipient_user_id", "recipient_id", scoped))
    if thread is None or not target:
        return
    opaque = words(raw, "biz_opaque_callback_data")
    message = opaque.removeprefix(MARK) if opaque.startswith(MARK) else ""
    if state == "sent" or (message and state != "failed"):
        yield Told(thread, MessageAccepted(f"{target}:sent", at, message, target))
    if state != "sent":
        yield Told(thread, _STATES[state](raw, f"{target}:{state}", at, message))


def _delivered(raw: dict[str, Any], key: str, at: int, _: str) -> Status:
    return MessageDelivered(key, at, (name(raw, "id"),), pricing=pricing_of(raw))


def _seen(raw: dict[str, Any], key: str, at: int, _: str) -> Status:
    return MessageRead(key, at, (name(raw, "id"),), pricing=pricing_of(raw))


def _failed(raw: dict[str, Any], key: str, at: int, message: str) -> Status:
    codes = [error["code"] for error in items(raw, "errors") if isinstance(error, dict) and "code" in error]
    code = codes[0] if codes and isinstance(codes[0], int) else None
    return MessageFailed(key, at, message, name(raw, "id"), meaning(code))


_STATES: Mapping[str, Callable[[dict[str, Any], str, int, str], Status]] = {
    "sent": _delivered,
    "delivered": _delivered,
    "read": _seen,
    "played": _seen,
    "failed": _failed,
}


def _scoped_ids(value: dict[str, Any]) -> Mapping[str, str]:
    """The business-scoped ids of the people in a value, by their telephones."""
    people = ((name(person, "wa_id"), name(person, "user_id")) for person in items(value, "contacts"))
    return {phone: user for phone, user in people if phone and user}


def _user(raw: Any, scoped_key: str, phone_key: str, scoped: Mapping[str, str]) -> str:
    """The traveller's id: the business-scoped one where there is one, which nobody inherits, else the digits."""
    phone = name(raw, phone_key)
    found = name(raw, scoped_key) or scoped.get(phone, "")
    return found if _SCOPED.fullmatch(found) or not phone else phone.removeprefix("+")


def _thread(account: str, user: str) -> ThreadKey | None:
    good = account and user and ":" not in account
    return ThreadKey(CHANNEL, account, user) if good else None


def _said(message: dict[str, Any]) -> str:
    """The words of a message: its text, or what stands below its picture."""
    return words(part(message, "text"), "body") or words(part(message, _kind(message)), "caption")


def _kind(raw: dict[str, Any]) -> str:
    """What kind of a message it is; some payloads leave the type to be told by the key that is there."""
    return words(raw, "type") or next((key for key in raw if key in _READERS or key in _OTHERS), "")


def _at(raw: Any) -> int:
    return moment(raw, "timestamp")


def _called(where: str, kind: str) -> str:
    """A platform's name for a thing, fit for a counter; only where it was when it is no name."""
    return f"{where}_{kind}" if _NAME.fullmatch(kind) else where


def _arrived(item: Item, event: Event) -> Arrived:
    return Arrived(item.thread, event)


def _aside(kind: str, at: int) -> Aside:
    return Aside(Ignored("", at, kind))
