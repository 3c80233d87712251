"""People and bookings that are made up fit where they are put, and can be reached by nobody."""

from datetime import date, timedelta

from bot.domain.booking.passengers import Party, kind_on
from bot.domain.moments import moment
from bot.domain.rehearsal.bookings import sample_trip
from bot.domain.rehearsal.people import EMAIL, passengers, returning, route
from bot.domain.understanding.places import Gazetteer
from tests.builders.world import NOW_MS, places, world


def test_a_party_is_filled_with_people_of_fitting_ages() -> None:
    """Whoever is sold an infant's fare is one on the day of travel."""
    day = date(2027, 2, 28)
    people = passengers(Party(2, 1, 1), day)
    assert [one.kind for one in people] == ["adult", "adult", "child", "infant"]
    assert [kind_on(one.born, day) for one in people] == ["adult", "adult", "child", "infant"]
    assert len({(one.given, one.family) for one in people}) == 4


def test_a_returning_traveller_is_known() -> None:
    """With a card, a route and an address that nobody has."""
    profile = returning(places())
    assert profile.is_known
    assert (profile.email, profile.origin, profile.destination) == (EMAIL, "PAR", "NYC")
    assert EMAIL.endswith("@example.com")
    assert profile.methods[0].shown == "Visa •4242"


def test_a_route_is_one_that_is_flown() -> None:
    """Also where the airline is another; with no places at all, a route of the sample."""
    few = {code: place for code, place in places().places.items() if code in {"LON", "MAD", "LHR"}}
    assert route(Gazetteer(few, places().index, frozenset({"LHR", "MAD"}))) == ("LON", "MAD")
    assert route(Gazetteer({}, places().index, frozenset())) == ("PAR", "NYC")


def test_a_booking_lies_ahead() -> None:
    """Each one a week further, under a reference of its own."""
    first, second = (sample_trip(world(), NOW_MS, weeks=weeks) for weeks in (1, 2))
    assert first.slices[0].departs.date() - moment(NOW_MS).date() == timedelta(weeks=1)
    assert (first.locator, second.locator) == ("TEST42", "TEST43")
    assert first.url.startswith("https://rehearsal.invalid/")
