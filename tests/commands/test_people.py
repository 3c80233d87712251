"""`threadfare people`: the first administrator comes in by a shell, and so does who cannot sign in any more."""

from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.commands import staff
from tests.builders.house import House, house


@pytest.fixture(name="home")
def _home(monkeypatch: pytest.MonkeyPatch) -> House:
    """A house behind the command."""
    found = house()
    monkeypatch.setattr(staff, "settings", lambda: None)
    monkeypatch.setattr(staff, "runtime", lambda _: found.runtime)
    return found


def _typed(*words: str) -> Result:
    return CliRunner().invoke(main, ["people", *words])


def _add(email: str = "ada@airline.example", role: str = "admin") -> Any:
    return _typed("add", email, "--name", "Ada", "--role", role, "--language", "en")


def test_the_first_administrator_gets_a_link(home: House) -> None:
    """There is no default password: a shell makes a link."""
    added = _add()
    assert added.exit_code == 0
    assert added.output.startswith("https://tickets.example/staff/link/")
    listed = _typed("list").output
    for told in ("ada@airline.example", "Ada", "admin", "not yet", "never"):
        assert told in listed
    again = _typed("link", "ADA@airline.example").output
    assert again.startswith("https://tickets.example/staff/link/")
    assert again != added.output
    assert {line.act.who for line in home.records.audit.newest(most=9)} == {"threadfare people"}


def test_somebody_is_shut_out_let_in_and_given_roles(home: House) -> None:
    """What an administrator does on the page a shell does, too, under the same rules."""
    _add()
    _add("eve@airline.example", "admin")
    assert "is shut out" in _typed("shut-out", "eve@airline.example").output
    assert "shut out" in _typed("list").output
    assert "may come in again" in _typed("shut-out", "eve@airline.example", "--undo").output
    assert (
        "agent, supervisor" in _typed("roles", "eve@airline.example", "--role", "agent", "--role", "supervisor").output
    )
    last = _typed("shut-out", "ada@airline.example")
    assert last.exit_code == 1
    assert "last administrator" in last.output
    none = _typed("take-second-factor", "ada@airline.example")
    assert "no second factor" in none.output
    assert "0 sessions ended." in _typed("end-sessions", "ada@airline.example").output
    assert len(home.records.people.people()) == 2


@pytest.mark.parametrize("command", ["link", "end-sessions", "shut-out", "roles", "take-second-factor"])
def test_nobody_is_named_so(home: House, command: str) -> None:
    """A mistyped address is told, and nothing is done."""
    found = _typed(command, "nobody@airline.example")
    assert found.exit_code == 2
    assert "Nobody of that address works here." in found.output
    assert home.records.people.people() == ()
