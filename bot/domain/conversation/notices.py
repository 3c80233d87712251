"""News that must reach the traveller however late it comes: which events are such, and the facts that they tell.

A notice names its checkout alone; what is told of it comes from the order, so that it is the same news whether it
goes as a template or as a mail, today or after Redis was lost.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from bot.domain.booking.order import Order
from bot.domain.conversation.events import (
    CheckoutEnded,
    Event,
    PaymentChallenged,
    PaymentDeclined,
    SeatsHeld,
    SoldOut,
    TicketIssued,
)
from bot.domain.conversation.order_events import PayLinkSent
from bot.domain.money import Money, format_money
from bot.domain.shopping import display
from bot.domain.shopping.display import Look

LONGEST_VALUE = 120
"""Characters of a value: two long names of cities and two days, with room."""


class Notice(msgspec.Struct, frozen=True):
    """One piece of news: its name in the catalogue, its checkout by the effect that began it, and the page it leads to.

    `until` is in seconds since 1970, UTC, 0 when nothing ends; `url` is "" where there is no page yet.
    """

    name: str
    checkout: str
    url: str = ""
    until: int = 0


class Wording(msgspec.Struct, frozen=True):
    """A template's words in one language: its body with {{names}} for values, and what its button says."""

    body: str
    button: str = ""


class NoticeForm(msgspec.Struct, frozen=True):
    """A template as platforms approve it: its name there, its values with an example each, its button's page.

    `page` is the path under our address to which a token is added, "" for a template without a button.
    """

    template: str
    values: Mapping[str, str]
    texts: Mapping[str, Wording]
    page: str = ""


class Filled(msgspec.Struct, frozen=True):
    """A template to send: its name, a language of its, its values in order, and what its button adds to the page."""

    template: str
    language: str
    values: tuple[tuple[str, str], ...]
    suffix: str = ""


def notice_of(event: Event | None) -> Notice | None:
    """The news that an event is, None when it is nothing that must be known."""
    match event:
        case TicketIssued(checkout=checkout):
            return Notice("tickets_issued", checkout)
        case SeatsHeld(checkout=checkout, url=url, until=until) | PayLinkSent(checkout=checkout, url=url, until=until):
            return Notice("seats_held", checkout, url, until)
        case PaymentDeclined(checkout=checkout, url=url):
            return Notice("payment_declined" if url else "payment_failed", checkout, url)
        case PaymentChallenged(checkout=checkout, url=url, until=until):
            return Notice("payment_confirm", checkout, url, until)
        case CheckoutEnded(checkout=checkout, refunded=Money()):
            return Notice("booking_refunded", checkout)
        case CheckoutEnded(checkout=checkout, reason="unticketed"):
            return Notice("booking_unticketed", checkout)
        case CheckoutEnded(checkout=checkout) | SoldOut(checkout=checkout):
            return Notice("booking_ended", checkout)
        case _:
            return None


def facts_of(notice: Notice, order: Order, look: Look) -> dict[str, str]:
    """The values that templates and mails name, in the reader's language, one line each."""
    slices = order.offer.slices
    first = slices[0]
    days = " – ".join(display.day_text(piece.departs.date(), look.language) for piece in slices)
    ends = (_city(code, look) for code in (first.origin, first.destination))
    told = {
        "trip": f"{' – '.join(ends)}, {days}",
        "locator": order.locator,
        "total": format_money(order.offer.total, look.language),
        "until": _local(notice.until, first.origin, look) if notice.until else "",
    }
    return {name: value_of(text) for name, text in told.items()}


def value_of(text: str) -> str:
    """A text as a template's value may be: one line, single spaces (Meta, "Template parameters"), not endless."""
    return " ".join(text.split())[:LONGEST_VALUE]


def filled(form: NoticeForm, facts: Mapping[str, str], *, language: str, suffix: str) -> Filled | None:
    """The template with its values, None when one of them, or what its button needs, is missing."""
    values = tuple((name, facts.get(name, "")) for name in form.values)
    whole = all(text for _, text in values) and bool(suffix) == bool(form.page)
    return Filled(form.template, language, values, suffix) if whole else None


def _local(until: int, airport: str, look: Look) -> str:
    moment = datetime.fromtimestamp(until, ZoneInfo(look.places.zone(airport)))
    return f"{moment:%H:%M} ({_city(airport, look)})"


def _city(airport: str, look: Look) -> str:
    return look.places.label(look.places.city(airport), look.language)
