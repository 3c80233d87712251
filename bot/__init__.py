"""Threadfare: airline tickets, found, booked, paid for and looked after inside the chat thread."""
