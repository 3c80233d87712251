"""Holds for days: only long before departure, never in the last week, whatever zone the flight leaves from."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot.domain.booking.moments import moments
from bot.domain.shopping.fares import BRANDS
from bot.domain.shopping.long_holds import AHEAD, latest_end, long_hold
from bot.domain.shopping.offers import Segment

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def leaving(airport: str, local: datetime) -> Segment:
    """A flight that leaves an airport at its own wall clock."""
    landing = local + timedelta(hours=1)
    return Segment("TF1", "TF", "TF", airport, airport, local, landing, 60, "economy", "TF1/1")


def test_a_fortnight_to_the_second_is_enough() -> None:
    """A flight in exactly fourteen days may be paid from a bank account, one a second earlier may not."""
    assert long_hold(NOW + AHEAD, "light", now=NOW) == NOW + timedelta(days=7)
    assert long_hold(NOW + AHEAD - SECOND, "light", now=NOW) is None


@pytest.mark.parametrize("brand", BRANDS)
def test_every_fare_that_has_long_holds_is_held_for_a_week(brand: str) -> None:
    """Seats are held for a week at most, however far away the flight is."""
    assert long_hold(NOW + timedelta(days=300), brand, now=NOW) == NOW + timedelta(days=7)


def test_a_fare_that_is_not_known_or_has_no_long_hold_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an airline sells without long holds is paid by card."""
    promo = msgspec.structs.replace(BRANDS["light"], name="promo", long_hold=False)
    monkeypatch.setitem(BRANDS, "promo", promo)
    assert long_hold(NOW + timedelta(days=300), "promo", now=NOW) is None
    assert long_hold(NOW + timedelta(days=300), "unheard of", now=NOW) is None


@pytest.mark.parametrize(
    ("zone", "hour", "allowed"),
    [
        ("Pacific/Auckland", 23, True),
        ("Pacific/Auckland", 22, False),
        ("America/Los_Angeles", 2, True),
        ("America/Los_Angeles", 1, False),
        ("Europe/Paris", 11, True),
        ("Europe/Paris", 10, False),
    ],
)
def test_the_fortnight_is_counted_in_moments_and_not_in_wall_clocks(zone: str, hour: int, allowed: bool) -> None:  # noqa: FBT001  a parameter of the case
    """At 10:00 UTC it is 23:00 in Auckland, 02:00 in Los Angeles and 11:00 in Paris: fourteen days later likewise."""
    segment = leaving("XXX", datetime(2026, 12, 8, hour))  # noqa: DTZ001  local wall clock
    departs, _ = moments(segment, lambda _: zone)
    assert (long_hold(departs, "light", now=NOW) is not None) is allowed


def test_the_fortnight_is_336_hours_though_clocks_change_in_between() -> None:
    """Summer time ends on 25 October 2026: a wall clock a fortnight later is an hour further away."""
    start = datetime(2026, 10, 18, 8, 0, tzinfo=UTC)
    at_ten = moments(leaving("CDG", datetime(2026, 11, 1, 9)), lambda _: "Europe/Paris")[0]  # noqa: DTZ001
    assert at_ten - start == AHEAD
    assert long_hold(at_ten, "light", now=start) is not None
    assert long_hold(at_ten, "light", now=start + SECOND) is None


def test_a_hold_is_given_from_its_beginning_and_asking_again_gives_no_more() -> None:
    """Whoever takes a quarter of an hour to choose the account keeps the right to it, and the end does not wander."""
    end = NOW + timedelta(minutes=30)
    departs = NOW + AHEAD
    assert latest_end(departs, "light", held_at=NOW, first_until=end) == NOW + timedelta(days=7)
    far = latest_end(NOW + timedelta(days=60), "light", held_at=NOW, first_until=end)
    assert far == end + timedelta(days=7)
    assert latest_end(departs - SECOND, "light", held_at=NOW, first_until=end) is None
