"""What a step says, as messages, without a traveller: of the kinds that its actions make, with sample facts."""

from collections.abc import Callable, Iterator

import msgspec

from bot.domain.conversation.messages import Card, Carousel, Link, Media, Message, Option, Receipt, ReceiptLine, Text
from bot.domain.flow.definition import (
    Action,
    AnswerAction,
    AskAction,
    Choice,
    HandOverAction,
    ListTripsAction,
    Node,
    SayAction,
    ShowMediaAction,
    ShowOffersAction,
    ShowTripAction,
)
from bot.domain.flow.text_keys import text_keys
from bot.domain.money import Money
from bot.domain.privacy import ASKABLE

Words = Callable[[str], str]
"""The words of a text by its key."""

_URL = "https://example.com/trips/K7QM2X"
_PAGE = 3
_BROUGHT = {
    "yes_no": ("yes_button", "no_button"),
    "offer": ("more_button", "change_button"),
    **{
        f"consent.{purpose}": ("consent_yes_button", "consent_no_button", "consent_later_button") for purpose in ASKABLE
    },
    "trip.back": ("one_way_button",),
    "trip.party": ("adult_button", "adults_button"),
}
"""Texts that a wait brings along as things to tap, as far as they are always the same."""
_CARD = ("Fri 4 Dec 09:10–12:10", "CDG → JFK, direct", "Standard · TF101")


def messages(node: Node, words: Words) -> tuple[Message, ...]:
    """The messages of a step, in order; a step that only decides says nothing."""
    return tuple(message for action in node.do for message in _said(action, node, words))


def worded_with(node: Node, key: str) -> Node:
    """The step as it is when its question is worded by that text, after a miss; the same step for any other text."""
    do = tuple(
        msgspec.structs.replace(action, text=key) if isinstance(action, AskAction) and key in action.again else action
        for action in node.do
    )
    return msgspec.structs.replace(node, do=do)


def _said(action: Action, node: Node, words: Words) -> Iterator[Message]:
    match action:
        case SayAction(text, wishes):
            yield Text(words(text), _wishes(wishes, words))
        case AnswerAction(text, source, wishes):
            yield Text("\n".join(words(key) for key in (text, source) if key), _wishes(wishes, words))
        case AskAction(text, _, options):
            yield Text(words(text), (*_own(options, words), *_brought(node, words)))
        case ShowOffersAction() | ListTripsAction():
            yield _shelf(action, node, words)
        case ShowTripAction():
            yield _part(action, words)
        case ShowMediaAction():
            yield _file(action, words)
        case HandOverAction(text):
            yield Text(words(text), (Option(words("back_to_bot_button"), "go:bot"),))
        case _:
            yield from (Text(words(key)) for key in text_keys(action))


def _shelf(action: ShowOffersAction | ListTripsAction, node: Node, words: Words) -> Carousel:
    button = words(action.button)
    if isinstance(action, ListTripsAction):
        return Carousel(words(action.text), _cards(_booking, button, 2), _own(action.options, words))
    return Carousel(words(action.text), _cards(_flight, button, _PAGE), _brought(node, words))


def _file(action: ShowMediaAction, words: Words) -> Media:
    text = words(action.text) if action.text else ""
    return Media(action.kind, action.url, text, words(action.alt), action.filename)


def _wishes(wishes: tuple[str, ...], words: Words) -> tuple[Option, ...]:
    return tuple(Option(words(f"{wish}_button"), f"go:{wish}") for wish in wishes)


def _cards(make: Callable[[int, str], Card], button: str, count: int) -> tuple[Card, ...]:
    return tuple(make(number, button) for number in range(1, count + 1))


def _own(options: tuple[Choice, ...], words: Words) -> tuple[Option, ...]:
    return tuple(Option(words(option.text), f"pick:12:{option.value}") for option in options)


def _brought(node: Node, words: Words) -> tuple[Option, ...]:
    keys = _BROUGHT.get(node.wait.subject, ()) if node.wait else ()
    return tuple(Option(words(key), f"pick:12:{key}") for key in keys)


def _flight(number: int, button: str) -> Card:
    price = f"€{602 + 10 * number}.40"
    brief = _CARD[:2]
    return Card(price, _CARD, (Option(button, f"offer:{number}"),), f"{price} · 09:10", " · ".join(_CARD[:2]), brief)


def _booking(number: int, button: str) -> Card:
    lines = (*_CARD[:2], f"K7QM2{number}, confirmed")
    return Card("Paris → New York", lines, (Option(button, f"pick:12:{number}"),))


def _part(action: ShowTripAction, words: Words) -> Message:
    if action.part == "receipt":
        total, taxes = Money(61240, "EUR"), Money(9000, "EUR")
        line = ReceiptLine("Paris → New York", "Marie Durand", 1, total)
        return Receipt("K7QM2X", "Marie Durand", "Visa •4242", (line,), total, taxes, 0, _URL)
    if action.part == "document":
        return Media("document", f"{_URL}/itinerary.txt", words(action.text), words(action.button), "itinerary.txt")
    return Link(words(action.text), words(action.button), _URL, _own(action.options, words))
