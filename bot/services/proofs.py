"""The nightly proof of the books: they sum to nought, add up, and owe what the gateway says that it owes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from bot.domain import reconciliation
from bot.domain.checkout_case import Checkout
from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.proof import Proof, begun_after, differs, prove
from bot.domain.reconciliation import Finding, Movement, Record
from bot.ports.gateway_reports import GatewayReports
from bot.ports.reconciliation_records import Case, Run
from bot.ports.records import Work
from bot.ports.runtime import Runtime

PAGE = 1000
_STRADDLE = timedelta(hours=1)
"""How far apart we and the gateway may date the same movement."""
_EXPLAIN = frozenset({"fee_unknown", "missing_local", "duplicate_success"})
"""Kinds of open cases for which money stands in suspense."""


def carried(run: Run | None) -> dict[str, str]:
    """What a day takes over from the one that was proven last."""
    known = run.facts if run is not None else {}
    return {"proof": known["proof"]} if "proof" in known else {}


def proof_of(run: Run | None) -> Proof:
    """The proof that a day's work has come to; from the beginning when there is none."""
    known = run.facts.get("proof") if run is not None else None
    return msgspec.json.decode(known, type=Proof) if known else Proof()


def prove_page(runtime: Runtime, reports: GatewayReports, run: Run) -> tuple[Run, list[Finding] | None]:
    """Prove some more transactions; at the end gives what does not prove, before that None."""
    with runtime.records.begin() as work:
        upto = int(run.facts["upto"]) if "upto" in run.facts else work.ledger.horizon()
        proof = proof_of(run)
        page = work.ledger.posted(after=proof.place, upto=upto, most=PAGE)
        proof = prove(proof, page)
        sums = work.ledger.sums(upto=upto) if len(page) < PAGE else {}
    facts = {**run.facts, "upto": str(upto), "proof": msgspec.json.encode(proof).decode()}
    run = msgspec.structs.replace(run, facts=facts)
    if len(page) == PAGE:
        return run, None
    found = [*_inside(proof, sums), *_against_gateway(runtime, reports, run)]
    with runtime.records.begin() as work:
        found += [*_funds(work, runtime.clock.now()), *_suspense(work)]
    return run, found


def close_others(work: Work, found: list[Finding], *, now: datetime) -> None:
    """Close what did not prove before and does now."""
    stands = {finding.key for finding in found}
    for case in list(cases(work)):
        if case.finding.kind == "ledger" and case.finding.key not in stands:
            work.reconciliation.close_case(case.finding.key, now=now)


def _inside(proof: Proof, sums: Mapping[tuple[str, str], int]) -> Iterator[Finding]:
    """What the books say of themselves: transactions that do not sum to nought, and balances that do not add up."""
    for number in proof.broken:
        yield Finding("ledger", f"transaction {number}", Money(0, "XXX"), Money(0, "XXX"))
    for (account, currency), (proven, said) in sorted(differs(proof, sums).items()):
        yield Finding("ledger", f"sum {account} {currency}", Money(proven, currency), Money(said, currency))


def _against_gateway(runtime: Runtime, reports: GatewayReports, run: Run) -> Iterator[Finding]:
    """What the gateway owes us by our books, and by its own, at the moment at which the run began.

    What the gateway has done since is left out of our books; and what a case is open about is no second difference.
    """
    until = run.started_at
    since = [one for one in moved(reports, until, runtime.clock.now()) if one.at >= until]
    theirs = {money.currency: money.minor for money in reports.balance(until)}
    explained = _explained(runtime, reports)
    with runtime.records.begin() as work:
        sums = work.ledger.sums(upto=work.ledger.horizon())
        later = work.ledger.between(posting.PSP_RECEIVABLE, until - _STRADDLE, runtime.clock.now() + _STRADDLE)
    late = begun_after(later, since, account=posting.PSP_RECEIVABLE)
    ours = {currency: minor for (account, currency), minor in sums.items() if account == posting.PSP_RECEIVABLE}
    for currency in sorted({*theirs, *ours}):
        said, known = theirs.get(currency, 0), ours.get(currency, 0) - late.get(currency, 0)
        if said - known != explained.get(currency, 0):
            subject = f"{posting.PSP_RECEIVABLE} {currency}"
            yield Finding("ledger", subject, Money(known, currency), Money(said, currency))


def moved(reports: GatewayReports, start: datetime, end: datetime) -> Iterator[Movement]:
    """Every movement of the days from a moment to another."""
    day = start.date()
    while day <= end.date():
        page = reports.movements(day)
        yield from page.items
        while page.following:
            page = reports.movements(day, after=page.following)
            yield from page.items
        day += timedelta(days=1)


def _explained(runtime: Runtime, reports: GatewayReports) -> dict[str, int]:
    """What the gateway has taken more than our books say, of the orders about which a case is open, by currency."""
    sums: defaultdict[str, int] = defaultdict(int)
    with runtime.records.begin() as work:
        named = sorted({case.finding.checkout for case in cases(work)} - {""})
        found = [work.money.checkout(checkout) for checkout in named]
        suspended = {one.source: one.amount for one in work.ledger.by_source(posting.SUSPENSE)}
    for checkout in filter(None, found):
        records = reports.records(tuple(payment.id for payment in checkout.payments))
        for money in _more_at_gateway(checkout, records, suspended):
            sums[money.currency] += money.minor
    return sums


def _more_at_gateway(
    checkout: Checkout, records: tuple[Record, ...], suspended: Mapping[str, Money]
) -> Iterator[Money]:
    """What the records of a checkout's payments have taken, less what the books have of it."""
    sources = [record.reference for record in records]
    for record in records:
        yield record.captured - record.refunded
    for payment in checkout.payments:
        yield Money(payment.refunded - payment.captured, payment.amount.currency)
        sources += [attempt.key for attempt in payment.attempts]
    yield from (suspended[source] for source in sources if source in suspended)


def cases(work: Work) -> Iterator[Case]:
    """Every case that is open, a page at a time."""
    after = ""
    while page := work.reconciliation.cases(after=after):
        yield from page
        after = page[-1].finding.key


def _funds(work: Work, now: datetime) -> Iterator[Finding]:
    """Travellers' money that is neither earned nor given back, of orders that are at rest and wait for nobody."""
    for one in work.ledger.by_checkout(posting.TRAVELLER_FUNDS):
        checkout = work.money.checkout(one.source) if one.source else None
        if checkout is not None and (not reconciliation.quiet(checkout, now) or checkout.staff):
            continue
        if one.source and work.reconciliation.cases_of(one.source):
            continue
        nothing = Money(0, one.amount.currency)
        subject = f"{posting.TRAVELLER_FUNDS} {one.source or 'nobody'}"
        yield Finding("ledger", subject, one.amount, nothing)


def _suspense(work: Work) -> Iterator[Finding]:
    """What stands in suspense although no dispute and no case is open for which it might, and none is on its way."""
    explained = bool(_EXPLAIN & work.reconciliation.open_counts().keys())
    waiting = work.reconciliation.asked_back()
    strays = dict[str, int]()
    for one in work.ledger.by_source(posting.SUSPENSE):
        if one.source_kind != "dispute" and one.source not in waiting:
            strays[one.amount.currency] = strays.get(one.amount.currency, 0) + one.amount.minor
    for currency, minor in sorted(strays.items()):
        if minor and not explained:
            yield Finding("ledger", f"{posting.SUSPENSE} {currency}", Money(minor, currency), Money(0, currency))
