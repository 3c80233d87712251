"""Reads the messages of travellers on WhatsApp: words, taps, forms, media, reactions, edits and take-backs.

Meta, WhatsApp Business Platform, "Messages webhook reference".
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.adapters.channels.asides import aside, called
from bot.adapters.channels.meta import items, name, part, words
from bot.adapters.channels.whatsapp_forms import fields_of
from bot.adapters.channels.whatsapp_item import Item, People, at_of
from bot.domain.conversation.events import (
    AttachmentReceived,
    ChoiceTapped,
    FormSent,
    MessageEdited,
    MessageReacted,
    MessageUnsent,
    TextReceived,
    ThreadOpened,
)
from bot.domain.ids import digest
from bot.ports.channel import Inbound

_EMOJI = 16
_MEDIA = frozenset({"image", "video", "audio", "voice", "document", "sticker"})
_OTHERS = frozenset({"location", "contacts", "order", "unsupported", "unknown", "ephemeral", *_MEDIA})
"""What a traveller sends that is not words."""
_INVISIBLE = "edit"
"""An edit that Meta tells of without its words."""
_LATER = 131060
"""The code of a message whose content Meta cannot show now; sent again it comes through."""


def read_message(raw: dict[str, Any], people: People) -> Inbound | None:
    """What a message says; None when it cannot be used."""
    at, kind = at_of(raw), kind_of(raw)
    if kind == "system":
        return _system(raw, at)
    if "group_id" in raw:
        return aside("group_message", at)
    thread = people.thread_of(raw, "from_user_id", "from")
    message = name(raw, "id") if "id" in raw else _nameless(raw, at)
    if thread is None or not message:
        return None
    item = Item(thread, message, at, raw)
    reader = _READERS.get(kind)
    if reader is not None:
        return reader(item)
    if kind in _OTHERS:
        return _sent_something(item, kind)
    return aside(called("message", kind), at)


def _nameless(raw: dict[str, Any], at: int) -> str:
    """What names words that came without an id, as relays deliver them: who wrote them when."""
    text = said(raw)
    return f"{name(raw, 'from')}:message:{at}:{digest(text)}" if text.strip() and at else ""


def _system(raw: dict[str, Any], at: int) -> Inbound:
    """What WhatsApp itself tells in a thread, of which nothing follows."""
    return aside(called("system", words(part(raw, "system"), "type")), at)


def _text(item: Item) -> Inbound | None:
    text = said(item.raw)
    if not text.strip():
        return _wordless(item)
    return item.arrived(TextReceived(item.id, item.at, text, context=item.context()))


def _wordless(item: Item) -> Inbound:
    """A message without words: what an advertisement or a link opened, if it did."""
    return _opened(item) if part(item.raw, "referral") else aside("message_without_content", item.at)


def _opened(item: Item) -> Inbound:
    return item.arrived(ThreadOpened(item.id, item.at, item.way_in().ref, context=item.context()))


def _button(item: Item) -> Inbound | None:
    """A button of a template, whose payload is its title unless we set one."""
    button = part(item.raw, "button")
    title = words(button, "text")
    payload = words(button, "payload") or title
    return item.arrived(ChoiceTapped(item.id, item.at, payload, title, context=item.context())) if payload else None


def _interactive(item: Item) -> Inbound | None:
    interactive = part(item.raw, "interactive")
    kind = words(interactive, "type") or next((key for key in interactive if key.endswith("_reply")), "")
    if kind in {"button_reply", "list_reply"}:
        reply = part(interactive, kind)
        payload, title = words(reply, "id"), words(reply, "title")
        tap = ChoiceTapped(item.id, item.at, payload, title, context=item.context())
        return item.arrived(tap) if payload else None
    if kind == "nfm_reply":
        return _form(item, part(interactive, kind))
    if kind == "payment_method":
        return item.arrived(AttachmentReceived(item.id, item.at, kind, item.context()))
    return aside(called("interactive", kind), item.at)


def _form(item: Item, reply: dict[str, Any]) -> Inbound:
    """A form of WhatsApp's own; one whose answers cannot be read is an attachment like others."""
    sent = fields_of(words(reply, "response_json"))
    if sent is None:
        return item.arrived(AttachmentReceived(item.id, item.at, "form", item.context()))
    return item.arrived(FormSent(item.id, item.at, sent.pop("flow_token", ""), sent))


def _reaction(item: Item) -> Inbound | None:
    reaction = part(item.raw, "reaction")
    target = name(reaction, "message_id")
    event = MessageReacted(item.id, item.at, target, words(reaction, "emoji")[:_EMOJI])
    return item.arrived(event) if target else None


def _edit(item: Item) -> Inbound | None:
    edit = part(item.raw, "edit")
    target, text = name(edit, "original_message_id"), said(part(edit, "message"))
    if target and not text.strip():
        return aside("edit_without_text", item.at)
    return item.arrived(MessageEdited(item.id, item.at, target, text)) if target else None


def _revoke(item: Item) -> Inbound | None:
    target = name(part(item.raw, "revoke"), "original_message_id")
    return item.arrived(MessageUnsent(item.id, item.at, target)) if target else None


def _sent_something(item: Item, kind: str) -> Inbound:
    """What is not words; words below a picture, beside an order or of a place on the map are as good as typed."""
    text = said(item.raw) or _PUT_IN_WORDS.get(kind, _nothing)(part(item.raw, kind))
    if text.strip():
        return item.arrived(TextReceived(item.id, item.at, text, context=item.context(media=kind)))
    unsupported = kind in {"unsupported", "unknown"}
    if unsupported and words(part(item.raw, "unsupported"), "type") == _INVISIBLE:
        return aside("unsupported_edit", item.at)
    if unsupported and any(error.get("code") == _LATER for error in items(item.raw, "errors") if _is_object(error)):
        kind = "unavailable"
    return item.arrived(AttachmentReceived(item.id, item.at, kind, item.context()))


def _is_object(found: Any) -> bool:
    return isinstance(found, dict)


def _place(location: dict[str, Any]) -> str:
    """The name of a place that was picked on the map, with its address."""
    return ", ".join(filter(None, (words(location, "name").strip(), words(location, "address").strip())))


def _order(order: dict[str, Any]) -> str:
    return words(order, "text")


def _nothing(_: dict[str, Any]) -> str:
    return ""


_PUT_IN_WORDS: Mapping[str, Callable[[dict[str, Any]], str]] = {"location": _place, "order": _order}
_READERS: Mapping[str, Callable[[Item], Inbound | None]] = {
    "text": _text,
    "button": _button,
    "interactive": _interactive,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "request_welcome": _opened,
}


def said(message: dict[str, Any]) -> str:
    """The words of a message: its text, or what stands below its picture."""
    return words(part(message, "text"), "body") or words(part(message, kind_of(message)), "caption")


def kind_of(raw: dict[str, Any]) -> str:
    """What kind of a message it is; some payloads leave the type to be told by the key that is there."""
    return words(raw, "type") or next((key for key in raw if key in _READERS or key in _OTHERS), "")
