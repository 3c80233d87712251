"""What is asked of the supplier, and what its answers and its silence mean."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import (
    HoldExtended,
    HoldRefused,
    SeatsKept,
    SeatsReleased,
    TicketsIssued,
    TicketsRefused,
)
from bot.domain.errors import InvalidError, SupplierError, UnavailableError
from bot.services import bookings
from tests.builders.checkouts import feed, new_checkout
from tests.builders.flights import passengers
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import Plan, Town


@pytest.fixture
def town() -> Town:
    """A town with a supplier."""
    return Town(Plan(), Fuse())


def wanted(town: Town) -> Checkout:
    """A checkout of what the town's supplier sells."""
    new = new_checkout()
    order = msgspec.structs.replace(new.order, offer=town.offer, passengers=passengers(town.offer.party))
    return msgspec.structs.replace(new, order=order)


def held(town: Town) -> Checkout:
    """The same with seats held."""
    checkout = wanted(town)
    fact = bookings.hold(town.runtime, checkout, again=False, tries=0)
    return feed(checkout, fact, now=town.clock.now()).checkout


def failing(error: Exception) -> Callable[..., Any]:
    """A call that raises."""

    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


@pytest.mark.parametrize("again", [False, True])
def test_seats_are_held_once(town: Town, again: bool) -> None:  # noqa: FBT001  a parameter of the case
    """A hold that may have been asked for before is found again, not made twice."""
    first = bookings.hold(town.runtime, wanted(town), again=False, tries=0)
    second = bookings.hold(town.runtime, wanted(town), again=again, tries=1)
    assert first == second
    assert isinstance(first, SeatsKept)
    assert len(town.supplier.holds) == 1


def test_a_hold_that_ended_meanwhile_is_a_refusal(town: Town) -> None:
    """Seats that lapsed while nobody looked are not sold."""
    held(town)
    town.clock.moment += timedelta(hours=1)
    assert bookings.hold(town.runtime, wanted(town), again=True, tries=1) == HoldRefused("offer_gone")


def test_a_new_price_comes_with_its_offer(town: Town) -> None:
    """The traveller can be asked whether she takes the new price."""
    town.supplier.adjustments["CDG-JFK"] = 10
    refused = bookings.hold(town.runtime, wanted(town), again=False, tries=0)
    assert isinstance(refused, HoldRefused)
    assert refused.reason == "price_changed"
    assert refused.offer is not None
    assert town.offer.total < refused.offer.total


def test_a_supplier_that_is_away_is_asked_again_and_then_given_up(town: Town) -> None:
    """A traveller waits two minutes at most before she is told that seats cannot be had now."""
    town.supplier.down = True
    with pytest.raises(UnavailableError):
        bookings.hold(town.runtime, wanted(town), again=False, tries=0)
    last = bookings.hold(town.runtime, wanted(town), again=True, tries=bookings.MOST_HOLD_TRIES)
    assert last == HoldRefused("failed")


def test_a_fault_of_ours_is_shown_to_staff(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that the supplier cannot understand ends the checkout instead of being repeated for ever."""
    monkeypatch.setattr(town.supplier, "hold", failing(InvalidError("No such party.")))
    assert bookings.hold(town.runtime, wanted(town), again=False, tries=0) == HoldRefused("failed")
    assert town.counts.counted["needs_staff hold"] == 1


def test_a_hold_is_extended_as_far_as_the_supplier_goes(town: Town) -> None:
    """More time is asked for, and what is given is what counts."""
    checkout = held(town)
    assert checkout.order.held_until is not None
    town.clock.moment += timedelta(minutes=20)
    assert bookings.extend(town.runtime, checkout) == HoldExtended(town.clock.moment + bookings.LONGER)
    town.supplier.down = True
    assert bookings.extend(town.runtime, checkout) == HoldExtended(checkout.order.held_until)


def test_tickets_are_issued_once(town: Town) -> None:
    """A request that is repeated, with or without looking first, gives the same tickets."""
    checkout = held(town)
    first = bookings.ticket(town.runtime, checkout, again=False)
    assert isinstance(first, TicketsIssued)
    assert len(first.tickets) == 2
    assert bookings.ticket(town.runtime, checkout, again=True) == first
    assert bookings.ticket(town.runtime, checkout, again=False) == first


@pytest.mark.parametrize("again", [False, True])
def test_tickets_for_a_hold_that_ended_are_refused(town: Town, again: bool) -> None:  # noqa: FBT001  a parameter of the case
    """What cannot be ticketed any more is a clear no, so that the money is let go."""
    checkout = held(town)
    town.clock.moment += timedelta(hours=1)
    assert bookings.ticket(town.runtime, checkout, again=again) == TicketsRefused("hold_expired")


@pytest.mark.parametrize("after", [False, True])
def test_silence_about_tickets_is_looked_up(town: Town, after: bool) -> None:  # noqa: FBT001  a parameter of the case
    """Not knowing whether tickets were issued is neither a yes nor a no."""
    checkout = held(town)
    town.supplier.fail("ticket", after=after)
    with pytest.raises(UnavailableError):
        bookings.ticket(town.runtime, checkout, again=False)
    assert isinstance(bookings.ticket(town.runtime, checkout, again=True), TicketsIssued)


def test_a_supplier_that_will_never_issue_is_a_no(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that a repetition cannot cure undoes the checkout."""
    monkeypatch.setattr(town.supplier, "ticket", failing(SupplierError("Our contract has ended.", retryable=False)))
    assert bookings.ticket(town.runtime, held(town), again=False) == TicketsRefused("refused")


def test_seats_are_given_back_in_the_end(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that was not answered, or not done, is asked for again."""
    checkout = held(town)
    town.supplier.fail("cancel", after=True)
    with pytest.raises(UnavailableError):
        bookings.release(town.runtime, checkout)
    with monkeypatch.context() as patch:
        patch.setattr(town.supplier, "cancel", lambda *_, **__: False)
        with pytest.raises(UnavailableError):
            bookings.release(town.runtime, checkout)
    assert bookings.release(town.runtime, checkout) == SeatsReleased()
