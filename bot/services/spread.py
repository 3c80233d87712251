"""Card numbers over several messages: the message that completes one is cleaned, those before it are erased.

The digits are remembered for two minutes in a store without persistence, and nowhere else. While that store is away
messages are taken all the same: a number in one message is taken out in any case.
"""

import logging
from typing import Any

import msgspec

from bot.domain.conversation.events import Event, MessageEdited, MessageErased, TextReceived
from bot.domain.errors import UnavailableError
from bot.domain.spread_numbers import part_of, sharing, without_digits
from bot.ports.runtime import Runtime
from bot.services import turns

_log = logging.getLogger(__name__)


def cleaned(runtime: Runtime, thread: str, event: Event) -> tuple[Event, tuple[str, ...]]:
    """The event without the end of a card number, and the ids of the messages that hold its beginning."""
    if not isinstance(event, TextReceived | MessageEdited) or event.redacted or runtime.digits is None:
        return event, ()
    part = part_of(event.id, event.text)
    if part is None:
        return event, ()
    try:
        shared = sharing(runtime.digits.add(thread, part))
    except UnavailableError:
        _log.warning("Digits of successive messages cannot be compared: their store is away.")
        return event, ()
    if not shared:
        return event, ()
    changes: dict[str, Any] = {"text": without_digits(event.text), "redacted": 1}
    return msgspec.structs.replace(event, **changes), tuple(sorted(shared - {event.id}))


def erase(runtime: Runtime, thread: str, event: Event, targets: tuple[str, ...]) -> None:
    """Erase messages that held the beginning of a number whose end was in an event; call it after that one's turn.

    Safe to repeat; raises `UnavailableError`, and then must be repeated.
    """
    if not targets or runtime.digits is None:
        return
    for target in targets:
        turns.take(runtime, thread, MessageErased(f"{event.id}!{target}", event.at, target))
    runtime.digits.forget(thread)
