"""Secrets are rotated without a restart: what the settings build goes on looking at the files."""

from pathlib import Path

import pytest

from bot import bootstrap_channels
from bot.adapters import secret_files
from bot.config import Settings, load_settings
from bot.simulators.wire import signed
from tests.test_config import WEB

BODY = b'{"object":"page"}'


@pytest.fixture(autouse=True)
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is long for a test."""
    monkeypatch.setattr(secret_files.SecretFile.__init__, "__kwdefaults__", {"look": 0.0, "now": lambda: 0.0})


def web(folder: Path) -> Settings:
    """What a web process is told."""
    told = {"META_SECRETS_DIR": str(folder), "META_APP_SECRET": "old", "META_VERIFY_TOKEN": "v", "INSTAGRAM_ID": "178"}
    return load_settings(WEB | told, "web")


@pytest.mark.parametrize("name", ["messenger", "whatsapp", "instagram"])
def test_a_web_process_takes_a_new_secret_beside_the_old_one(tmp_path: Path, name: str) -> None:
    """While Meta changes over, webhooks signed with either are taken; afterwards the old one is nobody's."""
    channel = bootstrap_channels.channels(web(tmp_path))[name]
    assert channel.verify(signed(BODY, "old"), BODY)
    assert not channel.verify(signed(BODY, "new"), BODY)
    (tmp_path / "META_APP_SECRET").write_text("new, old")
    assert channel.verify(signed(BODY, "new"), BODY)
    assert channel.verify(signed(BODY, "old"), BODY)
    (tmp_path / "META_APP_SECRET").write_text("new")
    assert not channel.verify(signed(BODY, "old"), BODY)


def test_instagrams_own_secret_is_rotated_as_well(tmp_path: Path) -> None:
    """Instagram Login has a secret of its own beside that of the Meta app."""
    (tmp_path / "INSTAGRAM_APP_SECRET").write_text("insta")
    channel = bootstrap_channels.channels(web(tmp_path))["instagram"]
    assert channel.verify(signed(BODY, "insta"), BODY)
    assert channel.verify(signed(BODY, "old"), BODY)
    (tmp_path / "INSTAGRAM_APP_SECRET").write_text("insta2,insta")
    assert channel.verify(signed(BODY, "insta2"), BODY)


def test_only_instagrams_own_login_has_a_token_to_keep(tmp_path: Path) -> None:
    """A page's token does not expire, and one that lies in no file cannot be replaced."""
    told = {"INSTAGRAM_ID": "178", "INSTAGRAM_TOKEN": "t", "META_APP_SECRET": "s", "META_SECRETS_DIR": str(tmp_path)}
    assert bootstrap_channels.token_keeper(load_settings(told)) is None
    assert bootstrap_channels.token_keeper(load_settings(told | {"INSTAGRAM_APP_SECRET": "i"})) is None
    (tmp_path / "INSTAGRAM_TOKEN").write_text("t")
    assert bootstrap_channels.token_keeper(load_settings(told)) is None
    assert bootstrap_channels.token_keeper(load_settings(told | {"INSTAGRAM_APP_SECRET": "i"})) is not None
