"""What may not pay: blocked by staff, or by itself when a network or a bank speaks of fraud."""

from datetime import timedelta

import pytest

from bot.domain.checkout_case import Checkout
from bot.domain.errors import InvalidError
from bot.sandbox.cards import by_name
from bot.services import fraud_lists
from tests.builders.books import Books, books
from tests.services.test_disputes import hooks


def paid(town: Books, card: str) -> Checkout:
    """A booking of which its bank or its network speaks after a while."""
    checkout = town.book("ada", by_name(card).number)
    town.settle()
    hooks(town)
    return town.checkout(checkout.id)


@pytest.mark.parametrize(
    ("card", "why"),
    [("dispute_fraud", "a dispute about fraud"), ("fraud_warning", "a warning of the card's network")],
)
def test_a_card_of_which_fraud_is_said_is_blocked_for_ninety_days(card: str, why: str) -> None:
    """It may be tried again within minutes, when nobody of the staff looks; once is enough."""
    town = books()
    checkout = paid(town, card)
    now = town.home.clock.now()
    (one,) = fraud_lists.blocked(town.runtime.records, now=now)
    assert (one.kind, one.until, one.by, one.why) == ("card", now + timedelta(days=90), "threadfare", why)
    assert one.value == town.home.records.fraud.tries[checkout.payments[0].attempts[0].key].card
    assert [
        line.after for line in town.home.records.money.audited(checkout.payments[0].id) if line.kind == "block"
    ] == ["blocked"]


def test_a_dispute_about_a_parcel_blocks_nothing() -> None:
    """Who says that a flight did not leave is no thief."""
    town = books()
    paid(town, "dispute_not_received")
    assert fraud_lists.blocked(town.runtime.records, now=town.home.clock.now()) == ()


def test_staff_block_the_card_of_a_payment_and_let_it_off() -> None:
    """By the id of the payment, which staff see; nobody types a card's number."""
    town = books()
    checkout, now, secret = town.book("ada"), town.home.clock.now(), town.runtime.secret
    records, payment = town.runtime.records, checkout.payments[0].id
    fraud_lists.block_card(records, payment, fraud_lists.Wish(7, "Ida", "a tip", now))
    (one,) = fraud_lists.blocked(records, now=now)
    assert (one.until, one.by, one.why) == (now + timedelta(days=7), "Ida", "a tip")
    assert fraud_lists.blocked(records, now=now + timedelta(days=7)) == ()
    fraud_lists.unblock(records, secret, one.value, by="Ida", now=now)
    assert fraud_lists.blocked(records, now=now) == ()
    assert [line.cause for line in town.home.records.money.audited(one.value)] == ["by Ida"]


def test_an_address_is_blocked_and_let_off_by_itself() -> None:
    """It is kept as a hash; staff need not know it."""
    town = books()
    records, secret, now = town.runtime.records, town.runtime.secret, town.home.clock.now()
    fraud_lists.block_email(records, secret, "Eve@Example.org", fraud_lists.Wish(7, "Ida", "a tip", now))
    (one,) = fraud_lists.blocked(records, now=now)
    assert (one.kind, "eve" in repr(one).lower()) == ("email", False)
    fraud_lists.unblock(records, secret, "eve@example.org", by="Ida", now=now)
    assert fraud_lists.blocked(records, now=now) == ()


def test_what_is_not_known_is_said() -> None:
    """A wrong id, no address, and what was never blocked."""
    town = books()
    records, secret, now = town.runtime.records, town.runtime.secret, town.home.clock.now()
    begun = town.begin("ada").payments[0].id
    for payment in ("pay_nobody", begun):
        with pytest.raises(InvalidError, match="No card and no account"):
            fraud_lists.block_card(records, payment, fraud_lists.Wish(7, "Ida", "", now))
    with pytest.raises(InvalidError, match="no @"):
        fraud_lists.block_email(records, secret, "eve", fraud_lists.Wish(7, "Ida", "", now))
    for name in ("eve@example.org", "0123"):
        with pytest.raises(InvalidError, match="not blocked"):
            fraud_lists.unblock(records, secret, name, by="Ida", now=now)
