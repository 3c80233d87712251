"""`threadfare fraud` tries, publishes and shows rules, and blocks what may not pay."""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands import fraud as command
from bot.config import Settings
from bot.domain.payment.fraud import Assessment
from bot.ports.fraud_records import Decided
from bot.services import approvals
from tests.builders.books import Books, books
from tests.builders.staff import ALL_RIGHTS, CY
from tests.fakes.records import MemoryRecords

RULES = """
rules:
  - id: dear
    name: Dear
    when: {field: payment.minor, op: at_least, value: 100}
    outcome: review
"""
ENVIRONMENT = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://r/0", "SECRET_KEY": "s" * 32}


@pytest.fixture(name="town")
def _town(monkeypatch: pytest.MonkeyPatch) -> Books:
    """A booking that was paid, behind the command."""
    town = books()
    town.book("ada")
    module = ModuleType("bot.bootstrap")

    def open_records(_: Settings) -> MemoryRecords:
        return town.home.records

    class Clock:
        def now(self) -> datetime:
            """The town's."""
            return town.home.clock.now()

    monkeypatch.setattr(module, "open_records", open_records, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap", module)
    monkeypatch.setattr(command, "SystemClock", Clock)
    return town


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> str:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    return str(path)


def _run(*arguments: str, **environment: str) -> tuple[int, str]:
    result = CliRunner(env={**ENVIRONMENT, **environment}).invoke(main, ["fraud", *arguments])
    return result.exit_code, result.output


def test_rules_are_checked_without_any_store(file: str) -> None:
    """Who writes rules sees them as they were understood."""
    code, output = _run("check", file, DATABASE_URL="")
    assert code == 0
    assert all(word in output for word in ("dear", "live", "review", "Dear", "40 points", "85 block"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: [{id: x, name: x}]", "'id', 'name' and 'when'"),
        ("rules: 1", "a list named 'rules'"),
        (":\n:", "not YAML"),
    ],
)
def test_rules_that_are_wrong_are_refused_with_a_sentence(tmp_path: Path, text: str, said: str, town: Books) -> None:
    """2, and nothing is published."""
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    for arguments in (("check", str(path)), ("publish", str(path), "--by", "Ida"), ("try", str(path))):
        code, output = _run(*arguments)
        assert (code, said in output) == (2, True)
    assert town.home.records.fraud.revisions == []


def test_rules_are_shown_published_and_shown_again(town: Books, file: str, tmp_path: Path) -> None:
    """What is shown can be edited and published as it is."""
    code, first = _run("show")
    assert (code, "the rules with which an airline begins" in first, "id: R01a" in first) == (0, True, True)
    kept = tmp_path / "kept.yaml"
    kept.write_text(first, encoding="utf-8")
    assert (
        _run("publish", str(kept), "--by", "Ida", "--note", "as they were", "--alone")[1] == "Revision 1 is in force.\n"
    )
    assert _run("publish", file, "--by", "Ida", "--alone")[1] == "Revision 2 is in force.\n"
    code, output = _run("show")
    assert ("# revision 2" in output, "id: dear" in output, "R01a" in output) == (True, True, False)
    assert [line.cause for line in town.home.records.money.audited("2")] == ["by command line: Ida"]
    acts = [(act.who, act.what) for act in town.home.records.audit.acts]
    assert acts == [("command line: Ida", "fraud.publish_alone")] * 2


def test_without_alone_rules_wait_for_a_second_person(town: Books, file: str) -> None:
    """And whoever is known by their address proposes as the one who cannot approve it on a page."""
    with town.home.records.begin() as work:
        work.people.keep(CY)
    code, output = _run("publish", file, "--by", "CY@airline.example", "--note", "dear trips")
    assert (code, "waits for a second person" in output) == (0, True)
    assert town.home.records.fraud.revisions == []
    (one,) = approvals.waiting(town.home.records, ALL_RIGHTS)
    assert (one.asked_by, one.reason, one.kind) == (CY.id, "dear trips", "fraud.publish")


def test_nobody_publishes_without_a_name(file: str) -> None:
    """The audit knows who."""
    assert _run("publish", file)[0] == 2


def test_rules_are_tried_on_what_was_decided(town: Books, file: str) -> None:
    """How many payments would have gone otherwise, and how often each rule held."""
    with town.home.records.begin() as work:
        old = town.home.clock.now() - timedelta(days=40)
        work.fraud.decide(Decided("old", old, 1, Assessment(), {"payment.minor": 100}))
    code, output = _run("try", file)
    assert (code, "1 payments" in output, "dear" in output) == (0, True, True)
    assert "2 payments" in _run("try", file, "--days", "60")[1]


def test_a_card_and_an_address_are_blocked_listed_and_let_off(town: Books) -> None:
    """By the payment's id and by the address; the list shows hashes alone."""
    assert _run("blocked") == (0, "Nothing is blocked.\n")
    (checkout,) = town.home.records.money.checkouts.values()
    code, output = _run("block", "card", checkout.payments[0].id, "--by", "Ida", "--days", "5", "--why", "a tip")
    assert (code, "for 5 days" in output) == (0, True)
    assert _run("block", "email", "eve@example.org", "--by", "Ida")[0] == 0
    code, output = _run("blocked")
    assert (code, "a tip" in output, "email" in output, "eve@" in output) == (0, True, True, False)
    (card, _) = town.home.records.fraud.blocked(now=town.home.clock.now())
    assert (card.kind, card.value in output) == ("card", True)
    assert _run("unblock", card.value, "--by", "Ida")[0] == 0
    assert _run("unblock", "EVE@example.org", "--by", "Ida")[0] == 0
    assert _run("blocked")[1] == "Nothing is blocked.\n"


def test_what_cannot_be_blocked_is_said(town: Books) -> None:
    """2 and a sentence: no such payment, no address, not blocked, no secret to hide names with."""
    assert town
    for arguments in (("block", "card", "pay_x"), ("block", "email", "eve"), ("unblock", "x")):
        code, output = _run(*arguments, "--by", "Ida")
        assert (code, len(output.splitlines())) == (2, 1)
    code, output = _run("block", "email", "eve@example.org", "--by", "Ida", SECRET_KEY="")
    assert (code, "SECRET_KEY" in output) == (2, True)
