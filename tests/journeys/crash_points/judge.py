"""Judges a town that has come to rest: by the gateway's and the supplier's own records first, then by our books."""

from collections.abc import Iterator

from bot.domain.conversation.debit_events import DebitUndone
from bot.domain.conversation.events import TicketIssued
from bot.domain.payment.ledger import balances
from bot.domain.payment.payment import TAKING
from bot.domain.payment.posting import (
    CANCELLATION_FEES,
    CHARGEBACK_LOSS,
    PSP_RECEIVABLE,
    SUSPENSE,
    TICKET_REVENUE,
    TRAVELLER_FUNDS,
)
from bot.sandbox.accounts import account
from tests.builders.cards import METHOD
from tests.journeys.crash_points.town import Town

_SOLD = frozenset({"paid", "returned"})
_LIVE = frozenset({"authorized", "requires_action", "pending"})


def faults(town: Town) -> list[str]:
    """Every promise that was broken; empty when all is well."""
    money = (*_at_the_gateway(town), *_at_the_supplier(town), *_in_the_books(town))
    return [*town.wrong, *money, *_in_the_wallet(town), *_of_what_was_held(town), *_towards_people(town)]


def moved_too_much(town: Town) -> Iterator[str]:
    """Promises about money that hold at every moment, by the gateway's own records."""
    records = town.gateway.records()
    back = _gone_back(town)
    for view in records.payments:
        captures = sum(e["kind"] == "captured" and e["reference"] == view["id"] for e in records.effects)
        if captures > 1:
            yield "captured twice"
        if not view["refunded"] <= view["captured"] <= view["authorized"] <= town.offer.total.minor:
            yield "more captured than authorized, or more than quoted"
    if records.count("captured") > 1:
        yield "two captures for one payment"
    if back > records.moved("captured"):
        yield "more went back than was taken"


def _at_the_gateway(town: Town) -> Iterator[str]:
    records, back = town.gateway.records(), _gone_back(town)
    yield from moved_too_much(town)
    for view in records.payments:
        if view["state"] in _LIVE:
            yield f"money is still held: {view['state']}"
    if records.moved("captured") - back != town.kept:
        yield "what was taken is not the price of what was ticketed"
    if town.counts.counted["needs_staff key_reused"]:
        yield "a key was used for another request"


def _gone_back(town: Town) -> int:
    """What the gateway gave back and has not taken back since."""
    return sum(view["refunded"] for view in town.gateway.records().payments)


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
    left = records.moved("captured") - _gone_back(town) - records.moved("returned")
    if sums.get((PSP_RECEIVABLE, currency), 0) != left:
        yield "the books and the gateway disagree"
    if sums.get((CHARGEBACK_LOSS, currency), 0) != records.moved("returned"):
        yield "the books do not show what banks took back"
    if -sums.get((TRAVELLER_FUNDS, currency), 0) != town.owed:
        yield "we owe a traveller something"
    if sums.get((SUSPENSE, currency), 0):
        yield "we have money that is nobody's"
    earned = -sums.get((TICKET_REVENUE, currency), 0) - sums.get((CANCELLATION_FEES, currency), 0)
    if earned != town.kept - town.owed:
        yield "the books and the supplier disagree"


def _in_the_wallet(town: Town) -> Iterator[str]:
    wallet, money = town.records.wallet, town.records.money
    active = [method for method in wallet.methods.values() if method.state == "active"]
    ours = sorted(money.instruments[method.instrument].token for method in active)
    theirs = sorted(token["token"] for token in town.gateway.records().tokens if token["state"] == "saved")
    if ours != theirs and not (town.plan.unknown and set(theirs) <= set(ours)):
        yield f"we keep {ours}, the gateway keeps {theirs}"
    numbers = {method.id: money.instruments[method.instrument].vault for method in active}
    if town.vault.live != set(numbers.values()) - {None}:
        yield f"the vault keeps {sorted(one.id for one in town.vault.live)}, and not the numbers of saved cards"
    ours_to_keep = town.plan.capture == "vault"
    if any(number is None for method, number in numbers.items() if method != METHOD and ours_to_keep):
        yield "the number of a saved card is not in the vault"
    if any(method.consent not in wallet.consents for method in wallet.methods.values()):
        yield "a card is kept without a consent"
    paid = town.checkout is not None and town.checkout.state in _SOLD
    gone = town.plan.removes or town.plan.account == "debit_mandate_ended"
    before = bool(town.plan.saved or town.plan.account)
    if len(active) != int(town.plan.saves and paid) + int(before and not gone):
        yield f"{len(active)} cards are saved"
    tokens = {card.token for card in money.instruments.values()} - {""}
    if paid and not tokens <= set(ours):
        yield "a card is kept that nobody agreed to keep"
    removed = [method for method in wallet.methods.values() if method.state == "removed"]
    if any(money.instruments[method.instrument].token for method in removed):
        yield "the token of a removed card is kept"


def _of_what_was_held(town: Town) -> Iterator[str]:
    fraud, checkout = town.records.fraud, town.checkout
    if fraud.reviews():
        yield "a person is asked about what is over"
    if set(fraud.tries) != set(fraud.decided):
        yield "a try was not weighed, or something else was"
    for payment in checkout.payments if checkout is not None else ():
        for attempt in payment.attempts:
            if attempt.operation in TAKING and attempt.sends and attempt.key not in fraud.decided:
                yield "a bank was asked without a look at the rules"


def _towards_people(town: Town) -> Iterator[str]:
    checkout = town.checkout
    if checkout is None or checkout.state not in {"paid", "returned", "ended"}:
        yield f"the checkout came to no end: {checkout.state if checkout else 'never begun'}"
        return
    if checkout.state not in town.plan.ends:
        yield f"the checkout ended as {checkout.state}"
    if len(town.endings) != 1:
        yield f"the thread had {len(town.endings)} last words"
    sold = bool(_tickets(town)) or checkout.state == "returned"
    if isinstance(town.endings[-1:][0] if town.endings else None, TicketIssued) != sold:
        yield "what the thread was told is not what happened"
    if town.records.money.next_step_at() is not None:
        yield "work is left"
    if any(told.reason not in {"cancelled", "unpaid", "late"} for told in town.told if isinstance(told, DebitUndone)):
        yield "the thread was told of a debit what is not so"
    if town.plan.account and account(town.plan.account).iban in repr(vars(town.records.money)) + repr(vars(town.talk)):
        yield "an account number was stored"
    if any(card in repr(vars(town.records.money)) + repr(vars(town.talk)) for card in town.plan.cards):
        yield "a card number was stored"
