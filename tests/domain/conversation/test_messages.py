"""Messages: what can be said, as words and as what can be tapped."""

import pytest

from bot.domain.conversation.messages import (
    Card,
    Carousel,
    Link,
    Message,
    Option,
    Receipt,
    ReceiptLine,
    Text,
    Typing,
    options_of,
    spoken,
)
from bot.domain.money import Money

YES, NO = Option("Yes", "pick:1:yes"), Option("No", "pick:1:no")
TOTAL = Money(100, "EUR")
RECEIPT = Receipt("ABC234", "Marie", "Visa", (ReceiptLine("Paris", "Marie", 1, TOTAL),), TOTAL, TOTAL, 0)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (Text("Hi", (YES,)), "Hi"),
        (Link("Pay", "Here", "http://localhost"), "Pay"),
        (Carousel("Pick", (Card("A", ("b", "c"), ()),)), "Pick\nA · b · c"),
        (RECEIPT, "ABC234\nParis Marie"),
        (Typing(), ""),
    ],
)
def test_a_message_can_be_read_aloud(message: Message, words: str) -> None:
    """A screen reader and the log of the talk tell the same."""
    assert spoken(message) == words


@pytest.mark.parametrize(
    ("message", "options"),
    [
        (Text("Hi", (YES, NO)), (YES, NO)),
        (Link("Pay", "Here", "http://localhost", (NO,)), (NO,)),
        (Carousel("Pick", (Card("A", (), (YES,)),), (NO,)), (YES, NO)),
        (RECEIPT, ()),
        (Typing(), ()),
    ],
)
def test_everything_that_can_be_tapped_is_listed(message: Message, options: tuple[Option, ...]) -> None:
    """No button is forgotten, wherever it stands in a message."""
    assert options_of(message) == options
