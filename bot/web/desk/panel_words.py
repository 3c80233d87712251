"""What the panel beside a thread says: states of orders and payments, steps of flows, acts; agents work in English."""

from collections.abc import Mapping

ORDER: Mapping[str, str] = {
    "requested": "Seats are being held",
    "held": "Seats held, not paid",
    "refused": "Seats could not be held",
    "released": "Seats given back",
    "ticketing": "Tickets are being issued",
    "unticketed": "No tickets could be issued",
    "ticketed": "Ticketed",
    "cancelling": "Being cancelled",
    "cancelled": "Cancelled",
}
"""State of an order -> what an agent reads."""

PAYMENT: Mapping[str, str] = {
    "created": "Not asked for yet",
    "declined": "Declined",
    "in_review": "Waits for a person to look at it",
    "requires_action": "The bank waits for the traveller",
    "authorizing": "The bank is being asked",
    "charging": "The bank account is being debited",
    "authorized": "Reserved",
    "capturing": "Being taken",
    "voiding": "Being let go",
    "captured": "Paid",
    "refunding": "A refund is under way",
    "refunded": "Refunded",
    "disputed": "Disputed at the bank",
    "charged_back": "Taken back by the bank",
    "expired": "Expired",
    "voided": "Let go, nothing was taken",
}
"""State of a payment -> what an agent reads."""

REFUND: Mapping[str, str] = {"due": "on its way", "done": "done", "failed": "failed"}
DISPUTE: Mapping[str, str] = {"open": "open", "won": "won", "lost": "lost"}

KINDS: Mapping[str, str] = {
    "goodwill": "Goodwill",
    "delay": "Delay or disruption",
    "service": "A service was not given",
    "mistake": "A mistake of ours",
}
"""Word for why money goes back, which the books keep -> what an agent chooses."""

STEPS: Mapping[str, str] = {
    "trip.origin": "Asking where the trip begins",
    "trip.destination": "Asking where to",
    "trip.depart": "Choosing the day of departure",
    "trip.back": "Choosing the day of return",
    "trip.party": "Asking how many travel",
    "trip.ages": "Asking for ages",
    "trip.cabin": "Choosing the cabin",
    "search": "Looking for flights",
    "offer": "Choosing a flight",
    "passenger.name": "Asking for names",
    "passenger.born": "Asking for dates of birth",
    "contact.email": "Asking for the e-mail address",
    "yes_no": "Waiting for a yes or no",
    "choice": "Waiting for a choice",
    "checkout": "Waiting for payment",
    "booking": "Looking for a booking",
    "booking.locator": "Asking for a booking reference",
    "booking.surname": "Asking for a surname",
    "booking.choice": "Choosing a booking",
}
"""What a step waits for -> what an agent reads; steps of an airline's own are called by their names."""

ATTEMPTS: Mapping[str, str] = {
    "approved": "approved",
    "declined": "declined",
    "lost": "card could not be read",
    "abandoned": "left for another card",
    "given_up": "given up",
    "failed": "came back",
    "": "waits for an answer",
}
"""Result of an attempt -> what an agent reads."""

OPERATIONS: Mapping[str, str] = {
    "authorize": "Reserve",
    "charge": "Debit",
    "capture": "Take",
    "void": "Let go",
    "refund": "Give back",
}
