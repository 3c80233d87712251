"""What is compared of a message is what a traveller reads of it."""

from bot.domain.conversation.messages import Card, Carousel, Link, Media, Option, Receipt, ReceiptLine, Text, Typing
from bot.domain.money import Money
from bot.domain.rehearsal.shown import Shown, shown

YES = Option("Yes", "pick:1:yes")


def test_words_cards_and_titles_are_told() -> None:
    """Payloads and addresses are none of a traveller's words."""
    cards = (Card("€1", ("a", "b"), (Option("Choose", "offer:1"),)), Card("two\nlines", (), ()))
    assert shown(Text("Sure? \n\nReally?  ", (YES,))) == Shown("Sure?\n\nReally?", (), ("Yes",))
    assert shown(Carousel("Which?", cards, (YES,))) == Shown("Which?", ("€1 · a · b [Choose]", "two lines"), ("Yes",))
    assert shown(Link("Pay", "Here", "https://x.example", (YES,))) == Shown("Pay", (), ("Here", "Yes"))
    assert shown(Media("image", "https://x.example/a.png", "Look", "a map")) == Shown("Look", ("a map",))
    assert shown(Typing()) == Shown("")


def test_a_receipt_tells_what_was_bought_and_for_how_much() -> None:
    """A sum that changes is found."""
    line = ReceiptLine("CDG → JFK", "Alex", 1, Money(100, "EUR"))
    told = shown(Receipt("ABC234", "Alex", "Visa", (line,), Money(100, "EUR"), Money(0, "EUR"), 0, text="Thanks"))
    assert told == Shown("Thanks\nABC234\nCDG → JFK Alex", ("Alex · Visa · €1.00",))
