"""Reads a message of the terminal channel as what the bot said."""

from bot.domain.conversation.messages import Carousel, Link, Media, Message, Receipt, Text
from bot.domain.money import format_money
from tests.journeys.talk_file import Spoken


def sayings(message: Message) -> tuple[Spoken, ...]:
    """The same as channels send it that put a receipt's words before it in a message of their own."""
    said = spoken(message)
    before = message.text if isinstance(message, Receipt) else ""
    return (Spoken(before), Spoken(said.text.removeprefix(f"{before}\n"))) if before else (said,)


def spoken(message: Message) -> Spoken:
    """Its words, its cards, and the titles of what can be tapped."""
    titles = tuple(option.title for option in getattr(message, "options", ()))
    match message:
        case Carousel(text=text, cards=cards):
            shown = tuple(" ".join([card.title, *(f"[{one.title}]" for one in card.options)]) for card in cards)
            return Spoken(text, shown, titles)
        case Link(text=text, title=title):
            return Spoken(text, (), (title, *titles))
        case Media(text=text, alt=alt):
            return Spoken(text, (), (alt,))
        case Receipt(text=before, number=number, recipient=recipient, method=method, total=total):
            told = f"(receipt) {' · '.join((number, recipient, method, format_money(total, 'en')))}"
            return Spoken(f"{before}\n{told}" if before else told)
        case Text(text=text):
            return Spoken(text, (), titles)
        case _:
            raise AssertionError(message)
