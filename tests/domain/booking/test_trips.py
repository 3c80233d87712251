"""What a traveller may see of a checkout, and in which order trips are told."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.booking import itinerary
from bot.domain.booking.trip_of import trip_of
from bot.domain.booking.trips import MOST_TRIPS, VISIBLE, in_order
from bot.domain.checkout_case import MOST_CAPTURES, Checkout
from bot.domain.checkout_facts import Answered, Cancelled, Fact, RefundFailed, SeatsReleased
from bot.domain.money import Money
from tests.builders.checkouts import (
    HELD,
    NOW,
    PRICE,
    TICKETS,
    approved,
    asking,
    declined,
    feed,
    key,
    new_checkout,
    paid_checkout,
)
from tests.builders.trips import look, piece, places, segment, trip

NEW = new_checkout()
TAKEN = Answered(key(NEW, "void"), "missing", amount=PRICE, code="captured")
PAYING = feed(NEW, HELD, *asking(NEW), approved(NEW), TICKETS).checkout


@pytest.mark.parametrize(
    ("checkout", "state"),
    [
        (paid_checkout(), "ticketed"),
        (feed(NEW, HELD).checkout, "held"),
        (PAYING, "confirming"),
        (feed(NEW, HELD, Cancelled()).checkout, "undoing"),
        (feed(NEW, HELD, Cancelled(), SeatsReleased()).checkout, "released"),
    ],
)
def test_each_step_of_a_checkout_has_its_state(checkout: Checkout, state: str) -> None:
    """Tickets that are issued but not paid for yet are not called ticketed."""
    seen = trip_of(checkout, paid_at=NOW, now=NOW, zone_of=places().zone)
    assert seen.state == state
    assert bool(seen.tickets) == bool(seen.paid_at) == bool(seen.method) == (state == "ticketed")


@pytest.mark.parametrize(
    ("facts", "state", "told"),
    [
        ((), "undoing", "being undone; nothing is charged"),
        ((TAKEN,), "refunding", "not booked; what was charged is being refunded"),
        ((TAKEN, approved(NEW, "refund")), "refunded", "not booked; what was charged was refunded"),
        ((TAKEN, approved(NEW, "refund"), SeatsReleased()), "refunded", "not booked; what was charged was refunded"),
        (
            (TAKEN, approved(NEW, "refund"), SeatsReleased(), RefundFailed(NEW.payments[0].id, Money(0, "EUR"))),
            "refunding",
            "not booked; what was charged is being refunded",
        ),
    ],
)
def test_money_that_was_taken_is_never_told_as_nothing(facts: tuple[Fact, ...], state: str, told: str) -> None:
    """While a capture that came late is refunded, and when that fails, "nothing is charged" would be wrong."""
    undoing = PAYING
    for number in range(1, MOST_CAPTURES + 1):
        undoing = feed(undoing, declined(NEW, "capture", number)).checkout
    seen = trip_of(feed(undoing, *facts).checkout, paid_at=None, now=NOW, zone_of=places().zone)
    assert seen.state == state
    assert (seen.state in VISIBLE) == (state == "refunding")
    assert itinerary.status_text(seen, look()) == told


def test_nothing_is_shown_that_no_ticket_prints() -> None:
    """Dates of birth and the e-mail address stay where they are kept."""
    body = msgspec.json.encode(trip()).decode()
    assert "1987" not in body
    assert "ada@example.org" not in body


def test_trips_ahead_come_first_and_the_next_of_them_before_others() -> None:
    """Who asks at the airport sees today's trip at the top; the past comes last, the newest first."""
    days = ["2026-12-20", "2026-12-04", "2026-10-01", "2026-11-01"]
    made = tuple(trip(piece(segment("CDG-JFK", f"{day} 11:25", 475)), id=day, over=day < "2026-11-24") for day in days)
    assert [one.id for one in in_order(made, places().zone)] == ["2026-12-04", "2026-12-20", "2026-11-01", "2026-10-01"]


def test_only_as_many_are_shown_as_fit() -> None:
    """A thread with a hundred bookings is shown the next ones."""
    many = tuple(trip(id=f"chk_{number}") for number in range(30))
    assert len(in_order(many, places().zone)) == MOST_TRIPS


def test_a_trip_is_over_when_its_last_flight_has_landed() -> None:
    """While somebody is in the air the trip is not past."""
    lands = NOW.replace(month=12, day=4, hour=18, minute=20)
    for later, over in ((-1, False), (1, True)):
        now = lands + timedelta(minutes=later)
        assert trip_of(paid_checkout(), paid_at=NOW, now=now, zone_of=places().zone).over is over
