"""Fraud watch: what is known of a card before its bank is asked, weighed once an attempt.

The same transaction notes the try, weighs it, keeps the decision and moves the checkout, so a worker that is killed
decides nothing twice. Names (chats, travellers, devices, networks, cards, addresses) are kept as keyed hashes alone.
When rules fail in a way that nobody foresaw, the bank has to see the traveller: nobody is let through unseen, and
nobody is locked out.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import Assessed, Sending
from bot.domain.checkout_review import OURS
from bot.domain.payment.fraud import Assessment, RuleSet, assess, rules_from
from bot.domain.payment.fraud_facts import FactValue
from bot.domain.payment.fraud_picture import card_facts, trip_facts
from bot.domain.payment.payment import TAKING, Attempt
from bot.ports.fraud_records import Decided, Review, Seen, Try
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import fraud_lists
from bot.services.fraud_names import named, plain_address

_JUST_NOW = timedelta(minutes=10)
_KEPT = timedelta(days=396)
_UNSEEN = Assessment("request_3ds")
"""What becomes of a payment when the rules themselves fail."""
_NOTHING: Mapping[str, FactValue] = {}
_RESULTS = ("approved", "declined")
_FAULTS = (msgspec.MsgspecError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What rules or facts may fail with; a database that is away fails the whole transaction, which is tried again."""
_log = logging.getLogger(__name__)


def weigh(runtime: Runtime, work: Work, checkout: Checkout, key: str, *, now: datetime) -> Assessed | Sending:
    """Whether a request may leave, perhaps with the bank's look, or is held or stopped by the rules.

    Only the first request that takes money is weighed, and only once: the decision is kept with the transaction. What
    the bank of a card would be asked to see, a person sees when it is an account, whose bank sees nobody.
    """
    payment = checkout.paying(key)
    attempt = payment.open_attempt if payment is not None else None
    if payment is None or attempt is None or attempt.operation not in TAKING or attempt.sends:
        return Sending(key)
    known = work.fraud.decision(key)
    found = known.assessment if known is not None else _decide(runtime, work, checkout, attempt, now=now)
    if found.outcome == "block":
        return Assessed(key, "block")
    unseen = found.outcome == "request_3ds" and attempt.operation == "charge"
    if found.outcome == "review" or unseen:
        review = work.fraud.review(key)
        if review is None or review.verdict != "allowed":
            return Assessed(key, "review")
    return Sending(key, challenge=found.outcome == "request_3ds" and not unseen)


def settle(work: Work, before: Checkout, after: Checkout, *, now: datetime) -> None:
    """Note in the transaction of a change what it means here.

    What banks said to attempts that it closed, that a person has to look, or need not any more because it is over,
    and cards of which their networks or banks say that they were used for fraud.
    """
    for attempt in _answered(before, after):
        work.fraud.settle(attempt.key, "approved" if attempt.result == "approved" else "declined")
    if before.state != "reviewing" == after.state:
        for attempt in _waiting(after):
            work.fraud.hold(Review(attempt.key, after.id, now))
    if before.state == "reviewing" != after.state:
        for attempt in _waiting(before):
            work.fraud.give_verdict(attempt.key, "lapsed", by="", at=now)
    fraud_lists.block_suspects(work, before, after, now=now)


def _answered(before: Checkout, after: Checkout) -> list[Attempt]:
    """Attempts that a change closed because a bank has said yes or no; what rules or staff refused is no answer."""
    closed = {one.key for payment in before.payments for one in payment.attempts if one.state == "closed"}
    taking = (one for payment in after.payments for one in payment.attempts if one.operation in TAKING)
    return [one for one in taking if one.key not in closed and one.result in _RESULTS and one.code not in OURS]


def _waiting(checkout: Checkout) -> list[Attempt]:
    held = (payment.open_attempt for payment in checkout.payments if payment.state == "in_review")
    return [attempt for attempt in held if attempt is not None]


def rules_of(runtime: Runtime, work: Work) -> tuple[int, RuleSet]:
    """The rules in force and their revision: those that were published last, 0 for those that we begin with."""
    published = work.fraud.rules()
    if published is None:
        return 0, runtime.fraud_rules
    return published[0], rules_from(msgspec.json.decode(published[1]))


def forget_old(runtime: Runtime) -> int:
    """Delete tries that are older than thirteen months, which banks may still dispute; decisions stay.

    Gives how many went; safe to run anywhere and again.
    """
    with runtime.records.begin() as work:
        return work.fraud.prune(runtime.clock.now() - _KEPT)


def _decide(runtime: Runtime, work: Work, checkout: Checkout, attempt: Attempt, *, now: datetime) -> Assessment:
    tried = _try(runtime, work, checkout, attempt, now=now)
    work.fraud.note(tried)
    revision, facts = 0, _NOTHING
    try:
        revision, rules = rules_of(runtime, work)
        facts = _facts(runtime, work, checkout, tried)
        found = assess(rules, facts)
    except _FAULTS as error:
        _log.error("Fraud rules failed (%s): the bank is asked to see who pays.", type(error).__name__)
        runtime.meter.count("needs_staff", about="fraud_rules")
        found = _UNSEEN
    runtime.meter.count("assessments", outcome=found.outcome)
    return work.fraud.decide(Decided(attempt.key, now, revision, found, facts))


def _try(runtime: Runtime, work: Work, checkout: Checkout, attempt: Attempt, *, now: datetime) -> Try:
    device, network = work.fraud.placed(checkout.id)
    card = work.money.instrument(attempt.instrument)
    saved = attempt.usage == "saved"
    known, secret = work.wallet.traveller_of(checkout.thread), runtime.secret
    return Try(
        attempt.key,
        now,
        thread=named(secret, "thread", checkout.thread),
        # Who has no account yet is known by the chat alone.
        traveller=named(secret, "traveller", known or checkout.thread),
        # A saved card is tapped in the thread, which has no device of its own.
        device="" if saved else device,
        network="" if saved else network,
        card=named(secret, "card", card.fingerprint if card is not None else ""),
    )


def _facts(runtime: Runtime, work: Work, checkout: Checkout, tried: Try) -> Mapping[str, FactValue]:
    payment = next(one for one in checkout.payments if any(tried.attempt == each.key for each in one.attempts))
    attempt = next(one for one in payment.attempts if one.key == tried.attempt)
    order, places = checkout.order, runtime.world().places
    first = order.offer.slices[0]
    departs = first.departs.replace(tzinfo=ZoneInfo(places.zone(first.origin))).astimezone(UTC)
    traveller = work.wallet.traveller_of(checkout.thread)
    added = [one.added_at for one in work.wallet.methods_of(traveller)] if traveller else []
    holder = work.fraud.holder_travels(attempt.key)
    card = work.money.instrument(attempt.instrument)
    email = named(runtime.secret, "email", plain_address(order.email))
    return {
        **trip_facts(order, payment.amount, departs=departs, now=tried.at),
        **card_facts(card, saved=attempt.usage == "saved", holder_travels=holder),
        **_velocity(work.fraud.seen(tried)),
        "card.blocked": bool(tried.card) and work.fraud.is_blocked("card", tried.card, now=tried.at),
        "traveller.bookings": work.fraud.bookings_of(tried.traveller),
        "traveller.email_blocked": bool(email) and work.fraud.is_blocked("email", email, now=tried.at),
        "wallet.added_10m": sum(tried.at - _JUST_NOW < one <= tried.at for one in added),
    }


def _velocity(seen: Seen) -> dict[str, FactValue]:
    tries = seen.brand_tries_5m
    return {
        "velocity.thread.cards_1h": seen.thread_cards_1h,
        "velocity.thread.declines_15m": seen.thread_declines_15m,
        "velocity.device.cards_24h": seen.device_cards_24h,
        "velocity.device.new": seen.device_new,
        "velocity.network.declines_10m": seen.network_declines_10m,
        "velocity.card.people_24h": seen.card_people_24h,
        "velocity.brand.tries_5m": tries,
        "velocity.brand.declined_percent_5m": 100 * seen.brand_declines_5m // tries if tries else 0,
    }
