"""Proves of bot/adapters/http_wire.py what becomes of calls when peers hang up on connections that were kept."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from bot.adapters.http_client import Policy
from bot.adapters.http_wire import HttpWire
from bot.domain.errors import UnavailableError
from bot.ports.http import Call, Reply
from tests.adapters.test_http_wire import Outcome, carried
from tests.fakes.loops import run_to_end

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


class Leaving:
    """A peer that answers one call on each connection and hangs up without a word when it is told to."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.requests: list[bytes] = []
        self.hang_up = Event()
        self.gone = Event()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/"

    def serve(self) -> None:
        """Until the listener is closed."""
        while True:
            try:
                connection = self.listener.accept()[0]
            except OSError:
                return
            with connection:
                self.requests.append(connection.recv(4096))
                connection.sendall(ANSWER)
                self.hang_up.wait(5)
            self.gone.set()


@contextmanager
def leaving() -> Iterator[Leaving]:
    """A peer that runs."""
    peer = Leaving()
    thread = Thread(target=peer.serve, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        peer.hang_up.set()
        peer.listener.shutdown(socket.SHUT_RDWR)
        peer.listener.close()
        thread.join(5)


@pytest.mark.parametrize("moment", ["unnoticed", "just noticed"])
def test_a_connection_on_which_the_peer_hung_up_is_not_used_for_the_next_call(moment: str) -> None:
    """Nobody waits for an echo of what was never read: a call that can go over a new connection does."""
    one = HttpWire(policy=Policy(read=5.0))

    async def twice(peer: Leaving) -> list[Outcome]:
        call = Call(method="POST", url=peer.url, body=b"x")
        first = await carried(one, call)
        peer.hang_up.set()
        peer.gone.wait(5)  # the loop stands still meanwhile, as it does while Redis is asked
        if moment == "just noticed":
            for line in one._lines:
                line.transport.close()
        second = await carried(one, call)
        one.close()
        await asyncio.sleep(0)
        return [first, second]

    with leaving() as peer:
        outcomes = run_to_end(twice(peer))
        assert [one.body for one in outcomes if isinstance(one, Reply)] == [b"hi", b"hi"]
        assert len(peer.requests) == 2


def test_a_peer_that_hangs_up_at_once_was_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform that turns connections away is tried again later, and nobody waits half a minute to learn of it."""
    one = HttpWire(policy=Policy(read=5.0))

    async def turned_away(peer: Leaving) -> Outcome:
        loop = asyncio.get_running_loop()
        real = loop.create_connection

        async def connected(*arguments: object, **more: object) -> object:
            transport, line = await real(*arguments, **more)  # type: ignore[arg-type]  # as they came
            transport.close()
            return transport, line

        monkeypatch.setattr(loop, "create_connection", connected)
        return await carried(one, Call(method="POST", url=peer.url, body=b"x"))

    with leaving() as peer:
        assert isinstance(run_to_end(turned_away(peer)), UnavailableError)
