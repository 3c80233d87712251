"""A rehearsal as a page shows it: each message as its channel really shows it, and what the talk knows."""

import msgspec

from bot.domain.conversation.bubbles import Bubble
from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.flow.definition import Flow
from bot.domain.rehearsal import slots, taps
from bot.domain.rehearsal.acts import Taps
from bot.domain.rehearsal.drafted import with_draft
from bot.domain.rehearsal.play import messages
from bot.domain.rehearsal.slots import State
from bot.domain.rehearsal.stage import Line
from bot.ports.runtime import Runtime
from bot.services.rehearsals import Held


class Drawn(msgspec.Struct, frozen=True):
    """One line of a rehearsal, and the bubbles in which its channel shows it; none for what is not said there."""

    line: Line
    bubbles: tuple[Bubble, ...]


def drawn(runtime: Runtime, held: Held) -> tuple[Drawn, ...]:
    """The lines of a rehearsal in order; raises `UnavailableError` where this process shows no channel."""
    show = runtime.preview
    if show is None:
        raise UnavailableError("This process does not show what channels show.")
    channel = held.script.opening.channel
    return tuple(Drawn(one, show(channel, one.message) if one.message else ()) for one in held.stage.lines)


def inspected(runtime: Runtime, draft: Flow, held: Held) -> State:
    """Where the talk stands, and every field with its kind and value."""
    return slots.state(held.stage, with_draft(runtime.world(), draft))


def tapped(held: Held, payload: str) -> Taps:
    """The act of tapping the button of a payload; raises `InvalidError` when no message offers it."""
    act = taps.tap_of(payload, messages(held.stage))
    if act is None:
        raise InvalidError("This is not offered in the talk.")
    return act
