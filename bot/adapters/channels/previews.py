"""What each channel really shows of a message: the channel's own rendering, read back as bubbles.

No limit is counted here: whatever a platform would be sent is what is read.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from bot.adapters.channels import instagram_messages, messenger_messages, whatsapp_messages
from bot.domain.conversation.bubbles import Bubble, BubbleCard, Button
from bot.domain.conversation.messages import Card, Carousel, Link, Media, Message, Option, Receipt, Text
from bot.domain.conversation.rendering import Request, receipt_in_words


def preview(channel: str, message: Message) -> tuple[Bubble, ...]:
    """The bubbles in which a message stands on the screen of a channel, in order; none for dots."""
    render = _RENDERED.get(channel)
    if render is None:
        return tuple(_own(message))
    read = _whatsapp if channel == "whatsapp" else _page
    return tuple(bubble for request in render(message) for bubble in read(request))


_RENDERED: Mapping[str, Callable[[Message], tuple[Request, ...]]] = {
    "messenger": messenger_messages.render,
    "instagram": instagram_messages.render,
    "whatsapp": whatsapp_messages.render,
}
"""Channel -> what renders for it; our own channels show messages as they are."""


def _own(message: Message) -> Iterator[Bubble]:
    match message:
        case Text(text=text, options=options):
            yield Bubble(text, chips=_options(options))
        case Carousel(text=text, cards=cards, options=options):
            yield Bubble(text, cards=tuple(map(_card, cards)), chips=_options(options))
        case Link(text=text, title=title, url=url, options=options):
            yield Bubble(text, (Button(title, url=url),), _options(options))
        case Media(text=text, url=url):
            yield Bubble(text, file=url)
        case Receipt():
            yield Bubble(receipt_in_words(message))
        case _:
            return


def _card(card: Card) -> BubbleCard:
    return BubbleCard(card.title, "\n".join(card.lines), _options(card.options))


def _options(options: tuple[Option, ...]) -> tuple[Button, ...]:
    return tuple(Button(option.title, option.payload) for option in options)


def _page(request: Request) -> Iterator[Bubble]:
    """A request of Messenger or Instagram."""
    message = request.get("message")
    if message is None:
        return
    chips = tuple(Button(one["title"], one["payload"]) for one in message.get("quick_replies", ()))
    attachment = message.get("attachment")
    if attachment is None:
        yield Bubble(message["text"], chips=chips)
    elif attachment["type"] == "template":
        yield msgspec.structs.replace(_template(attachment["payload"]), chips=chips)
    else:
        yield Bubble(file=attachment["payload"]["url"], chips=chips)


def _template(payload: dict[str, Any]) -> Bubble:
    match payload["template_type"]:
        case "generic":
            cards = (
                BubbleCard(one["title"], one.get("subtitle", ""), _buttons(one.get("buttons", ())))
                for one in payload["elements"]
            )
            return Bubble(cards=tuple(cards))
        case "button":
            return Bubble(payload["text"], _buttons(payload["buttons"]))
        case _:
            return Bubble("\n".join(_receipt_lines(payload)))


def _receipt_lines(payload: dict[str, Any]) -> Iterator[str]:
    """A receipt as Messenger's own card tells it."""
    currency = payload["currency"]
    yield f"{payload['order_number']} · {payload['recipient_name']}"
    for line in payload.get("elements", ()):
        yield " · ".join(filter(None, (line.get("title"), line.get("subtitle"), f"{line['price']:.2f} {currency}")))
    yield f"{payload['summary']['total_cost']:.2f} {currency} · {payload.get('payment_method', '')}"


def _buttons(raw: Any) -> tuple[Button, ...]:
    return tuple(Button(one["title"], one.get("payload", ""), one.get("url", "")) for one in raw)


def _whatsapp(request: Request) -> Iterator[Bubble]:
    kind = request.get("type", "")
    match kind:
        case "text":
            yield Bubble(request["text"]["body"])
        case "interactive":
            yield _interactive(request["interactive"])
        case "image" | "document":
            yield Bubble(request[kind].get("caption", ""), file=request[kind]["link"])
        case _:
            return


def _interactive(told: dict[str, Any]) -> Bubble:
    text, action = told["body"]["text"], told["action"]
    match told["type"]:
        case "button":
            replies = (one["reply"] for one in action["buttons"])
            return Bubble(text, tuple(Button(reply["title"], reply["id"]) for reply in replies))
        case "list":
            rows = (row for section in action["sections"] for row in section["rows"])
            shown = tuple(Button(row["title"], row["id"], line=row.get("description", "")) for row in rows)
            return Bubble(text, rows=shown, opens=action["button"])
        case _:
            page = action["parameters"]
            return Bubble(text, (Button(page["display_text"], url=page["url"]),))
