"""A booked trip reads flight by flight, with what is known said and what is not known never denied."""

from datetime import timedelta

import pytest

from bot.domain.booking import itinerary
from tests.builders.checkouts import NOW
from tests.builders.trips import look, piece, segment, trip


def test_each_flight_has_its_weekday_local_times_and_who_flies() -> None:
    """A traveller reads day, times, both airports by name and code, duration, number and operator."""
    assert itinerary.flights_text(trip(), look()).split("\n") == [
        "Paris Charles de Gaulle (CDG) → New York John F. Kennedy (JFK): 7 h 55, direct",
        "Fri 4 Dec · 11:25 CDG → 13:20 JFK",
        "7 h 55 · TF12 · operated by Threadfare Air",
    ]


def test_a_change_of_planes_is_told_between_its_flights() -> None:
    """Where one changes and for how long stands where it happens, in the reader's language."""
    there = piece(segment("NCE-CDG", "2026-12-04 08:35", 80), segment("CDG-JFK", "2026-12-04 11:25", 475))
    lines = itinerary.flights_text(trip(there), look("fr")).split("\n")
    assert lines[0].endswith(": 10 h 45, 1 escale via Paris Charles de Gaulle")
    assert lines[3] == "Correspondance à Paris Charles de Gaulle : 1 h 30"


def test_a_night_on_the_way_and_another_airport_are_told() -> None:
    """Nobody finds out at midnight that the next flight leaves elsewhere in the morning."""
    there = piece(segment("NCE-ORY", "2026-12-04 21:00", 85), segment("CDG-JFK", "2026-12-05 11:25", 475))
    change = itinerary.directions(trip(there), look())[0].legs[1].change
    assert change.endswith(": 13 h 00, from another airport (CDG), overnight")


def test_an_arrival_on_another_day_says_so() -> None:
    """The day after has its mark."""
    there = piece(segment("JFK-CDG", "2026-12-12 18:35", 425))
    assert "18:35 JFK → 07:40 CDG (+1)" in itinerary.flights_text(trip(there), look())


PLUS = "plus any fare difference"


@pytest.mark.parametrize(
    ("brand", "told"),
    [
        ("light", "Economy Light: 1 cabin bag, no checked bag included, no changes, no refund"),
        (
            "standard",
            f"Economy Standard: 1 cabin bag, 1 checked bag, changes for €70.00 a traveller, {PLUS}, no refund",
        ),
        ("flex", f"Economy Flex: 2 cabin bags, 1 checked bag, changes free of charge, {PLUS}, refund in full"),
        ("basic", "Economy Basic: please ask us about bags, changes and refunds"),
    ],
)
def test_conditions_are_those_of_the_fare_and_unknown_ones_are_asked_for(brand: str, told: str) -> None:
    """What the bot says binds the airline: a fare that it does not know is never called not refundable."""
    assert itinerary.conditions_text(trip(brand=brand), look()) == told


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "paid and ticketed"),
        ({"over": True}, "ticketed, in the past"),
        (
            {"state": "held", "held_until": NOW + timedelta(minutes=30)},
            "held until 11:30 Paris time, waiting for payment",
        ),
        ({"state": "confirming"}, "being paid and ticketed"),
        ({"state": "cancelled"}, "cancelled"),
        ({"state": "released"}, "not booked; nothing was charged"),
    ],
)
def test_the_state_is_told_in_words(changes: dict[str, object], status: str) -> None:
    """A traveller knows whether it is paid, waits for payment until when, or is no booking any more."""
    assert itinerary.status_text(trip(**changes), look()) == status


def test_tickets_stand_beside_their_travellers_and_the_money_beside_its_card() -> None:
    """Who needs a ticket number finds it with the name; of the card there is what the receipt has."""
    assert itinerary.travellers_text(trip(), look("fr")).split("\n")[0] == "Marie Durand : billet 9992400000001"
    assert itinerary.travellers_text(trip(tickets=()), look()) == "Marie Durand, Marie Durand"
    assert itinerary.payment_text(trip(), look()) == "€1,007.00 paid with Visa •4242, of which €149.00 taxes"
    assert itinerary.payment_text(trip(method=""), look()) == "Total €1,007.00, of which €149.00 taxes"
