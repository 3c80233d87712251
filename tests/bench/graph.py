"""A Graph API that costs next to nothing, a process of its own: takes messages of one Page and remembers them.

The platform of the tests (bot/simulators) keeps Meta's rules; this one only checks who calls, because what it uses
of two shared cores is missing to those whom it measures. GET /received tells what came, to whom, and when the last.
"""

import argparse
import selectors
import socket
from time import monotonic

import msgspec

from tests.bench.talks import PAGE

TOKEN = "bench-page-token"

_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"
_BEARER = b"authorization: bearer " + TOKEN.encode()
_MESSAGES = f"/{PAGE}/messages".encode()
_CHUNK = 65536


class _Said(msgspec.Struct):
    text: str = ""


class _Recipient(msgspec.Struct):
    id: str


class _Call(msgspec.Struct):
    recipient: _Recipient
    message: _Said | None = None


class Received(msgspec.Struct):
    """What came: texts by traveller in the order of their coming, and when the last one came (monotonic seconds)."""

    texts: dict[str, list[str]] = {}
    count: int = 0
    refused: int = 0
    last: float = 0.0


class Graph:
    """Answers calls; its memory is emptied by whoever asks for it."""

    def __init__(self) -> None:
        self.received = Received(texts={})
        self._decode = msgspec.json.Decoder(_Call).decode

    def answer(self, head: bytes, body: bytes) -> bytes:
        """The answer to one HTTP request, whole."""
        if head.startswith(b"GET /count"):
            return _reply(200, str(self.received.count).encode())
        if head.startswith(b"GET /received"):
            told, self.received = msgspec.json.encode(self.received), Received(texts={})
            return _reply(200, told)
        if _MESSAGES not in head.split(b"\r\n", 1)[0] or _BEARER not in head.lower():
            self.received.refused += 1
            return _reply(400, b'{"error":{"code":190,"message":"Not our page or token."}}')
        return _reply(200, self._taken(self._decode(body)))

    def _taken(self, call: _Call) -> bytes:
        user, received = call.recipient.id, self.received
        if call.message is None:
            return b'{"recipient_id":"%b"}' % user.encode()
        received.texts.setdefault(user, []).append(call.message.text)
        received.count += 1
        received.last = monotonic()
        return b'{"recipient_id":"%b","message_id":"m_%b-%d"}' % (user.encode(), user.encode(), received.count)


def serve(graph: Graph, listener: socket.socket) -> None:
    """Answer on kept-alive connections, in one thread, until the process ends."""
    listener.setblocking(False)
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ, None)
        while True:
            for key, _ in selector.select():
                if key.data is None:
                    connection, _ = listener.accept()
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    selector.register(connection, selectors.EVENT_READ, bytearray())
                elif not _hear(graph, key.fileobj, key.data):  # type: ignore[arg-type]  # we registered sockets alone
                    selector.unregister(key.fileobj)
                    key.fileobj.close()  # type: ignore[union-attr]  # as above


def _hear(graph: Graph, connection: socket.socket, heard: bytearray) -> bool:
    """Read what is there and answer the requests that are whole; whether the caller is still there."""
    try:
        data = connection.recv(_CHUNK)
        heard += data
        while (request := _request(heard)) is not None:
            connection.sendall(graph.answer(*request))
    except OSError:
        return False
    return bool(data)


def _request(heard: bytearray) -> tuple[bytes, bytes] | None:
    """The head and the body of the first request, taken out of what was heard; None until it is whole."""
    end = heard.find(_END)
    if end < 0:
        return None
    head = bytes(heard[:end])
    at = head.lower().find(_LENGTH)
    length = int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    whole = end + len(_END) + length
    if len(heard) < whole:
        return None
    body = bytes(heard[end + len(_END) : whole])
    del heard[:whole]
    return head, body


def _reply(status: int, body: bytes) -> bytes:
    return (
        b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body
    )


def main() -> None:
    """Serve on a port of loopback."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--port", type=int, required=True)
    with socket.create_server(("127.0.0.1", words.parse_args().port)) as listener:
        serve(Graph(), listener)


if __name__ == "__main__":
    main()
