"""`threadfare chat` opens a talk in the terminal, on the stores of the environment or of a demo that runs."""

import json
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.config import Settings
from bot.embedded.folder import DataFolder

STORES = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://kv", "SECRET_KEY": "k" * 32}


@pytest.fixture(name="opened")
def _opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Settings, str]]:
    """Which talks were opened: their settings and language."""
    seen: list[tuple[Settings, str]] = []

    def build(settings: Settings, _role: str) -> Settings:
        return settings

    def converse(runtime: Settings, *, language: str, **_: object) -> None:
        seen.append((runtime, language))

    module = ModuleType("bot.bootstrap")
    monkeypatch.setattr(module, "build", build, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap", module)
    monkeypatch.setattr(import_module("bot.commands.chat"), "converse", converse)
    return seen


def test_the_talk_begins_in_the_language_that_was_asked_for(opened: list[tuple[Settings, str]]) -> None:
    """A developer talks to the bot on the stores that the environment names."""
    result = CliRunner(env=STORES).invoke(main, ["chat", "--language", "fr"])
    assert result.exit_code == 0, result.output
    ((settings, language),) = opened
    assert (settings.role, language) == ("chat", "fr")
    assert settings.capture_keys_dir is None


def test_a_demo_that_runs_is_joined(opened: list[tuple[Settings, str]], tmp_path: Path) -> None:
    """Who started the demo talks to it without copying an address."""
    folder = DataFolder(tmp_path / "demo")
    folder.tell({**STORES, "DATABASE_URL": "postgresql://demo/x"})
    assert (folder.path / "addresses.json").stat().st_mode & 0o777 == 0o600
    result = CliRunner(env={"DATABASE_URL": ""}).invoke(main, ["chat", "--data", str(folder.path)])
    assert result.exit_code == 0, result.output
    assert opened[0][0].database_url.endswith("demo/x")
    folder.close()
    assert not (folder.path / "addresses.json").exists()


@pytest.mark.parametrize("content", ["", "[]", json.dumps({"DATABASE_URL": ""})])
def test_without_any_stores_the_command_says_what_is_missing(tmp_path: Path, content: str) -> None:
    """A half-written file is as good as none."""
    (tmp_path / "addresses.json").write_text(content)
    result = CliRunner(env={"DATABASE_URL": "", "REDIS_URL": ""}).invoke(main, ["chat", "--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "DATABASE_URL is missing" in result.output
    assert ("No demo runs" in result.output) is (not content.startswith("{"))
