"""Proves bot/embedded/channels.py: what the demo tells its processes about Meta's simulated platform."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.config import environment_of
from bot.embedded.channels import CHANNELS, channel_settings, shake_hands
from bot.embedded.folder import DataFolder
from bot.processes import StartError

WORD = "the word"


class Door(BaseHTTPRequestHandler):
    """A webhook for every channel but those of `closed`."""

    closed: str = ""
    asked: list[str]

    def do_GET(self) -> None:
        """Repeat the challenge to whoever knows the word."""
        parts = urlsplit(self.path)
        told = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(parts.path)
        good = told["hub.verify_token"] == WORD and told["hub.mode"] == "subscribe" and parts.path != self.closed
        self.send_response(200 if good else 403)
        self.end_headers()
        self.wfile.write(told["hub.challenge"].encode() if good else b"Not verified.")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def door() -> Iterator[tuple[type[Door], str]]:
    """A door, and the address under which it lies."""

    class Fresh(Door):
        asked: list[str] = []  # noqa: RUF012  a class for this test alone

    server = ThreadingHTTPServer(("127.0.0.1", 0), Fresh)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield Fresh, f"http://127.0.0.1:{server.server_port}/webhooks"
    server.shutdown()
    server.server_close()


def test_each_webhook_is_verified_as_meta_does_it(door: tuple[type[Door], str]) -> None:
    """The demo says that it is ready when every channel's door has answered."""
    shake_hands(door[1], WORD)
    assert door[0].asked == [f"/webhooks/{channel}" for channel in CHANNELS]


def test_a_door_that_refuses_ends_the_start_with_its_name(door: tuple[type[Door], str]) -> None:
    """Whoever reads the message knows which channel it was."""
    door[0].closed = "/webhooks/whatsapp"
    with pytest.raises(StartError, match="whatsapp refused the handshake with status 403"):
        shake_hands(door[1], WORD)


def test_a_door_that_is_not_there_ends_the_start() -> None:
    """No traceback: a sentence."""
    with pytest.raises(StartError, match="messenger does not answer"):
        shake_hands("http://127.0.0.1:9/webhooks", WORD)


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


def test_the_web_process_learns_no_token_with_which_messages_are_sent(told: dict[str, str]) -> None:
    """A hole in a page writes to nobody."""
    seen = environment_of(told, "web")
    assert not [name for name in seen if name.endswith("_TOKEN") and name != "META_VERIFY_TOKEN"]
