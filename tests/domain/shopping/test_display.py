"""How an offer looks where there is little room: price first, then when, then what tells it from the others."""

from datetime import date

import msgspec
import pytest

from bot.domain.booking.passengers import Party
from bot.domain.conversation.fitting import units
from bot.domain.money import Money
from bot.domain.shopping.display import BRIEF, GIST, SHORT, Look, offer_card
from bot.domain.shopping.search import Search
from tests.builders.world import offers, world

ONE_WAY = Search("CDG", "JFK", date(2026, 12, 4), None, Party(1))
RETURN = msgspec.structs.replace(ONE_WAY, back=date(2026, 12, 10))


def _look(language: str) -> Look:
    return Look(world().places, world().airlines, language)


@pytest.mark.parametrize(
    ("minor", "currency", "language", "short"),
    [
        (61240, "EUR", "en", "€612.40 · 09:10–12:10"),
        (61240, "EUR", "fr", "612,40\u00a0€ · 09:10–12:10"),
        (12345678, "EUR", "en", "€123,456.78 · 09:10"),
        (99999999999, "CHF", "en", "CHF999,999,999.99"),
    ],
)
def test_a_row_begins_with_the_price_and_tells_as_much_of_the_times_as_fits(
    minor: int, currency: str, language: str, short: str
) -> None:
    """What a flight costs is never cut for when it leaves."""
    (offer,) = offers(1, ONE_WAY)
    card = offer_card(msgspec.structs.replace(offer, total=Money(minor, currency)), _look(language), button="Choose")
    assert card.short == short
    assert units(card.short) <= SHORT


def test_the_line_below_tells_day_way_fare_and_flight() -> None:
    """Who compares rows sees what differs."""
    (offer,) = offers(1, ONE_WAY)
    assert offer_card(offer, _look("en"), button="Choose").gist == "Fri 4 Dec 8 h 55, direct · Light · CDG–JFK · TF101"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_return_tells_both_ways_in_one_line(language: str) -> None:
    """The way back is told before the fare and the numbers, which stand above the list in full."""
    (offer,) = offers(1, RETURN)
    card = offer_card(offer, _look(language), button="Choose")
    there, back, *_ = card.gist.split(" · ")
    assert "8 h 55" in there
    assert offer.slices[1].departs.strftime("%H:%M") in back
    assert units(card.gist) <= GIST


def test_a_card_of_a_messenger_tells_a_flight_in_two_short_lines() -> None:
    """When, from where, how long, with how many stops and at which fare."""
    (offer,) = offers(1, ONE_WAY)
    card = offer_card(offer, _look("en"), button="Choose")
    assert card.brief == ("Fri 4 Dec · 09:10 CDG → 12:10 JFK", "8 h 55, direct · Light")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_card_of_a_messenger_tells_both_ways_and_the_fare(language: str) -> None:
    """The way back is not left out because the way there is told at length."""
    (offer,) = offers(1, RETURN)
    there, back, fare = offer_card(offer, _look(language), button="Choose").brief
    assert there == {"en": "4 Dec 09:10 CDG–12:10 JFK", "fr": "4 déc. 09:10 CDG–12:10 JFK"}[language]
    assert back.startswith("10 ")
    assert "JFK" in back
    assert fare == "direct · Light"
    assert units(f"{there}\n{back}\n{fare}") <= BRIEF


def test_stops_that_differ_stand_with_their_direction() -> None:
    """A stop on the way back alone is not told of the way there."""
    (offer,) = offers(1, RETURN)
    way, back = offer.slices
    mixed = msgspec.structs.replace(offer, slices=(way, msgspec.structs.replace(back, segments=back.segments * 2)))
    there, other, fare = offer_card(mixed, _look("en"), button="Choose").brief
    assert there.endswith("JFK, direct")
    assert other.endswith(", 1 stop")
    assert fare == "Light"
