"""Paying from bank accounts: which may pay what, and what follows for the wallet and the link from how it goes."""

import msgspec

from bot.domain.booking.moments import moments
from bot.domain.checkout_case import LINK_LASTS, Checkout
from bot.domain.checkout_charge import NOT_NOW
from bot.domain.checkout_facts import MethodChosen, MethodRefused
from bot.domain.payment.activity import Activity
from bot.domain.payment.debit import debit_hold
from bot.domain.payment.instrument import KeptInstrument, shown
from bot.domain.payment.payment import Attempt
from bot.ports.money_records import PayLink
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import activity, wallet
from bot.services.pay_tokens import hashed, newest_token

MANDATE_ENDED = "mandate_inactive"
"""The gateway's code when the holder of an account has ended its mandate."""


def chosen(runtime: Runtime, work: Work, checkout: Checkout, method: KeptInstrument) -> MethodChosen | MethodRefused:
    """The fact that a saved method was tapped: a card as it is, a bank account if it may pay for this trip now.

    It needs a creditor identifier of ours, a mandate that holds, and a departure far enough away.
    """
    if method.kind == "card":
        return MethodChosen(method.id, shown(method))
    mandate, brand = work.mandates.of(method.id), runtime.world().brand
    if mandate is None or mandate.state != "active" or mandate.creditor != brand.creditor:
        return MethodRefused(wallet.GONE)
    offer, zone_of = checkout.order.offer, runtime.world().places.zone
    until = debit_hold(offer, departs_at=moments(offer.segments[0], zone_of)[0], now=runtime.clock.now())
    if until is None:
        return MethodRefused(NOT_NOW)
    return MethodChosen(method.id, shown(method), method.kind, until)


def follow(runtime: Runtime, work: Work, before: Checkout, after: Checkout) -> None:
    """What follows from a change of a checkout, in its transaction: a link that pays again, an account that is gone.

    A mandate that its holder has ended is noted, and the account leaves the wallet.
    """
    if after.link_until is not None and before.link_until is not None and after.link_until > before.link_until:
        work.money.prolong_link(hashed(newest_token(runtime, after)), after.link_until + LINK_LASTS)
    if after.links != before.links and after.link_until is not None:
        fresh = PayLink(after.id, after.link_until + LINK_LASTS)
        work.money.add_link(hashed(newest_token(runtime, after)), fresh)
    for old, new in zip(before.payments, after.payments, strict=True):
        ended = [attempt for attempt in new.attempts if attempt not in old.attempts and attempt.state == "closed"]
        for attempt in ended:
            if attempt.operation == "charge" and attempt.code == MANDATE_ENDED:
                _drop(runtime, work, after, attempt)


def _drop(runtime: Runtime, work: Work, checkout: Checkout, attempt: Attempt) -> None:
    work.mandates.end(attempt.instrument)
    method = work.wallet.method_of(attempt.instrument)
    if method is None or method.state != "active":
        return
    traveller = work.wallet.traveller(method.traveller, lock=True)
    account = work.money.instrument(attempt.instrument)
    step = wallet.drop(runtime, work, method)
    work.money.add_step(msgspec.structs.replace(step, checkout=step.checkout or checkout.id))
    now, thread = runtime.clock.now(), checkout.thread
    about = shown(account) if account is not None else ""
    if traveller is not None:
        wallet.tell(work, traveller, at=now, besides={thread: (wallet.REMOVED, about)})
    gone = Activity(f"{method.id}:removed", "method_removed", now, about, None, checkout.id, thread, told=True)
    activity.note(work, method.traveller, gone)
