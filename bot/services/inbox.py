"""Takes what a channel delivers: is it genuine, what does it say, and every event by itself into its thread's turn.

Card and bank account numbers are gone before anything is logged, stored or taken. A body under a good signature is
never refused, because platforms switch a webhook off that refuses for long: what cannot be read is noted by its
digest, and an event that our own fault cannot take is logged by its id. Only when a store is away does the caller
learn it, so that the platform delivers again.
"""

import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import msgspec

from bot.domain.conversation.channel_events import EchoHeard
from bot.domain.conversation.context import Context
from bot.domain.conversation.entry import FateEntry
from bot.domain.conversation.events import (
    ChoiceTapped,
    Event,
    FormSent,
    MessageEchoed,
    MessageEdited,
    TextReceived,
    ThreadOpened,
)
from bot.domain.conversation.link_events import IdentityChanged
from bot.domain.conversation.statuses import MessageAccepted, MessageDelivered, MessageFailed, MessageRead
from bot.domain.errors import ThreadfareError
from bot.domain.ids import digest, parse_thread
from bot.domain.moments import milliseconds
from bot.domain.redaction import CARD_REMOVED, find, redact
from bot.ports.channel import MALFORMED, Arrived, Aside, Channel, Headers, Inbound, Told
from bot.ports.runtime import Runtime
from bot.services import accounts, echoes, entry_points, identities, spread, templates, turns, typed_pins

LONGEST_TEXT = 4000
"""Units of a text that we look at: twice what Messenger lets a traveller type at once."""
LONGEST_VALUE = 300
"""Characters of a field of a form: an e-mail address has 254."""

_log = logging.getLogger(__name__)


class Received(msgspec.Struct, frozen=True):
    """How a body was received: `result` is taken, malformed or forged; how many events it had, how many failed."""

    result: str
    events: int = 0
    failed: int = 0


class Delivery(msgspec.Struct, frozen=True):
    """A body, the channel on which it came, and who has two names in it."""

    party: Channel
    body: bytes
    names: identities.Names


def receive(runtime: Runtime, channel: str, headers: Headers, body: bytes) -> Received:
    """Take everything that a body holds, in each thread's own order.

    Raises a retryable `ThreadfareError` when a store is away: what was taken before it is not taken twice when the
    platform delivers again. Raises `KeyError` for a channel that is not served.
    """
    party = runtime.channels[channel]
    if not party.verify(headers, body):
        return _counted(runtime, channel, Received("forged"))
    inbound = _parsed(runtime, party, body)
    arrived = sorted((_dated(runtime, item) for item in inbound if isinstance(item, Arrived)), key=_when)
    delivery = Delivery(party, body, identities.names_of(party, body))
    failed = sum(not _took(runtime, delivery, item) for item in arrived)
    told = tuple(_at_home(runtime, delivery, item) for item in inbound if isinstance(item, Told))
    fates = tuple(fate for item in told if item is not None for fate in _fates(item))
    if fates:
        runtime.journal.note(fates)
    for item in filter(None, told):
        _count_price(runtime, item)
        accounts.follow(runtime, item)
    result = "malformed" if _asides(runtime, channel, inbound, body) else "taken"
    return _counted(runtime, channel, Received(result, len(arrived), failed))


def redacted(event: Event) -> tuple[Event, tuple[str, ...]]:
    """The event without card and bank account numbers, and the kinds of what was taken out: card, account or code."""
    if isinstance(event, FormSent):
        return _redacted_form(event)
    event = _redacted_ref(event)
    field = _FIELDS.get(type(event))
    if field is None:
        return event, ()
    text: str = getattr(event, field)
    clean, count = redact(text)
    if clean is text and len(text) <= LONGEST_TEXT:
        return event, ()
    changes: dict[str, Any] = {field: clean[:LONGEST_TEXT]}
    if isinstance(event, TextReceived | MessageEdited):
        changes["redacted"] = count
    return msgspec.structs.replace(event, **changes), tuple(item.kind for item in find(text))


def _redacted_ref(event: Event) -> Event:
    """The event without numbers in what its link carried and in names of files: anybody can write either."""
    context: Context | None = getattr(event, "context", None)
    if context is None or not any(map(find, (context.ref, *(file.name for file in context.files)))):
        return event
    files = tuple(msgspec.structs.replace(file, name=redact(file.name)[0]) for file in context.files)
    clean = msgspec.structs.replace(context, ref=redact(context.ref)[0], files=files)
    return msgspec.structs.replace(event, context=clean)


def _redacted_form(event: FormSent) -> tuple[FormSent, tuple[str, ...]]:
    parts = {name: value for name, value in event.values.items() if _PART_OF_NUMBER.fullmatch(value)}
    spread = tuple(item.kind for item in find(" ".join(parts.values()))) if len(parts) > 1 else ()
    said = (event.wait, *event.values, *event.values.values())  # a client may write its own names and token, too
    kinds = spread or tuple(item.kind for text in said for item in find(text))
    taken = {**event.values, **dict.fromkeys(parts, CARD_REMOVED)} if spread else event.values
    values = {redact(name)[0]: redact(value)[0][:LONGEST_VALUE] for name, value in taken.items()}
    return msgspec.structs.replace(event, wait=redact(event.wait)[0], values=values, redacted=len(kinds)), kinds


_PART_OF_NUMBER = re.compile(r"(?!\s*\d{4}-\d\d-\d\d\s*$)[\d\s.-]{3,}")
"""Digits and nothing else that are no day: fields of a form may hold a number between them."""


_FIELDS: Mapping[type, str] = {
    TextReceived: "text",
    MessageEdited: "text",
    MessageEchoed: "text",
    EchoHeard: "text",
    ChoiceTapped: "title",
    ThreadOpened: "ref",
}
"""Where people's own words stand in an event; the payload of a tap is ours."""


def _parsed(runtime: Runtime, party: Channel, body: bytes) -> tuple[Inbound, ...]:
    try:
        return party.parse(body)
    except Exception as error:  # noqa: BLE001  a fault of our own parser must not make the platform switch us off
        _complain("A body could not be parsed", "", error)
        _set_aside(runtime, party.name, f"parse {type(error).__name__}", body)
        return ()


def _took(runtime: Runtime, delivery: Delivery, arrived: Arrived) -> bool:
    """Whether the turn of an event was taken; raises when a store is away."""
    try:
        _take(runtime, delivery, arrived)
    except Exception as error:  # noqa: BLE001  what is ours and no store's must not make the platform deliver for ever
        _bear(runtime, arrived, "turn", error=error, body=delivery.body)
        return False
    return True


def _take(runtime: Runtime, delivery: Delivery, arrived: Arrived) -> None:
    thread = identities.thread_of(runtime, delivery.party, arrived, delivery.names)
    heard: Event | None = arrived.event
    if isinstance(heard, MessageEchoed):
        heard = echoes.weighed(runtime, arrived.thread, heard)
    if heard is None:
        return
    event, kinds = redacted(heard)
    if isinstance(event, IdentityChanged):
        identities.changed(runtime, str(arrived.thread), event)
        return
    event, joined = redacted(entry_points.recognized(runtime, event))  # a link's code may have parted a number
    event, begun = spread.cleaned(runtime, thread, typed_pins.cleaned(runtime, thread, event))
    for kind in (*kinds, *joined, *(("card",) if begun else ())):
        runtime.meter.count("redactions", kind=kind)
    turns.take(runtime, thread, event)
    spread.erase(runtime, thread, event, begun)


def _at_home(runtime: Runtime, delivery: Delivery, told: Told) -> Told | None:
    """What a status tells, in the thread that it is about; raises when a store is away."""
    try:
        thread = identities.thread_of(runtime, delivery.party, told, delivery.names)
    except Exception as error:  # noqa: BLE001  as above
        _bear(runtime, told, "status", error=error, body=delivery.body)
        return None
    return msgspec.structs.replace(told, thread=parse_thread(thread))


def _bear(runtime: Runtime, item: Arrived | Told, what: str, *, error: Exception, body: bytes) -> None:
    """Note a fault of ours and go on; what is worth trying again is raised again."""
    if isinstance(error, ThreadfareError) and error.retryable:
        raise error
    name = item.event.id if isinstance(item, Arrived) else item.status.id
    _complain(f"A {what} failed", name, error)
    _set_aside(runtime, item.thread.channel, f"{what} {type(error).__name__}", body)


def _fates(told: Told) -> Iterator[FateEntry]:
    thread, status = str(told.thread), told.status
    if isinstance(status, MessageAccepted):
        yield FateEntry(thread, "sent", status.message, status.target, at=status.at)
        return
    if isinstance(status, MessageFailed):
        yield FateEntry(thread, "undelivered", status.message, status.target, status.reason, at=status.at)
        return
    fate = "read" if isinstance(status, MessageRead) else "delivered"
    yield from (FateEntry(thread, fate, platform_id=target, at=status.at) for target in status.targets)
    if status.until:
        yield FateEntry(thread, fate, at=status.at, until=status.until)


def _count_price(runtime: Runtime, told: Told) -> None:
    """What WhatsApp charges for, as far as it says so: each message once, with its delivery or its reading."""
    if isinstance(told.status, MessageDelivered | MessageRead) and told.status.pricing:
        category, _, kind = told.status.pricing.partition(":")
        runtime.meter.count("whatsapp_messages", category=category, kind=kind)


def _asides(runtime: Runtime, channel: str, inbound: tuple[Inbound, ...], body: bytes) -> bool:
    """Count what is ignored by name, and note the body once if anything in it could not be read."""
    asides = [item.ignored for item in inbound if isinstance(item, Aside)]
    templates.note_changes(runtime, channel, asides)
    kinds = [ignored.kind for ignored in asides]
    for kind in kinds:
        runtime.meter.count("ignored_events", channel=channel, kind=kind)
    if MALFORMED in kinds:
        _set_aside(runtime, channel, MALFORMED, body)
    return MALFORMED in kinds


def _set_aside(runtime: Runtime, channel: str, reason: str, body: bytes) -> None:
    at = milliseconds(runtime.clock.now())
    try:
        with runtime.records.begin() as work:
            digest = sha256(body).hexdigest()
            work.talk.set_aside(channel=channel, reason=reason, body_digest=digest, size=len(body), at=at)
    except ThreadfareError as error:
        _complain("A body could not be noted", "", error)


def _complain(what: str, event: str, error: Exception) -> None:
    """Log where it went wrong: never the words of the error, and of the event's id a digest; both may name people."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    _log.error("%s: event %s, %s at %s", what, digest(event) if event else "-", type(error).__name__, where)


def _counted(runtime: Runtime, channel: str, received: Received) -> Received:
    runtime.meter.count("webhooks", channel=channel, result=received.result)
    return received


def _dated(runtime: Runtime, arrived: Arrived) -> Arrived:
    """What the platform did not date, or not readably, was heard now: the window in which we may answer begins then."""
    if arrived.event.at:
        return arrived
    now = milliseconds(runtime.clock.now())
    return msgspec.structs.replace(arrived, event=msgspec.structs.replace(arrived.event, at=now))


def _when(arrived: Arrived) -> int:
    return arrived.event.at
