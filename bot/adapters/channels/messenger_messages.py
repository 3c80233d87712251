"""Renders messages for Messenger, within its limits: what does not fit is shortened, split or said in words.

Meta, Messenger Platform: "Send a message", "Quick replies", "Button template", "Generic template", "Receipt
template", "URL button". Lengths count UTF-16 units.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.adapters.channels.fitting import clip, split, units
from bot.domain.conversation.messages import Card, Carousel, Link, Message, Option, Receipt, ReceiptLine, Text, Typing
from bot.domain.money import Money, decimal_string

TEXT = 2000
BUTTON_TEXT = 640
TITLE = 20
PAYLOAD = 1000
QUICK_REPLIES = 13
BUTTONS = 3
ELEMENTS = 10
ELEMENT_TEXT = 80
RECEIPT_LINES = 100

_SPEECHLESS = "…"

Request = dict[str, Any]


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
            return (_template(_receipt(message)),)
        case Typing():
            return ({"sender_action": "typing_on"},)


def _texts(text: str, options: Sequence[Option]) -> Iterator[Request]:
    if not _can_be_chips(options):
        text, options = f"{text}\n{_numbered(options)}", ()
    pieces = split(text, TEXT) or (_SPEECHLESS,)
    for piece in pieces[:-1]:
        yield {"message": {"text": piece}}
    yield {"message": {"text": pieces[-1], **_chips(options)}}


def _carousel(carousel: Carousel) -> Iterator[Request]:
    """A sentence, then the cards; what is too long or too much for a card is told before it or stands below."""
    below = (*carousel.options, *(option for card in carousel.cards for option in _beyond(card.options)))
    chips = below if _can_be_chips(below) else ()
    told = "\n\n".join(filter(None, [carousel.text, *_in_words(carousel.cards)]))
    spoken = () if chips and carousel.cards else below
    if told or spoken or not carousel.cards:
        yield from _texts(told, spoken)
    groups = [carousel.cards[at : at + ELEMENTS] for at in range(0, len(carousel.cards), ELEMENTS)]
    for group in groups:
        elements = [_element(card) for card in group]
        yield _template({"template_type": "generic", "elements": elements}, chips if group is groups[-1] else ())


def _in_words(cards: tuple[Card, ...]) -> tuple[str, ...]:
    if all(units(card.title) <= ELEMENT_TEXT and units("\n".join(card.lines)) <= ELEMENT_TEXT for card in cards):
        return ()
    return tuple("\n".join([f"{number}. {card.title}", *card.lines]) for number, card in enumerate(cards, 1))


def _element(card: Card) -> dict[str, Any]:
    buttons = [_postback(option) for option in _tappable(card.options)]
    element = {"title": clip(card.title, ELEMENT_TEXT).strip() or _SPEECHLESS, "subtitle": _subtitle(card.lines)}
    if not buttons and not element["subtitle"]:
        element["subtitle"] = _SPEECHLESS
    return {key: value for key, value in {**element, "buttons": buttons}.items() if value}


def _subtitle(lines: tuple[str, ...]) -> str:
    """As many whole lines as fit, or the beginning of the first."""
    told = ""
    lines = tuple(filter(str.strip, lines))
    for line in lines:
        longer = f"{told}\n{line}" if told else line
        if units(longer) > ELEMENT_TEXT:
            break
        told = longer
    return told or clip(lines[0], ELEMENT_TEXT) if lines else ""


def _link(link: Link) -> Iterator[Request]:
    *before, last = split(link.text, BUTTON_TEXT) or (_SPEECHLESS,)
    if before:
        yield from _texts("\n".join(before), ())
    button = {
        "type": "web_url",
        "title": clip(link.title, TITLE),
        "url": link.url,
        "webview_height_ratio": "full",
        "webview_share_button": "hide",
    }
    beside = link.options if len(link.options) < BUTTONS and _can_be_chips(link.options) else ()
    buttons = [button, *(_postback(option) for option in beside)]
    below = () if beside else link.options
    chips = below if _can_be_chips(below) else ()
    yield _template({"template_type": "button", "text": last, "buttons": buttons}, chips)
    if below and not chips:
        yield from _texts("", below)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    """A receipt that was sent before has a number of its own: Meta refuses the same one twice."""
    currency = receipt.total.currency
    told = {
        "template_type": "receipt",
        "recipient_name": receipt.recipient or _SPEECHLESS,
        "order_number": f"{receipt.number}-r{receipt.again:x}" if receipt.again else receipt.number,
        "currency": currency,
        "payment_method": receipt.method or _SPEECHLESS,
        "timestamp": str(receipt.at),
        "order_url": receipt.url,
        "elements": [_line(line) for line in receipt.lines[:RECEIPT_LINES]],
        "summary": {
            "subtotal": _number(receipt.total - receipt.taxes),
            "total_tax": _number(receipt.taxes),
            "total_cost": _number(receipt.total),
        },
    }
    return {key: value for key, value in told.items() if value}


def _line(line: ReceiptLine) -> dict[str, Any]:
    told = {
        "title": clip(line.title, ELEMENT_TEXT),
        "subtitle": clip(line.subtitle, ELEMENT_TEXT),
        "quantity": line.quantity,
        "price": _number(line.price),
        "currency": line.price.currency,
    }
    return {key: value for key, value in told.items() if value != ""}


def _number(money: Money) -> float:
    """A JSON number, as the template wants it; exact to the cent up to 90 million millions."""
    return float(decimal_string(money))


def _template(payload: dict[str, Any], options: Sequence[Option] = ()) -> Request:
    return {"message": {"attachment": {"type": "template", "payload": payload}, **_chips(options)}}


def _tappable(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(option for option in options if units(option.payload) <= PAYLOAD)[:BUTTONS]


def _beyond(options: tuple[Option, ...]) -> tuple[Option, ...]:
    kept = _tappable(options)
    return tuple(option for option in options if option not in kept)


def _can_be_chips(options: Sequence[Option]) -> bool:
    return len(options) <= QUICK_REPLIES and all(units(option.payload) <= PAYLOAD for option in options)


def _chips(options: Sequence[Option]) -> dict[str, Any]:
    chips = [
        {"content_type": "text", "title": clip(option.title, TITLE), "payload": option.payload} for option in options
    ]
    return {"quick_replies": chips} if chips else {}


def _numbered(options: Sequence[Option]) -> str:
    return "\n".join(f"{number}. {option.title}" for number, option in enumerate(options, 1))


def _postback(option: Option) -> dict[str, Any]:
    return {"type": "postback", "title": clip(option.title, TITLE), "payload": option.payload}
