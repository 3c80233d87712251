"""The receipt of then and the one of now are the same."""

from bot.domain.booking.receipts import receipt_of
from tests.builders.trips import trip
from tests.builders.world import booked


def test_a_receipt_tells_what_was_bought_for_whom_and_how_it_was_paid() -> None:
    """Number, names, days, times, method, total and taxes, in the reader's language."""
    sold = booked()
    receipt = receipt_of(sold, sold.passengers, paid_at=sold.paid_at, language="fr")
    assert (receipt.number, receipt.recipient, receipt.method) == ("ABC234", "Marie Durand", "Visa •4242")
    assert receipt.lines[0].title.startswith("ven. 4 déc. 09:10 CDG → 12:10 JFK")
    assert (receipt.total, receipt.taxes, receipt.at) == (sold.total, sold.taxes, int(sold.paid_at.timestamp()))


def test_asked_for_again_it_is_written_from_the_trip() -> None:
    """A trip has all that a receipt needs, without dates of birth; it is one trip, however many fly."""
    seen = trip()
    assert seen.paid_at is not None
    receipt = receipt_of(seen, seen.travellers, paid_at=seen.paid_at, language="en")
    assert (receipt.lines[0].quantity, receipt.lines[0].price) == (1, seen.total)
    assert receipt.recipient == seen.people
