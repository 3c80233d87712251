"""What can be said: a handful of messages that every channel renders by its own limits."""

import msgspec

from bot.domain.money import Money


class Option(msgspec.Struct, frozen=True):
    """Something to tap: what it is called and what comes back when it is tapped."""

    title: str
    payload: str


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to fill in. `kind` is text, date (ISO 8601, within `least` and `most`), email or choice (of `options`).

    `autocomplete` is the token of HTML that names its purpose; `value` is what is known or was sent already, and
    `problem` the sentence that says why that cannot be.
    """

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = ""
    value: str = ""
    problem: str = ""
    least: str = ""
    most: str = ""
    options: tuple[Option, ...] = ()


class Form(msgspec.Struct, frozen=True):
    """Fields that answer a question at once: what is sent answers the wait of that name, and no other."""

    wait: str
    button: str
    fields: tuple[Field, ...]


class Text(msgspec.Struct, frozen=True, tag="text", omit_defaults=True):
    """Words, with options to tap that vanish when the talk moves on (quick replies).

    `form` asks the same in fields, on channels that can show some; the words stand for themselves. `first` is the
    number of the first option where they are numbered: others, which can still be chosen, were offered before.
    `answers` is the platform's id of the traveller's message to which this is an answer, and `quote` the beginning of
    that, for channels that cannot point at it; both are "" for what answers no message in particular.
    """

    text: str
    options: tuple[Option, ...] = ()
    form: Form | None = None
    first: int = 1
    answers: str = ""
    quote: str = ""


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing among several to choose from: a title, lines below it, buttons that stay.

    `short` and `gist` say what matters of it where it is a row of a list, in 24 and 72 characters; "" is whatever of
    title and lines has room there. `brief` are fewer and shorter lines for messengers, where a card holds 80 characters
    and several cards in words fill the screen.
    """

    title: str
    lines: tuple[str, ...]
    options: tuple[Option, ...]
    short: str = ""
    gist: str = ""
    brief: tuple[str, ...] = ()


class Carousel(msgspec.Struct, frozen=True, tag="carousel"):
    """Cards side by side after a sentence, with options below them."""

    text: str
    cards: tuple[Card, ...]
    options: tuple[Option, ...] = ()


class Link(msgspec.Struct, frozen=True, tag="link"):
    """A sentence with a button that opens a page."""

    text: str
    title: str
    url: str
    options: tuple[Option, ...] = ()


class Media(msgspec.Struct, frozen=True, tag="media", omit_defaults=True):
    """A picture or a document that lies at an address of https; `kind` is image or document, `text` goes with it.

    `alt` says in few words what it is: it is told instead of a picture, and names the link where no file can be sent.
    """

    kind: str
    url: str
    text: str
    alt: str
    filename: str = ""


class ReceiptLine(msgspec.Struct, frozen=True):
    """One thing bought: `price` is for the whole quantity."""

    title: str
    subtitle: str
    quantity: int
    price: Money


class Receipt(msgspec.Struct, frozen=True, tag="receipt"):
    """What was bought, for whom, how it was paid; `at` is in seconds since 1970, UTC.

    `again` is when it was asked for once more, in the same unit, 0 the first time: some channels want each receipt to
    have a number of its own. `text` is said before it, and `language` is how its sums are written.
    """

    number: str
    recipient: str
    method: str
    lines: tuple[ReceiptLine, ...]
    total: Money
    taxes: Money
    at: int
    url: str = ""
    again: int = 0
    text: str = ""
    language: str = "en"


class Typing(msgspec.Struct, frozen=True, tag="typing"):
    """The dots that say that an answer is on its way."""


Message = Text | Carousel | Link | Media | Receipt | Typing


def spoken(message: Message) -> str:
    """The words of a message as a screen reader or a log of the talk tells them."""
    match message:
        case Text(text=text) | Link(text=text) | Media(text=text):
            return text
        case Carousel(text=text, cards=cards):
            return "\n".join([text, *(" · ".join([card.title, *card.lines]) for card in cards)])
        case Receipt(text=text, number=number, lines=lines):
            told = [text] if text else []
            return "\n".join([*told, number, *(f"{line.title} {line.subtitle}".strip() for line in lines)])
        case _:
            return ""


def options_of(message: Message) -> tuple[Option, ...]:
    """Everything in the message that can be tapped and comes back to us."""
    match message:
        case Text(options=options) | Link(options=options):
            return options
        case Carousel(cards=cards, options=options):
            return tuple(option for card in cards for option in card.options) + options
        case _:
            return ()
