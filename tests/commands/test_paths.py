"""What commands load when they need it is really there."""

import pkgutil
import re
from pathlib import Path

import pytest

SOURCES = (*Path("bot/commands").glob("*.py"), Path("bot/demo.py"))
PATHS = sorted({path for file in SOURCES for path in re.findall(r'"(bot\.\w+(?:\.\w+)*:\w+)"', file.read_text())})


@pytest.mark.parametrize("path", PATHS)
def test_every_path_that_a_command_names_leads_somewhere(path: str) -> None:
    """A function that moved is missed by no test that replaces the module: staff would read a traceback."""
    assert pkgutil.resolve_name(path) is not None
