"""What is known of a traveller who has booked before, as far as the talk needs it: people, e-mail, route, cards."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from bot.domain.booking.order import Booked
from bot.domain.booking.passengers import Passenger
from bot.domain.payment.instrument import has_expired

MOST_PEOPLE = 12
"""People who are remembered: a large family and a few friends."""
MOST_CARDS = 3
"""Saved cards that are offered: more buttons than that nobody reads."""


class SavedCard(msgspec.Struct, frozen=True):
    """A saved card as the thread may show it: "Visa •4242"; its id is of no use outside the thread."""

    id: str
    shown: str
    exp_month: int
    exp_year: int


class Profile(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the thread knows of its traveller; SQL holds the truth, and tells each change with a higher `revision`.

    `people` were passengers, those of the last booking first, `group` of them; `origin` and `destination` are the
    airports of the last booking.
    """

    revision: int = 0
    people: tuple[Passenger, ...] = ()
    group: int = 0
    email: str = ""
    origin: str = ""
    destination: str = ""
    cards: tuple[SavedCard, ...] = ()

    def offered(self, now: datetime) -> tuple[SavedCard, ...]:
        """The cards that may pay at a time (UTC), as many as are offered."""
        good = [card for card in self.cards if not has_expired(card.exp_month, card.exp_year, now)]
        return tuple(good[:MOST_CARDS])


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
