"""PINs typed in a chat while a page asks for one: gone before anything is logged, stored or taken."""

from typing import Any

import msgspec

from bot.domain.conversation.events import Event, MessageEdited, TextReceived
from bot.domain.flow.pin_talk import is_awaited
from bot.domain.moments import milliseconds
from bot.domain.payment.pin_typed import without_pin
from bot.ports.runtime import Runtime


def cleaned(runtime: Runtime, thread: str, event: Event) -> Event:
    """The event without what may be a PIN, when the thread waits for one; raises `UnavailableError`."""
    if not isinstance(event, TextReceived | MessageEdited):
        return event
    clean = without_pin(event.text)
    if clean is None:
        return event
    talk = runtime.conversations.load(thread)
    if talk is None or not is_awaited(talk, milliseconds(runtime.clock.now())):
        return event
    runtime.meter.count("redactions", kind="pin")
    changes: dict[str, Any] = {"text": clean, "redacted": event.redacted + 1}
    return msgspec.structs.replace(event, **changes)
