"""The load generator, a process of its own: connections in a closed loop, each of which has one talk after another.

The requests are made and signed before the first one goes out, and one thread watches all sockets, so that the
generator takes as little of the machine as it can.
"""

import argparse
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.bench.talks import Talks

CONNECTIONS = 32

_GOOD = b"HTTP/1.1 200 "
_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"
_CHUNK = 65536


class Loaded(msgspec.Struct):
    """What a round of load came to; `begun` and `ended` are on the machine's monotonic clock, in seconds."""

    begun: float = 0.0
    ended: float = 0.0
    turns: int = 0
    failed: int = 0
    fault: str = ""
    cpu: float = 0.0
    """CPU seconds that the generator itself took, the making of the requests included."""
    latencies: list[float] = []
    """Milliseconds from the first byte of a request to the last of its answer."""


class _Connection:
    """One kept-alive connection and the talk that it is in."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address, timeout=5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.talk: Iterator[bytes] = iter(())
        self.sent_at = 0.0
        self.answer = b""

    def send(self, request: bytes) -> None:
        self.answer = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def is_answered(self) -> bool:
        """Whether the answer is whole now; raises `ConnectionError` when the server hung up or told no length."""
        data = self.socket.recv(_CHUNK)
        if not data:
            raise ConnectionError("The server closed the connection.")
        self.answer += data
        head = self.answer.find(_END)
        return head >= 0 and len(self.answer) >= head + len(_END) + _length(self.answer[:head])


def drive(address: tuple[str, int], talks: Talks, *, seconds: float) -> Loaded:
    """Have all talks, 32 at a time; stops at the first answer that is not 200, and after that many seconds."""
    waiting = iter(list(talks.requests(f"{address[0]}:{address[1]}")))
    loaded = Loaded(latencies=[])
    with selectors.DefaultSelector() as selector:
        connections = [_Connection(address) for _ in range(min(CONNECTIONS, talks.count))]
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        loaded.begun = time.monotonic()
        open_talks = sum(_go_on(connection, waiting) for connection in connections)
        while open_talks and not loaded.failed:
            open_talks -= _answers(selector, waiting, loaded)
            if time.monotonic() - loaded.begun > seconds:
                loaded.failed, loaded.fault = open_talks, f"Not done after {seconds:g} s."
        loaded.ended, loaded.cpu = time.monotonic(), time.process_time()
        for connection in connections:
            connection.socket.close()
    return loaded


def _answers(selector: selectors.BaseSelector, waiting: Iterator[tuple[bytes, ...]], loaded: Loaded) -> int:
    """Take the answers that are there; how many connections have nothing left to say."""
    done = 0
    for key, _ in selector.select(timeout=1):
        connection: _Connection = key.data
        try:
            if not connection.is_answered():
                continue
        except OSError as error:
            loaded.failed, loaded.fault = loaded.failed + 1, str(error)
            return done
        loaded.latencies.append((time.perf_counter() - connection.sent_at) * 1000)
        loaded.turns += 1
        if not connection.answer.startswith(_GOOD):
            loaded.failed, loaded.fault = loaded.failed + 1, connection.answer[:200].decode(errors="replace")
        done += not _go_on(connection, waiting)
    return done


def _go_on(connection: _Connection, waiting: Iterator[tuple[bytes, ...]]) -> bool:
    """Send the next message of the talk, or the first one of the next; whether there was one."""
    request = next(connection.talk, None)
    if request is None:
        connection.talk = iter(next(waiting, ()))
        request = next(connection.talk, None)
    if request is not None:
        connection.send(request)
    return request is not None


def _length(head: bytes) -> int:
    at = head.lower().find(_LENGTH)
    if at < 0:
        raise ConnectionError("The answer does not say its length.")
    return int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0])


def main() -> None:
    """Drive one round and write what it came to."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--port", type=int, required=True)
    words.add_argument("--first", type=int, required=True)
    words.add_argument("--count", type=int, required=True)
    words.add_argument("--seconds", type=float, required=True)
    words.add_argument("--into", type=Path, required=True)
    chosen = words.parse_args()
    loaded = drive(("127.0.0.1", chosen.port), Talks(chosen.first, chosen.count), seconds=chosen.seconds)
    chosen.into.write_bytes(msgspec.json.encode(loaded))
    sys.exit(0)


if __name__ == "__main__":
    main()
