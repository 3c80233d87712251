"""The flows that travellers step aside into from wherever the talk stands, by their names."""

TRIPS = "my_trip"
"""The flow that shows bookings."""
QUESTIONS = "questions"
"""The flow that holds the answers which staff wrote."""
PERSON = "person"
"""The flow that leads to a person."""
WALLET = "wallet"
"""The flow about cards, payments and what is known of a traveller."""

SIDES = frozenset({TRIPS, QUESTIONS, PERSON, WALLET})
"""All of them."""
