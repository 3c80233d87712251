"""Each process of the Procfile starts with the settings of its role, or says why not."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
import structlog
from click.testing import CliRunner

from bot import telemetry
from bot.cli import main
from bot.commands import roles
from bot.config import Settings

ROLES = ("web", "live", "sandbox", "simulators", "worker", "courier", "archivist", "clock")


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(roles, "configure_logging", lambda settings: settings)
    yield
    structlog.reset_defaults()


@pytest.fixture
def environ(tmp_path: Path, valkey: str, volatile_valkey: str) -> dict[str, str]:
    """An environment with which every role starts."""
    return {
        "DATABASE_URL": "postgresql://db/threadfare",
        "REDIS_URL": valkey,
        "VOLATILE_REDIS_URL": volatile_valkey,
        "SECRET_KEY": "k" * 32,
        "SANDBOX_GATEWAY_KEY": "key",
        "SANDBOX_WEBHOOK_SECRET": "hush",
        "CAPTURE_KEYS_DIR": str(tmp_path),
        "CARD_CAPTURE": "page",
        "CAPTURE_PUBLIC_KEYS": str(tmp_path / "keys.json"),
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_its_settings_names_them_and_stops(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deployment that forgot a variable learns it at the start and not from a traveller."""
    for name in ("DATABASE_URL", "REDIS_URL", "SANDBOX_GATEWAY_KEY", "META_APP_SECRET"):
        monkeypatch.delenv(name, raising=False)
    result = CliRunner().invoke(main, [role])
    assert result.exit_code == 2
    assert "is missing." in result.output


@pytest.mark.real
@pytest.mark.parametrize("role", ["worker", "courier", "archivist", "clock"])
def test_a_role_runs_with_its_own_settings_and_gives_its_exit_code(
    role: str, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Procfile's processes run what is named after them."""
    seen: list[tuple[str, Settings]] = []
    module = ModuleType("workers.main")

    def run(name: str, settings: Settings) -> int:
        seen.append((name, settings))
        return 7

    monkeypatch.setattr(module, "run", run, raising=False)
    monkeypatch.setitem(sys.modules, "workers.main", module)
    result = CliRunner(env=environ).invoke(main, [role])
    assert result.exit_code == 7, result.output
    ((name, settings),) = seen
    assert name == settings.role == role
    assert bool(settings.capture_keys_dir) == (role == "worker")


@pytest.mark.real
@pytest.mark.parametrize("role", ["web", "live"])
def test_the_web_roles_serve_without_a_key(role: str, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes a web process over holds no key of gateway or vault."""
    seen: list[Settings] = []
    module = ModuleType("bot.serving")
    monkeypatch.setattr(module, "serve", seen.append, raising=False)
    monkeypatch.setitem(sys.modules, "bot.serving", module)
    result = CliRunner(env=environ).invoke(main, [role])
    assert result.exit_code == 0, result.output
    (settings,) = seen
    assert settings.role == role
    assert (settings.sandbox_gateway_key, settings.capture_keys_dir) == ("", None)


@pytest.mark.real
@pytest.mark.parametrize(("name", "words"), [("REDIS_URL", "appendonly is 'no'"), ("VOLATILE_REDIS_URL", "'yes'")])
def test_a_store_that_is_set_up_wrongly_stops_the_start(
    name: str, words: str, environ: dict[str, str], valkey: str, volatile_valkey: str
) -> None:
    """No process runs on a store that forgets messages or keeps cards."""
    wrong = {"REDIS_URL": volatile_valkey, "VOLATILE_REDIS_URL": valkey}[name]
    result = CliRunner(env=environ | {name: wrong}).invoke(main, ["worker"])
    assert result.exit_code == 2
    assert result.output.startswith(f"{name}: ")
    assert words in result.output


@pytest.mark.real
def test_the_sandbox_gateway_serves_on_its_port(tmp_path: Path) -> None:
    """A developer has a gateway to pay at with one command."""
    environ = {"SANDBOX_GATEWAY_KEY": "key", "SANDBOX_WEBHOOK_SECRET": "hush"}
    data = {"SANDBOX_DATA": str(tmp_path / "sandbox.sqlite")}
    with _running("sandbox", "SANDBOX_PORT", environ | data) as connection:
        connection.request("GET", "/nothing-here")
        assert connection.getresponse().status in {401, 404}


@pytest.mark.real
def test_the_simulated_platform_serves_the_accounts_that_the_channels_are_set_up_with() -> None:
    """A developer points GRAPH_URL at it, and what the courier sends is taken or refused as by Meta."""
    environ = {"META_APP_SECRET": "hush", "MESSENGER_PAGE_ID": "4711", "MESSENGER_PAGE_TOKEN": "page-token"}
    with _running("simulators", "SIMULATORS_PORT", environ) as connection:
        request = b'{"recipient": {"id": "2002"}, "message": {"text": "Hello"}}'
        connection.request("POST", "/v25.0/4711/messages", request, {"Authorization": "Bearer page-token"})
        assert b"2018001" in connection.getresponse().read()


@contextmanager
def _running(role: str, port_name: str, environ: dict[str, str]) -> Iterator[http.client.HTTPConnection]:
    """A role as a process, until it is told to end and does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    ours = {"PATH": os.defpath, "PYTHONPATH": str(Path(telemetry.__file__).parents[1]), port_name: str(port)}
    command = [sys.executable, "-m", "bot.cli", role]
    process = subprocess.Popen(command, env=environ | ours, stderr=subprocess.DEVNULL)  # noqa: S603  our own program
    try:
        deadline = time.monotonic() + 15
        while not _listens(port):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        yield connection
        connection.close()
    finally:
        process.terminate()
        assert process.wait(10) == 0


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
