"""`threadfare audit` searches, exports and verifies what staff did."""

import sys
from datetime import datetime
from types import ModuleType

import msgspec
import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands import audit as command
from bot.config import Settings
from bot.services.audited import Acting, note
from tests.builders.house import House, house
from tests.builders.staff import ANA
from tests.fakes.records import MemoryRecords


@pytest.fixture(name="home")
def _home(monkeypatch: pytest.MonkeyPatch) -> House:
    """Ana labelled three threads, behind the command."""
    home = house()
    module = ModuleType("bot.bootstrap")

    def open_records(_: Settings) -> MemoryRecords:
        return home.records

    class Clock:
        def now(self) -> datetime:
            """The house's."""
            return home.clock.now()

    monkeypatch.setattr(module, "open_records", open_records, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap", module)
    monkeypatch.setattr(command, "SystemClock", Clock)
    with home.records.begin() as work:
        work.people.keep(ANA)
        for name in ("447700900123", "447700900124", "447700900125"):
            acting = Acting(ANA.id, home.clock.now(), "asked by zoe@example.org")
            note(work, acting, "thread.label", f"whatsapp:1:{name}", after={"labels": ["vip"]})
    return home


def _run(*arguments: str) -> tuple[int, str]:
    environment = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://r/0", "SECRET_KEY": "s" * 32}
    result = CliRunner(env=environment).invoke(main, ["audit", *arguments])
    return result.exit_code, result.output


def test_a_whole_chain_is_verified(home: House) -> None:
    """Its last hash is printed, to be kept elsewhere."""
    code, output = _run("verify")
    assert code == 0
    assert f"3 lines are whole, up to number 3; the hash there is {home.records.audit.lines[-1].digest}" in output


def test_a_broken_chain_is_named(home: House) -> None:
    """1, and the first line that is broken."""
    line = home.records.audit.lines[1]
    home.records.audit.lines[1] = msgspec.structs.replace(line, act=msgspec.structs.replace(line.act, who="eve"))
    code, output = _run("verify")
    assert (code, "Line 2 is broken" in output) == (1, True)


def test_lines_are_searched_with_names_and_without_contacts(home: House) -> None:
    """By who, what, subject and day."""
    code, output = _run("search", "--who", ANA.id, "--what", "thread.label", "--subject", "whatsapp:1:447700900123")
    assert code == 0
    assert all(word in output for word in ("Ana", "thread.label", "•••0123", "labels: — → vip", "z•••@…"))
    assert "447700900" not in output
    day = f"{home.clock.now():%Y-%m-%d}"
    assert "•••0125" in _run("search", "--from", day, "--to", day)[1]
    assert _run("search", "--to", "2020-01-01") == (0, "Nobody did such a thing.\n")


def test_exporting_is_an_act_of_its_own(home: House) -> None:
    """The file ends before it; the audit says who took what."""
    code, output = _run("export", "--by", "ANA@airline.example", "--what", "thread.label")
    assert (code, len(output.splitlines())) == (0, 4)
    assert "447700900" not in output
    act = home.records.audit.acts[-1]
    assert (act.who, act.what, act.after) == (ANA.id, "audit.export", '{"what":"thread.label"}')
    assert len(_run("export", "--by", "Ida")[1].splitlines()) == 5
    assert _run("export")[0] == 2
