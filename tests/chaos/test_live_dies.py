"""The process that serves live news is killed in a burst of messages: two open desks end with what the database has."""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
import requests

from bot.adapters.redis.client import Store
from bot.adapters.redis.conversations import RedisConversations
from bot.bootstrap import build, provide_keys
from bot.config import load_settings
from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.events import TextReceived
from bot.domain.conversation.state import Conversation
from bot.domain.staff.person import Person
from bot.embedded.roles import role_child
from bot.ports.conversations import Commit
from bot.processes import Process, end, free_port
from tests.builders.sign_in import cookie_in, session_in
from workers.archivist import Archivist

pytestmark = pytest.mark.real

MESSAGES = 300
PER_SECOND = 75
PATIENCE = 60.0
THREAD = "messenger:1:burst"
_ROW = re.compile(r'id="line-(\d+)"')


class Desk(Thread):
    """An open page as the script holds it: it goes on from the last id, and loads itself again when it is told to."""

    def __init__(self, url: str, cookies: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self._url, self._path = url, f"/desk/t/{quote(THREAD)}"
        self._session = requests.Session()
        self._session.cookies.update(cookies)
        self._stop = Flag()
        self.connected = 0
        self.rows: list[int] = []
        self.last = self._load()

    def _load(self) -> str:
        page = self._session.get(self._url + self._path, timeout=10).text
        self._place(page)
        live = re.search(r'data-live="([^"]*)"', page)
        assert live is not None, page
        return live[1]

    def _place(self, html: str) -> None:
        self.rows += [row for found in _ROW.findall(html) if (row := int(found)) not in self.rows]

    def run(self) -> None:
        """Listen until the test is over."""
        while not self._stop.is_set():
            with suppress(requests.RequestException):
                self._listen()
            self._stop.wait(0.2)

    def _listen(self) -> None:
        address = f"{self._url}/desk/live?thread={quote(THREAD)}&since={self.last}"
        with self._session.get(address, stream=True, timeout=(5, 30)) as answer:
            self.connected += 1
            text = ""
            for chunk in answer.iter_content(None):
                text += chunk.decode(errors="replace")
                *events, text = text.split("\n\n")
                for event in events:
                    self._take(event)
                if self._stop.is_set():
                    return

    def _take(self, event: str) -> None:
        if event.startswith("event: resync"):
            self.last = self._load()
        if event.startswith("event: line"):
            self._place(event)
        told = re.search(r"^id: (.+)$", event, re.MULTILINE)
        self.last = told[1] if told else self.last

    def leave(self) -> None:
        """Close the page."""
        self._stop.set()


@pytest.fixture
def environ(valkey: str, volatile_valkey: str, postgres: str, tmp_path: Path) -> dict[str, str]:
    """What a `live` process is told."""
    port, keys = free_port(), tmp_path / "keys"
    keys.mkdir(mode=0o700)
    told = {
        "DATABASE_URL": postgres.replace("+psycopg", ""),
        "REDIS_URL": valkey,
        "VOLATILE_REDIS_URL": volatile_valkey,
        "SECRET_KEY": "a secret of at least 32 characters",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "META_APP_SECRET": "secret",
        "META_VERIFY_TOKEN": "word",
        "SANDBOX_WEBHOOK_SECRET": "secret",
        "CAPTURE_KEYS_DIR": str(keys),
        "CAPTURE_PUBLIC_KEYS": str(tmp_path / "public.json"),
        "PATH": os.environ["PATH"],
    }
    provide_keys(load_settings(told))
    return told


@pytest.fixture
def archivist(environ: dict[str, str]) -> Iterator[None]:
    """The archivist, which goes on while pages lose their process."""
    runtime, stop = build(load_settings(environ, "archivist"), "archivist"), Flag()
    thread = Thread(target=Archivist(runtime, owner="one").run, args=(stop,), daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(10)
    dispose(runtime)


def dispose(runtime: Any) -> None:
    """Close the connections of a process that a test played itself."""
    runtime.records._engine.dispose()


def serve(environ: dict[str, str], logs: Path) -> Process:
    """A `live` process that answers."""
    process = role_child("live", environ, logs=logs).launch()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(requests.RequestException):
            if requests.get(f"{environ['PUBLIC_URL']}/readyz", timeout=5).ok:
                return process
        time.sleep(0.1)
    raise AssertionError((logs / "live.log").read_text())


def speak(environ: dict[str, str], first: int, last: int) -> None:
    """Commit turns of a traveller at a steady pace, as a web process does."""
    conversations = RedisConversations(Store(environ["REDIS_URL"], wait=10))
    for version in range(first, last + 1):
        event = TextReceived(f"burst-{version}", version, f"word {version}")
        talk = Conversation(version, 1, "queue", THREAD, language="en", waiting_since=1)
        entry = TurnEntry(THREAD, version, 1, "queue", event, language="en", at=version)
        assert conversations.commit(Commit(talk, version - 1, entry, ()))
        time.sleep(1 / PER_SECOND)


def written(environ: dict[str, str]) -> list[int]:
    """The rows that the database has."""
    with psycopg.connect(environ["DATABASE_URL"]) as connection:
        found = connection.execute("SELECT row FROM transcript WHERE thread = %s ORDER BY row", (THREAD,)).fetchall()
    return [row for (row,) in found]


def enter(environ: dict[str, str]) -> dict[str, str]:
    """The cookies of an agent who came in."""
    runtime = build(load_settings(environ, "web"), "web")
    name, value = cookie_in(runtime, session_in(runtime, Person("per_ida", "Ida", roles=("agent",))))
    dispose(runtime)
    return {name: value}


@pytest.mark.usefixtures("archivist")
def test_both_desks_end_with_what_the_database_has(environ: dict[str, str], tmp_path: Path) -> None:
    """Three hundred messages, a killed process in the middle: no page misses one, repeats one, or mixes their order."""
    process = serve(environ, tmp_path)
    speak(environ, 1, 1)
    desks = [Desk(environ["PUBLIC_URL"], enter(environ)) for _ in range(2)]
    for one in desks:
        one.start()
    writer = Thread(target=speak, args=(environ, 2, MESSAGES))
    writer.start()
    time.sleep(MESSAGES / PER_SECOND / 2)
    end(process, signal.SIGKILL, patience=5)
    process = serve(environ, tmp_path)
    writer.join()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and any(len(one.rows) < MESSAGES for one in desks):
        time.sleep(0.1)
    rows = written(environ)
    for one in desks:
        one.leave()
    end(process, signal.SIGTERM, patience=10)
    assert len(rows) == MESSAGES
    assert [one.rows for one in desks] == [rows, rows]
    assert all(one.connected > 1 for one in desks)
