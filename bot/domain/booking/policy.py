"""After-sale rules as data: what comes back of a booking that is cancelled now, passenger by passenger.

Theory. A fare promises at the time of sale what it gives back (`bot.domain.flow.fare_words` words the same figures),
so the rules are read from the fares and nowhere else. Three things are told apart for each passenger: the refundable
part of the fare, a fee that eats at most that part, and airport taxes, which are due for flights that are flown alone
and so come back in any case. Whoever cancels within a day of the purchase, made a week or more before departure, gets
all of it back (14 CFR 259.5(b)(4), given on every route). Departure is the airport's wall clock, read in its own zone.

What must stay true: the lines sum up to the total and what limits it; each payment gets back at most what is left of
it, the last one first; nothing is quoted once the first flight has left, for then it is not known what was flown.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from bot.domain.booking.moments import ZoneOf, moments
from bot.domain.booking.order import Order
from bot.domain.booking.refund_quote import Reason, RefundLine, RefundQuote, Refusal
from bot.domain.checkout_case import Checkout
from bot.domain.money import Money, total
from bot.domain.payment.refunds import Share, left
from bot.domain.shopping.fares import BRANDS, CHILD_PERCENT, INFANT_PERCENT

QUOTE_LASTS = timedelta(minutes=10)
"""How long a quote holds, unless a rule changes before."""
FREE_WITHIN = timedelta(hours=24)
"""After the purchase a booking is cancelled for free."""
FREE_AHEAD = timedelta(days=7)
"""From the purchase to departure at least, for cancelling to be free."""

_WEIGHTS = {"adult": 100, "child": CHILD_PERCENT, "infant": INFANT_PERCENT}
"""A passenger's part of the fares, in percent of an adult's (`bot.domain.shopping.fares`)."""


class RefundStep(msgspec.Struct, frozen=True):
    """While at least `before` is left until departure: `percent` of the fare comes back, less `fee` a passenger.

    Units: `fee` in minor units of the fare's currency.
    """

    before: timedelta
    percent: int
    fee: int = 0


Rules = Mapping[str, tuple[RefundStep, ...]]
"""Fare brand -> its steps, the earliest first; a brand that is not listed is for a person."""

RULES: Rules = {
    name: (
        (RefundStep(timedelta(0), 0),)
        if brand.refund_fee is None
        else (RefundStep(timedelta(0), 100, brand.refund_fee),)
    )
    for name, brand in BRANDS.items()
}
"""What the fares promise: whatever is refundable is so until departure."""


def quote(
    checkout: Checkout, *, paid_at: datetime, now: datetime, zone_of: ZoneOf, rules: Rules = RULES
) -> RefundQuote | Refusal:
    """What cancelling a paid booking gives back at a moment, or why a person has to look; times are UTC."""
    order = checkout.order
    departs = moments(order.offer.segments[0], zone_of)[0]
    steps = rules.get(order.offer.brand)
    refusal = _refusal(checkout, now, departs, lands=moments(order.offer.segments[-1], zone_of)[1])
    if refusal or steps is None:
        return refusal or "no_rule"
    is_free = now < paid_at + FREE_WITHIN and departs - paid_at >= FREE_AHEAD
    step = RefundStep(timedelta(0), 100) if is_free else _step(steps, departs - now)
    lines = tuple(_lines(order, step))
    currency = order.offer.total.currency
    due = total((line.back for line in lines), currency)
    shares = tuple(_shares(checkout, due))
    back = total((share.amount for share in shares), currency)
    borders = [departs - each.before for each in steps] + [departs, paid_at + FREE_WITHIN]
    reasons: tuple[Reason, ...] = ("free_day",) if is_free else ("by_fare",) if step.percent else ("taxes_only",)
    return RefundQuote(
        lines=lines,
        limited=due - back,
        total=back,
        fee=total((line.fee for line in lines), currency),
        shares=shares,
        valid_until=min(now + QUOTE_LASTS, *(border for border in borders if border > now)),
        reasons=(*reasons, "limited") if back < due else reasons,
    )


def _refusal(checkout: Checkout, now: datetime, departs: datetime, *, lands: datetime) -> Refusal | None:
    if checkout.state != "paid" or checkout.order.state != "ticketed":
        return "not_booked"
    if now >= departs:
        return "flown" if now >= lands else "departed"
    disputed = any(payment.state in {"disputed", "charged_back"} for payment in checkout.payments)
    return "disputed" if disputed else None


def _step(steps: tuple[RefundStep, ...], ahead: timedelta) -> RefundStep:
    """The step that holds so long before departure; after the last one nothing of the fare comes back."""
    return next((step for step in steps if ahead >= step.before), RefundStep(timedelta(0), 0))


def _lines(order: Order, step: RefundStep) -> Iterator[RefundLine]:
    offer, currency = order.offer, order.offer.total.currency
    kinds = [passenger.kind for passenger in order.passengers]
    fares = _split((offer.total - offer.taxes).minor, [_WEIGHTS[kind] for kind in kinds])
    taxes = _split(offer.taxes.minor, [int(kind != "infant") for kind in kinds])
    for passenger, fare, taxed in zip(order.passengers, fares, taxes, strict=True):
        refundable = fare * step.percent // 100
        fee = min(step.fee, refundable)
        name = f"{passenger.given} {passenger.family}"
        yield RefundLine(name, Money(refundable, currency), Money(taxed, currency), Money(fee, currency))


def _split(minor: int, weights: list[int]) -> list[int]:
    """An amount by weights, to the last unit: what does not divide goes to the first who have a part."""
    whole = sum(weights)
    parts = [minor * weight // whole for weight in weights]
    having = [index for index, weight in enumerate(weights) if weight]
    for index in having[: minor - sum(parts)]:
        parts[index] += 1
    return parts


def _shares(checkout: Checkout, due: Money) -> Iterator[Share]:
    """The last payment gives back first; one that was made in another currency gives nothing."""
    rest = due.minor
    for payment in reversed(checkout.payments):
        same = payment.amount.currency == due.currency
        amount = min(rest, left(payment, checkout.refunds)) if same else 0
        if amount > 0:
            rest -= amount
            yield Share(payment.id, payment.method, Money(amount, due.currency))
