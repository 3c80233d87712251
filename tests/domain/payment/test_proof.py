"""The proof of the books: whatever is changed afterwards is seen."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.ledger import Entry, balances, reversal
from bot.domain.payment.proof import Posted, Proof, begun_after, differs, prove
from bot.domain.reconciliation import Movement

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PRICE = Money(10000, "EUR")


def books(*amounts: int) -> list[Posted]:
    """Captures of these amounts, and a ticket for each."""
    made = []
    for number, minor in enumerate(amounts, 1):
        made.append(Posted(2 * number - 1, AT, posting.captured(f"pay_{number}", Money(minor, "EUR"))))
        made.append(Posted(2 * number, AT, posting.ticketed(f"ord_{number}", Money(minor, "EUR"))))
    return made


AMOUNTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=12)


@given(AMOUNTS, st.data())
def test_a_proof_in_pieces_is_the_proof_of_the_whole(amounts: list[int], data: st.DataObject) -> None:
    """Each night goes on where the last one ended, and comes to what one night would have come to."""
    whole = books(*amounts)
    cut = data.draw(st.integers(0, len(whole)))
    proof = prove(prove(Proof(), whole[:cut]), whole[cut:])
    assert proof == prove(Proof(), whole)
    assert proof.place == whole[-1].number
    sums = dict(balances(each.transaction for each in whole).items())
    assert differs(proof, sums) == {}
    assert proof.broken == ()


@given(AMOUNTS, st.data())
def test_a_row_that_was_changed_afterwards_is_seen(amounts: list[int], data: st.DataObject) -> None:
    """Nobody makes a debt smaller, takes a transaction away or puts one in without the hash telling."""
    whole = books(*amounts)
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = [*whole]
    how = data.draw(st.sampled_from(["amount", "gone", "later", "twice"]))
    if how == "gone":
        del changed[place]
    elif how == "twice":
        changed.insert(place, changed[place])
    elif how == "later":
        changed[place] = msgspec.structs.replace(changed[place], at=AT + timedelta(microseconds=1))
    else:
        about = changed[place].transaction
        dearer = tuple(Entry(one.account, one.amount * 2) for one in about.entries)
        changed[place] = msgspec.structs.replace(
            changed[place], transaction=msgspec.structs.replace(about, entries=dearer)
        )
    assert prove(Proof(), changed).digest != prove(Proof(), whole).digest


def test_a_transaction_that_does_not_sum_is_named() -> None:
    """Staff are told which document it is."""
    (first, second) = books(500)
    lame = msgspec.structs.replace(second.transaction, entries=second.transaction.entries[:1])
    assert prove(Proof(), [first, msgspec.structs.replace(second, transaction=lame)]).broken == (2,)


def test_balances_that_the_database_does_not_agree_with_are_named() -> None:
    """An entry that was altered in a year that nobody reads any more is still seen in its account."""
    proof = prove(Proof(), books(500))
    said = {(posting.PSP_RECEIVABLE, "EUR"): 400, (posting.TICKET_REVENUE, "EUR"): -500, (posting.BANK, "EUR"): 1}
    assert differs(proof, said) == {(posting.PSP_RECEIVABLE, "EUR"): (500, 400), (posting.BANK, "EUR"): (0, 1)}


def _movement(name: str, minor: int, *, payment: str = "", kind: str = "capture") -> Movement:
    return Movement(name, kind, Money(minor, "EUR"), payment, "sbx_1", "", AT)


def test_what_movements_have_put_on_an_account_is_known_by_payment_or_by_id() -> None:
    """What came in while a night was being proven is left out of it, and each movement once."""
    captured = posting.captured("pay_1", PRICE)
    back = posting.refunded("tf:pay_1:refund:1", Money(700, "EUR"))
    fee = posting.moved("bt_2_fee", "fee", posting.PSP_FEES, amount=Money(-165, "EUR"))
    posted = [Posted(number, AT, each) for number, each in enumerate((captured, captured, back, fee), 1)]
    moved = [
        _movement("bt_2", PRICE.minor, payment="pay_1"),
        _movement("bt_3", -700, payment="pay_1", kind="refund"),
        _movement("bt_2_fee", -165, payment="pay_1", kind="fee"),
    ]
    assert begun_after(posted, moved, account=posting.PSP_RECEIVABLE) == {"EUR": PRICE.minor - 700 - 165}
    assert begun_after(posted, [], account=posting.PSP_RECEIVABLE) == {}
    assert begun_after(posted, moved, account=posting.BANK) == {}


def test_disputes_and_charges_beside_a_payment_are_known_as_well() -> None:
    """What a bank takes back while a night is being proven is no difference."""
    opened, beside = posting.disputed("dp_1", PRICE), posting.stray("sbx_1", PRICE)
    posted = [Posted(1, AT, opened), Posted(2, AT, beside)]
    disputed = _movement("bt_1", -PRICE.minor, payment="pay_1", kind="dispute")
    taken = _movement("bt_2", PRICE.minor, payment="pay_1")
    assert begun_after(posted, [disputed], account=posting.PSP_RECEIVABLE) == {"EUR": -PRICE.minor}
    assert begun_after(posted, [taken], account=posting.PSP_RECEIVABLE) == {"EUR": PRICE.minor}


@pytest.mark.parametrize(("payment", "kind"), [("pay_2", "capture"), ("pay_2", "dispute_reversal")])
def test_what_belongs_to_another_payment_is_not_taken_for_it(payment: str, kind: str) -> None:
    """Two travellers who paid the same price are told apart."""
    posted = [Posted(1, AT, posting.captured("pay_1", PRICE)), Posted(2, AT, reversal(posting.disputed("dp", PRICE)))]
    moved = [_movement("bt_1", PRICE.minor, payment=payment, kind=kind)]
    found = begun_after(posted, moved, account=posting.PSP_RECEIVABLE)
    assert found == ({} if kind == "capture" else {"EUR": PRICE.minor})
