"""Checkouts for tests: two adults from Paris to New York, at any point of the way."""

from datetime import UTC, datetime, timedelta

from bot.domain import checkout as saga
from bot.domain.booking.order import Order
from bot.domain.booking.passengers import Party, Passenger
from bot.domain.checkout_case import Checkout, Decision
from bot.domain.checkout_facts import Answered, CardReceived, CardTokenized, Fact, SeatsKept, Sending, TicketsIssued
from bot.domain.money import Money
from bot.domain.payment.payment import Payment
from bot.domain.shopping.offers import Offer, Segment, Slice
from tests.builders.flights import ADULT

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PRICE = Money(100700, "EUR")
THREAD = "messenger:page:ada"


def offer(total: Money = PRICE) -> Offer:
    """One way, direct, for two adults."""
    departs = datetime(2026, 12, 4, 11, 25)  # noqa: DTZ001  local wall clock
    flight = Segment(
        flight="TF12",
        carrier="TF",
        operator="TF",
        origin="CDG",
        destination="JFK",
        departs=departs,
        arrives=departs + timedelta(hours=1, minutes=55),
        minutes=475,
        cabin="economy",
        key="TF12/2026-12-04",
    )
    return Offer(
        id="off_1",
        slices=(Slice((flight,), 475),),
        brand="light",
        cabin="economy",
        party=Party(2),
        total=total,
        taxes=Money(14900, total.currency),
        expires=NOW + timedelta(minutes=30),
    )


def party() -> tuple[Passenger, ...]:
    """Who travels."""
    return (ADULT, ADULT)


def new_checkout(
    checkout: str = "chk_1", *, amounts: tuple[int, ...] = (PRICE.minor,), thread: str = THREAD
) -> Checkout:
    """A checkout before its first step, with one payment for each amount."""
    payments = tuple(Payment(f"{checkout}_pay_{n}", Money(minor, "EUR")) for n, minor in enumerate(amounts, 1))
    order = Order(f"{checkout}_ord", offer(), party(), "ada@example.org")
    return Checkout(checkout, thread, f"{checkout}#0", "en", NOW, order, payments)


def feed(checkout: Checkout, *facts: Fact, now: datetime = NOW) -> Decision:
    """The decision of the last of several facts."""
    decision = Decision(checkout, now)
    for fact in facts:
        decision = saga.advance(decision.checkout, fact, now=now)
    return decision


def key(checkout: Checkout, operation: str, number: int = 1, *, payment: int = 1) -> str:
    """The key of an attempt."""
    return f"tf:{checkout.id}_pay_{payment}:{operation}:{number}"


HELD = SeatsKept("ABC234", NOW + timedelta(minutes=30), PRICE)
TICKETS = TicketsIssued(("9992400000001", "9992400000002"))


def asking(checkout: Checkout, number: int = 1, *, payment: int = 1) -> tuple[Fact, ...]:
    """A card was received, made a token, and the bank is being asked."""
    attempt = key(checkout, "authorize", number, payment=payment)
    return CardReceived(f"card_{number}"), CardTokenized(attempt, "ins_1", "Visa •4242"), Sending(attempt)


def approved(checkout: Checkout, operation: str = "authorize", number: int = 1, *, payment: int = 1) -> Answered:
    """The gateway said yes."""
    return Answered(key(checkout, operation, number, payment=payment), "approved", reference=f"sbx_{payment}_{number}")


def declined(checkout: Checkout, operation: str = "authorize", number: int = 1, *, code: str = "") -> Answered:
    """The gateway said no."""
    return Answered(key(checkout, operation, number), "declined", code=code or f"{operation}_declined")


def paid_checkout(checkout: str = "chk_1", *, thread: str = THREAD, locator: str = "ABC234") -> Checkout:
    """A checkout that went all the way: held, authorized, ticketed, captured."""
    new = new_checkout(checkout, thread=thread)
    held = SeatsKept(locator, NOW + timedelta(minutes=30), PRICE)
    return feed(new, held, *asking(new), approved(new), TICKETS, approved(new, "capture")).checkout
