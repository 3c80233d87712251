"""A whole airline in memory behind three phones: the page, the platform, real webhooks over HTTP, and whoever works."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import Any

import msgspec
from flask import Flask
from werkzeug.serving import make_server

from bot.adapters.channels.instagram import Instagram, Speaker
from bot.adapters.channels.messenger import Messenger, Page
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.whatsapp import Number, WhatsApp
from bot.services import checkouts
from bot.simulators.accounts import INSTAGRAM, NUMBER, PAGE
from bot.simulators.phones import Phones
from bot.simulators.platform import Platform
from bot.simulators.server import Server
from bot.simulators.settings import SimulatorSettings
from bot.web.app import create_app
from tests.fakes.graph_engine import client
from tests.journeys.fake_stage import BROWSER, FakeStage
from tests.journeys.whatsapp_stage import PromptSenders
from workers import perform
from workers.archivist import Archivist
from workers.courier import Courier

GRAPH = "https://graph.example/v25.0"


class Town(FakeStage):
    """The airline on three channels. One lock stands for what Redis and PostgreSQL keep apart in life."""

    def __init__(self) -> None:
        super().__init__()
        begun = time.monotonic()
        self.platform = Platform(lambda: self.clock.ms + int((time.monotonic() - begun) * 1000))
        self.phones = Phones(self.platform, brand="Threadfare Air")
        app, graph = MetaApp((PAGE.secret,)), client(self.platform)
        speaker = Speaker(token=INSTAGRAM.token, graph=GRAPH, node=INSTAGRAM.id)
        channels: Any = {
            "messenger": Messenger(app, app_id=PAGE.app, page=Page(PAGE.id, PAGE.token, GRAPH), client=graph),
            "whatsapp": WhatsApp(app, number=Number(id=NUMBER.id, token=NUMBER.token, graph=GRAPH), client=graph),
            "instagram": Instagram(app, account=INSTAGRAM.id, app_id=INSTAGRAM.app, speaker=speaker, client=graph),
        }
        shared: dict[str, Any] = {"channels": channels, "live": self.worker.live, "public_url": "http://localhost"}
        self.web = msgspec.structs.replace(self.web, **shared)
        self.worker = msgspec.structs.replace(self.worker, channels=channels)
        self._courier = Courier(self.worker, owner="courier", senders=PromptSenders(self.worker))
        self._archivist = Archivist(self.worker, owner="archivist")
        self._lock = Lock()
        self._stopping = Event()
        self.site = ""

    def pay_page(self, url: str) -> None:
        """Pay on the page of a link."""
        token = url.rpartition("/")[2]
        with self._lock:
            view = checkouts.link_state(self.web, token, BROWSER)
            assert view is not None
            checkouts.submit(self.web, token, BROWSER, self.card(view, "4242424242424242"), consent="")

    @contextmanager
    def running(self) -> Iterator[str]:
        """Everybody at work until the block ends; gives the address of the page."""
        web = make_server("127.0.0.1", 0, self._guarded(create_app(self.web)), threaded=True)
        platform = Server(
            self.platform,
            SimulatorSettings(webhooks=f"http://127.0.0.1:{web.port}/webhooks"),
            phones=self.phones,
        )
        threads = [Thread(target=web.serve_forever, args=(0.02,), daemon=True), Thread(target=self._run, daemon=True)]
        for thread in threads:
            thread.start()
        platform.start()
        self.site = f"http://127.0.0.1:{web.port}"
        yield f"{platform.url}/phones"
        self._stopping.set()
        platform.stop()
        web.shutdown()
        for thread in threads:
            thread.join(5)
        web.server_close()

    def _run(self) -> None:
        perform.install(self.worker)
        while not self._stopping.wait(0.01):
            with self._lock:
                self._work()
                self._courier.step()

    def _guarded(self, app: Flask) -> Callable[..., Iterable[bytes]]:
        def serve(environ: Any, start_response: Any) -> Iterable[bytes]:
            with self._lock:
                return app(environ, start_response)

        return serve
