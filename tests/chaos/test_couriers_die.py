"""Couriers are killed while they send: nothing is lost or out of order, and nothing comes twice that was told of."""

import pytest

from tests.chaos.couriers import SHORT, run

pytestmark = pytest.mark.real


def test_a_traveller_reads_everything_once_and_in_order_whatever_dies() -> None:
    """A machine that loses its couriers every second delays a talk and does not scramble it, nor repeat a word."""
    outcome = run(SHORT)
    assert (outcome.lost, outcome.disordered, outcome.twice) == ([], [], 0)
