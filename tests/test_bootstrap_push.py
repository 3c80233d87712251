"""Who can push: a worker that has a key; a web process knows its public half; nobody fails without one."""

from pathlib import Path

import pytest

from bot.adapters.web_push.pusher import WebPusher
from bot.bootstrap_push import provide_push_key, push_parts
from bot.config import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A key was made."""
    settings = Settings(vapid_keys=tmp_path / "vapid.pem", mail_from="Air <tickets@air.example>")
    provide_push_key(settings)
    return settings


def test_only_a_worker_sends(settings: Settings) -> None:
    """A web process tells browsers the public key and can send nothing."""
    web, worker = push_parts(settings, "web"), push_parts(settings, "worker")
    assert set(web) == {"push_key"}
    assert web["push_key"] == worker["push_key"]
    assert isinstance(worker["pusher"], WebPusher)


def test_without_a_key_there_are_no_pushes_and_nothing_fails(tmp_path: Path) -> None:
    """Neither where none is set, nor where no worker made it yet, nor where none can be made."""
    assert push_parts(Settings(), "web") == push_parts(Settings(), "worker") == {}
    assert push_parts(Settings(vapid_keys=tmp_path / "later.pem"), "web") == {}
    assert push_parts(Settings(vapid_keys=tmp_path / "no folder" / "vapid.pem"), "worker") == {}


def test_the_first_worker_makes_the_key(tmp_path: Path) -> None:
    """And sends with it at once; the next one finds it."""
    settings = Settings(vapid_keys=tmp_path / "vapid.pem")
    first, second = push_parts(settings, "worker"), push_parts(settings, "worker")
    assert first["push_key"] == second["push_key"] == push_parts(settings, "web")["push_key"]


def test_whoever_runs_a_push_service_can_reach_the_airline(tmp_path: Path, settings: Settings) -> None:
    """By mail, or by its own address where no mails go out."""
    assert push_parts(settings, "worker")["pusher"]._contact == "mailto:tickets@air.example"
    bare = Settings(vapid_keys=tmp_path / "vapid.pem", public_url="https://air.example")
    assert push_parts(bare, "worker")["pusher"]._contact == "https://air.example"


def test_the_setting_is_a_path() -> None:
    """And only web and worker are told it."""
    environ = {"VAPID_KEYS": "/keys/vapid.pem"}
    assert load_settings(environ).vapid_keys == Path("/keys/vapid.pem")
