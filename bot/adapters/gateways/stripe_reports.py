"""Stripe's events, payments and balance as `GatewayReports`: reads lists, and moves nothing."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from time import time
from typing import Any

import msgspec

from bot.adapters.gateways.stripe_answers import Intent
from bot.adapters.gateways.stripe_errors import Named
from bot.adapters.gateways.stripe_forms import read_amount
from bot.adapters.gateways.stripe_lists import Listed, Source, oldest_first, pages, within
from bot.adapters.gateways.stripe_movements import Line, movements
from bot.adapters.gateways.stripe_records import StripeRecords
from bot.adapters.gateways.stripe_webhooks import read_event
from bot.adapters.gateways.stripe_wire import StripeWire
from bot.adapters.http_client import HttpClient
from bot.domain.errors import UnavailableError
from bot.domain.money import Money
from bot.domain.reconciliation import Movement, Record
from bot.ports.gateway import GatewayEvent
from bot.ports.gateway_reports import Page

_MADE, _MOVED = "made", "moved"
"""The two lists that tell of a day's payments: those that were made on it, and those whose money moved."""
_TRIES = 3


class _Held(msgspec.Struct, frozen=True):
    amount: int
    currency: str


class _Balance(msgspec.Struct, frozen=True):
    available: tuple[_Held, ...] = ()
    pending: tuple[_Held, ...] = ()


class StripeReports:
    """Tells what Stripe has done; every method raises `UnavailableError` when it cannot say."""

    name = "stripe"

    def __init__(self, client: HttpClient, *, url: str, key: str, now: Callable[[], float] = time) -> None:
        self._wire = StripeWire(client, url=url, key=key)
        self._records = StripeRecords(self._wire, now=now)

    def events(self, since: datetime, *, after: str = "") -> Page[GatewayEvent]:
        """Events since a time, oldest first, whether or not their webhooks came; Stripe keeps those of 30 days."""
        query = {"created": {"gte": int(since.timestamp())}}
        said = oldest_first(self._wire, _EVENTS, query, after=after)
        return Page(tuple(event for body in said.items if (event := read_event(bytes(body)))), said.following)

    def payments(self, day: date, *, after: str = "") -> Page[Record]:
        """Payments that were made on a day, then older ones whose money moved on it, as they stand now."""
        part, _, place = after.partition(":")
        if part == _MOVED:
            return self._moved(day, after=place)
        query: dict[str, Any] = {"created": within(day), "expand": ["data.latest_charge"]}
        said = oldest_first(self._wire, _INTENTS, query, after=place)
        following = f"{_MADE}:{said.following}" if said.following else f"{_MOVED}:"
        return Page(tuple(self._record(one) for one in said.items if one.asked), following)

    def records(self, payments: tuple[str, ...]) -> tuple[Record, ...]:
        """Everything there is under these payment ids of ours, as it stands now; at most a hundred ids."""
        if not payments:
            return ()
        found = self._records.under(tuple(dict.fromkeys(payments)))
        return tuple(self._record(one) for one in found if one.asked)

    def movements(self, day: date, *, after: str = "") -> Page[Movement]:
        """What moved our balance on a day, each fee after what it is for."""
        said = self._lines(day, after=after)
        ours: dict[str, str] = {}
        return Page(
            tuple(moved for line in said.items for moved in movements(line, self._payment(line, ours))), said.following
        )

    def balance(self, until: datetime) -> tuple[Money, ...]:
        """What Stripe owed us at a time: what it owes now, without what has moved since."""
        for _ in range(_TRIES):
            before = self._since(until)
            said = self._wire.get("balance", kind=_Balance)
            if said is None:
                raise UnavailableError("Stripe does not tell our balance.")
            if self._since(until) == before:
                return _less(said, before)
        raise UnavailableError("Our balance at Stripe moves too quickly to be read.")

    def _moved(self, day: date, *, after: str) -> Page[Record]:
        """Payments of other days whose money moved on a day."""
        said, bounds = self._lines(day, after=after), within(day)
        found = [self._records.intent(name) for name in dict.fromkeys(line.about.intent for line in said.items) if name]
        others = [one for one in found if one and not int(str(bounds["gte"])) <= one.created < int(str(bounds["lt"]))]
        return Page(tuple(map(self._record, others)), f"{_MOVED}:{said.following}" if said.following else "")

    def _lines(self, day: date, *, after: str) -> Page[Line]:
        return oldest_first(self._wire, _LINES, {"created": within(day), "expand": ["data.source"]}, after=after)

    def _since(self, until: datetime) -> tuple[Line, ...]:
        query = {"created": {"gte": int(until.timestamp())}}
        return tuple(line for page in pages(self._wire, _LINES, query) for line in page)

    def _payment(self, line: Line, known: dict[str, str]) -> str:
        """Our id of the payment that a line is about: a dispute does not tell it, so the payment is asked."""
        name = line.about.intent
        if line.about.payment or not name:
            return line.about.payment
        if name not in known:
            said = self._records.intent(name)
            known[name] = said.metadata.get("payment", "") if said else ""
        return known[name]

    def _record(self, said: Intent) -> Record:
        one = self._records.totals(said)
        payment = said.metadata.get("payment", "")
        return Record(one.reference, payment, one.state, one.authorized, one.captured, one.refunded)


def _less(said: _Balance, since: tuple[Line, ...]) -> tuple[Money, ...]:
    sums: defaultdict[str, int] = defaultdict(int)
    for held in (*said.available, *said.pending):
        sums[held.currency] += held.amount
    for line in since:
        sums[line.currency] -= line.net
    return tuple(read_amount(minor, currency) for currency, minor in sorted(sums.items()) if minor)


def _named(body: msgspec.Raw) -> str:
    try:
        return msgspec.json.decode(body, type=Named).id
    except msgspec.DecodeError:
        raise UnavailableError("Stripe lists something that is no event.") from None


_EVENTS = Source("events", Listed[msgspec.Raw], _named)
_INTENTS = Source("payment_intents", Listed[Intent], lambda one: one.id)
_LINES = Source("balance_transactions", Listed[Line], lambda one: one.id)
