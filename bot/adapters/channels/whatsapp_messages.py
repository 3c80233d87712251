"""Renders messages for WhatsApp, within its limits and in as few bubbles as they allow: each is billed and rationed.

Meta, WhatsApp Business Platform: "Interactive reply buttons messages", "Interactive list messages", "Interactive
call-to-action URL button messages", "Text messages", "Typing indicators". Lengths count UTF-16 units.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from bot.adapters.channels.fitting import clip, split, units
from bot.domain.conversation.messages import Card, Carousel, Link, Message, Option, Receipt, ReceiptLine, Text, Typing
from bot.domain.money import Money, decimal_string

TEXT = 4096
BODY = 1024
TITLE = 20
BUTTONS = 3
BUTTON_ID = 256
ROWS = 10
ROW_ID = 200
ROW_TITLE = 24
DESCRIPTION = 72

_SPEECHLESS = "…"
_LIST = "☰"
"""Opens a list whose options do not agree on a word for it; a message does not tell its language."""
_MARKS = re.compile(r"https?://\S+|[\w.+-]{1,64}@[\w.-]{1,255}|(?<![^\W_])([*_~`])(?=\S)(?=.*\1)", re.DOTALL)
"""Addresses, which stay as they are, and signs that would begin bold, italic, struck or monospaced words."""
_BREAK = "\u200b"
"""Behind such a sign it is nothing but the sign."""

Request = dict[str, Any]


class Row(msgspec.Struct, frozen=True):
    """Something to tap in a list."""

    title: str
    description: str
    payload: str


def render(message: Message) -> tuple[Request, ...]:
    """The messages to send, in order, without recipient."""
    match message:
        case Text(text=text, options=options):
            return tuple(_texts(text, options))
        case Carousel():
            return tuple(_carousel(message))
        case Link():
            return tuple(_link(message))
        case Receipt():
            return tuple(_texts(_receipt(message), ()))
        case Typing():
            return ({"status": "read", "typing_indicator": {"type": "text"}},)


def _texts(text: str, options: Sequence[Option]) -> Iterator[Request]:
    if not options:
        yield from _plain(text)
    elif _can_be_buttons(options):
        yield from _with_body(text, BODY, {"type": "button", "action": {"buttons": [_button(one) for one in options]}})
    elif _can_be_rows(options):
        yield from _list(text, [Row(one.title, "", one.payload) for one in options], _LIST)
    else:
        yield from _plain(f"{text}\n{_numbered(options)}")


def _plain(text: str) -> Iterator[Request]:
    for piece in split(literal(text), TEXT) or (_SPEECHLESS,):
        yield {"type": "text", "text": {"body": piece}}


def _with_body(text: str, most: int, interactive: dict[str, Any]) -> Iterator[Request]:
    """The interactive message with the end of the text as its body, and what has no room there before it."""
    *before, whole = split(literal(text), TEXT) or (_SPEECHLESS,)
    last = split(whole, most)[-1]
    for piece in filter(None, [*before, whole.removesuffix(last).rstrip()]):
        yield {"type": "text", "text": {"body": piece}}
    yield {"type": "interactive", "interactive": {**interactive, "body": {"text": last}}}


def _list(text: str, rows: Sequence[Row], label: str) -> Iterator[Request]:
    action = {"button": clip(label, TITLE), "sections": [{"rows": [_row(row) for row in rows]}]}
    yield from _with_body(text, TEXT, {"type": "list", "action": action})


def _row(row: Row) -> dict[str, str]:
    """A title that has to be shortened is told in full below it."""
    title = clip(row.title, ROW_TITLE)
    description = row.description or (row.title if title != row.title else "")
    told = {"id": row.payload, "title": title, "description": clip(description, DESCRIPTION)}
    return {key: value for key, value in told.items() if value}


def _carousel(carousel: Carousel) -> Iterator[Request]:
    """One message: a list of cards, or buttons when they are few; what a row has no room for is told above it."""
    options = (*(option for card in carousel.cards for option in card.options), *carousel.options)
    told = "\n\n".join(filter(None, [carousel.text, *_in_words(carousel.cards)]))
    if _can_be_buttons(options) and units(literal(told)) <= BODY:
        yield from _texts(told, options)
    elif _can_be_rows(options) and any(card.options for card in carousel.cards):
        rows = [*_rows(carousel.cards), *(Row(one.title, "", one.payload) for one in carousel.options)]
        above = told if any(_is_cut(row) for row in rows) else carousel.text
        yield from _list(above, rows, _label(carousel.cards))
    elif any(card.options for card in carousel.cards):
        yield from _plain("\n\n".join(filter(None, [told, _numbered(carousel.options, len(carousel.cards) + 1)])))
    else:
        yield from _texts(told, options)


def _in_words(cards: tuple[Card, ...]) -> Iterator[str]:
    for number, card in enumerate(cards, 1):
        yield "\n".join([f"{number}. {card.title}", *filter(str.strip, card.lines)])


def _rows(cards: tuple[Card, ...]) -> Iterator[Row]:
    """A card with one option is that option; with several, each is named and stands above the card's title."""
    for number, card in enumerate(cards, 1):
        lines = tuple(filter(str.strip, card.lines))
        if len(card.options) == 1:
            title = card.title.strip() or str(number)
            yield Row(title, " · ".join(lines), card.options[0].payload)
        else:
            below = " · ".join(filter(str.strip, [card.title, *lines]))
            yield from (Row(one.title, below, one.payload) for one in card.options)


def _is_cut(row: Row) -> bool:
    return bool(row.description) and (units(row.title) > ROW_TITLE or units(row.description) > DESCRIPTION)


def _label(cards: tuple[Card, ...]) -> str:
    """What opens the list: the word on the cards' buttons, when it is the same on all."""
    titles = {option.title for card in cards for option in card.options}
    return titles.pop() if len(titles) == 1 else _LIST


def _link(link: Link) -> Iterator[Request]:
    """The button that opens a page stands alone: WhatsApp has no room for others beside it."""
    parameters = {"display_text": clip(link.title, TITLE), "url": link.url}
    yield from _with_body(link.text, BODY, {"type": "cta_url", "action": {"name": "cta_url", "parameters": parameters}})
    if link.options:
        yield from _texts("", link.options)


def _receipt(receipt: Receipt) -> str:
    """The receipt in words; "total" and "taxes" are the same in every language that we write."""
    total = f"Total: {_amount(receipt.total)}"
    if receipt.taxes.minor:
        total += f" (taxes: {_amount(receipt.taxes)})"
    people = [receipt.number, receipt.recipient]
    lines = [_line(line) for line in receipt.lines]
    parts = ["\n".join(filter(None, part)) for part in (people, lines, (total, receipt.method, receipt.url))]
    return "\n\n".join(filter(None, parts))


def _line(line: ReceiptLine) -> str:
    what = " · ".join(filter(None, [line.title, line.subtitle]))
    times = f" × {line.quantity}" if line.quantity > 1 else ""
    return f"{what}{times}: {_amount(line.price)}"


def _amount(money: Money) -> str:
    return f"{decimal_string(money)} {money.currency}"


def literal(text: str) -> str:
    """The text as WhatsApp shows it sign by sign: no name of a person and no fare becomes bold by accident."""
    return _MARKS.sub(lambda found: found[0] + _BREAK if found[1] else found[0], text)


def _can_be_buttons(options: Sequence[Option]) -> bool:
    titles = {clip(option.title, TITLE) for option in options}
    return 0 < len(options) == len(titles) <= BUTTONS and _are_apart(options, BUTTON_ID)


def _can_be_rows(options: Sequence[Option]) -> bool:
    return 0 < len(options) <= ROWS and _are_apart(options, ROW_ID)


def _are_apart(options: Sequence[Option], longest: int) -> bool:
    payloads = {option.payload for option in options}
    return len(payloads) == len(options) and all(units(payload) <= longest for payload in payloads)


def _numbered(options: Sequence[Option], first: int = 1) -> str:
    return "\n".join(f"{number}. {option.title}" for number, option in enumerate(options, first))


def _button(option: Option) -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": option.payload, "title": clip(option.title, TITLE)}}
