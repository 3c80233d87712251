"""Reconciliation over the real database: the same is found there, and what was found is there after a restart."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.money import Money
from bot.services import accounting, case_list, reconciliation
from bot.services.missed_events import catch_up
from tests.builders.books import Books, books

pytestmark = pytest.mark.real


@pytest.fixture(name="town")
def _town(postgres: str) -> Iterator[Books]:
    """A worker over PostgreSQL, long after everything else that is in it."""
    engine = make_engine(postgres)
    town = books(records=SqlRecords(engine))
    yield town
    engine.dispose()


def test_a_day_is_compared_proven_and_exported(town: Books) -> None:
    """Differences are cases in PostgreSQL, fees are in its books, and the export of it balances."""
    good, back = town.book("pg_ada"), town.book("pg_bob")
    payment = back.payments[0]
    town.gateway.refund(payment.reference, Money(700, "EUR"), key="on the gateway's own page")
    town.charge("pay_of_nobody_pg")
    rent = len(town.gateway._effects) + 1
    town.reports.adjust(-4200, "EUR", "terminal rent")
    town.home.clock.move(seconds=86400)
    day = (town.home.clock.now() - timedelta(days=1)).date()
    assert catch_up(town.runtime) >= 0
    run = None
    for _ in range(50):
        run = reconciliation.reconcile(town.runtime, day, pages=1)
        if run is not None and run.ended_at is not None:
            break
    assert run is not None
    assert run.ended_at is not None
    found = {case.finding.key for case in case_list.every_case(town.runtime.records)}
    wanted = {f"refund_mismatch:{payment.id}", "missing_local:pay_of_nobody_pg", f"fee_unknown:bt_{rent}"}
    assert wanted <= found
    assert not [key for key in found if good.id in key or good.payments[0].id in key or good.order.id in key]
    lines = list(accounting.journal(town.runtime.records, day, day, chart={}))
    mine = [line for line in lines if line.locator == good.order.locator]
    assert [line.account for line in mine if line.debit] == ["traveller_funds", "psp_receivable"]
    assert {line.account for line in lines} >= {"psp_fees", "suspense"}
    _, wrong = case_list.prove_anew(town.runtime.records)
    assert wrong == ()
