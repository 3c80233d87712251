"""What is found: offers, made of slices, made of segments, with a total price and an hour at which they end."""

from datetime import date, datetime
from hashlib import blake2b

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.money import Money


class Segment(msgspec.Struct, frozen=True):
    """One flight between two airports.

    Units: `departs` and `arrives` are wall-clock times of their airports without offset; `minutes` is the true
    flying time. `carrier` sells (marketing), `operator` flies (Regulation (EC) 2111/2005 wants it told).
    """

    flight: str
    carrier: str
    operator: str
    origin: str
    destination: str
    departs: datetime
    arrives: datetime
    minutes: int
    cabin: str
    key: str
    """The supplier's own name of this departure."""

    @property
    def days_later(self) -> int:
        """Calendar days between local departure and local arrival: the "+1" of a timetable."""
        return (self.arrives.date() - self.departs.date()).days


class Slice(msgspec.Struct, frozen=True):
    """One direction of a trip: one segment, or two with a connection; `minutes` is door to door."""

    segments: tuple[Segment, ...]
    minutes: int

    @property
    def stops(self) -> int:
        """Connections on the way."""
        return len(self.segments) - 1

    @property
    def origin(self) -> str:
        """The airport of departure."""
        return self.segments[0].origin

    @property
    def destination(self) -> str:
        """The airport of arrival."""
        return self.segments[-1].destination

    @property
    def departs(self) -> datetime:
        """Local time of departure."""
        return self.segments[0].departs

    @property
    def arrives(self) -> datetime:
        """Local time of arrival at the end."""
        return self.segments[-1].arrives

    @property
    def days_later(self) -> int:
        """Calendar days between local departure and local arrival."""
        return (self.arrives.date() - self.departs.date()).days


class Offer(msgspec.Struct, frozen=True):
    """A price for a trip: what `hold` is asked for.

    Units: `total` includes taxes and is for the whole party; `taxes` is the part of it that is taxes; `expires` is
    UTC. `brand` is the fare brand that staff sell (light, standard, flex).
    """

    id: str
    slices: tuple[Slice, ...]
    brand: str
    cabin: str
    party: Party
    total: Money
    taxes: Money
    expires: datetime

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Every flight of the trip in order."""
        return tuple(segment for piece in self.slices for segment in piece.segments)

    @property
    def last_day(self) -> date:
        """The local date of the last departure: ages count on it."""
        return self.slices[-1].departs.date()


def fingerprint(offer: Offer) -> str:
    """What the traveller agreed to, in 22 characters: flights, party, brand and total.

    A later price that gives another fingerprint was not agreed to.
    """
    flights = ",".join(segment.key for segment in offer.segments)
    party = "/".join(str(n) for n in (offer.party.adults, offer.party.children, offer.party.infants))
    seen = f"{flights}|{offer.brand}|{offer.cabin}|{party}|{offer.total.minor}{offer.total.currency}"
    return blake2b(seen.encode(), digest_size=11).hexdigest()
