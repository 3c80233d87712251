"""Proves bot/commands/demo.py: what is asked on the command line reaches the demo."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands import demo as command


class Noted:
    """A demo that notes how it was run."""

    runs: list[dict[str, Any]]

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def run(self, **told: Any) -> None:
        """Note it."""
        self.runs.append(told)


@pytest.mark.parametrize("options", [[], ["--channels"]], ids=["without", "with"])
def test_phones_start_when_they_are_asked_for(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --channels the demo is as it always was."""
    runs: list[dict[str, Any]] = []
    monkeypatch.setattr(command, "Demo", type("Demo", (Noted,), {"runs": runs}))
    told = ["--data", str(tmp_path / "data"), "--port", "8123", "--no-progress", *options]
    assert CliRunner().invoke(command.demo, told).exit_code == 0
    assert runs == [{"port": 8123, "channels": bool(options)}]
