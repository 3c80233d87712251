"""A Graph API that costs next to nothing, a process of its own: takes messages of two accounts and remembers them.

The platform of bot/simulators keeps Meta's rules; this one only checks who calls, because what it uses of two shared
cores is missing to those whom it measures. GET /received tells what came, to whom, and when the last. Answers may take
their time, and those to the Page a time of their own: they lie in a heap until they are due, and hold no thread.
"""

import argparse
import selectors
import socket
from heapq import heappop, heappush
from itertools import count
from time import monotonic

import msgspec

from tests.bench.talks import NUMBER, PAGE

TOKEN = "bench-page-token"

_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"
_BEARER = b"authorization: bearer " + TOKEN.encode()
_MESSAGES = (f"/{PAGE}/messages".encode(), f"/{NUMBER}/messages".encode())
_CHUNK = 65536


class _Said(msgspec.Struct):
    text: str = ""
    body: str = ""


class _Recipient(msgspec.Struct):
    id: str


class _Call(msgspec.Struct):
    """Messenger names a recipient, WhatsApp says `to`."""

    recipient: _Recipient | None = None
    message: _Said | None = None
    to: str = ""
    text: _Said | None = None


class Received(msgspec.Struct):
    """What came: texts by traveller in the order of their coming, when each came, and when the last one did.

    Times are monotonic seconds. `most` is how many calls waited for their answer at once.
    """

    texts: dict[str, list[str]] = {}
    times: dict[str, list[float]] = {}
    count: int = 0
    refused: int = 0
    last: float = 0.0
    most: int = 0


class Graph:
    """Answers calls; its memory is emptied by whoever asks for it. `delays` are seconds by the account called."""

    def __init__(self, delays: tuple[float, float] = (0.0, 0.0)) -> None:
        self.received = Received(texts={}, times={})
        self.waiting: list[tuple[float, int, socket.socket, bytes]] = []
        self._delays = delays
        self._number = count()
        self._decode = msgspec.json.Decoder(_Call).decode

    def hear(self, connection: socket.socket, head: bytes, body: bytes) -> None:
        """Answer one HTTP request, now or when its answer is due."""
        answer, delay = self._answer(head, body)
        if delay <= 0:
            connection.sendall(answer)
            return
        heappush(self.waiting, (monotonic() + delay, next(self._number), connection, answer))
        self.received.most = max(self.received.most, len(self.waiting))

    def answer_due(self) -> float | None:
        """Send the answers that are due; seconds until the next one is, None when none waits."""
        while self.waiting:
            wait = self.waiting[0][0] - monotonic()
            if wait > 0:
                return wait
            _, _, connection, answer = heappop(self.waiting)
            try:
                connection.sendall(answer)
            except OSError:
                continue  # its caller has gone
        return None

    def _answer(self, head: bytes, body: bytes) -> tuple[bytes, float]:
        if head.startswith(b"GET /count"):
            return _reply(200, str(self.received.count).encode()), 0
        if head.startswith(b"GET /received"):
            told, self.received = msgspec.json.encode(self.received), Received(texts={}, times={})
            return _reply(200, told), 0
        line = head.split(b"\r\n", 1)[0]
        account = next((index for index, path in enumerate(_MESSAGES) if path in line), -1)
        if account < 0 or _BEARER not in head.lower():
            self.received.refused += 1
            return _reply(400, b'{"error":{"code":190,"message":"Not our account or token."}}'), 0
        return _reply(200, self._taken(self._decode(body))), self._delays[account]

    def _taken(self, call: _Call) -> bytes:
        user, said = (call.recipient.id, call.message) if call.recipient else (call.to, call.text)
        if said is None:
            return b'{"recipient_id":"%b"}' % user.encode()
        received = self.received
        received.texts.setdefault(user, []).append(said.text or said.body)
        received.count += 1
        received.last = monotonic()
        received.times.setdefault(user, []).append(received.last)
        name = b"m_%b-%d" % (user.encode(), received.count)
        if call.recipient:
            return b'{"recipient_id":"%b","message_id":"%b"}' % (user.encode(), name)
        return b'{"messaging_product":"whatsapp","messages":[{"id":"wamid.%b"}]}' % name


def serve(graph: Graph, listener: socket.socket) -> None:
    """Answer on kept-alive connections, in one thread, until the process ends."""
    listener.setblocking(False)
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ, None)
        while True:
            for key, _ in selector.select(graph.answer_due()):
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
            graph.hear(connection, *request)
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
    words.add_argument("--delay", type=float, default=0.0, help="seconds that each answer takes")
    words.add_argument("--page-delay", type=float, help="seconds that answers to the Page take, where they differ")
    chosen = words.parse_args()
    page = chosen.delay if chosen.page_delay is None else chosen.page_delay
    with socket.create_server(("127.0.0.1", chosen.port), backlog=1024) as listener:
        serve(Graph((page, chosen.delay)), listener)


if __name__ == "__main__":
    main()
