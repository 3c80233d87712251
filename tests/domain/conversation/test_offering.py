"""What is offered fits the platform, and numbers are read where they are written."""

import pytest

from bot.domain.conversation.limits import LIMITS
from bot.domain.conversation.messages import Card, Carousel, Link, Message, Option, Text, Typing
from bot.domain.conversation.offering import are_told, cards_in_words, choices, rows_of, shows_numbers, way_of

CHOOSE = (Option("Choose", "offer:1"),)
TWO = (Option("Open", "trip:1"), Option("Receipt", "trip:2"))
ONE_CARD = Carousel("A flight:", (Card("€312", ("CDG → JFK",), CHOOSE),))
FLIGHTS = Carousel(
    "Flights:",
    (Card("€312", ("CDG → JFK",), CHOOSE), Card("€356", ("CDG → EWR",), (Option("Choose", "offer:2"),))),
    (Option("More", "go:more"),),
)
LONG = Carousel("Flights:", (Card("€312", ("x" * 81,), CHOOSE), *FLIGHTS.cards[1:]))


def _options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"Option {letter}", letter) for letter in "abcdefghijklmnop"[:count])


@pytest.mark.parametrize(
    ("channel", "count", "way"),
    [
        ("messenger", 13, "chips"),
        ("messenger", 14, "words"),
        ("instagram", 13, "chips"),
        ("whatsapp", 3, "buttons"),
        ("whatsapp", 4, "rows"),
        ("whatsapp", 10, "rows"),
        ("whatsapp", 11, "words"),
    ],
)
def test_the_first_way_that_has_room_for_all_is_taken(channel: str, count: int, way: str) -> None:
    """No option is dropped, and none is harder to tap than it must be."""
    assert way_of(_options(count), LIMITS[channel]) == way


@pytest.mark.parametrize(
    ("channel", "message", "numbers"),
    [
        ("messenger", Text("?", _options(2)), False),
        ("messenger", Text("?", _options(14)), True),
        ("messenger", FLIGHTS, False),
        ("messenger", LONG, True),
        ("messenger", Carousel("Flights:", FLIGHTS.cards, _options(14)), True),
        ("instagram", Text("?", _options(2)), True),
        ("instagram", Text("?", (Option("2 adults", "2"),)), False),
        ("instagram", FLIGHTS, True),
        ("instagram", Link("Pay", "Pay", "https://x.example", _options(1)), True),
        ("whatsapp", Text("?", _options(10)), False),
        ("whatsapp", FLIGHTS, False),
        ("whatsapp", LONG, True),
        ("whatsapp", Link("Pay", "Pay", "https://x.example", _options(1)), False),
        ("instagram", Text("Hello"), False),
        ("instagram", Typing(), False),
    ],
)
def test_numbers_are_shown_where_there_is_no_room_or_nothing_to_tap(
    channel: str,
    message: Message,
    numbers: bool,  # noqa: FBT001  what is expected
) -> None:
    """There a number that is typed means what stands beside it."""
    assert shows_numbers(message, LIMITS[channel]) is numbers


def test_a_card_among_others_is_called_by_its_title() -> None:
    """All their buttons are called "Choose"."""
    assert [option.title for option in choices(FLIGHTS)] == ["€312", "€356", "More"]
    assert [option.title for option in choices(ONE_CARD)] == ["Choose"]


def test_each_of_several_buttons_of_a_card_has_a_number() -> None:
    """The next card goes on counting."""
    cards = (Card("One", ("line",), TWO), Card("Seen", (), ()), Card("Two", (), CHOOSE))
    assert list(cards_in_words(cards)) == ["One\nline\n1. Open\n2. Receipt", "Seen", "3. Two"]


def test_a_row_says_what_matters_of_a_card_and_the_rest_is_told_above() -> None:
    """Who flies is said even where a row has no room for it."""
    short = Card("€312.00 total", ("CDG → JFK", "operated by Threadfare Air"), CHOOSE, "€312 · 09:10", "direct")
    carousel = Carousel("Flights:", (short, *FLIGHTS.cards[1:]), TWO)
    first, second, *others = rows_of(carousel, LIMITS["whatsapp"])
    assert (first.title, first.line, second.title, second.line) == ("€312 · 09:10", "direct", "€356", "CDG → EWR")
    assert [row.title for row in others] == ["Open", "Receipt"]
    assert are_told(carousel, LIMITS["whatsapp"])
    assert not are_told(FLIGHTS, LIMITS["whatsapp"])
