"""The Runtime of each role: what a process may not do, it cannot."""

import json
import os
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot import bootstrap, bootstrap_vault
from bot.adapters.keys import rotate_keys
from bot.adapters.kms_files import FileKms, provide_fingerprint_key
from bot.adapters.sql.engine import make_engine
from bot.config import environment_of, load_settings
from bot.domain.errors import InvalidError, LimitError
from bot.domain.secret import Identity, Secret
from bot.ports.runtime import Runtime
from bot.ports.vault import Sealed, Why
from bot.variables import VARIABLES
from bot.web.app import create_app

pytestmark = pytest.mark.real

Build = Callable[[Mapping[str, str], str], Runtime]

SPEECH = ("MESSENGER_PAGE_TOKEN", "INSTAGRAM_TOKEN", "WHATSAPP_TOKEN")
VAULT = ("VAULT_KEYS_DIR", "VAULT_FINGERPRINT_KEY")
POWERS = ("SANDBOX_GATEWAY_KEY", "STRIPE_SECRET_KEY", "CAPTURE_KEYS_DIR", *VAULT, *SPEECH)
"""What moves money, opens cards, opens the vault, and speaks in the airline's name."""


@pytest.fixture(name="environ")
def _environ(tmp_path: Path, postgres: str, valkey: str, volatile_valkey: str) -> Mapping[str, str]:
    """Everything that all roles together are told."""
    keys, public = tmp_path / "keys", tmp_path / "public.json"
    rotate_keys(keys, public, now=datetime.now(UTC))
    keks, fingerprints = tmp_path / "keks", tmp_path / "fingerprints"
    keks.mkdir()
    provide_fingerprint_key(fingerprints)
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
        "STRIPE_SECRET_KEY": "sk_test_that_moves_money",
        "CAPTURE_KEYS_DIR": str(keys),
        "CAPTURE_PUBLIC_KEYS": str(public),
        "VAULT_KEYS_DIR": str(keks),
        "VAULT_FINGERPRINT_KEY": str(fingerprints),
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
    assert (runtime.gateway, runtime.reports, runtime.card_opener, runtime.vault) == (None, None, None, None)
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


def test_only_processes_with_pages_of_staff_let_staff_in(environ: Mapping[str, str], built: Build) -> None:
    """A worker holds no proof of anybody; a second factor is required unless it is told otherwise."""
    oidc = {"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "s"}
    assert built(environ, "worker").staff_door is None
    door = built({**environ, **oidc}, "web").staff_door
    assert door is not None
    assert door.second_required
    assert door.provider is not None
    optional = built({**environ, "STAFF_TOTP": "optional"}, "live").staff_door
    assert optional is not None
    assert not optional.second_required
    assert optional.provider is None
    sealed = door.seals.seal(b"secret", bound="per_1")
    assert optional.seals.open(sealed, bound="per_1") == b"secret"


def test_only_a_worker_moves_money_and_opens_cards(environ: Mapping[str, str], built: Build) -> None:
    """Of all roles one holds the gateway's key and the capture keys."""
    roles = {role for variable in VARIABLES for role in variable.roles} - {"sandbox", "simulators", "release"}
    able = {role for role in roles if _powers(built(environ, role))}
    assert able == {"worker"}


@pytest.mark.parametrize("way", ["SMTP_URL", "MAIL_DIR", ""])
def test_mails_go_out_of_worker_and_courier_alone(environ: Mapping[str, str], built: Build, way: str) -> None:
    """Who is told where mails go can write to travellers, and nobody else; the clock decides, and knows it."""
    ways = {"SMTP_URL": "smtp://mail.example", "MAIL_DIR": "/mails"}
    told = {**environ, "MAIL_FROM": "tickets@airline.example"} | ({way: ways[way]} if way else {})
    able = {role for role in ("web", "worker", "courier", "clock") if built(told, role).mailer}
    assert able == ({"worker", "courier"} if way else set())
    assert all(built(told, role).mails for role in ("web", "clock"))


def _powers(runtime: Runtime) -> Any:
    return runtime.gateway or runtime.reports or runtime.card_opener or runtime.vault


def test_a_worker_seals_and_reveals_and_says_who_it_was(environ: Mapping[str, str], built: Build) -> None:
    """The process that asked stands in the audit, the counter tells how it ended, and a setting how often it may."""
    settings = load_settings(environ)
    bootstrap_vault.provide_vault(settings)
    bootstrap_vault.provide_vault(settings)
    bootstrap_vault.check_vault(settings)
    runtime = built({**environ, "VAULT_REVEALS_PER_MINUTE": "1"}, "worker")
    card = Identity("instruments", "ins_1", "trv_1", "card")
    assert runtime.vault is not None
    runtime.vault.store(card, Secret(b"4242424242424242"))
    assert runtime.vault.reveal(card, Why("authorize", "pay_1")).text() == "4242424242424242"
    with pytest.raises(LimitError):
        runtime.vault.reveal(card, Why("authorize", "pay_1"))
    with bootstrap_vault.vault_keys(settings) as keys:
        (_, reveal) = keys.reveals(most=9)
        assert [key.version for key in keys.known()] == [1]
    assert (reveal.role, reveal.process.rpartition("-")[2]) == ("worker", str(os.getpid()))
    assert b'threadfare_vault_reveals_total{result="revealed"} 1.0' in runtime.meter.exposition()


def test_a_worker_counts_why_a_card_could_not_be_read(environ: Mapping[str, str], built: Build) -> None:
    """Staff see in the metrics by which check cards are refused, though whoever sent one learns nothing."""
    runtime = built(environ, "worker")
    assert runtime.card_opener is not None
    with pytest.raises(InvalidError):
        runtime.card_opener.open(Sealed("a.b", "c.d"), checkout="chk_1", minor=1, currency="EUR", now=1)
    with pytest.raises(InvalidError):
        runtime.card_opener.open_account(Sealed("x" * 5000), setup="stp_1", now=1)
    counted = runtime.meter.exposition()
    assert b'threadfare_unreadable_total{what="parts"} 1.0' in counted
    assert b'threadfare_unreadable_total{what="size"} 1.0' in counted


def test_a_worker_without_vault_settings_has_no_vault(environ: Mapping[str, str], built: Build) -> None:
    """Saved cards are kept by the gateway's token; a deployment need not have a vault."""
    told = {name: value for name, value in environ.items() if name not in VAULT} | {"CARD_CAPTURE": "page"}
    assert built(told, "worker").vault is None
    settings = load_settings(told)
    bootstrap_vault.provide_vault(settings)
    bootstrap_vault.check_vault(settings)
    with pytest.raises(InvalidError, match="VAULT_KEYS_DIR is missing"), bootstrap_vault.vault_keys(settings):
        pass


def test_the_key_of_fingerprints_is_never_a_key_that_wraps(environ: Mapping[str, str], built: Build) -> None:
    """Who was given the one file must not be able to open the vault with it."""
    folder = Path(environ["VAULT_KEYS_DIR"])
    FileKms(folder).create(datetime.now(UTC))
    kept = json.loads((folder / "kek-0001.json").read_text())
    Path(environ["VAULT_FINGERPRINT_KEY"]).write_bytes(b64decode(kept["key"]))
    with pytest.raises(InvalidError, match="a key of its own"):
        built(environ, "worker")


def test_a_web_process_without_public_keys_says_so_and_stops(
    environ: Mapping[str, str], built: Build, tmp_path: Path
) -> None:
    """Better no pay page than one that can encrypt a card for nobody."""
    missing = {**environ, "CAPTURE_PUBLIC_KEYS": str(tmp_path / "nowhere.json")}
    with pytest.raises(InvalidError, match="public capture keys"):
        built(missing, "web")


def test_a_command_that_publishes_knows_the_world_and_our_host(environ: Mapping[str, str], built: Build) -> None:
    """The one of travellers: so golden conversations are played in the airline's words, and pictures are ours."""
    told = {**environ, "PUBLIC_URL": "https://air.example/", "MEDIA_HOSTS": "cdn.air.example"}
    world = bootstrap.open_world(load_settings(told, "release"))
    assert world.hosts == {"air.example", "cdn.air.example"}
    assert world.texts == built(told, "web").world().texts
