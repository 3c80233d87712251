"""Renders every message for a platform by its limits: carousel, else list, else buttons, else numbered words.

What is said, in what order, and what is told in words is decided here, once for all platforms; a dialect only writes
the platform's own requests. Nothing is lost: what does not fit is split, or said in words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bot.domain.conversation.fitting import clip, split
from bot.domain.conversation.limits import Limits
from bot.domain.conversation.messages import (
    Card,
    Carousel,
    Link,
    Media,
    Message,
    Option,
    Receipt,
    ReceiptLine,
    Text,
    Typing,
)
from bot.domain.conversation.offering import (
    BUTTONS,
    CHIPS,
    ROWS,
    WORDS,
    Row,
    are_told,
    below_cards,
    cards_in_words,
    carousel_way,
    counted,
    listed,
    rows_of,
    way_of,
)
from bot.domain.money import format_money

SPEECHLESS = "…"
"""Stands where a platform wants words and the flow has none."""
_LIST = "Options"
"""Opens a list whose options do not agree on a word for it; the same in English and in French, read by all."""
_SUMS: Mapping[str, Mapping[str, str]] = {
    "en": {"total": "Total", "taxes": "taxes"},
    "fr": {"total": "Total", "taxes": "taxes"},
    "es": {"total": "Total", "taxes": "tasas"},
    "de": {"total": "Gesamt", "taxes": "Steuern"},
}
"""What stands before the sums of a receipt."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=\w)")
"""Where a sentence ends and another begins."""

Request = dict[str, Any]
CardWriter = Callable[[Sequence[Card], Sequence[Option]], Request]
RowWriter = Callable[[str, Sequence[Row], str], Request]


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """How a platform writes: `text` a bubble of words, `offers` words with options, by the way in which it offers them.

    `cards` writes one carousel with what is offered below it, `rows` a list that a word opens, `linked` words with the
    button of a page, `file` a picture or document below the words that could not go with it. `literal` is a text as
    the platform shows it sign by sign. `answering` is what a request says besides to point at the message of an id, and
    is empty for an id that is not the platform's.
    """

    limits: Limits
    typing: tuple[Request, ...]
    text: Callable[[str], Request]
    offers: Mapping[str, Callable[[str, Sequence[Option]], Request]]
    linked: Callable[[str, Link], Request]
    file: Callable[[Media], Iterable[Request]]
    receipt: Callable[[Receipt], Iterable[Request]]
    cards: CardWriter | None = None
    rows: RowWriter | None = None
    literal: Callable[[str], str] = str
    answering: Callable[[str], Request] = lambda _: {}


def render(message: Message, dialect: Dialect) -> tuple[Request, ...]:
    """The messages to send, in order, without recipient."""
    match message:
        case Text(answers=answers, quote=quote) if answers or quote:
            return tuple(_answer(message, dialect))
        case Text(text=text, options=options, first=first):
            return tuple(say(text, options, dialect, first=first))
        case Carousel():
            return tuple(_carousel(message, dialect))
        case Link():
            return tuple(_link(message, dialect))
        case Media():
            return tuple(_media(message, dialect))
        case Receipt():
            return tuple(dialect.receipt(message))
        case Typing():
            return dialect.typing


def _answer(said: Text, dialect: Dialect) -> Iterator[Request]:
    """An answer to one message: the first request points at it, or begins with what it said."""
    points = dialect.answering(said.answers) if said.answers else {}
    text = said.text if points or not said.quote else f"> {said.quote}\n\n{said.text}"
    first, *rest = say(text, said.options, dialect, first=said.first)
    yield {**points, **first}
    yield from rest


def say(text: str, options: Sequence[Option], dialect: Dialect, *, first: int = 1) -> Iterator[Request]:
    """A text with options, in as many bubbles as it needs; the options go with the last, numbered from `first` on."""
    way = way_of(options, dialect.limits)
    if options and (dialect.limits.aloud or way == WORDS):
        text = joined(text, listed(options, first))
    yield from _offered(text, options, way, dialect)


def _offered(text: str, options: Sequence[Option], way: str, dialect: Dialect) -> Iterator[Request]:
    if not options or way == WORDS:
        yield from bubbles(text, dialect, dialect.text)
    elif way == ROWS and dialect.rows is not None:
        rows = [Row(one.title, "", one.payload) for one in options]
        yield from bubbles(text, dialect, _list(dialect.rows, rows))
    else:
        most = dialect.limits.body if way == BUTTONS else 0
        yield from bubbles(text, dialect, lambda last: dialect.offers[way](last, options), most=most)


def bubbles(text: str, dialect: Dialect, write: Callable[[str], Request], *, most: int = 0) -> Iterator[Request]:
    """The text in bubbles, of which `write` makes the last; that one holds at most so many units, if not as any."""
    limits = dialect.limits
    *before, whole = split(dialect.literal(text), limits.text, limits.measure) or (SPEECHLESS,)
    last = split(whole, most)[-1] if most else whole
    yield from map(dialect.text, filter(None, [*before, whole.removesuffix(last).rstrip()]))
    yield write(last)


def joined(*parts: str, by: str = "\n") -> str:
    """The parts that say something, one below the other."""
    return by.join(part for part in parts if part.strip())


def _carousel(carousel: Carousel, dialect: Dialect) -> Iterator[Request]:
    if dialect.cards is not None and carousel.cards:
        yield from _side_by_side(carousel, dialect, dialect.cards)
        return
    is_list = carousel_way(carousel, dialect.limits) == ROWS and any(card.options for card in carousel.cards)
    if dialect.rows is not None and is_list:
        told = _told(carousel) if are_told(carousel, dialect.limits) else carousel.text
        rows = rows_of(carousel, dialect.limits)
        yield from bubbles(told, dialect, _list(dialect.rows, rows, _label(carousel.cards)))
        return
    options = [option for card in carousel.cards for option in card.options]
    told, every = _told(carousel), (*options, *carousel.options)
    way = way_of(every, dialect.limits)
    if carousel.options and (dialect.limits.aloud or way == WORDS):
        told = joined(told, _below(carousel.options, len(options)), by="\n\n" if carousel.cards else "\n")
    yield from _offered(told, every, way, dialect)


def _side_by_side(carousel: Carousel, dialect: Dialect, write: CardWriter) -> Iterator[Request]:
    """A sentence, then the cards; what is too long or too much for a card is told before it or offered below."""
    limits, below = dialect.limits, below_cards(carousel, dialect.limits)
    way = way_of(below, limits)
    told = _told(carousel) if are_told(carousel, limits) else carousel.text
    if limits.aloud or way == WORDS:
        spoken = carousel.options if are_told(carousel, limits) else below
        told = joined(told, _below(spoken, sum(len(card.options) for card in carousel.cards)), by="\n\n")
    if told.strip():
        yield from bubbles(told, dialect, dialect.text)
    groups = [carousel.cards[at : at + limits.cards] for at in range(0, len(carousel.cards), limits.cards)]
    for group in groups:
        last = group is groups[-1] and way == CHIPS
        yield write(group, below if last else ())


def _told(carousel: Carousel) -> str:
    return joined(carousel.text, *cards_in_words(carousel.cards), by="\n\n")


def _below(options: Sequence[Option], before: int) -> str:
    """Options in words below cards: numbered on where the cards have numbers."""
    return counted(options, before + 1) if before else listed(options)


def _list(write: RowWriter, rows: Sequence[Row], label: str = _LIST) -> Callable[[str], Request]:
    return lambda last: write(last, rows, label)


def _label(cards: Sequence[Card]) -> str:
    """What opens the list: the word on the cards' buttons, when it is the same on all."""
    titles = {option.title for card in cards for option in card.options}
    return titles.pop() if len(titles) == 1 else _LIST


def _link(link: Link, dialect: Dialect) -> Iterator[Request]:
    """The words and the button of the page; options have room beside it, or come below it.

    Where they are a list, the address stands in its words, so that page and list are one message.
    """
    limits, way = dialect.limits, way_of(link.options, dialect.limits)
    if limits.aloud:
        yield from _address(link, dialect)
        yield dialect.linked(clip(_parted(link)[1] or link.title, limits.body), link)
        return
    if not link.options or way == CHIPS:
        yield from bubbles(link.text, dialect, lambda last: dialect.linked(last, link), most=limits.body)
        return
    if way == ROWS:
        yield from say(joined(link.text, f"{link.title}: {link.url}", by="\n\n"), link.options, dialect)
        return
    text, below = (link.text, "") if way == WORDS else _parted(link)
    below = below or ("" if way == WORDS else " · ".join(option.title for option in link.options))
    yield from bubbles(text, dialect, lambda last: dialect.linked(last, link), most=limits.body)
    yield from say(below, link.options, dialect)


def _parted(link: Link) -> tuple[str, str]:
    """The text, and its last line or sentence, which is said with what is tapped below; "" where it has but one."""
    above, _, paragraph = link.text.rpartition("\n\n")
    lines, _, last = paragraph.rpartition("\n")
    if not lines.strip():
        *sentences, last = _SENTENCE.split(paragraph)
        lines = paragraph.removesuffix(last).rstrip() if sentences else ""
    return (joined(above, lines, by="\n\n"), last) if lines.strip() and last.strip() else (link.text, "")


def _address(link: Link, dialect: Dialect) -> Iterator[Request]:
    """The words with the bare address, which every device opens; it is never cut."""
    options, limits = listed(link.options), dialect.limits
    whole = joined(link.text, link.url, options)
    parts = (whole,) if limits.measure(dialect.literal(whole)) <= limits.text else (link.text, link.url, options)
    for part in filter(str.strip, parts):
        yield from bubbles(part, dialect, dialect.text)


def _media(media: Media, dialect: Dialect) -> Iterator[Request]:
    """The file itself where the platform fetches and shows its kind, else a link to it."""
    kinds = dialect.limits.pictures if media.kind == "image" else dialect.limits.files
    if media.url.startswith("https://") and (kinds >= {"*"} or _ending(media) in kinds):
        yield from dialect.file(media)
    else:
        yield from _link(Link(media.text, media.alt, media.url), dialect)


def _ending(media: Media) -> str:
    """How the file's name ends, "" where the address is none: it is then sent as a link."""
    try:
        name = media.filename or urlsplit(media.url).path
    except ValueError:
        return ""
    return name.rpartition(".")[2].lower()


def receipt_in_words(receipt: Receipt) -> str:
    """The receipt in words, no sum and no name twice."""
    words = _SUMS.get(receipt.language[:2], _SUMS["en"])
    total = f"{words['total']}: {format_money(receipt.total, receipt.language)}"
    if receipt.taxes.minor:
        total += f" ({words['taxes']}: {format_money(receipt.taxes, receipt.language)})"
    parts = (
        receipt.text,
        joined(receipt.number, receipt.recipient),
        joined(*(_line(line, receipt) for line in receipt.lines)),
        joined(total, receipt.method, receipt.url),
    )
    return joined(*parts, by="\n\n")


def _line(line: ReceiptLine, receipt: Receipt) -> str:
    names = "" if line.subtitle == receipt.recipient else line.subtitle
    what = joined(line.title, names, by=" · ")
    if len(receipt.lines) == 1 and line.price == receipt.total:
        return what
    times = f" × {line.quantity}" if line.quantity > 1 else ""
    return f"{what}{times}: {format_money(line.price, receipt.language)}"
