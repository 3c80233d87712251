"""The Runtime of each role: what a process may not do, it cannot."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot import bootstrap
from bot.adapters.keys import rotate_keys
from bot.adapters.sql.engine import make_engine
from bot.config import environment_of, load_settings
from bot.domain.errors import InvalidError
from bot.ports.runtime import Runtime
from bot.variables import VARIABLES
from bot.web.app import create_app

pytestmark = pytest.mark.real

Build = Callable[[Mapping[str, str], str], Runtime]

POWERS = ("SANDBOX_GATEWAY_KEY", "CAPTURE_KEYS_DIR", "MESSENGER_PAGE_TOKEN", "INSTAGRAM_TOKEN", "WHATSAPP_TOKEN")
"""What moves money, opens cards, opens the vault, and speaks in the airline's name."""


@pytest.fixture(name="environ")
def _environ(tmp_path: Path, postgres: str, valkey: str, volatile_valkey: str) -> Mapping[str, str]:
    """Everything that all roles together are told."""
    keys, public = tmp_path / "keys", tmp_path / "public.json"
    rotate_keys(keys, public, now=datetime.now(UTC))
    return {
        "DATABASE_URL": postgres.replace("postgresql+psycopg://", "postgresql://"),
        "REDIS_URL": valkey,
        "VOLATILE_REDIS_URL": volatile_valkey,
        "SECRET_KEY": "a secret of a test, with many letters",
        "META_APP_SECRET": "app secret",
        "META_VERIFY_TOKEN": "verify",
        "MESSENGER_PAGE_TOKEN": "token that speaks",
        "MESSENGER_PAGE_ID": "101",
        "INSTAGRAM_TOKEN": "token that speaks on Instagram",
        "INSTAGRAM_ID": "178",
        "WHATSAPP_TOKEN": "token that writes",
        "WHATSAPP_NUMBER_ID": "106",
        "SANDBOX_GATEWAY_KEY": "key that moves money",
        "SANDBOX_WEBHOOK_SECRET": "webhook secret",
        "CAPTURE_KEYS_DIR": str(keys),
        "CAPTURE_PUBLIC_KEYS": str(public),
    }


@pytest.fixture(name="built")
def _built(monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Builds the Runtime of a role that sees all that the others see."""
    engines: list[Engine] = []

    def make(*args: Any, **named: Any) -> Engine:
        engines.append(make_engine(*args, **named))
        return engines[-1]

    monkeypatch.setattr(bootstrap, "make_engine", make)
    yield lambda environ, role: bootstrap.build(load_settings(environ, role), role)
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize("role", ["web", "live"])
def test_a_web_process_starts_without_gateway_vault_and_keys(
    environ: Mapping[str, str], built: Build, role: str
) -> None:
    """The pages work in a process that was never told what moves money, opens cards or speaks for the airline."""
    told = {name: value for name, value in environ.items() if name not in POWERS}
    runtime = built(told, role)
    assert (runtime.gateway, runtime.card_opener) == (None, None)
    app = create_app(runtime).test_client()
    assert app.get("/readyz").status_code == 200
    assert len(app.get("/pay/keys", base_url="http://localhost:8000").get_json()["keys"]) == 1


@pytest.mark.parametrize("role", ["web", "live"])
def test_what_a_web_process_may_not_know_it_does_not_read(environ: Mapping[str, str], role: str) -> None:
    """A secret that stands in its environment by mistake is not in its memory as a setting, nor handed to it by us."""
    settings = load_settings(environ, role)
    secrets = [environ[name] for name in POWERS]
    assert not set(secrets) & {str(getattr(settings, name)) for name in settings.__struct_fields__}
    assert not set(POWERS) & set(environment_of(environ, role))


def test_open_pages_never_use_up_the_threads_of_a_process(environ: Mapping[str, str], built: Build) -> None:
    """However many travellers leave the chat open, half of the threads stay for those who write and for webhooks."""
    assert built({**environ, "WEB_THREADS": "10"}, "web").streams == 5


def test_only_a_worker_moves_money_and_opens_cards(environ: Mapping[str, str], built: Build) -> None:
    """Of all roles one holds the gateway's key and the capture keys."""
    roles = {role for variable in VARIABLES for role in variable.roles} - {"sandbox", "simulators", "release"}
    able = {role for role in roles if _powers(built(environ, role))}
    assert able == {"worker"}


@pytest.mark.parametrize("way", ["SMTP_URL", "MAIL_DIR", ""])
def test_mails_go_out_of_worker_and_courier_alone(environ: Mapping[str, str], built: Build, way: str) -> None:
    """Who is told where mails go can write to travellers, and nobody else."""
    ways = {"SMTP_URL": "smtp://mail.example", "MAIL_DIR": "/mails"}
    told = {**environ, "MAIL_FROM": "tickets@airline.example"} | ({way: ways[way]} if way else {})
    able = {role for role in ("web", "worker", "courier", "clock") if built(told, role).mailer}
    assert able == ({"worker", "courier"} if way else set())


def _powers(runtime: Runtime) -> Any:
    return runtime.gateway or runtime.card_opener


def test_a_web_process_without_public_keys_says_so_and_stops(
    environ: Mapping[str, str], built: Build, tmp_path: Path
) -> None:
    """Better no pay page than one that can encrypt a card for nobody."""
    missing = {**environ, "CAPTURE_PUBLIC_KEYS": str(tmp_path / "nowhere.json")}
    with pytest.raises(InvalidError, match="public capture keys"):
        built(missing, "web")
