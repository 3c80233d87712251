"""Stripe's events, balance and fraud warnings, from the log of the sandbox's bank; its lists begin with the newest."""

from collections.abc import Iterator
from typing import Any

import msgspec

from bot.sandbox import statement
from bot.sandbox.store import Effect
from tests.fakes.gateway import FakeGateway
from tests.fakes.stripe_objects import Made

_TYPES = {"capture": "charge", "return": "payment_failure_refund", "dispute": "adjustment"} | {
    "dispute_reversal": "adjustment"
}
"""The sandbox's kind of a movement -> Stripe's type, where it is another."""
_OBJECTS = {"capture": "charge", "return": "charge", "refund": "refund", "refund_failure": "refund"} | {
    "dispute": "dispute",
    "dispute_reversal": "dispute",
    "payout": "payout",
}
_EVENTS = {
    "authorized": ("payment_intent.amount_capturable_updated", "payment_intent"),
    "captured": ("payment_intent.succeeded", "payment_intent"),
    "voided": ("payment_intent.canceled", "payment_intent"),
    "expired": ("payment_intent.canceled", "payment_intent"),
    "declined": ("payment_intent.payment_failed", "payment_intent"),
    "refunded": ("refund.created", "refund"),
    "refund_failed": ("refund.failed", "refund"),
    "dispute_opened": ("charge.dispute.created", "dispute"),
    "dispute_won": ("charge.dispute.closed", "dispute"),
    "dispute_lost": ("charge.dispute.closed", "dispute"),
    "fraud_warned": ("radar.early_fraud_warning.created", "radar.early_fraud_warning"),
    "payout": ("payout.paid", "payout"),
}
"""The sandbox's effect -> the type of Stripe's event, and what it is about."""
_TELLS_OURS = frozenset({"payment_intent", "charge", "refund"})
"""What carries metadata of ours; a bank's dispute or warning does not."""


class StripeBooks:
    """What a bank has done, as Stripe reports it; `made` names Stripe's payments by the bank's references."""

    def __init__(self, bank: FakeGateway, made: dict[str, Made]) -> None:
        self._bank = bank
        self._made = made

    def lines(self, *, expanded: bool) -> list[dict[str, Any]]:
        """The balance transactions: a fee stands in the line of what it is for."""
        lines: list[dict[str, Any]] = []
        for moved in statement.movements(self._effects()):
            if moved.kind == "fee":
                lines[-1] |= {"fee": -moved.amount, "net": lines[-1]["net"] + moved.amount}
                continue
            source = self._object(_OBJECTS.get(moved.kind, ""), moved.reference)
            kind = _TYPES.get(moved.kind, moved.kind)
            money = {"amount": moved.amount, "net": moved.amount, "fee": 0, "currency": moved.currency.lower()}
            about = {"source": source if expanded or source is None else source["id"], "reporting_category": kind}
            lines.append({"id": f"txn_{moved.seq}", "type": kind, "created": moved.at, **money, **about})
        return lines[::-1]

    def events(self) -> list[dict[str, Any]]:
        """The events, those of setups and of what moves no money apart."""
        return [event for effect in reversed(self._effects()) if (event := self._event(effect))]

    def balance(self) -> dict[str, Any]:
        """What Stripe owes now: half of it can be paid out."""
        sums = statement.balance(self._effects())
        halves = [(currency.lower(), minor, minor // 2) for currency, minor in sums.items()]
        available = [{"amount": half, "currency": currency} for currency, _, half in halves]
        pending = [{"amount": minor - half, "currency": currency} for currency, minor, half in halves]
        return {"object": "balance", "available": available, "pending": pending}

    def warnings(self, name: str) -> list[dict[str, Any]]:
        """The early fraud warnings of a payment."""
        about = [one for one in self._effects() if one.kind == "fraud_warned" and self._name(one.reference) == name]
        return [{"id": f"issfr_{one.seq}", "object": "radar.early_fraud_warning", "charge": "ch_1"} for one in about]

    def _effects(self) -> list[Effect]:
        return msgspec.convert(list(self._bank.records().effects), list[Effect])

    def _name(self, bank: str) -> str:
        return self._made[bank].id if bank in self._made else ""

    def _object(self, kind: str, bank: str) -> dict[str, Any] | None:
        made = self._made.get(bank)
        if made is None or kind == "payout":
            return {"id": f"po_{bank}", "object": "payout"} if kind == "payout" else None
        if kind == "payment_intent":
            return made.shown
        about = {"id": f"{kind}_{made.id}", "object": kind, "payment_intent": made.id}
        return about | ({"metadata": made.form["metadata"]} if kind in _TELLS_OURS else {"metadata": {}})

    def _event(self, effect: Effect) -> dict[str, Any] | None:
        kind, thing = _EVENTS.get(effect.kind, ("", ""))
        about = self._object(thing, effect.reference)
        if about is None:
            return None
        told = {"id": f"evt_{effect.seq}", "object": "event", "type": kind, "created": effect.at}
        return told | {"data": {"object": about}}


def page(found: list[dict[str, Any]], query: dict[str, Any]) -> dict[str, Any]:
    """The page of a list, the newest first, that a query asks for; `has_more` looks in the direction of reading."""
    created = query.get("created", {})
    after, before = int(created.get("gte", 0)), int(created.get("lt", 2**62))
    found = [one for one in found if after <= one["created"] < before]
    names, limit = [one["id"] for one in found], int(query["limit"])
    if "ending_before" in query:
        end = names.index(query["ending_before"])
        start = max(end - limit, 0)
        return {"data": found[start:end], "has_more": start > 0}
    start = names.index(query["starting_after"]) + 1 if "starting_after" in query else 0
    return {"data": found[start : start + limit], "has_more": len(found) > start + limit}


def clauses(query: str) -> Iterator[str]:
    """The payments that a search asks for; Stripe takes ten clauses at most."""
    asked = query.split(" OR ")
    assert len(asked) <= 10
    for clause in asked:
        assert clause.startswith("metadata['payment']:'"), clause
        yield clause.removeprefix("metadata['payment']:'").removesuffix("'")
