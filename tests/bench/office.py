"""One courier with a store and a Graph API of its own, and turns put into its journal as a web process puts them."""

import http.client
import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from bot.adapters.redis.client import Command, Store
from bot.adapters.redis.conversations import RedisConversations
from bot.adapters.redis.scripts import conversation_key, key
from bot.config import environment
from bot.domain.conversation.effects import Say
from bot.domain.conversation.entry import Said, TurnEntry
from bot.domain.conversation.events import TextReceived
from bot.domain.conversation.messages import Text
from bot.domain.conversation.state import Conversation
from bot.domain.ids import effect_id, shard_of
from bot.embedded.roles import role_child
from bot.embedded.valkey import ValkeyServer
from bot.ports.conversations import Commit
from bot.processes import Launch, Process, StartError, end, free_port, launch, tail
from bot.variables import VARIABLES
from tests.bench import talks
from tests.bench.graph import TOKEN, Received
from workers.shards import ALL_SHARDS

_ROOT = Path(__file__).resolve().parents[2]
_READY_WITHIN = 30.0
_NOWHERE = "postgresql://nobody:nothing@127.0.0.1:1/none"
"""A courier that sends asks SQL nothing."""


class Line(msgspec.Struct, frozen=True):
    """One turn of one thread: its number, counted from one, and what is said."""

    thread: str
    number: int
    text: str


class Office:
    """What runs; a context manager that ends all of it. `delays` are seconds of answers: to the Page, to others."""

    def __init__(self, *, delays: tuple[float, float]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="threadfare-courier-"))
        self._delays = delays
        self._graph_port = free_port()
        self.valkey = ValkeyServer(self._folder / "valkey", password=secrets.token_hex(16), kept=True)
        self.processes: dict[str, Process] = {}

    def __enter__(self) -> Self:
        try:
            self.valkey.start()
            self._start_graph()
            environ = courier_environment(self.valkey.url, f"http://127.0.0.1:{self._graph_port}")
            self.processes["courier"] = role_child("courier", environ, logs=self._folder).launch()
            self.store = Store(self.valkey.url, wait=10)
            self._wait_until_all_is_owned()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """End everything and remove what it wrote."""
        for process in self.processes.values():
            end(process, signal.SIGTERM, patience=15)
        self.valkey.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def pids(self) -> dict[str, int]:
        """Process ids by name; raises `StartError` when something has ended."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise StartError(f"The bench's {name} has ended:\n{tail(self._folder / f'{name}.log', lines=30)}")
        return {name: process.pid for name, process in self.processes.items()}

    def load(self, lines: list[Line]) -> None:
        """Put turns into the journal all at once: a backlog, as a courier finds it that was away."""
        commands = [command for line in lines for command in _commands(line)]
        self.store.batch(commands)

    def say(self, line: Line) -> None:
        """Commit one turn as a web process does."""
        commit = commit_of(line)
        if not RedisConversations(self.store).commit(commit):
            raise StartError("A turn of the bench was in its journal already.")

    def count(self) -> int:
        """How many messages the Graph API took."""
        return int(self._ask("/count"))

    def received(self) -> Received:
        """All that the Graph API took; it forgets it."""
        return msgspec.json.decode(self._ask("/received"), type=Received)

    def _ask(self, path: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self._graph_port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def _start_graph(self) -> None:
        page, others = self._delays
        words = ("--port", str(self._graph_port), "--delay", str(others), "--page-delay", str(page))
        own = {"PYTHONPATH": str(_ROOT), "PYTHONSAFEPATH": "1"}
        command = [sys.executable, "-m", "tests.bench.graph", *words]
        output = self._folder / "graph.log"
        self.processes["graph"] = launch(Launch(command=command, environment=_plain() | own, output=output))

    def _wait_until_all_is_owned(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN
        while not all(self.store.call("EXISTS", key(shard, "lease:courier")) for shard in ALL_SHARDS):
            self.pids()
            if time.monotonic() > deadline:
                raise StartError("The bench's courier does not begin.")
            time.sleep(0.05)


def courier_environment(redis_url: str, graph_url: str) -> dict[str, str]:
    """What a courier of two accounts is told."""
    return _plain() | {
        "DATABASE_URL": _NOWHERE,
        "REDIS_URL": redis_url,
        "SECRET_KEY": secrets.token_urlsafe(32),
        "META_APP_SECRET": talks.APP_SECRET,
        "MESSENGER_PAGE_TOKEN": TOKEN,
        "MESSENGER_PAGE_ID": talks.PAGE,
        "MESSENGER_PER_SECOND": "0",
        "WHATSAPP_TOKEN": TOKEN,
        "WHATSAPP_NUMBER_ID": talks.NUMBER,
        "GRAPH_URL": graph_url,
    }


def commit_of(line: Line) -> Commit:
    """The commit of a turn, as a web process would make it."""
    now = int(time.time() * 1000)
    event = TextReceived(f"m_{line.thread.rpartition(':')[2]}-{line.number}", now, "hello")
    state = Conversation(line.number, 0, "bot", line.thread, language="en", last_heard=now)
    entry = TurnEntry(
        thread=line.thread,
        version=line.number,
        epoch=0,
        owner="bot",
        event=event,
        said=(Said(effect_id(event.id, 0), Say(Text(line.text))),),
        flow="book",
        revision=1,
        step="ask_origin",
        language="en",
        at=now,
    )
    return Commit(state, line.number - 1, entry)


def _commands(line: Line) -> Iterator[Command]:
    commit = commit_of(line)
    yield ("SET", conversation_key(line.thread), msgspec.json.encode(commit.conversation))
    yield ("XADD", key(shard_of(line.thread), "journal"), "*", "e", msgspec.json.encode(commit.entry))


def _plain() -> dict[str, str]:
    """Our own environment without any setting of ours."""
    settings = {variable.name for variable in VARIABLES}
    return {"PATH": os.defpath} | {name: value for name, value in environment().items() if name not in settings}
