"""What may not pay: cards, accounts and addresses, blocked by staff, or by what a network or a bank said of fraud.

A card of which its network warns, or that its holder disputes as fraud, is blocked for ninety days by itself: it may
be tried again within minutes, when nobody of the staff looks. Who is blocked by mistake is let off by staff.
"""

from datetime import datetime, timedelta

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.checkout_disputes import WARNING
from bot.domain.errors import InvalidError
from bot.domain.payment.payment import TAKING, Payment
from bot.ports.fraud_records import Blocked
from bot.ports.money_records import Audit
from bot.ports.records import Records, Work
from bot.services.fraud_names import named, plain_address

LASTS = timedelta(days=90)
"""How long a block lasts when nobody says otherwise."""
_FRAUD = "fraudulent"
"""The gateways' reason of a dispute whose cardholder says that somebody else paid."""


class Wish(msgspec.Struct, frozen=True):
    """What somebody of the staff wants blocked: for how many days from a time (UTC), by whom and why."""

    days: int
    by: str
    why: str
    now: datetime

    @property
    def until(self) -> datetime:
        """When it ends."""
        return self.now + timedelta(days=self.days)


def block_suspects(work: Work, before: Checkout, after: Checkout, *, now: datetime) -> None:
    """Block the cards of which a change of a checkout says that they were used for fraud."""
    known = {each.id for each in before.disputes}
    disputed = {each.payment for each in after.disputes if each.id not in known and each.reason == _FRAUD}
    warned = WARNING in after.staff and WARNING not in before.staff
    for payment in after.payments:
        longer = work.fraud.is_blocked("card", _card(work, payment), now=now + LASTS)
        if (warned or payment.id in disputed) and not longer:
            why = "a warning of the card's network" if warned else "a dispute about fraud"
            block_method(work, payment, Wish(LASTS.days, "threadfare", why, now))


def block_method(work: Work, payment: Payment, wish: Wish) -> bool:
    """Block what a payment was last tried with; False when no try of it is known.

    The try tells: of a card that was not to be saved nothing else is left soon after.
    """
    card = _card(work, payment)
    if not card:
        return False
    work.fraud.block(Blocked("card", card, wish.until, wish.by, wish.why))
    work.money.audit(Audit(wish.now, "block", payment.id, "free", "blocked", f"{wish.why}, by {wish.by}"))
    return True


def _card(work: Work, payment: Payment) -> str:
    tries = reversed([each for each in payment.attempts if each.operation in TAKING])
    tried = payment.charged or next(tries, None)
    return work.fraud.card_of(tried.key) if tried is not None else ""


def block_card(records: Records, payment: str, wish: Wish) -> None:
    """Block for staff what a payment was last tried with; raises `InvalidError` when no such thing is known."""
    with records.begin() as work:
        checkout = work.money.checkout(work.money.checkout_paid_by(payment))
        found = checkout.payment(payment) if checkout is not None else None
        if found is None or not block_method(work, found, wish):
            raise InvalidError(f"No card and no account is known of a payment {payment}.")


def block_email(records: Records, secret: bytes, email: str, wish: Wish) -> None:
    """Block for staff an address for receipts; it is kept as a keyed hash."""
    if "@" not in email:
        raise InvalidError("That is no address: it has no @.")
    hidden = named(secret, "email", plain_address(email))
    with records.begin() as work:
        work.fraud.block(Blocked("email", hidden, wish.until, wish.by, wish.why))
        work.money.audit(Audit(wish.now, "block", hidden, "free", "blocked", f"{wish.why}, by {wish.by}"))


def unblock(records: Records, secret: bytes, name: str, *, by: str, now: datetime) -> None:
    """Block no more, by the name that the list shows or by the address; raises `InvalidError` when it is not."""
    hidden = named(secret, "email", plain_address(name)) if "@" in name else name
    with records.begin() as work:
        gone = [kind for kind in ("card", "email") if work.fraud.unblock(kind, hidden)]
        if not gone:
            raise InvalidError("That is not blocked: `threadfare fraud blocked` lists what is.")
        work.money.audit(Audit(now, "block", hidden, "blocked", "free", f"by {by}"))


def blocked(records: Records, *, now: datetime) -> tuple[Blocked, ...]:
    """All that is blocked now, what ends first first."""
    with records.begin() as work:
        return work.fraud.blocked(now=now)
