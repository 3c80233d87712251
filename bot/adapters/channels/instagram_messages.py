"""Renders messages for Instagram, within its limits.

On a desktop Instagram shows neither quick replies nor templates, so everything that can be tapped is told in words,
too, with a number. Instagram Platform: "Send a message", "Quick replies", "Generic template", "Button template". A text
counts bytes of UTF-8; there is no receipt.
"""

from collections.abc import Iterator, Sequence

from bot.adapters.channels.fitting import clip, octets, split
from bot.adapters.channels.page_messages import (
    BUTTON_TEXT,
    SPEECHLESS,
    TITLE,
    Request,
    beyond,
    can_be_chips,
    carousels,
    chips,
    in_words,
    linked,
    numbered,
)
from bot.domain.conversation.messages import Card, Carousel, Link, Message, Option, Receipt, ReceiptLine, Text, Typing
from bot.domain.money import Money, decimal_string

TEXT = 1000
"""Bytes."""


def render(message: Message) -> tuple[Request, ...]:
    """The messages to send, in order, without recipient."""
    match message:
        case Text(text=text, options=options):
            tappable = options if can_be_chips(options) else ()
            return tuple(_texts(_with_options(text, options), tappable))
        case Carousel():
            return tuple(_carousel(message))
        case Link():
            return tuple(_link(message))
        case Receipt():
            return tuple(_texts(_receipt(message)))
        case Typing():
            return ({"sender_action": "typing_on"},)


def _texts(text: str, options: Sequence[Option] = ()) -> Iterator[Request]:
    *before, last = split(text, TEXT, octets) or (SPEECHLESS,)
    for piece in before:
        yield {"message": {"text": piece}}
    yield {"message": {"text": last, **chips(options)}}


def _with_options(text: str, options: Sequence[Option], first: int = 1) -> str:
    return "\n".join(filter(None, [text, numbered(options, first)]))


def _carousel(carousel: Carousel) -> Iterator[Request]:
    """The cards in words and then as cards; what has no room on them stands below, numbered on."""
    cards = carousel.cards
    below = (*carousel.options, *(option for card in cards for option in beyond(card.options)))
    tappable = below if can_be_chips(below) else ()
    told = "\n\n".join(filter(None, [carousel.text, *map(_card, cards, in_words(cards))]))
    spoken = _with_options(f"{told}\n" if cards and below else told, below, len(cards) + 1)
    yield from _texts(spoken, () if cards else tappable)
    yield from carousels(cards, tappable)


def _card(card: Card, told: str) -> str:
    """Which button a card means is plain when it has one."""
    titles = " · ".join(option.title for option in card.options)
    return f"{told}\n[{titles}]" if len(card.options) > 1 else told


def _link(link: Link) -> Iterator[Request]:
    """The words with the bare address, which every device opens, and then its button."""
    whole = _with_options(f"{link.text}\n{link.url}", link.options)
    if octets(whole) <= TEXT:
        yield from _texts(whole)
    else:
        yield from _texts(link.text)
        yield from _texts(link.url)
        yield from _texts(numbered(link.options)) if link.options else ()
    button = {"type": "web_url", "title": clip(link.title, TITLE), "url": link.url}
    yield linked(clip(link.title, BUTTON_TEXT), button, link.options)


def _receipt(receipt: Receipt) -> str:
    """A receipt in signs that need no language: number, who and how, each line, taxes in brackets, the total."""
    head = " · ".join(filter(None, [receipt.number, receipt.recipient, receipt.method]))
    paid = f"= {_amount(receipt.total)} ({_amount(receipt.taxes)})" if receipt.taxes.minor else _amount(receipt.total)
    return "\n".join(filter(None, [head, *map(_line, receipt.lines), paid, receipt.url]))


def _line(line: ReceiptLine) -> str:
    times = f"{line.quantity} ×" if line.quantity > 1 else ""
    what = " ".join(filter(None, [times, line.title, line.subtitle]))
    return f"{what}: {_amount(line.price)}"


def _amount(money: Money) -> str:
    return f"{decimal_string(money)} {money.currency}"
