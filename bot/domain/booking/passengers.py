"""Who travels: parties by age, and the passengers by name that an order needs."""

from datetime import date

import msgspec

MOST_TRAVELLERS = 9
"""Seats a booking may hold; ten and more is a group, which a person quotes (airline practice, IATA PADIS)."""
ADULT_FROM = 12
CHILD_FROM = 2


class Party(msgspec.Struct, frozen=True):
    """How many travel: adults of 12 and over, children of 2 to 11, infants under 2 on a lap."""

    adults: int = 1
    children: int = 0
    infants: int = 0

    @property
    def seats(self) -> int:
        """Seats that the party needs; an infant on a lap needs none."""
        return self.adults + self.children

    @property
    def travellers(self) -> int:
        """People in the party, infants among them."""
        return self.adults + self.children + self.infants

    def kinds(self) -> tuple[str, ...]:
        """One of "adult", "child", "infant" for each traveller, in that order."""
        return ("adult",) * self.adults + ("child",) * self.children + ("infant",) * self.infants


class Passenger(msgspec.Struct, frozen=True):
    """One traveller as the document names them; `kind` is adult, child or infant."""

    kind: str
    given: str
    family: str
    born: date


def party_problem(party: Party) -> str:
    """The key of the text that says why this party cannot book by itself, or "" when it can."""
    if party.travellers < 1:
        return "party_nobody"
    if party.travellers > MOST_TRAVELLERS:
        return "party_too_many"
    if party.adults < 1:
        return "party_no_adult"
    if party.infants > party.adults:
        return "party_too_many_infants"
    return ""


def age_on(born: date, day: date) -> int:
    """Full years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def kind_on(born: date, day: date) -> str:
    """The kind of traveller that somebody is on the day of a flight (IATA passenger type codes ADT, CHD, INF)."""
    age = age_on(born, day)
    if age >= ADULT_FROM:
        return "adult"
    return "child" if age >= CHILD_FROM else "infant"
