"""What a traveller is shown of a message, as plain words: it can be compared, kept in a file, and read aloud."""

import msgspec

from bot.domain.conversation.messages import Card, Carousel, Link, Media, Message, Option, Receipt, Text, spoken
from bot.domain.money import format_money


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that was said: its words, its cards with their buttons, and what can be tapped below."""

    text: str
    cards: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


def shown(message: Message) -> Shown:
    """A message as plain words; spaces at the ends of lines are nobody's wording."""
    match message:
        case Text(text=text, options=options):
            return Shown(_plain(text), (), _titles(options))
        case Carousel(text=text, cards=cards, options=options):
            return Shown(_plain(text), tuple(map(_card, cards)), _titles(options))
        case Link(text=text, title=title, options=options):
            return Shown(_plain(text), (), (title, *_titles(options)))
        case Media(text=text, alt=alt):
            return Shown(_plain(text), (_plain(alt),))
        case Receipt():
            told = (message.recipient, message.method, format_money(message.total, message.language))
            return Shown(_plain(spoken(message)), (_plain(" · ".join(filter(None, told))),))
        case _:
            return Shown("")


def _card(card: Card) -> str:
    words = " · ".join([card.title, *card.lines])
    return _plain(" ".join([words, *(f"[{option.title}]" for option in card.options)]).replace("\n", " "))


def _titles(options: tuple[Option, ...]) -> tuple[str, ...]:
    return tuple(_plain(option.title) for option in options)


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip()
