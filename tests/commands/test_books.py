"""`threadfare books` reconciles, proves, lists and exports, for those who keep the books."""

import csv
import io
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands import books as command
from bot.config import Settings
from bot.services import books as service
from tests.builders.books import Books, books
from tests.fakes.jobs import MemoryJobs
from tests.fakes.records import MemoryRecords

ENVIRONMENT = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://r/0"}
TODAY = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
DAY = "2026-11-24"


class Doorbell(MemoryJobs):
    """A worker that hears every ring at once, unless it is asleep."""

    def __init__(self, town: Books) -> None:
        super().__init__()
        self.town, self.asleep = town, False

    def ring(self, name: str) -> None:
        """Do what is rung for."""
        if not self.asleep:
            service.night(self.town.runtime, name.partition("|")[2])


class _Clock:
    def now(self) -> datetime:
        """The morning after the next."""
        return TODAY


@pytest.fixture(name="town")
def _town(monkeypatch: pytest.MonkeyPatch) -> Books:
    """Two bookings of the day before yesterday, behind the command."""
    town = books()
    town.book("ada")
    town.book("bob")
    town.home.clock.move(seconds=int((TODAY - town.home.clock.now()).total_seconds()))
    bell = Doorbell(town)
    module = ModuleType("bot.bootstrap")

    def open_records(_: Settings) -> MemoryRecords:
        return town.home.records

    def open_jobs(_: Settings) -> Doorbell:
        return bell

    monkeypatch.setattr(module, "open_records", open_records, raising=False)
    monkeypatch.setattr(module, "open_jobs", open_jobs, raising=False)
    monkeypatch.setattr(module, "bell", bell, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap", module)
    monkeypatch.setattr(command, "SystemClock", _Clock)
    monkeypatch.setattr(command, "_LOOK_SECONDS", 0.001)
    return town


def _run(*arguments: str, **environment: str) -> tuple[int, str]:
    result = CliRunner(env={**ENVIRONMENT, **environment}).invoke(main, ["books", *arguments])
    return result.exit_code, result.output


def _plant(town: Books) -> str:
    """Money of which we know nothing, on the day of the bookings."""
    now = town.home.clock.now()
    town.home.clock.move(seconds=-int((now - datetime(2026, 11, 24, 12, tzinfo=UTC)).total_seconds()))
    town.charge("pay_of_nobody")
    town.home.clock.move(seconds=int((now - town.home.clock.now()).total_seconds()))
    return "missing_local:pay_of_nobody"


def test_a_good_day_is_told_in_two_lines(town: Books) -> None:
    """Whoever looks in the morning sees that all was compared, and that nothing differs."""
    code, output = _run("reconcile", "--day", DAY)
    first, second = output.splitlines()
    assert (code, second) == (0, f"Nothing differed on {DAY}.")
    assert first.startswith(f"{DAY}: ")
    assert "2 payments" in first
    assert "2 sales" in first
    assert town.home.jobs.rung is not None


def test_what_differs_is_told_with_amounts_and_ids(town: Books) -> None:
    """Each kind has a row, and the exit code tells a script to call somebody."""
    _plant(town)
    code, output = _run("reconcile", "--day", DAY)
    assert code == 1
    (row,) = [line for line in output.splitlines() if "missing_local" in line]
    for told in ("1", "0.00 EUR", "420.00 EUR", "pay_of_nobody"):
        assert told in row
    assert _run("report", "--day", DAY)[0] == 1
    assert "pay_of_nobody" in _run("report", "--day", DAY)[1]
    assert _run("report") == (0, "Nothing differed on 2026-11-25.\n")


def test_a_day_is_compared_again_when_it_is_asked_for(town: Books) -> None:
    """After a case was mended the report of that day says so at once."""
    assert _run("reconcile", "--day", DAY)[0] == 0
    _plant(town)
    assert _run("reconcile", "--day", DAY)[0] == 1


def test_today_is_compared_as_far_as_it_has_come_and_tomorrow_is_not(town: Books) -> None:
    """Nobody has to wait for the night, and the night still comes."""
    assert _run("reconcile", "--day", "2026-11-26")[0] == 0
    with town.home.records.begin() as work:
        assert work.reconciliation.last_run("day") is None
        assert work.reconciliation.last_run("partial") is not None
    code, output = _run("reconcile", "--day", "2026-11-27")
    assert (code, "has not begun" in output) == (2, True)


def test_without_a_worker_it_is_said_that_none_has_done_it(town: Books) -> None:
    """The command does not wait for ever, and holds no key that would do it instead."""
    sys.modules["bot.bootstrap"].bell.asleep = True
    code, output = _run("reconcile", "--day", DAY, "--wait", "1")
    assert (code, "No worker has finished" in output) == (2, True)
    assert town.home.records.compared.runs


def test_cases_are_listed_and_closed(town: Books) -> None:
    """A person decides, says why, and the list is empty again."""
    assert _run("cases") == (0, "No case is open.\n")
    key = _plant(town)
    _run("reconcile", "--day", DAY)
    code, output = _run("cases")
    assert (code, output.startswith(f"{key}  ours 0.00 EUR, theirs 420.00 EUR  due ")) == (0, True)
    assert "LATE" not in output
    town.home.records.compared.cases[key] = _older(town.home.records.compared.cases[key])
    assert "LATE" in _run("cases")[1]
    assert _run("close", key, "--because", "paid back by hand") == (0, f"{key} is closed.\n")
    assert _run("close", key, "--because", "again")[0] == 2
    assert _run("cases")[1] == "No case is open.\n"
    assert f"{key}  ours" in _run("cases", "--all")[1]
    assert "closed 2026-11-26" in _run("cases", "--all")[1]


def _older(case: object) -> object:
    import msgspec  # noqa: PLC0415  only here

    return msgspec.structs.replace(case, due_at=TODAY - timedelta(hours=1))  # type: ignore[type-var]


def test_books_are_proven_from_the_beginning(town: Books) -> None:
    """An auditor gets the balances and the hash, or is told what does not prove."""
    _run("reconcile", "--day", DAY)
    code, output = _run("prove")
    assert code == 0
    assert "psp_receivable" in output
    assert output.endswith("Every transaction sums to nought, and all add up.\n")
    money = town.home.records.money
    key, first = next(iter(money.ledger.items()))
    import msgspec  # noqa: PLC0415  only here

    money.ledger[key] = msgspec.structs.replace(first, entries=first.entries[:1])
    code, output = _run("prove")
    assert (code, "Document 1 does not sum to nought." in output) == (1, True)


def test_the_journal_is_exported_as_csv_or_json(town: Books, tmp_path: Path) -> None:
    """An accountant's program reads it, under the airline's own accounts when these are named."""
    _run("reconcile", "--day", DAY)
    code, output = _run("export", "--from", DAY, "--to", DAY)
    rows = list(csv.DictReader(io.StringIO(output)))
    assert (code, len(rows), {row["currency"] for row in rows}) == (0, 12, {"EUR"})
    chart = tmp_path / "chart.json"
    chart.write_text('{"psp_receivable": "411000"}')
    code, output = _run("export", "--from", DAY, "--to", DAY, "--format", "jsonl", BOOKS_CHART=str(chart))
    assert (code, len(output.splitlines()), output.count('"account":"411000"')) == (0, 12, 4)
    chart.write_text("[]")
    assert _run("export", "--from", DAY, "--to", DAY, BOOKS_CHART=str(chart))[0] == 2
    code, output = _run("export", "--from", DAY, "--to", DAY, BOOKS_CHART=str(tmp_path / "none"))
    assert (code, "cannot be read" in output) == (2, True)
    assert _run("export", "--from", "2026-11-25", "--to", DAY)[0] == 2
    assert town.home.records.money.ledger
