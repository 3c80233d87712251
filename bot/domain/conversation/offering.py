"""How what can be chosen is offered within a platform's limits, and what a number then means.

The chain is carousel, list, buttons or quick replies, numbered words: whatever does not fit is told in words, and a
number in words always names the choice at that place of `choices`, so that who reads it and who hears it agree.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from bot.domain.conversation.fitting import clip, units
from bot.domain.conversation.limits import Limits
from bot.domain.conversation.messages import Card, Carousel, Message, Option, options_of

CHIPS, BUTTONS, ROWS, WORDS = "chips", "buttons", "rows", "words"
"""Ways to offer options."""


class Row(msgspec.Struct, frozen=True):
    """Something to tap in a list; `whole` says whether it tells all that is known of it."""

    title: str
    line: str
    payload: str
    whole: bool = True


class Offered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What can be chosen, in order, and whether the traveller reads a number at each.

    `shorts` are what the first of them are called in a list, "" where that is their title.
    """

    options: tuple[Option, ...] = ()
    numbers: bool = False
    shorts: tuple[str, ...] = ()


def choices(message: Message) -> tuple[Option, ...]:
    """All that can be chosen, in order; a card with one button among several cards is called by its own title."""
    if not isinstance(message, Carousel) or len(message.cards) == 1:
        return options_of(message)
    named = [
        Option(card.title, option.payload) if len(card.options) == 1 else option
        for card in message.cards
        for option in card.options
    ]
    return (*named, *message.options)


def shorts_of(cards: Iterable[Card]) -> tuple[str, ...]:
    """What the choices on cards are called in a list, "" where that is their title."""
    return tuple(card.short if len(card.options) == 1 else "" for card in cards for _ in card.options)


def way_of(options: Sequence[Option], limits: Limits) -> str:
    """How options below a text are offered: the first way that has room for all of them."""
    longest = max((units(option.payload) for option in options), default=0)
    if len(options) <= limits.chips and longest <= limits.payload:
        return CHIPS
    if limits.rows and len({option.payload for option in options}) == len(options):
        titles = {clip(option.title, limits.title) for option in options}
        if len(titles) == len(options) <= limits.buttons and longest <= limits.payload:
            return BUTTONS
        if len(options) <= limits.rows and longest <= limits.row_payload:
            return ROWS
    return WORDS


def counted(options: Sequence[Option], first: int = 1) -> str:
    """Options in words, a line each, with their numbers."""
    return "\n".join(f"{number}. {option.title}" for number, option in enumerate(options, first))


def listed(options: Sequence[Option], first: int = 1) -> str:
    """Options in words, a line each, with numbers where a number cannot be mistaken."""
    return counted(options, first) if are_numbered(options) else "\n".join(f"• {option.title}" for option in options)


def are_numbered(options: Sequence[Option]) -> bool:
    """Whether options have numbers in words: not where one of them begins with a figure of its own, as "2 adults"."""
    return not any(option.title.strip()[:1].isdigit() for option in options)


def cards_in_words(cards: Sequence[Card]) -> Iterator[str]:
    """Cards in words, with a number at each choice: before the card where it is one, else at each of its options."""
    number = 1
    for card in cards:
        lines = [card.title, *filter(str.strip, card.brief or card.lines)]
        if len(card.options) == 1:
            lines[0] = f"{number}. {card.title}"
        elif card.options:
            lines.append(counted(card.options, number))
        number += len(card.options)
        yield "\n".join(lines)


def rows_of(carousel: Carousel, limits: Limits) -> tuple[Row, ...]:
    """The carousel as rows of a list: of a card its short words, of one with several options each of these."""
    cards = [row for number, card in enumerate(carousel.cards, 1) for row in _card_rows(card, number, limits)]
    return (*cards, *(Row(option.title, "", option.payload) for option in carousel.options))


def _card_rows(card: Card, number: int, limits: Limits) -> Iterator[Row]:
    lines = tuple(filter(str.strip, card.lines))
    if len(card.options) == 1:
        title, line = card.short or card.title.strip() or str(number), card.gist or " · ".join(lines)
        whole = not card.gist and units(title) <= limits.row_title and units(line) <= limits.row_line
        yield Row(title, line, card.options[0].payload, whole)
        return
    line = " · ".join(filter(str.strip, [card.title, *lines]))
    for option in card.options:
        whole = units(option.title) <= limits.row_title and units(line) <= limits.row_line
        yield Row(option.title, line, option.payload, whole)


def are_told(carousel: Carousel, limits: Limits) -> bool:
    """Whether the cards are told in words beside what can be tapped: where that has no room for all there is to say."""
    if limits.aloud:
        return True
    if limits.cards:
        return any(_is_too_much(card, limits) for card in carousel.cards)
    if carousel_way(carousel, limits) == ROWS:
        return not all(row.whole for row in rows_of(carousel, limits))
    return True


def carousel_way(carousel: Carousel, limits: Limits) -> str:
    """How cards are offered where there are no carousels: as buttons while the words above them fit, else as rows."""
    way = way_of(options_of(carousel), limits)
    if way == BUTTONS and any(card.options for card in carousel.cards):
        told = "\n\n".join([carousel.text, *cards_in_words(carousel.cards)])
        return BUTTONS if units(told) <= limits.body else ROWS
    return way


def _is_too_much(card: Card, limits: Limits) -> bool:
    lines = "\n".join(card.brief or card.lines)
    return units(card.title) > limits.card_text or units(lines) > limits.card_text or bool(beyond(card, limits))


def on_card(card: Card, limits: Limits) -> tuple[Option, ...]:
    """The options that have room as buttons of their card."""
    return tuple(option for option in card.options if units(option.payload) <= limits.payload)[: limits.buttons]


def below_cards(carousel: Carousel, limits: Limits) -> tuple[Option, ...]:
    """The options below a carousel: its own, and those that have no room on their card."""
    return (*carousel.options, *(option for card in carousel.cards for option in beyond(card, limits)))


def beyond(card: Card, limits: Limits) -> tuple[Option, ...]:
    """The options that have no room on their card."""
    kept = on_card(card, limits)
    return tuple(option for option in card.options if option not in kept)


def shows_numbers(message: Message, limits: Limits) -> bool:
    """Whether the traveller reads a number at what can be chosen, so that a number they write means that choice."""
    options = options_of(message)
    if isinstance(message, Carousel) and any(card.options for card in message.cards):
        return are_told(message, limits) or (
            bool(limits.cards) and way_of(below_cards(message, limits), limits) == WORDS
        )
    return bool(options) and are_numbered(options) and (limits.aloud or way_of(options, limits) == WORDS)
