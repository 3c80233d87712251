"""What Messenger and Instagram write alike: quick replies, buttons, cards, files, and the envelope of a request.

Meta, Messenger Platform and Instagram Platform: "Quick replies", "Button template", "Generic template", "Send a
message". Lengths count UTF-16 units.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.adapters.channels.page_item import MARK
from bot.domain.conversation.fitting import clip, units
from bot.domain.conversation.limits import LIMITS, Limits
from bot.domain.conversation.messages import Card, Link, Media, Option
from bot.domain.conversation.offering import CHIPS, on_card, way_of
from bot.domain.conversation.rendering import SPEECHLESS, Request

TYPING: tuple[Request, ...] = ({"sender_action": "mark_seen"}, {"sender_action": "typing_on"})
"""What was written is seen, and an answer is on its way."""
_TITLE = LIMITS["messenger"].title
"""Both show as much of what can be tapped."""


def addressed(user: str, request: Request, key: str) -> Request:
    """The request with its recipient, and with our own id of the message where it is one."""
    recipient = {"recipient": {"id": user}}
    if "message" not in request:
        return {**recipient, **request}
    message = {**request["message"], "metadata": f"{MARK}{key}"}
    return {**recipient, "messaging_type": "RESPONSE", **request, "message": message}


def text(words: str, options: Sequence[Option] = ()) -> Request:
    """A bubble of words with quick replies."""
    return {"message": {"text": words, **_chips(options)}}


def pointing(message: str) -> Request:
    """What points at a message (Meta, Messenger Platform, "Reply to a message"); ids of our own making have a colon."""
    return {} if ":" in message or "#" in message else {"reply_to": {"mid": message}}


def template(payload: dict[str, Any], options: Sequence[Option] = ()) -> Request:
    """A message that is a template."""
    return {"message": {"attachment": {"type": "template", "payload": payload}, **_chips(options)}}


def file(media: Media) -> Iterator[Request]:
    """A picture or a document, which Meta fetches itself."""
    kind = "image" if media.kind == "image" else "file"
    yield {"message": {"attachment": {"type": kind, "payload": {"url": media.url}}}}


class Cards:
    """Writes cards and links by the limits of one of the two; `webview` is how a page opens in it."""

    def __init__(self, limits: Limits, webview: Mapping[str, str]) -> None:
        self._limits = limits
        self._webview = webview

    def carousel(self, cards: Sequence[Card], options: Sequence[Option]) -> Request:
        """Cards side by side, with quick replies below them."""
        return template({"template_type": "generic", "elements": [self._element(card) for card in cards]}, options)

    def linked(self, words: str, link: Link) -> Request:
        """Words with the button of a page; options are buttons beside it or, when they are too many, quick replies."""
        limits, options = self._limits, link.options
        fits = way_of(options, limits) == CHIPS
        beside = options if fits and len(options) < limits.buttons else ()
        title = clip(link.title, limits.title)
        page = {"type": "web_url", "title": title, "url": link.url, **self._webview}
        buttons = [page, *(_postback(option, limits) for option in beside)]
        below = options if fits and not beside else ()
        return template({"template_type": "button", "text": words, "buttons": buttons}, below)

    def _element(self, card: Card) -> dict[str, Any]:
        """One card, with as much as fits."""
        most = self._limits.card_text
        buttons = [_postback(option, self._limits) for option in on_card(card, self._limits)]
        told = {
            "title": clip(card.title, most).strip() or SPEECHLESS,
            "subtitle": _subtitle(card.brief or card.lines, most),
        }
        if not buttons and not told["subtitle"]:
            told["subtitle"] = SPEECHLESS
        return {key: value for key, value in {**told, "buttons": buttons}.items() if value}


def _subtitle(lines: tuple[str, ...], most: int) -> str:
    """As many whole lines as fit, or the beginning of the first."""
    told = ""
    lines = tuple(filter(str.strip, lines))
    for line in lines:
        longer = f"{told}\n{line}" if told else line
        if units(longer) > most:
            break
        told = longer
    return told or clip(lines[0], most) if lines else ""


def _chips(options: Sequence[Option]) -> dict[str, Any]:
    replies = [
        {"content_type": "text", "title": clip(option.title, _TITLE), "payload": option.payload} for option in options
    ]
    return {"quick_replies": replies} if replies else {}


def _postback(option: Option, limits: Limits) -> dict[str, Any]:
    return {"type": "postback", "title": clip(option.title, limits.title), "payload": option.payload}
