"""What three books say of one order, compared: what was planted is found, and nothing else."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checkout_case import Checkout
from bot.domain.money import Money
from bot.domain.payment.payment import open_attempt
from bot.domain.payment.refunds import Refund
from bot.domain.reconciliation import (
    PATIENCE,
    SLA,
    Finding,
    Record,
    Sale,
    compare,
    quiet,
    stranger,
    unexplained,
    unsold,
)
from tests.builders.checkouts import HELD, NOW, PRICE, asking, feed, new_checkout, paid_checkout

NOTHING = Money(0, "EUR")


def record(checkout: Checkout, **change: object) -> Record:
    """What an honest gateway says of the one payment of a paid checkout."""
    payment = checkout.payments[0]
    taken, back = Money(payment.captured, "EUR"), Money(payment.refunded, "EUR")
    honest = Record(payment.reference, payment.id, "captured", Money(payment.authorized, "EUR"), taken, back)
    return msgspec.structs.replace(honest, **change)


def sale(checkout: Checkout, **change: object) -> Sale:
    """What an honest supplier says of the order of a paid checkout."""
    order = checkout.order
    return msgspec.structs.replace(Sale(order.id, order.locator, PRICE, order.tickets, live=True), **change)


PAID = paid_checkout()
PAY, ORD = PAID.payments[0].id, PAID.order.id
UNPAID = msgspec.structs.replace(
    PAID,
    state="ended",
    payments=(msgspec.structs.replace(PAID.payments[0], state="expired", captured=0, authorized=0, reference=""),),
    order=msgspec.structs.replace(PAID.order, state="released"),
)
HALF = Money(PRICE.minor // 2, "EUR")


def test_three_books_that_agree_differ_in_nothing() -> None:
    """A good sale needs nobody."""
    assert compare(PAID, (record(PAID),), sale(PAID)) == []
    assert compare(UNPAID, (), None) == []


@pytest.mark.parametrize(
    ("checkout", "records", "sold", "wanted"),
    [
        (UNPAID, (record(PAID),), None, ("missing_local", PAY, 0, PRICE.minor)),
        (UNPAID, (record(PAID, state="authorized", captured=NOTHING),), None, ("missing_local", PAY, 0, PRICE.minor)),
        (PAID, (), sale(PAID), ("missing_psp", PAY, PRICE.minor, 0)),
        (PAID, (record(PAID, captured=HALF),), sale(PAID), ("amount_mismatch", PAY, PRICE.minor, HALF.minor)),
        (PAID, (record(PAID),), sale(PAID, total=HALF), ("amount_mismatch", ORD, PRICE.minor, HALF.minor)),
        (PAID, (record(PAID, refunded=HALF),), sale(PAID), ("refund_mismatch", PAY, 0, HALF.minor)),
        (
            PAID,
            (record(PAID), record(PAID, reference="sbx_twin")),
            sale(PAID),
            ("duplicate_success", PAY, PRICE.minor, 2 * PRICE.minor),
        ),
        (
            PAID,
            (record(PAID), record(PAID, reference="sbx_twin", state="authorized", captured=NOTHING)),
            sale(PAID),
            ("duplicate_success", PAY, PRICE.minor, 2 * PRICE.minor),
        ),
        (PAID, (record(PAID),), None, ("money_without_ticket", ORD, PRICE.minor, 0)),
        (PAID, (record(PAID),), sale(PAID, live=False), ("money_without_ticket", ORD, PRICE.minor, 0)),
        (UNPAID, (), sale(PAID), ("ticket_without_money", ORD, 0, PRICE.minor)),
    ],
)
def test_each_difference_has_one_name(
    checkout: Checkout, records: tuple[Record, ...], sold: Sale | None, wanted: tuple[str, str, int, int]
) -> None:
    """Staff read what is wrong, of what, and by how much."""
    (found,) = compare(checkout, records, sold)
    assert (found.kind, found.subject, found.ours.minor, found.theirs.minor) == wanted
    assert found.checkout == checkout.id


def test_another_currency_is_no_other_amount() -> None:
    """A dollar is never compared with a euro."""
    dollars = Money(PRICE.minor, "USD")
    (found,) = compare(PAID, (record(PAID, captured=dollars, refunded=Money(0, "USD")),), sale(PAID))
    assert (found.kind, found.ours, found.theirs) == ("currency", PRICE, dollars)
    (found,) = compare(PAID, (record(PAID),), sale(PAID, total=dollars))
    assert (found.kind, found.subject) == ("currency", ORD)


@pytest.mark.parametrize("state", ["voided", "declined", "expired", "requires_action"])
def test_a_try_that_holds_nothing_is_no_second_success(state: str) -> None:
    """A traveller whose first card was declined is not told to have paid twice."""
    other = record(PAID, reference="sbx_no", state=state, captured=NOTHING)
    assert compare(PAID, (other, record(PAID)), sale(PAID)) == []


def test_a_second_success_that_went_back_is_none() -> None:
    """Once the gateway has given a second charge back, the case is over."""
    twin = record(PAID, reference="sbx_twin", state="refunded", refunded=PRICE)
    assert compare(PAID, (record(PAID), twin), sale(PAID)) == []


def test_money_that_a_bank_refuses_to_let_go_is_known() -> None:
    """A hold that could not be voided is with staff already, and is no second case."""
    held = msgspec.structs.replace(UNPAID.payments[0], state="authorized", reference="sbx_1_1")
    checkout = msgspec.structs.replace(UNPAID, payments=(held,))
    assert compare(checkout, (record(PAID, state="authorized", captured=NOTHING),), None) == []


@pytest.mark.parametrize("state", ["returning", "returned"])
def test_what_is_kept_by_the_rules_of_a_fare_is_no_difference(state: str) -> None:
    """A booking that was cancelled for a fee leaves that fee with the airline, without a ticket."""
    payment = msgspec.structs.replace(PAID.payments[0], refunded=HALF.minor)
    returned = msgspec.structs.replace(PAID, state=state, payments=(payment,))
    assert compare(returned, (record(returned),), sale(returned, live=False)) == []


@pytest.mark.parametrize(("reason", "found"), [("goodwill", []), ("cancelled", ["ticket_without_money"])])
def test_tickets_whose_price_staff_gave_back_are_tickets(reason: str, found: list[str]) -> None:
    """Who was flown for nothing on purpose is no case; tickets that should be void, and are not, are one."""
    payment = msgspec.structs.replace(PAID.payments[0], state="refunded", refunded=PRICE.minor)
    refund = Refund("r", PAY, PRICE, reason, "eve", NOW, "done")
    given = msgspec.structs.replace(PAID, payments=(payment,), refunds=(refund,))
    assert [one.kind for one in compare(given, (record(given, state="refunded"),), sale(given))] == found


def test_money_that_a_bank_took_back_is_not_asked_for_a_ticket() -> None:
    """Tickets that were cancelled after a lost dispute, or a debit that came back, leave nothing to be found."""
    lost = msgspec.structs.replace(PAID.payments[0], state="charged_back")
    checkout = msgspec.structs.replace(PAID, payments=(lost,))
    assert compare(checkout, (record(PAID),), sale(PAID, live=False)) == []
    assert (
        compare(checkout, (record(PAID, state="returned"), record(PAID, reference="x", state="returned")), None) == []
    )


def test_what_nobody_knows_is_found_from_the_other_side() -> None:
    """Money and tickets of a database that was lost are found in the books of the others."""
    (found,) = stranger(record(PAID, payment="pay_lost"))
    assert (found.kind, found.subject, found.theirs) == ("missing_local", "pay_lost", PRICE)
    assert [one.subject for one in stranger(record(PAID, payment=""))] == [PAID.payments[0].reference]
    assert stranger(record(PAID, refunded=PRICE)) == []
    (found,) = unsold(sale(PAID))
    assert (found.kind, found.subject, found.theirs) == ("ticket_without_money", ORD, PRICE)
    assert unsold(sale(PAID, live=False)) == []


def test_a_checkout_is_compared_when_it_is_at_rest_or_has_waited_too_long() -> None:
    """Nobody is called for what a minute will bring, and nothing waits unseen for ever."""
    new = new_checkout()
    assert quiet(PAID, NOW)
    asked = feed(new, HELD, *asking(new)).checkout
    assert not quiet(asked, NOW)
    assert not quiet(feed(new, HELD).checkout, NOW)
    assert quiet(asked, NOW + PATIENCE + timedelta(seconds=1))
    refunding = open_attempt(PAID.payments[0], "refund", now=NOW)
    assert not quiet(msgspec.structs.replace(PAID, payments=(refunding,)), NOW)


def test_every_kind_has_a_time_to_be_mended() -> None:
    """No case can be open for ever without anybody being told."""
    from typing import get_args  # noqa: PLC0415  only here

    from bot.domain.reconciliation import CaseKind  # noqa: PLC0415

    assert set(SLA) == set(get_args(CaseKind))
    assert all(wait > timedelta(0) for wait in SLA.values())


def _worlds() -> st.SearchStrategy[tuple[Checkout, list[Record], Sale | None, set[str]]]:
    """A sale, true or with at most one lie a side, and the kinds of what is wrong with it."""

    def build(
        number: int, gateway: str, supplier: str, noise: int
    ) -> tuple[Checkout, list[Record], Sale | None, set[str]]:
        checkout = paid_checkout(f"chk_{number}")
        true, wrong = record(checkout), set()
        other = Money(PRICE.minor - 1 - number % 7, "EUR")
        lies: dict[str, list[Record]] = {
            "": [true],
            "missing_psp": [],
            "amount_mismatch": [msgspec.structs.replace(true, captured=other)],
            "refund_mismatch": [msgspec.structs.replace(true, refunded=other)],
            "duplicate_success": [true, msgspec.structs.replace(true, reference="sbx_twin")],
            "currency": [msgspec.structs.replace(true, captured=Money(PRICE.minor, "USD"), refunded=Money(0, "USD"))],
        }
        sold = sale(checkout)
        sales = {
            "": sold,
            "money_without_ticket": None,
            "amount_mismatch": msgspec.structs.replace(sold, total=other),
            "currency": msgspec.structs.replace(sold, total=Money(PRICE.minor, "USD")),
        }
        wrong |= {f"{gateway}:{checkout.payments[0].id}"} if gateway else set()
        wrong |= {f"{supplier}:{checkout.order.id}"} if supplier else set()
        failed = [
            record(checkout, reference=f"sbx_no_{one}", state="declined", captured=NOTHING) for one in range(noise)
        ]
        return checkout, [*failed, *lies[gateway]], sales[supplier], wrong

    gateway = st.sampled_from(
        ["", "missing_psp", "amount_mismatch", "refund_mismatch", "duplicate_success", "currency"]
    )
    supplier = st.sampled_from(["", "money_without_ticket", "amount_mismatch", "currency"])
    return st.builds(build, st.integers(1, 10**6), gateway, supplier, st.integers(0, 3))


@given(_worlds())
def test_exactly_what_was_planted_is_found(world: tuple[Checkout, list[Record], Sale | None, set[str]]) -> None:
    """In any mixture of lies of both sides, each is found under its name, and no other is."""
    checkout, records, sold, wrong = world
    assert {finding.key for finding in compare(checkout, tuple(records), sold)} == wrong
    assert {finding.key for finding in compare(checkout, tuple(reversed(records)), sold)} == wrong


def test_a_movement_that_explains_nothing_is_a_finding() -> None:
    """A rent that a gateway takes without a word is shown with its own id."""
    from bot.domain.reconciliation import Movement  # noqa: PLC0415  only here

    rent = Movement("bt_7", "adjustment", Money(-4200, "EUR"), "", "adj_1", "rent", NOW)
    assert unexplained(rent) == Finding("fee_unknown", "bt_7", NOTHING, Money(-4200, "EUR"))
