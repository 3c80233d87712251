"""What the talk knows, as a list for an inspector: every declared field with its kind and its value in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.booking.trips import BookedTrip
from bot.domain.conversation.state import Conversation
from bot.domain.flow import fields
from bot.domain.money import Money, format_money
from bot.domain.rehearsal.stage import Stage
from bot.domain.shopping.offers import Offer
from bot.domain.world import World

_LONGEST = 300
_KINDS: Mapping[type, str] = {
    bool: "yes or no",
    int: "number",
    str: "text",
    date: "date",
    Money: "money",
    Party: "people",
}


class Slot(msgspec.Struct, frozen=True):
    """One field: its name, what kind of value it has ("" while it has none), and the value in words."""

    name: str
    kind: str
    value: str


class State(msgspec.Struct, frozen=True):
    """Where a talk stands, for an inspector.

    `now` is its clock and `alarm` when a timer rings, in milliseconds UTC, 0 for none. `behind` are the steps to which
    it comes back, the next first.
    """

    flow: str
    step: str
    waits_for: str
    misses: int
    owner: str
    language: str
    now: int
    alarm: int
    checkout: bool
    behind: tuple[str, ...]
    slots: tuple[Slot, ...]


def state(stage: Stage, world: World) -> State:
    """Where a rehearsal stands."""
    talk, position = stage.conversation, stage.conversation.position
    node = world.flow(position.flow, position.revision).nodes.get(position.node) if position else None
    return State(
        flow=position.flow if position else "",
        step=position.node if position else "",
        waits_for=node.wait.subject if node and node.wait else "",
        misses=position.misses if position else 0,
        owner=talk.owner,
        language=talk.language,
        now=stage.now,
        alarm=stage.alarm[0] if stage.alarm else 0,
        checkout=stage.sale is not None,
        behind=tuple(f"{place.flow}.{place.node}" for place in reversed(talk.parents)),
        slots=slots(talk, world),
    )


def slots(conversation: Conversation, world: World) -> tuple[Slot, ...]:
    """Every declared field and every slot, by name; those without a value come with "" for kind and value."""
    names = [*fields.FIELDS, *(f"slots.{name}" for name in conversation.slots)]
    return tuple(_slot(name, fields.value(name, conversation, world)) for name in sorted(names))


def _slot(name: str, value: Any) -> Slot:
    told = in_words(value)
    return Slot(name, _kind(value) if told else "", told)


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), "list" if isinstance(value, tuple) else "record")


def in_words(value: Any) -> str:
    """A value of a field in words, cut where it is long; "" for none."""
    match value:
        case None | "" | ():
            return ""
        case bool():
            return "yes" if value else "no"
        case Money():
            return format_money(value, "en")
        case str() | int():
            return str(value)[:_LONGEST]
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(filter(None, map(in_words, value)))[:_LONGEST]
        case Offer() | BookedTrip():
            legs = ", ".join(f"{one.origin} → {one.destination} {one.departs:%Y-%m-%d %H:%M}" for one in value.slices)
            return f"{legs}, {value.brand}, {format_money(value.total, 'en')}"
        case _:
            return _record(value)[:_LONGEST]


def _record(value: Any) -> str:
    plain = msgspec.to_builtins(value)
    if not isinstance(plain, dict):
        return str(plain)
    return ", ".join(f"{name} {_bare(told)}" for name, told in plain.items() if told not in (None, "", [], {}, False))


def _bare(told: Any) -> str:
    return msgspec.json.encode(told).decode().strip('"')
