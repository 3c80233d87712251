"""Cases and proofs as those who keep the books ask for them."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.errors import InvalidError
from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.ledger import Entry
from bot.domain.reconciliation import Finding
from bot.services import case_list, reconciliation
from tests.builders.books import Books, books


@pytest.fixture(name="town")
def _town(monkeypatch: pytest.MonkeyPatch) -> Books:
    """Two bookings, compared and proven in the night after."""
    monkeypatch.setattr(case_list, "PAGE", 2)
    town = books()
    town.book("ada")
    town.book("bob")
    town.home.clock.move(seconds=86400)
    day = (town.home.clock.now() - timedelta(days=1)).date()
    reconciliation.reconcile(town.runtime, day, pages=100)
    return town


def _case(town: Books, number: int) -> str:
    finding, now = Finding("currency", f"pay_{number}", Money(1, "EUR"), Money(1, "USD")), town.home.clock.now()
    with town.home.records.begin() as work:
        work.reconciliation.open_case(finding, day=now.date(), now=now, due_at=now)
    return finding.key


def test_cases_are_listed_whole_and_closed_with_a_reason(town: Books) -> None:
    """What a person decides stands in the audit with her reason."""
    keys = [_case(town, number) for number in range(5)]
    assert [one.finding.key for one in case_list.every_case(town.home.records)] == keys
    now = town.home.clock.now()
    case_list.close(town.home.records, keys[1], because=" a refund on paper ", now=now)
    assert [one.finding.key for one in case_list.every_case(town.home.records)] == [*keys[:1], *keys[2:]]
    assert len(case_list.on_day(town.home.records, now.date())) == 5
    with town.home.records.begin() as work:
        (line,) = work.money.audited(keys[1])
    assert (line.before, line.after, line.cause) == ("open", "closed", "staff: a refund on paper")


@pytest.mark.parametrize(("key", "because"), [("currency:pay_none", "so"), ("currency:pay_1", " ")])
def test_what_cannot_be_closed_is_told_so(town: Books, key: str, because: str) -> None:
    """A slip closes nothing."""
    _case(town, 1)
    with pytest.raises(InvalidError):
        case_list.close(town.home.records, key, because=because, now=town.home.clock.now())
    assert len(case_list.every_case(town.home.records)) == 1


def test_books_that_nobody_touched_prove(town: Books) -> None:
    """A proof from the beginning comes to what the nights have come to."""
    town.book("cleo")
    proof, wrong = case_list.prove_anew(town.home.records)
    assert (wrong, proof.place) == ((), len(town.home.records.money.ledger))
    assert proof.balances["psp_receivable EUR"] > 0


def test_a_row_that_was_changed_after_its_proof_is_told(town: Books) -> None:
    """Whoever alters an old entry is found by whoever proves anew, although it still sums to nought."""
    money = town.home.records.money
    key, first = next((key, one) for key, one in money.ledger.items() if key[2] == "capture")
    dearer = tuple(Entry(entry.account, entry.amount * 2) for entry in first.entries)
    money.ledger[key] = msgspec.structs.replace(first, entries=dearer)
    _, wrong = case_list.prove_anew(town.home.records)
    assert len(wrong) == 1
    assert "are not what they were" in wrong[0]


def test_a_document_that_does_not_sum_is_told(town: Books) -> None:
    """It has its number."""
    money = town.home.records.money
    key, first = next(iter(money.ledger.items()))
    money.ledger[key] = msgspec.structs.replace(first, entries=first.entries[:1])
    _, wrong = case_list.prove_anew(town.home.records)
    assert "Document 1 does not sum to nought." in wrong


def test_the_next_night_finds_what_was_changed_below_its_proof(town: Books) -> None:
    """A balance that no longer adds up to what was proven is a case of its own."""
    money = town.home.records.money
    key, first = next((key, one) for key, one in money.ledger.items() if key[2] == "capture")
    other = (first.entries[0], Entry(posting.SUSPENSE, first.entries[1].amount))
    money.ledger[key] = msgspec.structs.replace(first, entries=other)
    town.home.clock.move(seconds=86400)
    day = (town.home.clock.now() - timedelta(days=1)).date()
    reconciliation.reconcile(town.runtime, day, pages=100)
    kinds = {one.finding.subject for one in case_list.every_case(town.home.records)}
    assert {"sum traveller_funds EUR", "sum suspense EUR"} <= kinds
