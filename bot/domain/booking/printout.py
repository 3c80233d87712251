"""A booked trip as a file of plain text, which every telephone opens, keeps and prints without a network."""

from bot.domain.booking import itinerary
from bot.domain.booking.trips import BookedTrip
from bot.domain.shopping.display import Look

NAME = "trip.txt"
"""The file's name tells nothing of whose trip it is."""


def printout(trip: BookedTrip, look: Look, *, brand: str) -> str:
    """Everything that stands on the tickets, in the reader's language, a paragraph each; lines end with CR LF."""
    status = itinerary.status_text(trip, look)
    parts = (
        brand,
        f"{trip.locator}: {itinerary.label_text(trip, look)}\n{status[:1].upper()}{status[1:]}",
        itinerary.flights_text(trip, look),
        itinerary.conditions_text(trip, look),
        itinerary.travellers_text(trip, look),
        itinerary.payment_text(trip, look),
        trip.url,
    )
    text = "\n\n".join(part for part in parts if part)
    return "".join(f"{line}\r\n" for line in text.split("\n"))
