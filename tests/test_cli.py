"""The command line: quick to start, clear when something is wrong."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import bot.cli
from bot.cli import COMMANDS, main
from bot.domain.errors import InvalidError, UnavailableError

NAMED = (
    "demo sandbox simulators web live worker courier archivist clock migrate release chat flows diagram understand "
    "audit parse channels config bench templates links profile keys books fraud people reviews"
)


def test_every_command_that_others_rely_on_exists() -> None:
    """Scripts and the Procfile find each command by its name."""
    assert set(COMMANDS) == set(NAMED.split())
    procfile = Path(bot.cli.__file__).parents[1] / "Procfile"
    for line in procfile.read_text().splitlines():
        process, _, command = line.partition(": ")
        assert command.split()[0] == "threadfare", process
        assert command.split()[1] in COMMANDS, process


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_explains_itself(name: str) -> None:
    """`threadfare COMMAND --help` works for each."""
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage:" in result.output


def test_the_overview_lists_every_command_with_its_help() -> None:
    """Who types `threadfare` sees what it can do."""
    result = CliRunner().invoke(main, ["--help"])
    for name, (_, text) in COMMANDS.items():
        assert name in result.output
        assert text.rstrip(".")[:30] in result.output


def test_an_unknown_command_is_refused() -> None:
    """A slip gets a sentence."""
    result = CliRunner().invoke(main, ["fly"])
    assert result.exit_code == 2
    assert "No such command 'fly'" in result.output


@pytest.mark.parametrize(
    ("error", "code"), [(InvalidError("PORT is wrong."), 2), (UnavailableError("Nobody answers."), 1)]
)
def test_what_goes_wrong_is_said_without_a_traceback(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program says what is wrong and stops; wrong input and a missing service have codes of their own."""

    @click.command()
    def failing() -> None:
        raise error

    monkeypatch.setattr(import_module("bot.commands.demo"), "demo", failing)
    result = CliRunner().invoke(main, ["demo"])
    assert result.exit_code == code
    assert result.output == f"{error}\n"


@pytest.mark.parametrize("name", ["understand", "parse", "config", "diagram"])
def test_commands_that_need_no_web_server_do_not_load_it(name: str) -> None:
    """Small commands start at once: no Flask, no SQLAlchemy, no RQ."""
    path = COMMANDS[name][0].partition(":")[0]
    code = f"import sys, {path}; print([m for m in ('flask', 'sqlalchemy', 'rq', 'granian') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  ours
    assert done.stdout.strip() == "[]"
