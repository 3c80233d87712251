"""What was understood as one line of JSON, for people who debug a flow and for measuring."""

from datetime import datetime
from typing import Any

from bot.domain.understanding.understood import Understood


def to_line(understood: Understood, *, now: datetime) -> dict[str, Any]:
    """The public summary of a message; days in ISO 8601, a range as start and end with a slash between.

    `now` is when the message was said; a day before it stays in `dates` but is no departure.
    """
    party = understood.passengers
    departure = understood.departure
    return {
        "origin": understood.origin,
        "destination": understood.destination,
        "places": list(understood.places),
        "dates": [span.iso for span in understood.dates],
        "departure": departure.isoformat() if departure and departure >= now.date() else None,
        "return": understood.return_date.isoformat() if understood.return_date else None,
        "passengers": {"adults": party.adults, "children": party.children, "infants": party.infants} if party else None,
        "cabin": understood.cabin,
        "intent": understood.intent,
    }
