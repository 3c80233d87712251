"""Departures: their names, their seats, and when their sale ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidError
from bot.domain.shopping.departures import Seats, parse_key
from tests.builders.flights import DAY, LONG_HAUL, flight

TF12 = flight("TF12", "CDG-JFK", "11:25", minutes=475, cabins=LONG_HAUL)


def test_a_departure_is_named_by_flight_and_day() -> None:
    """The name that an offer carries leads back to the flight."""
    assert TF12.key == "TF12/2026-12-04"
    assert parse_key(TF12.key) == (DAY, "TF12")


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.integers(1, 9999))
def test_every_name_can_be_read_back(day: date, number: int) -> None:
    """No day and no number is lost in a name."""
    assert parse_key(f"TF{number}/{day.isoformat()}") == (day, f"TF{number}")


@pytest.mark.parametrize("key", ["", "TF12", "TF12/", "TF12/soon", "TF12/2026-13-01"])
def test_what_is_no_name_is_refused(key: str) -> None:
    """A mangled offer gives a clear refusal, never another flight."""
    with pytest.raises(InvalidError):
        parse_key(key)


def test_seats_are_free_until_they_are_taken() -> None:
    """What may still be sold is what the plane has less what is taken; the load is its share, rounded down."""
    seats = Seats(150, 100)
    assert (seats.free, seats.load) == (50, 66)


def test_sale_ends_an_hour_before_departure() -> None:
    """Sixty minutes are enough to check in, fifty-nine are not."""
    assert TF12.open_at(TF12.departs_at - timedelta(minutes=60))
    assert not TF12.open_at(TF12.departs_at - timedelta(minutes=59, seconds=59))
    assert not TF12.open_at(TF12.departs_at + timedelta(days=1))


def test_who_wants_a_cabin_that_a_plane_has_not_sits_in_economy() -> None:
    """A feeder without premium carries premium travellers in economy, and the offer says so."""
    feeder = flight("TF1301", "NCE-CDG", "08:35", minutes=80)
    assert TF12.segment("premium").cabin == "premium"
    assert feeder.segment("premium").cabin == "economy"
    assert feeder.segment("business").cabin == "business"


def test_a_segment_tells_local_times_and_true_minutes() -> None:
    """Eastwards over the ocean a night passes: local clocks say the next day, the flying time stays true."""
    segment = flight("TF13", "JFK-CDG", "18:35", minutes=425).segment("economy")
    assert (f"{segment.departs:%d %H:%M}", f"{segment.arrives:%d %H:%M}") == ("04 18:35", "05 07:40")
    assert (segment.minutes, segment.days_later, segment.carrier) == (425, 1, "TF")
