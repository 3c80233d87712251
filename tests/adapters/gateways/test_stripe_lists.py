"""Proves bot/adapters/gateways/stripe_lists.py: lists that begin with the newest are read from the oldest on."""

from datetime import date
from typing import Any

import pytest

from bot.adapters.gateways import stripe_lists
from bot.adapters.gateways.stripe_errors import Named
from bot.adapters.gateways.stripe_lists import Listed, Source, oldest_first, pages, within
from bot.adapters.gateways.stripe_wire import StripeWire
from bot.adapters.http_client import Call, HttpClient, Policy, Reply
from tests.adapters.gateways.test_stripe import Scripted
from tests.fakes.stripe_params import read_form
from tests.fakes.stripe_reports import page

EVENTS = Source("events", Listed[Named], lambda one: one.id)


class Growing:
    """A list of Stripe's, to which something is added after each answer."""

    def __init__(self, size: int, *, grows: int = 0) -> None:
        self.rows = [{"id": f"evt_{n}", "created": n} for n in range(size)]
        self.grows = grows

    def send(self, call: Call, policy: Policy) -> Reply:
        """Answer, then grow."""
        said: Any = page(self.rows[::-1], read_form(call.url.partition("?")[2]))
        reply = Scripted((200, said)).send(call, policy)
        if self.grows:
            self.grows -= 1
            self.rows.append({"id": f"evt_{len(self.rows)}", "created": len(self.rows)})
        return reply


def wire(engine: Any) -> StripeWire:
    """The way to a list."""
    return StripeWire(HttpClient(engine, policy=Policy(enough=1000)), url="https://s.example", key="sk_test_1")


def read(engine: Growing) -> list[str]:
    """Everything, page by page."""
    said = oldest_first(wire(engine), EVENTS, {}, after="")
    found = [*said.items]
    while said.following:
        said = oldest_first(wire(engine), EVENTS, {}, after=said.following)
        found += said.items
    return [one.id for one in found]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5])
def test_everything_is_read_once_from_the_oldest_on(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Whoever stops between two pages has missed nothing that is older."""
    monkeypatch.setattr(stripe_lists, "PAGE", 2)
    assert read(Growing(size)) == [f"evt_{n}" for n in range(size)]


def test_what_is_added_meanwhile_is_read_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy shop's list grows at the other end, and nothing is skipped for it."""
    monkeypatch.setattr(stripe_lists, "PAGE", 2)
    assert read(Growing(5, grows=4)) == [f"evt_{n}" for n in range(9)]


def test_the_pages_of_a_list_begin_with_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Stripe tells them."""
    monkeypatch.setattr(stripe_lists, "PAGE", 2)
    assert [[one.id for one in some] for some in pages(wire(Growing(3)), EVENTS, {})] == [["evt_2", "evt_1"], ["evt_0"]]


def test_a_day_is_asked_for_in_utc() -> None:
    """Its first second belongs to it, the next day's does not."""
    assert within(date(1970, 1, 2)) == {"gte": 86400, "lt": 172800}
