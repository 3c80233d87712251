"""The README is held to what the program is: commands, tables and diagrams."""

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from bot.cli import COMMANDS
from bot.commands.diagram import MACHINES, machine_diagram
from bot.domain.conversation.effects import Effect
from bot.domain.conversation.events import Event
from bot.domain.flow.definition import Action
from workers.sweeps import SWEEPS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _rows(first_cell: str) -> set[str]:
    """Names in the first column of the table whose head begins so."""
    table = README.split(f"| {first_cell}", 1)[1].split("\n\n", 1)[0]
    return set(re.findall(r"^\| `([\w]+)`", table, re.MULTILINE))


def test_every_setting_stands_in_the_readme() -> None:
    """Who reads the table knows every variable there is, with its meaning and default."""
    command = [sys.executable, "-m", "bot.cli", "config", "--markdown"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    assert printed in README


@pytest.mark.parametrize("machine", MACHINES)
def test_diagrams_are_those_of_the_tables(machine: str) -> None:
    """The picture of a machine cannot part from the machine."""
    assert machine_diagram(machine) in README


def test_every_event_effect_action_and_sweep_stands_in_the_readme() -> None:
    """A new kind of anything is explained on the day it is born."""
    assert _rows("event |") == {kind.__name__ for kind in get_args(Event)}
    assert _rows("effect |") == {kind.__name__ for kind in get_args(Effect)}
    assert _rows("action of a flow") == {str(kind.__struct_config__.tag) for kind in get_args(Action)}
    assert _rows("sweep of the clock") == set(SWEEPS)


def test_every_folder_that_the_readme_names_is_there() -> None:
    """A newcomer finds a thing where the README says it is."""
    table = README.split("| folder", 1)[1].split("\n\n", 1)[0]
    paths = re.findall(
        r"`([\w/.]+)`", "\n".join(row.split("|")[1] for row in table.splitlines() if row.startswith("|"))
    )
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_commands_of_the_readme_exist() -> None:
    """What the README tells to type can be typed."""
    named = set(re.findall(r"threadfare ([a-z]+)", README))
    assert named <= set(COMMANDS)


def test_the_two_commands_install_what_the_locks_say() -> None:
    """Both set-up commands take exact versions with hashes, and no lock names an index."""
    for lock in ("run", "tests"):
        assert f"--require-hashes -r .locks/{lock}.txt" in README
        text = (ROOT / ".locks" / f"{lock}.txt").read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
