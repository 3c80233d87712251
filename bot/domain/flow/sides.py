"""The flows that the program itself leads to, by their names: those aside of a talk, and the welcome before it."""

TRIPS = "my_trip"
"""The flow that shows bookings."""
QUESTIONS = "questions"
"""The flow that holds the answers which staff wrote."""
PERSON = "person"
"""The flow that leads to a person."""
WALLET = "wallet"
"""The flow about cards, payments and what is known of a traveller."""
WELCOME = "welcome"
"""The flow of the first contact, which is walked before a talk begins."""

SIDES = frozenset({TRIPS, QUESTIONS, PERSON, WALLET})
"""Those into which travellers step aside from wherever the talk stands."""
