"""What is looked for: a search of one or two slices for a party."""

from datetime import date

import msgspec

from bot.domain.booking.passengers import Party


class Search(msgspec.Struct, frozen=True):
    """A wish for flights.

    Units: `origin` and `destination` are IATA airport or metropolitan codes; `depart` and `back` are local dates of
    the departure airports; `back` is None for one way. `cabin` is economy, premium or business. `most_stops` None
    means any number that the supplier sells.
    """

    origin: str
    destination: str
    depart: date
    back: date | None = None
    party: Party = Party()
    cabin: str = "economy"
    most_stops: int | None = None
