"""`threadfare config` shows settings and hides secrets."""

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.variables import VARIABLES


def test_every_setting_stands_in_the_table() -> None:
    """The README's table of settings is printed from the program and misses none."""
    table = CliRunner().invoke(main, ["config", "--markdown"]).output
    for variable in VARIABLES:
        assert f"| `{variable.name}` |" in table


def test_a_role_that_lacks_a_setting_is_told_and_stops() -> None:
    """Who deploys a worker learns what is missing before it runs."""
    result = CliRunner(env={"DATABASE_URL": None, "REDIS_URL": None}).invoke(main, ["config", "--role", "archivist"])
    assert result.exit_code == 2
    assert "DATABASE_URL is missing." in result.output


def test_secrets_are_shown_as_set_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The output can be pasted into a ticket."""
    monkeypatch.setenv("SECRET_KEY", "s" * 40)
    monkeypatch.setenv("PORT", "9001")
    result = CliRunner().invoke(main, ["config"])
    assert result.exit_code == 0
    assert "s" * 40 not in result.output
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in result.output.splitlines()}
    assert lines["SECRET_KEY"] == "(set)"
    assert lines["PORT"] == "9001"
    assert lines["META_VERIFY_TOKEN"] == "(not set)"
