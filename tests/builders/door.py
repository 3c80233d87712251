"""The door of Messenger over a talk in memory: a fake platform delivers, and what became of it can be looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from flask import Flask

from bot.adapters.channels.messenger import Messenger, Page
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.webchat import WebChat
from bot.adapters.http_client import HttpClient
from bot.domain.conversation.entry import FateEntry
from bot.domain.conversation.messages import Message
from bot.domain.errors import UnavailableError
from bot.domain.ids import parse_thread
from bot.ports.runtime import Runtime
from bot.simulators.accounts import Account
from bot.simulators.messenger import SimulatedMessenger
from bot.web.app import create_app
from tests.builders.world import NOW_MS
from tests.fakes.graph_engine import GraphEngine
from tests.web.archive import Archive, Bench, bench

THREAD = "messenger:1001:2002"


class Fates:
    """A journal that keeps what became of messages; `away` fails as a lost Redis does."""

    def __init__(self) -> None:
        self.noted: list[FateEntry] = []
        self.away = False

    def note(self, entries: tuple[FateEntry, ...]) -> None:
        """Keep them."""
        if self.away:
            raise UnavailableError("The journal is away.")
        self.noted += entries


class Shelf:
    """SQL that keeps what was set aside, and for the rest is the archive of the talk."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.aside: list[dict[str, Any]] = []
        self.away = False

    @contextmanager
    def begin(self) -> Iterator["Shelf"]:
        """A transaction."""
        if self.away:
            raise UnavailableError("The database is away.")
        yield self

    @property
    def talk(self) -> "Shelf":
        """Itself."""
        return self

    def set_aside(self, **noted: Any) -> None:
        """Keep what is noted of a body."""
        self.aside.append(noted)

    def ready(self) -> bool:
        """Whether it answers."""
        if self.away:
            raise UnavailableError("The database is away.")
        return True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)


class Door(msgspec.Struct, frozen=True):
    """A web process with Messenger, the platform outside, and what tests look at."""

    bench: Bench
    graph: SimulatedMessenger
    fates: Fates
    shelf: Shelf
    app: Flask

    @property
    def runtime(self) -> Runtime:
        """The Runtime of the web process."""
        return self.bench.runtime

    def counted(self, name: str) -> list[dict[str, str]]:
        """The labels of every count under a name."""
        return [labels for counter, labels in self.bench.quiet.counted if counter == name]

    def send_answers(self) -> None:
        """Send what the bot said since last time, as the courier would."""
        page = Page(id="1001", token=Account().token, graph="https://graph.example/v25.0")
        client = HttpClient(GraphEngine(self.graph))
        speaker = Messenger(MetaApp((Account().secret,)), page=page, client=client)
        for line in self.bench.archive.shelf:
            if line.author != "traveller" and line.message not in {sent.key for sent in self.graph.sent}:
                for request in speaker.render(msgspec.json.decode(line.body, type=Message)):
                    speaker.send(parse_thread(line.thread), request, key=line.message)


def door(**changes: Any) -> Door:
    """A fresh one at the moment of the builders' world."""
    account = Account()
    listener = Messenger(MetaApp((account.secret, "old"), "verify-me"), app_id=account.app)
    fates = Fates()
    made = bench(**{"channels": {"messenger": listener, "webchat": WebChat()}, "journal": fates, **changes})
    shelf = Shelf(made.archive)
    runtime = msgspec.structs.replace(made.runtime, **{"records": shelf, **changes})
    made = msgspec.structs.replace(made, runtime=runtime)
    return Door(made, SimulatedMessenger(lambda: NOW_MS, account), fates, shelf, create_app(runtime))
