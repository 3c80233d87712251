"""Cards and receipts as travellers see them: the price first, what repeats told once, nothing lost."""

import pytest

from bot.domain.conversation.messages import Card, Option, ReceiptLine
from bot.domain.money import Money, format_money
from bot.domain.shopping.display import Look, day_text, offer_card
from bot.web.chat_cards import Leg, bought, layout, trip
from tests.builders.world import offer, world

CHOOSE = (Option("Choose", "offer:1"),)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_offer_is_its_price_its_times_and_the_rest(language: str) -> None:
    """A traveller compares prices and times at a glance, in either language."""
    known = world()
    sold = offer()
    laid = layout(offer_card(sold, Look(known.places, known.airlines, language), button="Choose"))
    first = sold.slices[0]
    assert laid.price == format_money(sold.total, language)
    assert laid.rest
    [leg] = [row for row in laid.rows[:1] if isinstance(row, Leg)]
    assert (leg.departs, leg.arrives) == (f"{first.departs:%H:%M}", f"{first.arrives:%H:%M}")
    assert (leg.origin, leg.destination) == (first.origin, first.destination)
    assert leg.day == day_text(first.departs.date(), language)


def test_who_flies_is_told_once_when_it_is_the_same_both_ways() -> None:
    """A card says who flies, as the law wants, and does not say it twice."""
    lines = (
        "Fri 4 Dec · 11:25 CDG → 13:20 JFK",
        "7 h 55 · direct · operated by Threadfare Air",
        "Sat 12 Dec · 21:45 JFK → 10:50 CDG (+1)",
        "7 h 05 · 1 stop via London · operated by Threadfare Air",
        "Light · TF12, TF17",
    )
    laid = layout(Card("€874.50 total, taxes included", lines, CHOOSE))
    assert (laid.price, laid.rest) == ("€874.50", "total, taxes included")
    assert laid.rows == (
        Leg("Fri 4 Dec", "11:25", "CDG", "13:20", "JFK", "", "7 h 55 · direct"),
        Leg("Sat 12 Dec", "21:45", "JFK", "10:50", "CDG", "+1", "7 h 05 · 1 stop via London"),
        "Light · TF12, TF17 · operated by Threadfare Air",
    )


def test_different_airlines_are_told_apart() -> None:
    """A traveller knows which direction another airline flies."""
    lines = (
        "Fri 4 Dec · 11:25 CDG → 13:20 JFK",
        "7 h 55 · direct · operated by Threadfare Air",
        "Sat 12 Dec · 21:45 JFK → 10:50 CDG (+1)",
        "7 h 05 · direct · operated by Other Air",
        "Light · TF12, OT17",
    )
    laid = layout(Card("€874.50 total", lines, CHOOSE))
    facts = [row.facts for row in laid.rows if isinstance(row, Leg)]
    assert facts == [lines[1], lines[3]]
    assert laid.rows[-1] == "Light · TF12, OT17"


def test_what_was_tapped_says_what_it_was() -> None:
    """A talk read later tells which flight was chosen, not just that one was."""
    laid = layout(Card("€874.50 total", ("Fri 4 Dec · 11:25 CDG → 13:20 JFK", "7 h 55 · direct"), CHOOSE))
    assert laid.taps == (Option("Choose · €874.50 · Fri 4 Dec 11:25", "offer:1"),)


def test_a_price_that_words_follow_after_a_comma_stands_without_it() -> None:
    """A payment reads "€481.50" in large, and what it was for beside it."""
    laid = layout(Card("€481.50, UKWVKB, Paris → Newark", ("Paid",), CHOOSE))
    assert (laid.price, laid.rest) == ("€481.50", "UKWVKB, Paris → Newark")


def test_a_card_that_is_no_flight_stays_as_it_is_written() -> None:
    """Whatever staff put on a card is shown."""
    laid = layout(Card("Baggage", ("One bag of 23 kg", "Up to 158 cm"), (Option("Add", "bag"),)))
    assert (laid.price, laid.rest, laid.rows) == ("Baggage", "", ("One bag of 23 kg", "Up to 158 cm"))
    assert laid.taps == (Option("Add · Baggage", "bag"),)


def test_a_receipt_has_a_row_for_each_direction() -> None:
    """A traveller finds both flights on the receipt."""
    line = ReceiptLine(
        "ven. 4 déc. 11:25 CDG → 13:20 JFK / sam. 12 déc. 21:45 JFK → 10:50 CDG (+1)", "", 1, Money(1, "EUR")
    )
    assert bought(line) == (
        Leg("ven. 4 déc.", "11:25", "CDG", "13:20", "JFK"),
        Leg("sam. 12 déc.", "21:45", "JFK", "10:50", "CDG", "+1"),
    )
    assert bought(ReceiptLine("Seat 12A", "", 1, Money(1, "EUR"))) == ("Seat 12A",)


def test_a_text_that_tells_a_trip_is_laid_out_as_one() -> None:
    """Before saying yes a traveller sees the times, not a block of text."""
    rows = trip("Please check:\nFri 4 Dec · 11:25 CDG → 13:20 JFK\n7 h 55 · direct\nMarie Durand (24 Jul 1987)")
    assert rows == (
        "Please check:",
        Leg("Fri 4 Dec", "11:25", "CDG", "13:20", "JFK", "", "7 h 55 · direct"),
        "Marie Durand (24 Jul 1987)",
    )


@pytest.mark.parametrize("text", ["", "Where are you flying from?", "I leave at 11:25 from CDG → wherever"])
def test_other_texts_stay_as_they_are_written(text: str) -> None:
    """Nobody's sentence is taken apart."""
    assert trip(text) == ()
