"""Filling a trip: everything said is kept, and what cannot be is named."""

from datetime import date, timedelta

import pytest

from bot.domain.booking.passengers import Party
from bot.domain.conversation.state import Basket, Trip
from bot.domain.shopping.search import Search
from bot.domain.shopping.trip import Filled, Rules, fill_trip, mend, missing_passengers, next_kind, search_of
from bot.domain.understanding.understood import Span, Understood
from tests.builders import world as builders

TODAY = date(2026, 11, 24)
TRIP = Trip("PAR", "NYC", date(2026, 12, 4))


def _fill(heard: Understood, trip: Trip = TRIP) -> Filled:
    return fill_trip(trip, heard, rules=Rules(builders.places(), TODAY, 330), more={})


def test_what_was_said_is_taken_and_the_rest_is_kept() -> None:
    """A correction changes one thing."""
    filled = _fill(Understood(origin="NCE"))
    assert filled.trip == Trip("NCE", "NYC", date(2026, 12, 4))
    assert filled.changed == {"origin"}


def test_saying_the_same_again_changes_nothing() -> None:
    """A repeated wish does not search again."""
    assert _fill(Understood(origin="PAR")).changed == frozenset()


def test_nights_give_the_day_of_return() -> None:
    """A stay of nights is a return."""
    assert _fill(Understood(nights=7)).trip.back == date(2026, 12, 11)


def test_a_return_ends_one_way_and_one_way_ends_a_return() -> None:
    """The last word counts."""
    with_return = _fill(Understood(return_date=date(2026, 12, 9)), Trip("PAR", "NYC", date(2026, 12, 4), one_way=True))
    assert not with_return.trip.one_way
    assert _fill(Understood(one_way=True), with_return.trip).trip.back is None


@pytest.mark.parametrize(
    ("heard", "problem"),
    [
        (Understood(unserved=("Oslo",)), "not_served"),
        (Understood(departure=date(2026, 11, 1)), "date_past"),
        (Understood(past=date(2026, 11, 1)), "date_past"),
        (Understood(departure=TODAY + timedelta(days=331)), "date_too_far"),
        (Understood(return_date=date(2026, 12, 1)), "back_before_depart"),
        (Understood(destination="ORY"), "same_city"),
        (Understood(passengers=Party(0)), "party_nobody"),
        (Understood(passengers=Party(40)), "party_too_many"),
        (Understood(passengers=Party(0, 1)), "party_no_adult"),
        (Understood(passengers=Party(1, 0, 2)), "party_too_many_infants"),
    ],
)
def test_what_cannot_be_is_named_and_left_out(heard: Understood, problem: str) -> None:
    """A wish that cannot be met never gets into the trip."""
    filled = _fill(heard)
    assert filled.problem == problem
    assert filled.trip == TRIP


def test_a_month_without_a_day_asks_for_the_day() -> None:
    """A whole month is not forgotten: the day is asked for, and read within it."""
    june = Understood(period=Span(date(2027, 6, 1), date(2027, 6, 30), "period"))
    trip = _fill(june, Trip("PAR", "NYC", date(2026, 12, 4))).trip
    assert trip.depart is None
    assert trip.around == (date(2027, 6, 1), date(2027, 6, 30))
    assert _fill(Understood(departure=date(2027, 6, 5)), trip).trip.around is None


def test_a_departure_moved_past_the_return_drops_the_return() -> None:
    """The return is asked anew rather than sold before the departure."""
    moved = _fill(Understood(departure=date(2026, 12, 20)), Trip("PAR", "NYC", date(2026, 12, 4), date(2026, 12, 9)))
    assert mend(moved.trip).back is None


def test_a_search_takes_the_usual_where_nothing_was_said() -> None:
    """One adult in economy, unless told otherwise."""
    assert search_of(TRIP) == Search("PAR", "NYC", date(2026, 12, 4))


def test_a_trip_without_a_day_is_not_searched() -> None:
    """A mistake in a flow is found at once."""
    with pytest.raises(ValueError, match="departure"):
        search_of(Trip("PAR", "NYC"))


def test_travellers_are_named_by_kind_in_order() -> None:
    """Adults first, then children, then infants."""
    trip = Trip(party=Party(1, 1))
    assert missing_passengers(trip, Basket()) == 2
    assert next_kind(trip, Basket()) == "adult"
    one = Basket(passengers=(builders.passenger(),))
    assert next_kind(trip, one) == "child"
    both = Basket(passengers=(builders.passenger(), builders.passenger()))
    assert (missing_passengers(trip, both), next_kind(trip, both)) == (0, "adult")
