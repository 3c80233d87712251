"""People who are made up for rehearsals: none of them has ever flown, and no address of theirs can be written to."""

from datetime import date

from bot.domain.booking.passengers import Party, Passenger
from bot.domain.conversation.profile import Profile, SavedMethod
from bot.domain.understanding.places import Gazetteer

EMAIL = "alex.martin@example.com"
"""An address of a domain that is kept for examples (RFC 2606)."""
PHONE = "+44 20 7946 0018"
"""A number that Ofcom keeps for dramas: nobody can be called under it."""
CARD = SavedMethod("method-of-a-rehearsal", "Visa •4242", 12, 2090)

NAMES = (("Alex", "Martin"), ("Robin", "Martin"), ("Sacha", "Martin"), ("Charlie", "Martin"), ("Camille", "Martin"))
_BORN = date(1987, 7, 24)
_HOME, _AWAY = "PAR", "NYC"


def passengers(party: Party, on: date) -> tuple[Passenger, ...]:
    """Somebody for every place of a party on a day, of a fitting age."""
    kinds = enumerate(party.kinds())
    return tuple(Passenger(kind, *NAMES[number % len(NAMES)], _born(kind, on)) for number, kind in kinds)


def _born(kind: str, on: date) -> date:
    years = {"adult": 36, "child": 6, "infant": 0}[kind]
    return date(on.year - years, 1, 1)


def returning(places: Gazetteer) -> Profile:
    """What is known of a traveller who has booked before."""
    origin, destination = route(places)
    person = Passenger("adult", *NAMES[0], _BORN)
    return Profile(
        revision=1,
        people=(person,),
        group=1,
        email=EMAIL,
        origin=origin,
        destination=destination,
        methods=(CARD,),
    )


def route(places: Gazetteer) -> tuple[str, str]:
    """Two cities that are flown to."""
    served = sorted(code for code, place in places.places.items() if place.city == code)
    known = [code for code in (_HOME, _AWAY) if code in served]
    origin, destination, *_ = [*known, *(code for code in served if code not in known), _HOME, _AWAY]
    return origin, destination
