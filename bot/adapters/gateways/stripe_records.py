"""Looks things up at Stripe: what it knows of a payment or a setup of ours, wherever that stands."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import msgspec

from bot.adapters.gateways.stripe_answers import Dispute, Intent, Intents, Refund, record, verification
from bot.adapters.gateways.stripe_errors import Named
from bot.adapters.gateways.stripe_wire import StripeWire, named
from bot.domain.errors import UnavailableError
from bot.ports.gateway import GatewayPayment

_FRESH = timedelta(minutes=20)
"""How far back the list is read, which shows everything at once; the search, which lags, finds what is older."""
_PAGE = 100
_MOST_PAGES = 50
_MOST_CLAUSES = 10
"""How much one search may ask for."""
_WHOLE = ["latest_charge"]


class _Refunds(msgspec.Struct, frozen=True):
    data: tuple[Refund, ...] = ()


class _Disputes(msgspec.Struct, frozen=True):
    data: tuple[Dispute, ...] = ()


class _Warnings(msgspec.Struct, frozen=True):
    data: tuple[Named, ...] = ()


class StripeRecords:
    """The records of a Stripe account; every method raises `UnavailableError` when they cannot be read."""

    def __init__(self, wire: StripeWire, *, now: Callable[[], float]) -> None:
        self._wire = wire
        self._now = now

    def intent(self, reference: str) -> Intent | None:
        """The payment of a reference, None when there is none."""
        return self._wire.get(f"payment_intents/{named(reference)}", {"expand": _WHOLE}, kind=Intent)

    def setup(self, reference: str) -> Intent | None:
        """The setup of a reference, None when there is none."""
        return self._wire.get(f"setup_intents/{named(reference)}", kind=Intent)

    def find(self, payment: str, *, reference: str) -> tuple[GatewayPayment, ...]:
        """What there is under an id of ours, the newest last; of one record only when its reference is known.

        What was prepared and never put to a bank is left out: nothing happened, and the same request may go on.
        """
        if reference:
            known = self.intent(reference)
            found = [known] if known and known.metadata.get("payment") == payment else []
        else:
            found = self.under((payment,))
        if not found and not reference:
            return tuple(verification(one) for one in self._listed("setup_intents", "setup", (payment,)) if one.asked)
        return tuple(self._whole(one) for one in found if one.asked)

    def under(self, payments: tuple[str, ...]) -> list[Intent]:
        """The payments under ids of ours, as they stand now, the newest last."""
        fresh = {one.id: one for one in self._listed("payment_intents", "payment", payments)}
        for start in range(0, len(payments), _MOST_CLAUSES):
            some = payments[start : start + _MOST_CLAUSES]
            clauses = " OR ".join(f"metadata['payment']:'{payment}'" for payment in some)
            older = self._wire.get("payment_intents/search", {"query": clauses, "limit": _PAGE}, kind=Intents)
            if older and older.has_more:
                raise UnavailableError("Stripe has more payments under our ids than it tells at once.")
            for hit in older.data if older else ():
                now = fresh.get(hit.id) or self.intent(hit.id)
                fresh |= {now.id: now} if now else {}
        return sorted(fresh.values(), key=lambda one: one.created)

    def totals(self, said: Intent) -> GatewayPayment:
        """What a payment comes to: its refunds are asked for where there are any, disputes and warnings are not."""
        return record(said, self._refunds(said) if said.paid and said.paid.amount_refunded else ())

    def _whole(self, said: Intent) -> GatewayPayment:
        return record(said, self._refunds(said), dispute=self._dispute(said), warned=self._warned(said))

    def _listed(self, path: str, name: str, wanted: tuple[str, ...]) -> Iterator[Intent]:
        """What was made of late under ids of ours, the newest last."""
        since = int(self._now() - _FRESH.total_seconds())
        query: dict[str, object] = {"created": {"gte": since}, "limit": _PAGE}
        if name == "payment":
            query["expand"] = [f"data.{field}" for field in _WHOLE]
        found: list[Intent] = []
        for _ in range(_MOST_PAGES):
            said = self._wire.get(path, query, kind=Intents) or Intents()
            found += [one for one in said.data if one.metadata.get(name) in wanted]
            if not said.has_more or not said.data:
                return reversed(found)
            query["starting_after"] = said.data[-1].id
        raise UnavailableError("Stripe has more payments of the last minutes than can be looked through.")

    def _refunds(self, said: Intent) -> tuple[Refund, ...]:
        if said.status != "succeeded":
            return ()
        found = self._wire.get("refunds", {"payment_intent": said.id, "limit": _PAGE}, kind=_Refunds)
        return tuple(reversed(found.data)) if found else ()

    def _dispute(self, said: Intent) -> Dispute | None:
        """The newest dispute of a card's payment."""
        if not said.paid or not said.paid.disputed or said.returned:
            return None
        found = self._wire.get("disputes", {"payment_intent": said.id, "limit": _PAGE}, kind=_Disputes)
        return found.data[0] if found and found.data else None

    def _warned(self, said: Intent) -> bool:
        """Whether a card's network has warned of fraud; of a bank account nobody does."""
        if said.status != "succeeded" or said.of_account:
            return False
        found = self._wire.get("radar/early_fraud_warnings", {"payment_intent": said.id, "limit": 1}, kind=_Warnings)
        return bool(found and found.data)
