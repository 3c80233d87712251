"""What Messenger and Instagram render alike: quick replies, buttons, cards, and the envelope of a request.

Meta, Messenger Platform and Instagram Platform: "Quick replies", "Button template", "Generic template". Lengths count
UTF-16 units.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.adapters.channels.fitting import clip, units
from bot.adapters.channels.page_item import MARK
from bot.domain.conversation.messages import Card, Option

TITLE = 20
PAYLOAD = 1000
QUICK_REPLIES = 13
BUTTONS = 3
BUTTON_TEXT = 640
ELEMENTS = 10
ELEMENT_TEXT = 80
SPEECHLESS = "…"

Request = dict[str, Any]


def addressed(user: str, request: Request, key: str) -> Request:
    """The request with its recipient, and with our own id of the message where it is one."""
    recipient = {"recipient": {"id": user}}
    if "message" not in request:
        return {**recipient, **request}
    message = {**request["message"], "metadata": f"{MARK}{key}"}
    return {**recipient, "messaging_type": "RESPONSE", "message": message}


def carousels(cards: tuple[Card, ...], options: Sequence[Option]) -> Iterator[Request]:
    """The cards, ten at a time, and quick replies below the last."""
    groups = [cards[at : at + ELEMENTS] for at in range(0, len(cards), ELEMENTS)]
    for group in groups:
        elements = [element(card) for card in group]
        yield template({"template_type": "generic", "elements": elements}, options if group is groups[-1] else ())


def linked(text: str, button: dict[str, Any], options: Sequence[Option]) -> Request:
    """A text with the button of a link; the options are buttons beside it or, when they are too many, quick replies."""
    beside = options if len(options) < BUTTONS and can_be_chips(options) else ()
    below = options if not beside and can_be_chips(options) else ()
    buttons = [button, *(postback(option) for option in beside)]
    return template({"template_type": "button", "text": text, "buttons": buttons}, below)


def element(card: Card) -> dict[str, Any]:
    """One card, with as much as fits."""
    buttons = [postback(option) for option in _tappable(card.options)]
    told = {"title": clip(card.title, ELEMENT_TEXT).strip() or SPEECHLESS, "subtitle": _subtitle(card.lines)}
    if not buttons and not told["subtitle"]:
        told["subtitle"] = SPEECHLESS
    return {key: value for key, value in {**told, "buttons": buttons}.items() if value}


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


def template(payload: dict[str, Any], options: Sequence[Option] = ()) -> Request:
    """A message that is a template."""
    return {"message": {"attachment": {"type": "template", "payload": payload}, **chips(options)}}


def _tappable(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(option for option in options if units(option.payload) <= PAYLOAD)[:BUTTONS]


def beyond(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options that have no room among the buttons of their card."""
    kept = _tappable(options)
    return tuple(option for option in options if option not in kept)


def can_be_chips(options: Sequence[Option]) -> bool:
    """Whether all of the options can be quick replies."""
    return len(options) <= QUICK_REPLIES and all(units(option.payload) <= PAYLOAD for option in options)


def chips(options: Sequence[Option]) -> dict[str, Any]:
    """The options as quick replies."""
    replies = [
        {"content_type": "text", "title": clip(option.title, TITLE), "payload": option.payload} for option in options
    ]
    return {"quick_replies": replies} if replies else {}


def numbered(options: Sequence[Option], first: int = 1) -> str:
    """The options in words, a line each."""
    return "\n".join(f"{number}. {option.title}" for number, option in enumerate(options, first))


def in_words(cards: tuple[Card, ...]) -> tuple[str, ...]:
    """The cards in words, with a number each."""
    return tuple("\n".join([f"{number}. {card.title}", *card.lines]) for number, card in enumerate(cards, 1))


def postback(option: Option) -> dict[str, Any]:
    """The option as a button."""
    return {"type": "postback", "title": clip(option.title, TITLE), "payload": option.payload}
