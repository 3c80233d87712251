"""`threadfare channels` tells whether each account can send, and shows no secret."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.simulators.accounts import PAGE
from bot.simulators.platform import Platform
from bot.simulators.server import serving
from bot.variables import VARIABLES

NOW = 1790000000000


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A page set up whole, its token in a file, over a platform that tells its name; gives the folder of secrets."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable.name, raising=False)
    platform = Platform(lambda: NOW)
    platform.messenger.edges["GET "] = lambda _: {"id": PAGE.id, "name": "Threadfare Air"}
    (tmp_path / "MESSENGER_PAGE_TOKEN").write_text(PAGE.token)
    with serving(platform) as server:
        for name, value in (
            ("GRAPH_URL", server.url),
            ("META_SECRETS_DIR", str(tmp_path)),
            ("META_APP_SECRET", PAGE.secret),
            ("META_VERIFY_TOKEN", "word"),
            ("MESSENGER_PAGE_ID", PAGE.id),
        ):
            monkeypatch.setenv(name, value)
        yield tmp_path


def run(*arguments: str) -> Result:
    """What the command prints."""
    return CliRunner().invoke(main, ["channels", *arguments])


def test_an_account_that_can_send_says_as_whom(environ: Path) -> None:
    """Who deploys knows before a traveller does that the token holds, and where it comes from."""
    result = run()
    assert result.exit_code == 0
    assert "can send as Threadfare Air; " in result.output
    assert "MESSENGER_PAGE_TOKEN (file, 0 d old)" in result.output
    assert "instagram  not set up" in result.output
    assert PAGE.token not in result.output
    assert PAGE.secret not in result.output
    assert environ.is_dir()


def test_a_token_that_does_not_hold_is_told_with_the_reason(environ: Path) -> None:
    """The exit code is for scripts, the sentence for people."""
    (environ / "MESSENGER_PAGE_TOKEN").write_text("EAAwrongtoken")
    result = run()
    assert result.exit_code == 1
    assert "cannot send (token): The Graph API answered 401, code 190" in result.output
    assert "EAAwrongtoken" not in result.output


def test_what_is_missing_is_named(environ: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account that is set up by half says which half."""
    monkeypatch.delenv("META_VERIFY_TOKEN")
    result = run()
    assert "META_VERIFY_TOKEN is missing" in result.output
    assert result.exit_code == 1
    assert environ.is_dir()


def test_there_is_nothing_to_refresh_without_instagrams_own_login(environ: Path) -> None:
    """Whoever asks for it learns what it needs."""
    assert "Nothing to refresh" in run("--refresh").output
    assert environ.is_dir()
