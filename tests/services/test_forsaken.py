"""Checkouts that were left without a step get one, and go on."""

import pytest

from bot.services import forsaken
from tests.builders.books import Books, books


def _forget_steps(town: Books) -> None:
    """A database that was restored without its steps."""
    town.home.records.money.steps.clear()
    town.home.records.money.leases.clear()
    town.home.records.money.done.clear()


def test_a_checkout_that_lost_its_steps_comes_to_its_end() -> None:
    """A traveller whose seats are held is not left waiting when a backup forgot what came next."""
    town = books()
    checkout = town.begin("ada")
    _forget_steps(town)
    assert forsaken.take_up(town.runtime) == 0, "it is given two minutes"
    town.home.clock.move(seconds=16 * 60)
    assert forsaken.take_up(town.runtime) == 1
    assert forsaken.take_up(town.runtime) == 0
    town.run()
    assert town.checkout(checkout.id).state == "ended"
    assert town.home.meter.counts["needs_staff", "forsaken"] == 1


@pytest.mark.parametrize("operation", ["authorize", "capture"])
def test_a_payment_whose_look_up_was_lost_is_looked_up(operation: str) -> None:
    """Money whose answer was lost, and the step that would ask for it too, is found all the same."""
    town = books()
    town.gateway.fail(operation, "timeout_after")  # type: ignore[arg-type]
    checkout = town.book("ada")
    assert checkout.payments[0].open_attempt is not None
    _forget_steps(town)
    town.home.clock.move(seconds=130)
    assert forsaken.take_up(town.runtime) == 1
    town.run()
    assert town.checkout(checkout.id).state == "paid"


def test_tickets_whose_step_was_lost_are_asked_for() -> None:
    """Money that is held leads to tickets, or is let go."""
    town = books()
    town.supplier.fail("ticket", after=True)
    checkout = town.book("ada")
    assert checkout.state == "ticketing"
    _forget_steps(town)
    town.home.clock.move(seconds=130)
    forsaken.take_up(town.runtime)
    town.run()
    assert town.checkout(checkout.id).state == "paid"


def test_seats_whose_release_was_lost_are_given_back() -> None:
    """A booking that was given up does not keep its seats."""
    town = books()
    checkout = town.begin("ada")
    town.home.clock.move(seconds=16 * 60)
    town.supplier.down = True
    town.run()
    assert town.checkout(checkout.id).state == "unwinding"
    town.supplier.down = False
    _forget_steps(town)
    assert forsaken.take_up(town.runtime) == 1
    town.run()
    assert town.checkout(checkout.id).state == "ended"


def test_what_is_over_or_has_its_step_is_left_alone() -> None:
    """A sweep that finds nothing does nothing."""
    town = books()
    town.book("ada")
    town.begin("bob")
    town.home.clock.move(seconds=130)
    before = dict(town.home.records.money.steps)
    assert forsaken.take_up(town.runtime) == 0
    assert town.home.records.money.steps == before
