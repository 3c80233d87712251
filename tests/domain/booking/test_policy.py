"""What comes back of a booking that is cancelled, on the edges of its rules."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.booking.passengers import Party, Passenger
from bot.domain.booking.policy import FREE_WITHIN, RULES, RefundStep, quote
from bot.domain.booking.refund_quote import RefundQuote, fingerprint
from bot.domain.checkout_case import Checkout
from bot.domain.flow.fare_words import refunds
from bot.domain.money import Money, format_money, total
from bot.domain.payment.payment import Payment
from bot.domain.payment.refunds import Refund, left
from bot.domain.shopping.fares import BRANDS
from bot.domain.shopping.offers import Slice
from tests.builders.checkouts import NOW, paid_checkout
from tests.builders.trips import piece, segment
from tests.builders.world import places

ZONE = places().zone
EUR = "EUR"
PAIR = Party(2)
LATER = NOW + timedelta(days=2)
"""When cancelling is not free any more."""
STEPS = {"flex": (RefundStep(timedelta(hours=24), 100, 0), RefundStep(timedelta(0), 50, 3000))}
"""Whole until a day before departure, then half of the fare less thirty euros a passenger."""


def booked(*slices: Slice, brand: str = "flex", party: Party = PAIR, taxes: int = 14900) -> Checkout:
    """A paid booking of 1,007 euros: direct to New York, or of these directions."""
    checkout = paid_checkout()
    people = tuple(Passenger(kind, "Marie", f"Durand{n}", date(1987, 7, 24)) for n, kind in enumerate(party.kinds()))
    offer = msgspec.structs.replace(
        checkout.order.offer,
        brand=brand,
        party=party,
        taxes=Money(taxes, EUR),
        slices=slices or checkout.order.offer.slices,
    )
    order = msgspec.structs.replace(checkout.order, offer=offer, passengers=people)
    return msgspec.structs.replace(checkout, order=order)


def counted(checkout: Checkout, now: datetime, *, paid_at: datetime = NOW, rules: object = STEPS) -> RefundQuote:
    """The quote at a moment; fails when a person has to look."""
    found = quote(checkout, paid_at=paid_at, now=now, zone_of=ZONE, rules=rules)  # type: ignore[arg-type]
    assert isinstance(found, RefundQuote), found
    return found


@pytest.mark.parametrize(
    ("brand", "back", "reason"),
    [("light", 14900, "taxes_only"), ("standard", 14900, "taxes_only"), ("flex", 100700, "by_fare")],
)
def test_the_sample_fares_give_back_what_they_promise(brand: str, back: int, reason: str) -> None:
    """A fare that is not refundable gives back the taxes, which nobody has used; a refundable one everything."""
    found = counted(booked(brand=brand), LATER, rules=RULES)
    assert (found.total, found.reasons) == (Money(back, EUR), (reason,))


@pytest.mark.parametrize("brand", BRANDS)
def test_the_rules_are_those_that_were_worded_at_the_offer(brand: str) -> None:
    """Whoever read "refundable without a fee" before paying pays none, up to the last minute before departure."""
    words = refunds((BRANDS[brand],), "en")
    leaves = datetime(2026, 12, 4, 10, 25, tzinfo=UTC)
    for hours in (0.001, 1, 24, 24 * 8):
        found = counted(booked(brand=brand), leaves - timedelta(hours=hours), rules=RULES)
        fare = total((line.fare for line in found.lines), EUR)
        if "not refundable" in words:
            assert fare == Money(0, EUR)
        else:
            assert fare == Money(100700 - 14900, EUR)
            fee = found.lines[0].fee
            assert format_money(fee, "en") in words if fee.minor else "without a fee" in words


def test_within_a_day_of_buying_everything_comes_back() -> None:
    """Whoever has second thoughts at once pays nothing, whatever the fare."""
    found = counted(booked(brand="light"), NOW + FREE_WITHIN - timedelta(seconds=1), rules=RULES)
    assert (found.total, found.fee, found.reasons) == (Money(100700, EUR), Money(0, EUR), ("free_day",))
    assert found.valid_until == NOW + FREE_WITHIN
    assert counted(booked(brand="light"), NOW + FREE_WITHIN, rules=RULES).total == Money(14900, EUR)


@pytest.mark.parametrize(("seconds", "back"), [(0, 100700), (1, 14900)])
def test_cancelling_for_free_needs_a_week_between_purchase_and_departure(seconds: int, back: int) -> None:
    """The day of grace is for those who buy in time: exactly seven days are enough."""
    leaves = datetime(2026, 12, 4, 10, 25, tzinfo=UTC)
    paid_at = leaves - timedelta(days=7) + timedelta(seconds=seconds)
    found = counted(booked(brand="light"), paid_at + timedelta(hours=1), paid_at=paid_at, rules=RULES)
    assert found.total == Money(back, EUR)


def test_the_week_is_counted_from_the_purchase_and_not_from_the_cancelling() -> None:
    """Who bought seven and a half days ahead still has her whole day of grace."""
    leaves = datetime(2026, 12, 4, 10, 25, tzinfo=UTC)
    paid_at = leaves - timedelta(days=7, hours=2)
    assert counted(booked(), paid_at + timedelta(hours=23), paid_at=paid_at, rules=RULES).reasons == ("free_day",)


@pytest.mark.parametrize(("seconds", "percent", "fee"), [(-1, 100, 0), (0, 100, 0), (1, 50, 3000)])
def test_a_step_ends_at_its_exact_hour(seconds: int, percent: int, fee: int) -> None:
    """At twenty-four hours before departure to the second the better rule still holds."""
    border = datetime(2026, 12, 3, 10, 25, tzinfo=UTC)
    found = counted(booked(), border + timedelta(seconds=seconds))
    assert found.lines[0].fare == Money(42900 * percent // 100, EUR)
    assert found.fee == Money(2 * fee, EUR)


def test_a_quote_ends_where_a_rule_changes() -> None:
    """Nobody is promised for ten minutes what holds for two."""
    border = datetime(2026, 12, 3, 10, 25, tzinfo=UTC)
    assert counted(booked(), border - timedelta(minutes=2)).valid_until == border
    assert counted(booked(), border - timedelta(hours=2)).valid_until == border - timedelta(minutes=110)


@pytest.mark.parametrize(
    ("route", "departs", "leaves"),
    [
        ("CDG-JFK", "2027-03-28 11:25", datetime(2027, 3, 28, 9, 25, tzinfo=UTC)),
        ("CDG-JFK", "2027-03-27 11:25", datetime(2027, 3, 27, 10, 25, tzinfo=UTC)),
        ("JFK-CDG", "2027-03-14 18:35", datetime(2027, 3, 14, 22, 35, tzinfo=UTC)),
        ("JFK-CDG", "2027-03-13 18:35", datetime(2027, 3, 13, 23, 35, tzinfo=UTC)),
    ],
)
def test_departure_is_the_airports_own_clock(route: str, departs: str, leaves: datetime) -> None:
    """Summer time that begins between now and then, and a day that has begun elsewhere, change no border."""
    checkout = booked(piece(segment(route, departs, 475)))
    border = leaves - timedelta(hours=24)
    assert counted(checkout, border).lines[0].fee == Money(0, EUR)
    assert counted(checkout, border + timedelta(seconds=1)).lines[0].fee == Money(3000, EUR)


def test_a_flight_over_the_date_line_leaves_on_its_own_day() -> None:
    """A flight that lands the day before it left is cancelled by the clock of where it leaves."""
    zones = {"AKL": "Pacific/Auckland", "HNL": "Pacific/Honolulu"}
    leaves, lands = datetime.fromisoformat("2027-01-01T00:30"), datetime.fromisoformat("2026-12-31T10:00")
    flight = msgspec.structs.replace(
        segment("CDG-JFK", "2026-12-04 11:25", 510), origin="AKL", destination="HNL", departs=leaves, arrives=lands
    )
    checkout, border = booked(Slice((flight,), 510)), datetime(2026, 12, 30, 11, 30, tzinfo=UTC)
    for seconds, fee in ((0, 0), (1, 6000)):
        now = border + timedelta(seconds=seconds)
        found = quote(checkout, paid_at=NOW, now=now, zone_of=zones.__getitem__, rules=STEPS)
        assert isinstance(found, RefundQuote)
        assert found.fee == Money(fee, EUR)
    gone = quote(checkout, paid_at=NOW, now=border + timedelta(hours=24), zone_of=zones.__getitem__, rules=STEPS)
    assert gone == "departed"


def test_an_hour_that_comes_twice_is_the_one_that_the_flight_takes() -> None:
    """A flight at half past two in the night in which clocks go back leaves once."""
    for fold, leaves in ((0, 0), (1, 1)):
        checkout = booked(piece(segment("CDG-JFK", "2027-10-31 02:30", 475, fold=fold)))
        border = datetime(2027, 10, 30, 0, 30, tzinfo=UTC) + timedelta(hours=leaves)
        assert counted(checkout, border).lines[0].fee == Money(0, EUR)
        assert counted(checkout, border + timedelta(seconds=1)).lines[0].fee == Money(3000, EUR)


@pytest.mark.parametrize(("hours", "refusal"), [(0, "departed"), (5, "departed"), (7.95, "flown"), (24 * 30, "flown")])
def test_after_departure_a_person_has_to_look(hours: float, refusal: str) -> None:
    """Whether she has flown or missed her flight is not for the bot to guess."""
    now = datetime(2026, 12, 4, 10, 25, tzinfo=UTC) + timedelta(hours=hours)
    assert quote(booked(), paid_at=NOW, now=now, zone_of=ZONE) == refusal


def test_between_outbound_and_return_a_person_has_to_look() -> None:
    """A trip that is partly flown is none that is whole."""
    out, back = piece(segment("CDG-JFK", "2026-12-04 11:25", 475)), piece(segment("JFK-CDG", "2026-12-11 18:35", 425))
    assert quote(booked(out, back), paid_at=NOW, now=NOW + timedelta(days=12), zone_of=ZONE) == "departed"


def test_an_unknown_fare_a_dispute_and_a_booking_without_tickets_are_for_a_person() -> None:
    """What no rule covers is not guessed."""
    payment = msgspec.structs.replace(paid_checkout().payments[0], state="disputed")
    disputed = msgspec.structs.replace(booked(), payments=(payment,))
    ended = msgspec.structs.replace(booked(), state="ended")
    for checkout, refusal in ((booked(brand="gold"), "no_rule"), (disputed, "disputed"), (ended, "not_booked")):
        assert quote(checkout, paid_at=NOW, now=LATER, zone_of=ZONE) == refusal


def test_children_and_infants_get_back_what_they_paid() -> None:
    """A child's fare is three quarters and an infant's a tenth; taxes are of those with a seat."""
    found = counted(booked(party=Party(1, 1, 1), taxes=10000), LATER, rules=RULES)
    assert [line.fare.minor for line in found.lines] == [49028, 36770, 4902]
    assert [line.taxes.minor for line in found.lines] == [5000, 5000, 0]


def test_a_fee_eats_the_fare_and_never_the_taxes() -> None:
    """An infant who paid less than the fee loses the fare alone."""
    rules = {"flex": (RefundStep(timedelta(0), 100, 7000),)}
    found = counted(booked(party=Party(1, 0, 1), taxes=10000), LATER, rules=rules)
    assert [(line.fee.minor, line.back.minor >= line.taxes.minor) for line in found.lines] == [
        (7000, True),
        (7000, True),
    ]
    cheap = counted(booked(party=Party(1, 0, 1), taxes=100000), LATER, rules=rules)
    assert [line.fee.minor for line in cheap.lines] == [637, 63]
    assert cheap.total == Money(100000, EUR)


def test_the_last_payment_gives_back_first() -> None:
    """What was paid by two cards goes back to them, the newest first, and to no other."""
    first, second = Payment("pay_1", Money(60000, EUR)), Payment("pay_2", Money(40700, EUR))
    payments = tuple(
        msgspec.structs.replace(one, state="captured", captured=one.amount.minor, method=f"Visa {one.id}")
        for one in (first, second)
    )
    found = counted(msgspec.structs.replace(booked(), payments=payments), LATER, rules=RULES)
    assert [(share.payment, share.amount.minor) for share in found.shares] == [("pay_2", 40700), ("pay_1", 60000)]


def test_what_went_back_before_is_not_given_twice() -> None:
    """A gift lessens what cancelling gives when not enough is left."""
    checkout = booked()
    gift = Refund("chk_1:refund:1", checkout.payments[0].id, Money(20000, EUR), "goodwill", "eve", NOW)
    found = counted(msgspec.structs.replace(checkout, refunds=(gift,)), LATER, rules=RULES)
    assert (found.total, found.limited) == (Money(80700, EUR), Money(20000, EUR))
    assert found.reasons == ("by_fare", "limited")


def test_a_proof_names_amounts_and_their_end() -> None:
    """A yes to one quote is no yes to another."""
    until = NOW + timedelta(minutes=10)
    found = counted(booked(), LATER, rules=RULES)
    proof = fingerprint("chk_1", found, until=until)
    assert proof == fingerprint("chk_1", counted(booked(), LATER + timedelta(minutes=1), rules=RULES), until=until)
    others = {
        fingerprint("chk_2", found, until=until),
        fingerprint("chk_1", found, until=until + timedelta(seconds=1)),
        fingerprint("chk_1", msgspec.structs.replace(found, total=Money(1, EUR)), until=until),
    }
    assert proof not in others
    assert len(others) == 3


@given(
    amounts=st.lists(st.integers(1, 10**6), min_size=1, max_size=3),
    party=st.builds(Party, st.integers(1, 4), st.integers(0, 3), st.integers(0, 2)),
    taxed=st.integers(0, 100),
    gone=st.integers(0, 100),
    step=st.builds(RefundStep, st.just(timedelta(0)), st.integers(0, 100), st.integers(0, 20000)),
    minutes=st.integers(0, 60 * 24 * 9),
)
def test_a_quote_never_gives_more_than_is_left(
    amounts: list[int], party: Party, taxed: int, gone: int, step: RefundStep, minutes: int
) -> None:
    """Whatever was paid, by whatever means, and went back already: lines, total and payments agree to the cent."""
    price = sum(amounts)
    checkout = booked(party=party, taxes=price * taxed // 100)
    offer = msgspec.structs.replace(checkout.order.offer, total=Money(price, EUR))
    payments = tuple(
        Payment(f"pay_{n}", Money(minor, EUR), "captured", captured=minor, refunded=minor * gone // 100)
        for n, minor in enumerate(amounts)
    )
    order = msgspec.structs.replace(checkout.order, offer=offer)
    checkout = msgspec.structs.replace(checkout, order=order, payments=payments)
    found = counted(checkout, NOW + timedelta(minutes=minutes), rules={"flex": (step,)})
    due = total((line.back for line in found.lines), EUR)
    assert due - found.limited == found.total == total((share.amount for share in found.shares), EUR)
    assert all(line.back.minor >= line.taxes.minor >= 0 for line in found.lines)
    for share in found.shares:
        payment = checkout.payment(share.payment)
        assert payment is not None
        assert 0 < share.amount.minor <= left(payment, ()) == payment.captured - payment.refunded
    assert Money(0, EUR) <= found.total <= Money(price, EUR)
