"""`threadfare parse`: what is in the body of a webhook, for people who debug an account and for measuring."""

import sys
from collections.abc import Callable, Iterator, Mapping

import click
import msgspec

from bot.adapters.channels import instagram_events, messenger_events, whatsapp_events
from bot.domain.conversation.happened import Happened
from bot.ports.channel import Arrived, Aside, Inbound
from bot.services.inbox import redacted

PARSERS: Mapping[str, Callable[[bytes], tuple[Inbound, ...]]] = {
    "messenger": messenger_events.parse,
    "instagram": instagram_events.parse,
    "whatsapp": whatsapp_events.parse,
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

    Every line has "kind": text, choice, start, media, reaction, edit, delete, echo, or what became of messages of ours
    (sent, delivered, read), with "thread", "event_id", "at" (milliseconds UTC) and what the kind tells; "ignored"
    comes with its "reason". Card numbers are taken out, as they are before anybody hears a message. The signature is
    not looked at.
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
    told = {_FIELDS.get(field, field): getattr(happened, field) for field in happened.__struct_fields__}
    if isinstance(told.get("targets"), str):
        told["targets"] = [told["targets"]]
    named = type(happened).__name__
    return {
        "kind": _KINDS.get(named) or named.removeprefix("Message").lower(),
        "thread": str(inbound.thread),
        **{field: value for field, value in told.items() if value or field in _ALWAYS},
    }
