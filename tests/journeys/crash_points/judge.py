"""Judges a town that has come to rest: by the gateway's and the supplier's own records first, then by our books."""

from collections.abc import Iterator

from bot.domain.conversation.events import TicketIssued
from bot.domain.payment.ledger import balances
from bot.domain.payment.posting import PSP_RECEIVABLE, TICKET_REVENUE, TRAVELLER_FUNDS
from tests.journeys.crash_points.town import Town

_LIVE = frozenset({"authorized", "requires_action", "pending"})


def faults(town: Town) -> list[str]:
    """Every promise that was broken; empty when all is well."""
    money = (*_at_the_gateway(town), *_at_the_supplier(town), *_in_the_books(town))
    return [*town.wrong, *money, *_in_the_wallet(town), *_towards_people(town)]


def _at_the_gateway(town: Town) -> Iterator[str]:
    records = town.gateway.records()
    for view in records.payments:
        captures = sum(e["kind"] == "captured" and e["reference"] == view["id"] for e in records.effects)
        if captures > 1:
            yield "captured twice"
        if not view["refunded"] <= view["captured"] <= view["authorized"] <= town.offer.total.minor:
            yield "more captured than authorized, or more than quoted"
        if view["state"] in _LIVE:
            yield f"money is still held: {view['state']}"
    if records.count("captured") > 1:
        yield "two captures for one payment"
    price = town.offer.total.minor if _tickets(town) else 0
    if records.moved("captured") - records.moved("refunded") != price:
        yield "what was taken is not the price of what was ticketed"
    if town.counts.counted["needs_staff key_reused"]:
        yield "a key was used for another request"


def _tickets(town: Town) -> int:
    return sum(hold.state == "ticketed" for hold in town.supplier.holds.values())


def _at_the_supplier(town: Town) -> Iterator[str]:
    states = [hold.state for hold in town.supplier.holds.values()]
    if len(states) > 1:
        yield "seats were held twice"
    if "held" in states:
        yield "seats are still held"


def _in_the_books(town: Town) -> Iterator[str]:
    records, sums = town.gateway.records(), balances(town.records.money.transactions())
    currency = town.offer.total.currency
    if sums.get((PSP_RECEIVABLE, currency), 0) != records.moved("captured") - records.moved("refunded"):
        yield "the books and the gateway disagree"
    if sums.get((TRAVELLER_FUNDS, currency), 0):
        yield "we owe a traveller something"
    if -sums.get((TICKET_REVENUE, currency), 0) != (town.offer.total.minor if _tickets(town) else 0):
        yield "the books and the supplier disagree"


def _in_the_wallet(town: Town) -> Iterator[str]:
    wallet, money = town.records.wallet, town.records.money
    active = [method for method in wallet.methods.values() if method.state == "active"]
    ours = sorted(money.instruments[method.instrument].token for method in active)
    theirs = sorted(token["token"] for token in town.gateway.records().tokens if token["state"] == "saved")
    if ours != theirs:
        yield f"we keep {ours}, the gateway keeps {theirs}"
    if any(method.consent not in wallet.consents for method in wallet.methods.values()):
        yield "a card is kept without a consent"
    paid = town.checkout is not None and town.checkout.state == "paid"
    if len(active) != int(town.plan.saves and paid) + int(bool(town.plan.saved) and not town.plan.removes):
        yield f"{len(active)} cards are saved"
    tokens = {card.token for card in money.instruments.values()} - {""}
    if paid and not tokens <= set(ours):
        yield "a card is kept that nobody agreed to keep"
    removed = [method for method in wallet.methods.values() if method.state == "removed"]
    if any(money.instruments[method.instrument].token for method in removed):
        yield "the token of a removed card is kept"


def _towards_people(town: Town) -> Iterator[str]:
    checkout = town.checkout
    if checkout is None or checkout.state not in {"paid", "ended"}:
        yield f"the checkout came to no end: {checkout.state if checkout else 'never begun'}"
        return
    if checkout.state not in town.plan.ends:
        yield f"the checkout ended as {checkout.state}"
    if len(town.endings) != 1:
        yield f"the thread had {len(town.endings)} last words"
    if isinstance(town.endings[-1:][0] if town.endings else None, TicketIssued) != bool(_tickets(town)):
        yield "what the thread was told is not what happened"
    if town.records.money.next_step_at() is not None:
        yield "work is left"
    if any(card in repr(vars(town.records.money)) + repr(vars(town.talk)) for card in town.plan.cards):
        yield "a card number was stored"
