"""What is known of a traveller who has booked before, as far as the talk needs it: people, route, methods, chats."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from bot.domain.booking.order import Booked
from bot.domain.booking.passengers import Passenger
from bot.domain.money import Money
from bot.domain.payment.instrument import InstrumentKind, has_expired
from bot.domain.payment.wallet_rules import Rules, rule_of, why_not

MOST_PEOPLE = 12
"""People who are remembered: a large family and a few friends."""
MOST_OFFERED = 3
"""Saved methods that are offered: more buttons than that nobody reads."""


class SavedMethod(msgspec.Struct, frozen=True, omit_defaults=True):
    """A saved method as the thread may show it: "Visa •4242"; its id is of no use outside the thread.

    `name` is what the traveller calls it, "" without one. A bank account never expires (`exp_year` 0).
    """

    id: str
    shown: str
    exp_month: int = 0
    exp_year: int = 0
    kind: InstrumentKind = "card"
    name: str = ""
    preferred: bool = False

    @property
    def title(self) -> str:
        """What the traveller calls it, or what everybody does."""
        return self.name or self.shown

    @property
    def told(self) -> str:
        """The name and what everybody calls it: "work card (Visa •4242)"."""
        return f"{self.name} ({self.shown})" if self.name else self.shown


class LinkedChat(msgspec.Struct, frozen=True, omit_defaults=True):
    """A chat of the traveller: its channel, since when (milliseconds UTC), and whether it is the one that is told.

    Its id is of no use to anybody else, and tells nothing of who writes there.
    """

    id: str
    channel: str
    since: int
    here: bool = False


class Profile(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the thread knows of its traveller; SQL holds the truth, and tells each change with a higher `revision`.

    `people` were passengers, those of the last booking first, `group` of them; `origin` and `destination` are the
    airports of the last booking. `chats` are the chats that share all this. `rules` are what was settled for channels,
    and `pin` says that a PIN guards the saved methods; `quiet_amounts`, that notices tell no sums. A profile without
    any of it, whatever its revision, is that of a chat that knows nobody. Profiles were stored before methods were
    called so: as "cards".
    """

    revision: int = 0
    people: tuple[Passenger, ...] = ()
    group: int = 0
    email: str = ""
    origin: str = ""
    destination: str = ""
    methods: tuple[SavedMethod, ...] = msgspec.field(default=(), name="cards")
    chats: tuple[LinkedChat, ...] = ()
    rules: Rules = ()
    pin: bool = False
    quiet_amounts: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the chat knows its traveller."""
        return bool(self.people or self.email or self.methods or self.chats)

    def offered(self, now: datetime, *, channel: str, total: Money) -> tuple[SavedMethod, ...]:
        """The methods that may pay a sum in a channel at a time (UTC), as many as are offered, its preferred first."""
        rule = rule_of(self.rules, channel)
        good = [
            method
            for method in self.methods
            if not has_expired(method.exp_month, method.exp_year, now) and not why_not(rule, method.id, total)
        ]
        return tuple(sorted(good, key=lambda method: method.id != rule.preferred)[:MOST_OFFERED])


def after_booking(profile: Profile, booked: Booked) -> Profile:
    """The profile after a booking: who flew, where to, and where the receipt went."""
    group = _each_once(booked.passengers)
    first = booked.slices[0]
    return msgspec.structs.replace(
        profile,
        people=_each_once((*group, *profile.people))[:MOST_PEOPLE],
        group=len(group),
        email=booked.email,
        origin=first.origin,
        destination=first.destination,
    )


def united(one: Profile, other: Profile) -> Profile:
    """What is known of a traveller who was thought to be two: all people, and of the rest what the first says.

    Its revision is above neither; what comes next is above both.
    """
    return msgspec.structs.replace(
        one if one.is_known else other,
        revision=max(one.revision, other.revision),
        people=_each_once((*one.people, *other.people))[:MOST_PEOPLE],
        email=one.email or other.email,
        quiet_amounts=one.quiet_amounts or other.quiet_amounts,
    )


def is_known(person: Passenger, profile: Profile) -> bool:
    """Whether somebody has flown with us before, by name and date of birth."""
    return _name(person) in {_name(known) for known in profile.people}


def _each_once(people: Iterable[Passenger]) -> tuple[Passenger, ...]:
    found: dict[tuple[str, str, str], Passenger] = {}
    for person in people:
        found.setdefault(_name(person), person)
    return tuple(found.values())


def _name(person: Passenger) -> tuple[str, str, str]:
    return person.given.casefold(), person.family.casefold(), person.born.isoformat()
