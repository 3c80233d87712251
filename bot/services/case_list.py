"""Cases and proofs as those who keep the books ask for them."""

from datetime import date, datetime

from bot.domain.errors import InvalidError
from bot.domain.payment.proof import Proof, differs, prove
from bot.ports.money_records import Audit
from bot.ports.reconciliation_records import Case, Which
from bot.ports.records import Records
from bot.services.proofs import proof_of

PAGE = 500


def every_case(records: Records, *, which: Which = "open", day: date | None = None) -> tuple[Case, ...]:
    """All cases in the order of their keys; only those that stood on a day, if one is given."""
    found, after = list[Case](), ""
    while True:
        with records.begin() as work:
            page = work.reconciliation.cases(which, day=day, after=after, most=PAGE)
        found += page
        if len(page) < PAGE:
            return tuple(found)
        after = page[-1].finding.key


def on_day(records: Records, day: date) -> tuple[Case, ...]:
    """The cases that stood on a day, whether or not they have been closed since."""
    return every_case(records, which="all", day=day)


def close(records: Records, key: str, *, because: str, now: datetime) -> None:
    """Close a case by hand and write down why; raises `InvalidError` when no such case is open."""
    if not because.strip():
        raise InvalidError("Say why the case is closed.")
    if not any(case.finding.key == key for case in every_case(records)):
        raise InvalidError("No open case has this name.")
    with records.begin() as work:
        work.reconciliation.close_case(key, now=now)
        work.money.audit(Audit(now, "case", key, "open", "closed", f"staff: {because.strip()}"))


def prove_anew(records: Records) -> tuple[Proof, tuple[str, ...]]:
    """Prove the books from the beginning; gives the proof, and a sentence for everything that is wrong.

    A proof of an earlier night that comes to another hash at its place says that what was written has been changed.
    """
    with records.begin() as work:
        upto = work.ledger.horizon()
        last = work.reconciliation.last_run("day")
    earlier = proof_of(last)
    proof, wrong = Proof(), list[str]()
    while proof.place < upto:
        with records.begin() as work:
            page = work.ledger.posted(after=proof.place, upto=upto, most=PAGE)
        if not page:
            break
        before = [each for each in page if each.number <= earlier.place]
        proof = prove(proof, before)
        if before and proof.place == earlier.place and proof.digest != earlier.digest:
            wrong.append(f"Up to document {earlier.place} the books are not what they were when they were proven.")
        proof = prove(proof, page[len(before) :])
    with records.begin() as work:
        sums = work.ledger.sums(upto=upto)
    wrong += [f"Document {number} does not sum to nought." for number in proof.broken]
    for (account, currency), (proven, said) in sorted(differs(proof, sums).items()):
        wrong.append(f"{account} {currency} adds up to {proven}, and the database says {said}.")
    return proof, tuple(wrong)
