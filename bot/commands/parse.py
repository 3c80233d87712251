"""`threadfare parse`: what is in the body of a webhook, for people who debug an account and for measuring."""

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import click
import msgspec

from bot.adapters.channels import instagram_events, messenger_events, whatsapp_events
from bot.domain.conversation.context import NO_CONTEXT
from bot.domain.conversation.happened import Happened
from bot.ports.channel import Arrived, Aside, Inbound
from bot.services.inbox import redacted

UNNAMED = "unknown"
"""Stands for our number in bodies of WhatsApp that do not name it."""
PARSERS: Mapping[str, Callable[[bytes], tuple[Inbound, ...]]] = {
    "messenger": messenger_events.parse,
    "instagram": instagram_events.parse,
    "whatsapp": partial(whatsapp_events.parse, account=UNNAMED),
}
"""Who reads the bodies of which channel."""

_KINDS = {
    "TextReceived": "text",
    "ChoiceTapped": "choice",
    "ThreadOpened": "start",
    "FormSent": "form",
    "AttachmentReceived": "media",
    "MessageReacted": "reaction",
    "MessageEdited": "edit",
    "MessageUnsent": "delete",
    "MessageEchoed": "echo",
    "ControlMoved": "thread_control",
    "IdentityChanged": "identity_change",
    "MessageAccepted": "sent",
}
"""What a line calls an event; a status is called as it ends: MessageRead is "read"."""
_FIELDS = {"id": "event_id", "title": "text", "kind": "media", "target": "targets"}
"""Fields that a line calls otherwise than the event does."""
_ALWAYS = frozenset({"event_id", "at"})


@click.command()
@click.argument("channel", type=click.Choice(list(PARSERS)))
def parse(channel: str) -> None:
    """Read the body of one webhook from standard input and write its events as JSON lines.

    Every line has "kind": text, choice, start, form, media, reaction, edit, delete, echo, thread_control,
    identity_change, or what became of messages of ours (sent, delivered, read, failed), with "thread", "event_id", "at"
    (milliseconds UTC) and what the kind tells; "ignored" comes with its "reason". What came along is told beside it:
    "reply_to", "ref", "source", "ad", "story", "media" (of a caption), "standby". Card numbers are taken out, as they
    are before anybody hears a message; a number of WhatsApp's that a body does not name is called "unknown". The
    signature is not looked at.
    """
    for line in lines(channel, sys.stdin.buffer.read()):
        sys.stdout.buffer.write(line + b"\n")


def lines(channel: str, body: bytes) -> Iterator[bytes]:
    """One JSON object for each thing in the body, in order; raises `KeyError` for a channel that has no bodies."""
    return (msgspec.json.encode(_line(inbound)) for inbound in PARSERS[channel](body))


def _line(inbound: Inbound) -> dict[str, object]:
    if isinstance(inbound, Aside):
        return {"kind": "ignored", "reason": inbound.ignored.kind, "at": inbound.ignored.at}
    happened: Happened = redacted(inbound.event)[0] if isinstance(inbound, Arrived) else inbound.status
    context = getattr(happened, "context", None) or NO_CONTEXT
    told = {field: getattr(context, field) for field in context.__struct_fields__}
    own = (field for field in happened.__struct_fields__ if field != "context")
    told |= {_FIELDS.get(field, field): getattr(happened, field) for field in own}
    if isinstance(told.get("targets"), str):
        told["targets"] = [told["targets"]]
    named = type(happened).__name__
    return {
        "kind": _KINDS.get(named) or named.removeprefix("Message").lower(),
        "thread": str(inbound.thread),
        **{field: value for field, value in told.items() if value or field in _ALWAYS},
    }
