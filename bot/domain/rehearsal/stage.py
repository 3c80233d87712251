"""Where a rehearsal stands: the conversation, the clock, what was said, and what the outside was told to do.

It is never stored: it follows from the acts.
"""

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from bot.domain.booking.passengers import Passenger
from bot.domain.booking.trips import BookedTrip
from bot.domain.conversation.effects import SearchFlights
from bot.domain.conversation.messages import Message
from bot.domain.conversation.state import Conversation, new_conversation
from bot.domain.ids import ThreadKey
from bot.domain.rehearsal.acts import PLANS, Opening
from bot.domain.rehearsal.people import returning
from bot.domain.shopping.narrowing import Nearby
from bot.domain.shopping.offers import Offer
from bot.domain.world import World

Who = Literal["traveller", "bot", "person", "outside", "tester"]


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of what happened: in which act, by whom, in words; `message` is what the bot or a person said.

    A line of the outside tells in words what was asked of it, or what it answered. `flow` and `step` are where the talk
    stood then, "" for nowhere.
    """

    act: int
    who: Who
    text: str
    message: Message | None = None
    flow: str = ""
    step: str = ""


class Sale(msgspec.Struct, frozen=True):
    """A checkout that is open in a rehearsal; `until` (milliseconds, UTC) ends the hold."""

    checkout: str
    offer: Offer
    passengers: tuple[Passenger, ...]
    email: str
    until: int


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a search came back with; `failed` is the key of what a traveller is told when it did not come back."""

    offers: tuple[Offer, ...] = ()
    unmet: tuple[str, ...] = ()
    nearby: tuple[Nearby, ...] = ()
    failed: str = ""


class Looked(msgspec.Struct, frozen=True):
    """A search of the airline's own timetable, and what it answered at that time."""

    wish: SearchFlights
    answer: Answer


Look = Callable[[SearchFlights, int], Answer]
"""Asks the airline's own timetable at a time (milliseconds, UTC)."""


class Stage(msgspec.Struct, frozen=True):
    """Where a rehearsal stands after its acts.

    `now` is its clock in milliseconds UTC; `alarm` the timer that is set, with the name of its wait; `does` the effects
    of the present act by name, and `looked` the searches of the timetable that it made.
    """

    opening: Opening
    conversation: Conversation
    now: int
    plans: Mapping[str, str] = {}
    lines: tuple[Line, ...] = ()
    act: int = 0
    happened: int = 0
    alarm: tuple[int, str] | None = None
    sale: Sale | None = None
    trips: tuple[BookedTrip, ...] = ()
    does: tuple[str, ...] = ()
    looked: tuple[Looked, ...] = ()

    def plan(self, what: str) -> str:
        """How the outside answers now."""
        return self.plans.get(what, PLANS[what][0])

    def with_line(self, who: Who, text: str, message: Message | None = None) -> "Stage":
        """The stage with one more line."""
        place = self.conversation.position
        flow, step = (place.flow, place.node) if place else ("", "")
        return msgspec.structs.replace(self, lines=(*self.lines, Line(self.act, who, text, message, flow, step)))

    @property
    def fresh(self) -> tuple[Line, ...]:
        """The lines of the present act."""
        return tuple(line for line in self.lines if line.act == self.act)


def begin(opening: Opening, world: World) -> Stage:
    """The stage before the first act."""
    talk = new_conversation(str(ThreadKey(opening.channel, "rehearsal", opening.who)))
    talk = msgspec.structs.replace(talk, language=opening.language)
    if opening.returning:
        talk = msgspec.structs.replace(talk, profile=returning(world.places))
    return Stage(opening, talk, opening.begun)
