"""`threadfare chat` opens a talk in the terminal."""

import sys
from importlib import import_module
from types import ModuleType

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.config import Settings


def test_the_talk_begins_in_the_language_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer talks to the bot on the stores that the environment names."""
    seen: list[tuple[Settings, str]] = []

    def talk(settings: Settings, *, language: str) -> int:
        seen.append((settings, language))
        return 0

    module = ModuleType("bot.bootstrap")
    monkeypatch.setattr(module, "chat", talk, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap", module)
    monkeypatch.setattr(import_module("bot.commands.chat"), "configure_logging", lambda settings: settings)
    environ = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://kv", "SECRET_KEY": "k" * 32}
    result = CliRunner(env=environ).invoke(main, ["chat", "--language", "fr"])
    assert result.exit_code == 0, result.output
    ((settings, language),) = seen
    assert (settings.role, language) == ("chat", "fr")
    assert settings.vault_keys_dir is None
