"""Reads what the fake Graph API was sent as what the bot said: cards go with the sentence before them."""

import re
from collections.abc import Iterator
from typing import Any

from bot.simulators.page_sent import PageSent
from tests.journeys.talk_file import Spoken

_CARDS_FOLLOW = "\n\n1. "
"""What a card has no room for is told in the sentence before it; the cards are on their way."""


_PAGE = re.compile(r"/(?:pay|pin|wallet)/")


def links(sent: PageSent) -> Iterator[str]:
    """The addresses of our pages about money to which a message leads."""
    payload = sent.request["message"].get("attachment", {}).get("payload", {})
    yield from (button["url"] for button in payload.get("buttons", []) if _PAGE.search(button.get("url", "")))


def spoken(sent: list[PageSent]) -> Iterator[Spoken]:
    """Messages as the flow said them: cards go with the sentence that came before them."""
    before: Spoken | None = None
    for one in sent:
        said = _one(one)
        if said.cards and before is not None:
            yield Spoken(before.text.partition("\n\n")[0], said.cards, said.options)
            before = None
            continue
        if before is not None:
            yield before
        before = said
    if before is not None and _CARDS_FOLLOW not in before.text:
        yield before


def _one(sent: PageSent) -> Spoken:
    message: dict[str, Any] = sent.request["message"]
    payload = message.get("attachment", {}).get("payload", {})
    chips = tuple(chip["title"] for chip in message.get("quick_replies", []))
    match payload.get("template_type"):
        case "generic":
            return Spoken("", tuple(_card(one) for one in payload["elements"]), chips)
        case "button":
            return Spoken(payload["text"], (), (*(one["title"] for one in payload["buttons"]), *chips))
        case "receipt":
            total = f"€{payload['summary']['total_cost']:,.2f}"
            words = (number(payload), payload["recipient_name"], payload["payment_method"], total)
            return Spoken(f"(receipt) {' · '.join(words)}")
        case _:
            return Spoken(message["text"], (), chips)


def number(receipt: dict[str, Any]) -> str:
    """The reference on a receipt, however often it was sent."""
    return str(receipt["order_number"]).partition("-r")[0]


def _card(element: dict[str, Any]) -> str:
    return " ".join([element["title"], *(f"[{one['title']}]" for one in element["buttons"])])
