"""Proves bot/embedded/channels.py: what the demo tells its processes about Meta's simulated platform."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from bot.config import environment_of
from bot.embedded.channels import channel_settings, shake_hands
from bot.embedded.folder import DataFolder
from bot.processes import StartError
from bot.simulators.accounts import NUMBER


class Platform(BaseHTTPRequestHandler):
    """A platform that has tried to verify the webhooks."""

    told: dict[str, bool]

    def do_POST(self) -> None:
        """Say how that went."""
        self.send_response(200 if self.path == "/control/handshakes" else 404)
        self.end_headers()
        self.wfile.write(json.dumps(self.told).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def platform(**told: bool) -> Iterator[str]:
    """A platform that listens until the block ends; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Told", (Platform,), {"told": told}))
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_demo_is_ready_when_every_webhook_was_verified() -> None:
    """What the platform could verify it will also deliver to."""
    with platform(messenger=True, whatsapp=True, instagram=True) as url:
        shake_hands(url)


def test_a_webhook_that_refuses_ends_the_start_with_its_name() -> None:
    """Whoever reads the message knows which channel it was."""
    with (
        platform(messenger=True, whatsapp=False, instagram=True) as url,
        pytest.raises(StartError, match="for whatsapp"),
    ):
        shake_hands(url)


def test_a_platform_that_never_listens_ends_the_start() -> None:
    """No traceback and no endless waiting: a sentence."""
    with pytest.raises(StartError, match="does not answer"):
        shake_hands("http://127.0.0.1:9", patience=0.2)


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    """The settings of a demo on a folder."""
    folder = DataFolder(tmp_path / "data")
    try:
        return channel_settings(folder, host="127.0.0.1", web=8001, simulators=8021)
    finally:
        folder.close()


def test_the_next_start_has_the_same_secrets(told: dict[str, str], tmp_path: Path) -> None:
    """Webhooks that were signed before a restart are still believed after it; two folders share nothing."""
    again, other = DataFolder(tmp_path / "data"), DataFolder(tmp_path / "other")
    assert channel_settings(again, host="127.0.0.1", web=8001, simulators=8021) == told
    assert (
        channel_settings(other, host="127.0.0.1", web=8001, simulators=8021)["META_APP_SECRET"]
        != (told["META_APP_SECRET"])
    )
    again.close()
    other.close()


def test_tokens_of_real_accounts_never_go_to_the_simulated_platform(told: dict[str, str]) -> None:
    """Whatever stood in the environment, everything that has to do with Meta is the demo's own."""
    real = {"GRAPH_URL": "https://graph.facebook.com", "MESSENGER_PAGE_TOKEN": "EAAreal", "META_APP_SECRET": "real"}
    seen = environment_of(real | told, "courier")
    assert all(seen[name] != value for name, value in real.items())
    assert {urlsplit(seen[name]).hostname for name in ("GRAPH_URL", "INSTAGRAM_GRAPH_URL")} == {"127.0.0.1"}


def test_links_and_templates_have_what_they_need(told: dict[str, str]) -> None:
    """Links lead to every phone, and templates go to the account of the number that the platform plays."""
    assert told["WHATSAPP_PHONE"] == NUMBER.phone
    assert told["WHATSAPP_ACCOUNT_ID"] == NUMBER.parent
    assert told["INSTAGRAM_USERNAME"]


def test_the_web_process_learns_no_token_with_which_messages_are_sent(told: dict[str, str]) -> None:
    """A hole in a page writes to nobody."""
    seen = environment_of(told, "web")
    assert not [name for name in seen if name.endswith("_TOKEN") and name != "META_VERIFY_TOKEN"]
