"""Stripe's lists, read from the oldest on: it tells the newest first, and pages in both ways."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Generic, TypeVar

import msgspec

from bot.adapters.gateways.stripe_forms import Form
from bot.adapters.gateways.stripe_wire import StripeWire
from bot.domain.errors import UnavailableError
from bot.ports.gateway_reports import Page

PAGE = 100
_Item = TypeVar("_Item")


class Listed(msgspec.Struct, Generic[_Item], frozen=True):
    """A part of a list of Stripe's, the newest first."""

    data: tuple[_Item, ...] = ()
    has_more: bool = False


class Source(msgspec.Struct, Generic[_Item], frozen=True):
    """A list: where it is, what its items are, and how one is named."""

    path: str
    kind: type[Listed[_Item]]
    name: Callable[[_Item], str]


def pages(wire: StripeWire, source: Source[_Item], query: Form) -> Iterator[tuple[_Item, ...]]:
    """Every page of a list, the newest first; raises `UnavailableError` when Stripe cannot say."""
    said = _page(wire, source, query)
    yield said.data
    while said.has_more and said.data:
        said = _page(wire, source, {**query, "starting_after": source.name(said.data[-1])})
        yield said.data


def oldest_first(wire: StripeWire, source: Source[_Item], query: Form, *, after: str) -> Page[_Item]:
    """The oldest page of a list, or the one after an item; whoever stops between two pages has missed nothing older.

    The oldest is found by walking there: Stripe has no name for it.
    """
    if after:
        said = _page(wire, source, {**query, "ending_before": after})
        found, more = said.data, said.has_more
    else:
        found, more = (), False
        for number, page in enumerate(pages(wire, source, query)):
            found, more = page or found, number > 0
    items = tuple(reversed(found))
    return Page(items, source.name(items[-1]) if items and more else "")


def within(day: date) -> Form:
    """What asks for what was created on a day (UTC)."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return {"gte": int(start.timestamp()), "lt": int((start + timedelta(days=1)).timestamp())}


def _page(wire: StripeWire, source: Source[_Item], query: Form) -> Listed[_Item]:
    said = wire.get(source.path, {**query, "limit": PAGE}, kind=source.kind)
    if said is None:
        raise UnavailableError("Stripe has no such list.")
    return said
