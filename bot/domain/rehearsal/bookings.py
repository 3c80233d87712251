"""Bookings that are made up, for rehearsals in which a traveller has booked before."""

from datetime import timedelta

from bot.domain.booking.passengers import Party
from bot.domain.booking.trips import BookedTrip, Traveller
from bot.domain.conversation.effects import SearchFlights
from bot.domain.moments import moment
from bot.domain.rehearsal.flights import made_up
from bot.domain.rehearsal.people import CARD, passengers, route
from bot.domain.shopping.search import Search
from bot.domain.world import World

PAGE = "https://rehearsal.invalid/"
"""Where links of a rehearsal lead: nowhere (RFC 2606)."""
LOCATOR = "TEST4"


def sample_trip(world: World, now: int, *, weeks: int = 1) -> BookedTrip:
    """A booking that is paid and ticketed, so many weeks ahead of a time (milliseconds, UTC)."""
    origin, destination = route(world.places)
    day = moment(now).date() + timedelta(weeks=weeks)
    offer = made_up(SearchFlights(Search(origin, destination, day)), world, now).offers[0]
    person = passengers(Party(), day)[0]
    return BookedTrip(
        id=f"sample{weeks}",
        locator=f"{LOCATOR}{weeks + 1}",
        state="ticketed",
        slices=offer.slices,
        brand=offer.brand,
        cabin=offer.cabin,
        travellers=(Traveller(person.kind, person.given, person.family),),
        tickets=(f"999000000000{weeks}",),
        total=offer.total,
        taxes=offer.taxes,
        method=CARD.shown,
        paid_at=moment(now) - timedelta(weeks=1),
        url=f"{PAGE}trip",
    )
