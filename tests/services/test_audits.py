"""The audit is written, read in pages, exported and checked: what staff and auditors may rely on."""

import csv
import io
import logging
from datetime import timedelta

import msgspec
import pytest

from bot.domain.staff.audit import Act, Wanted
from bot.ports.money_records import Audit
from bot.services import audits
from bot.services.audited import Acting, note
from tests.builders.house import House, house
from tests.builders.staff import ANA, acting


@pytest.fixture(name="home")
def _home() -> House:
    return house()


def label(home: House, count: int = 1, **fields: str) -> None:
    """Ana labels threads."""
    with home.records.begin() as work:
        for number in range(count):
            subject = fields.get("subject", f"messenger:page:{number}")
            act = acting(ANA, home.runtime, fields.get("reason", ""))
            note(work, act, "thread.label", subject, before={"labels": []}, after={"labels": ["vip"]})


def test_an_act_is_noted_without_contacts_and_cards(home: House) -> None:
    """Whatever an agent typed as a reason; the request is that of the logs."""
    with home.records.begin() as work:
        act = Acting("per_ana", home.clock.now(), "zoe@example.org paid with 4242 4242 4242 4242", "req_7")
        number = note(work, act, "contact.reveal", "trv_1", after={"phone": "+44 20 7946 0958"})
    (line,) = home.records.audit.lines
    assert (line.number, line.act.before, line.act.request) == (number, "", "req_7")
    assert line.act.reason == "z•••@… paid with [card number removed]"
    assert line.act.after == '{"phone":"+44 •••• ••0958"}'


def test_pages_stay_what_they_were_while_lines_are_added(home: House) -> None:
    """Who reads on misses nothing and reads nothing twice."""
    label(home, audits.PAGE + 5)
    first = audits.page(home.records, Wanted(), 1)
    label(home, 3)
    second = audits.page(home.records, first.wanted, 2)
    assert (first.pages, first.count, len(first.lines), first.lines[0].number) == (2, 55, 50, 55)
    assert [line.number for line in second.lines] == [5, 4, 3, 2, 1]
    assert audits.page(home.records, first.wanted, 99).number == 2
    assert audits.page(home.records, Wanted(who="nobody"), 1).lines == ()


def test_the_audit_of_money_is_read_in_pages_too(home: House) -> None:
    """Told apart from what staff did."""
    with home.records.begin() as work:
        for number in range(audits.PAGE + 1):
            work.money.audit(Audit(home.clock.now(), "payment", f"pay_{number}", "created", "authorized", "approved"))
    second = audits.money_page(home.records, Wanted(what="payment"), 2)
    assert (second.count, [line.subject for _, line in second.lines]) == (51, ["pay_0"])
    assert audits.money_page(home.records, Wanted(what="order"), 1).count == 0


def test_the_export_has_every_line_and_no_formula(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A spreadsheet calculates nothing; contacts are masked; changes are read, with the hash for a proof."""
    monkeypatch.setattr(audits, "_EXPORTED_AT_ONCE", 2)
    label(home, 3)
    label(home, subject="whatsapp:1001:447700900123", reason="=1+1")
    rows = list(csv.reader(io.StringIO("".join(audits.exported(home.records, Wanted(), {ANA.id: "Ana"})))))
    assert rows[0] == list(audits.COLUMNS)
    assert [row[0] for row in rows[1:]] == ["4", "3", "2", "1"]
    (number, _, who, name, what, subject, reason, changes, _, digest) = rows[1]
    assert (number, who, name, what) == ("4", ANA.id, "Ana", "thread.label")
    assert (subject, reason, changes) == ("whatsapp:1001:•••0123", "'=1+1", "labels: — → vip")
    assert digest == home.records.audit.lines[-1].digest
    assert "447700900123" not in str(rows)


def test_a_whole_chain_is_checked_and_that_is_kept(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pieces; the page shows how far."""
    monkeypatch.setattr(audits, "_CHECKED_AT_ONCE", 2)
    label(home, 5)
    found = audits.check(home.records, now=home.clock.now()).found
    assert (found.number, found.lines, found.broken) == (5, 5, 0)
    assert home.records.audit.checks[-1].found == found
    assert audits.watch(home.runtime) == 0


def test_a_break_calls_staff_every_night(
    home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Also lines that were cut off at the end, which the chain alone cannot tell; the log says where, not what."""
    monkeypatch.setattr(audits, "_CHECKED_AT_ONCE", 2)
    label(home, 4)
    with caplog.at_level(logging.INFO):
        assert audits.watch(home.runtime) == 0
    assert home.records.audit.lines[-1].digest in caplog.text
    kept = list(home.records.audit.lines)
    del home.records.audit.lines[3]
    assert [audits.watch(home.runtime), audits.watch(home.runtime)] == [1, 1]
    assert home.meter.counts["needs_staff", "audit"] == 2
    assert "broken at line 4" in caplog.text
    home.records.audit.lines[:] = kept
    assert audits.watch(home.runtime) == 0
    forged = msgspec.structs.replace(kept[1].act, who="per_eve", at=kept[1].act.at + timedelta(seconds=1))
    home.records.audit.lines[1] = msgspec.structs.replace(kept[1], act=forged)
    found = audits.check(home.records, now=home.clock.now()).found
    assert (found.broken, found.number) == (2, 1)
    assert isinstance(forged, Act)
    assert "per_eve" not in caplog.text
