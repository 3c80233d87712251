"""What every reader of the books promises, in memory and in PostgreSQL alike."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import msgspec
import pytest

from bot.domain.checkout_case import Checkout
from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.ledger import reversal
from bot.ports.reconciliation_records import Suspended
from tests.builders.checkouts import NOW, PRICE, paid_checkout

_NUMBERS = count(1)


@pytest.fixture(name="day")
def _day() -> Iterator[datetime]:
    """A day on which nothing else is posted."""
    return NOW + timedelta(days=1000 + next(_NUMBERS) * 10)


@pytest.fixture(name="paid")
def _paid(records: Any) -> Checkout:
    """A paid checkout that nobody else has."""
    number = next(_NUMBERS)
    checkout = paid_checkout(f"chk_led_{number}", thread=f"messenger:page:led{number}", locator=f"LED{number:03}")
    with records.begin() as work:
        work.money.add(msgspec.structs.replace(checkout, version=0))
        work.money.save(msgspec.structs.replace(checkout, version=1))
    return checkout


def _post(records: Any, at: datetime, *transactions: Any) -> None:
    with records.begin() as work:
        for each in transactions:
            assert work.money.post(each, at=at)


def _sold(checkout: Checkout) -> tuple[Any, Any]:
    return posting.ticketed(checkout.order.id, PRICE), posting.captured(checkout.payments[0].id, PRICE)


def _horizon(records: Any) -> int:
    with records.begin() as work:
        return int(work.ledger.horizon())


def test_transactions_are_read_by_number_in_pieces(records: Any, paid: Checkout, day: datetime) -> None:
    """A proof reads every transaction once, in the order in which they were written, however many there are."""
    before = _horizon(records)
    _post(records, day, *_sold(paid))
    _post(records, day, posting.refunded(f"tf:{paid.payments[0].id}:refund:1", PRICE))
    upto = _horizon(records)
    with records.begin() as work:
        first = work.ledger.posted(after=before, upto=upto, most=2)
        rest = work.ledger.posted(after=first[-1].number, upto=upto, most=2)
        assert [each.transaction for each in first] == list(_sold(paid))
        assert [each.transaction.posting_kind for each in rest] == ["refund"]
        assert {each.at for each in (*first, *rest)} == {day}
        assert work.ledger.posted(after=before, upto=first[0].number, most=9) == first[:1]


def test_sums_are_those_of_all_accounts_up_to_a_number(records: Any, paid: Checkout, day: datetime) -> None:
    """What the database adds up itself can be held against a proof."""
    before = _horizon(records)
    _post(records, day, *_sold(paid))
    upto = _horizon(records)
    with records.begin() as work:
        old, new = work.ledger.sums(upto=before), work.ledger.sums(upto=upto)
    grown = {key: new[key] - old.get(key, 0) for key in new if new[key] != old.get(key, 0)}
    assert grown == {(posting.PSP_RECEIVABLE, "EUR"): PRICE.minor, (posting.TICKET_REVENUE, "EUR"): -PRICE.minor}


def test_a_balance_is_what_was_posted_before_a_moment(records: Any, paid: Checkout, day: datetime) -> None:
    """The gateway's balance of a day is held against ours of the same day."""
    _post(records, day, *_sold(paid))
    with records.begin() as work:
        old = work.ledger.balance(posting.PSP_RECEIVABLE, until=day).get("EUR", 0)
        new = work.ledger.balance(posting.PSP_RECEIVABLE, until=day + timedelta(seconds=1))["EUR"]
        (near,) = work.ledger.between(posting.PSP_RECEIVABLE, day, day + timedelta(seconds=1))
        assert work.ledger.between(posting.PSP_RECEIVABLE, day - timedelta(seconds=1), day) == ()
        assert work.ledger.between(posting.BANK, day, day + timedelta(seconds=1)) == ()
    assert new - old == PRICE.minor
    assert near.transaction == _sold(paid)[1]


def test_what_stands_on_an_account_is_told_by_checkout(records: Any, paid: Checkout, day: datetime) -> None:
    """Money of a traveller that is neither earned nor given back is found with its booking."""
    _post(records, day, posting.captured(paid.payments[0].id, PRICE))

    def standing() -> list[Suspended]:
        with records.begin() as work:
            return [one for one in work.ledger.by_checkout(posting.TRAVELLER_FUNDS) if one.source == paid.id]

    assert standing() == [Suspended("checkout", paid.id, -PRICE)]
    _post(records, day, posting.refunded(f"tf:{paid.payments[0].id}:authorize:1", Money(700, "EUR")))
    assert standing() == [Suspended("checkout", paid.id, Money(700, "EUR") - PRICE)]
    _post(records, day, posting.ticketed(paid.order.id, PRICE - Money(700, "EUR")))
    assert standing() == []


def test_what_stands_in_suspense_is_told_by_its_source(records: Any, day: datetime) -> None:
    """A dispute stands there until it is decided; a movement until somebody knows what it was."""
    name = f"dp_{next(_NUMBERS)}_{day:%j}"
    opened = posting.disputed(name, PRICE)
    strange = posting.moved(f"bt_{name}", "unexplained", posting.SUSPENSE, amount=Money(-30, "EUR"))
    _post(records, day, opened, strange)

    def standing() -> dict[str, Suspended]:
        with records.begin() as work:
            return {one.source: one for one in work.ledger.by_source(posting.SUSPENSE)}

    assert standing()[name] == Suspended("dispute", name, PRICE)
    assert standing()[f"bt_{name}"] == Suspended("movement", f"bt_{name}", Money(30, "EUR"))
    _post(records, day, reversal(opened))
    assert name not in standing()


def test_a_journal_names_the_booking_and_the_gateways_reference(records: Any, paid: Checkout, day: datetime) -> None:
    """An accountant finds every line again in the airline's and in the gateway's papers."""
    payment = paid.payments[0]
    fee = posting.moved(f"bt_fee_{payment.id}", "fee", posting.PSP_FEES, amount=Money(-165, "EUR"))
    back = posting.refunded(f"tf:{payment.id}:capture:1", Money(700, "EUR"))
    _post(records, day, *_sold(paid), fee, back)
    with records.begin() as work:
        lines = work.ledger.journal(day, day + timedelta(days=1), after=0, most=3)
        rest = work.ledger.journal(day, day + timedelta(days=1), after=lines[-1].posted.number, most=3)
        assert work.ledger.journal(day + timedelta(days=1), day + timedelta(days=2), after=0, most=3) == ()
    told = [(each.posted.transaction, each.locator, each.reference) for each in (*lines, *rest)]
    locator, reference = paid.order.locator, payment.reference
    assert told == [
        (_sold(paid)[0], locator, ""),
        (_sold(paid)[1], locator, reference),
        (fee, "", ""),
        (back, locator, reference),
    ]
