"""Acts, effects and answers of a rehearsal in plain English, for those who watch it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.conversation.effects import Effect, SearchFlights
from bot.domain.conversation.events import Event, OffersFound
from bot.domain.rehearsal.acts import Act, Fills, Happens, Jumps, Opens, Person, Plans, Says, Sends, Taps, Waits

_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
_PERSON = {"takes": "takes the thread", "returns": "gives the thread back to the bot"}


def act_words(act: Act) -> str:
    """What was done."""
    return _ACTS[type(act)](act)


def _filled(act: Fills) -> str:
    return ", ".join(f"{name}: {value}" for name, value in act.values.items())


_ACTS: Mapping[type, Callable[[Any], str]] = {
    Says: lambda act: act.text,
    Taps: lambda act: act.title,
    Fills: _filled,
    Opens: lambda act: f"opens the chat by the link {act.ref}" if act.ref else "opens the chat",
    Sends: lambda act: f"sends something: {act.kind}",
    Waits: lambda act: f"{duration(act.seconds)} later",
    Jumps: lambda act: f"jump to {act.step} of {act.flow}",
    Plans: lambda act: f"from now on, {act.what}: {act.how}",
    Happens: lambda act: f"payment: {act.what}",
    Person: lambda act: act.text or _PERSON.get(act.what, act.what),
}
"""Act -> its words."""


def duration(seconds: int) -> str:
    """A time in the largest units: "1 day 2 hours"."""
    parts = []
    for size, name in _UNITS:
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number} {name}{'s' if number > 1 else ''}")
    return " ".join(parts)


def asked_words(effect: Effect) -> str:
    """What the flow wants of the outside."""
    if isinstance(effect, SearchFlights):
        wish = effect.search
        back = f", back {wish.back.isoformat()}" if wish.back else ""
        return f"Asks for flights {wish.origin} to {wish.destination} on {wish.depart.isoformat()}{back}"
    return f"Asks: {plain(type(effect).__name__)}"


def told_words(event: Event) -> str:
    """What the outside answers."""
    if isinstance(event, OffersFound):
        return f"Answer: {len(event.offers)} offers"
    reason = _reason(event)
    return f"Answer: {plain(type(event).__name__)}{f' ({reason})' if reason else ''}"


def _reason(event: Any) -> str:
    return str(getattr(event, "reason", ""))


def plain(name: str) -> str:
    """The name of a class as words: "BeginCheckout" is "begin checkout"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()
