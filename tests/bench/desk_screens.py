"""Many open desks and travellers who write: how long a message takes from the webhook's arrival to an agent's screen.

Each desk has its own traveller's thread open beside the list of all threads, the heaviest there is: every message
changes the list of every page. A message counts as shown when its line has come through the desk's stream.
"""

import argparse
import re
import selectors
import socket
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import msgspec

from bot.simulators.wire import encoded, signed
from tests.bench.talks import APP_SECRET, PAGE, PATH

_MARK = re.compile(rb"event: line[^\x00]*?mark-([a-j]+)-")
_TO_LETTERS = str.maketrans("0123456789", "abcdefghij")
_TO_DIGITS = str.maketrans("abcdefghij", "0123456789")
_OPEN = b"event: notifications"
"""What a page is told last when it opens."""
_OPEN_WITHIN = 60.0
_PATIENCE = 10.0


class Task(msgspec.Struct, frozen=True):
    """Where to write and to listen ("host:port"), whose desks (cookies), messages a second and for how long."""

    web: str
    live: str
    cookies: list[str]
    per_second: float
    seconds: float


class Seen(msgspec.Struct):
    """Seconds until all desks were open, milliseconds of every message that reached its screen, and bytes of all."""

    opened: float = 0.0
    latencies: list[float] = []
    sent: int = 0
    bytes_got: int = 0
    fault: str = ""
    last: bytes = b""


def user_of(number: int) -> str:
    """The traveller of a desk."""
    return f"8{number:015d}"


def say(connection: HTTPConnection, number: int, text: str, *, mid: str) -> int:
    """Let a traveller write; gives the answer's status."""
    message = {"mid": mid, "text": text}
    at = int(time.time() * 1000)
    item = {"sender": {"id": user_of(number)}, "recipient": {"id": PAGE}, "timestamp": at, "message": message}
    body = encoded({"object": "page", "entry": [{"id": PAGE, "time": at, "messaging": [item]}]})
    connection.request("POST", PATH, body, signed(body, APP_SECRET))
    answer = connection.getresponse()
    answer.read()
    return answer.status


def watch(task: Task) -> Seen:
    """Open all desks, let travellers write at a steady pace, and note when each message is on its screen."""
    seen, sent_at = Seen(), dict[int, float]()
    with selectors.DefaultSelector() as selector:
        tails: dict[int, bytes] = {}
        for number, cookie in enumerate(task.cookies):
            stream = _opened(task.live, number, cookie)
            selector.register(stream, selectors.EVENT_READ)
            tails[stream.fileno()] = b""
        _wait_until_open(selector, tails, seen)
        writer = Thread(target=_write, args=(task, seen, sent_at), daemon=True)
        writer.start()
        until = time.monotonic() + _PATIENCE
        while (writer.is_alive() or sent_at) and time.monotonic() < until and not seen.fault:
            until = time.monotonic() + _PATIENCE if writer.is_alive() else until
            for key, _ in selector.select(timeout=0.2):
                _look(key, tails, seen, sent_at)
    if sent_at and not seen.fault:
        seen.fault = f"Not shown: {sorted(sent_at)[:20]} of {seen.sent}."
    return seen


def _wait_until_open(selector: selectors.BaseSelector, tails: dict[int, bytes], seen: Seen) -> None:
    """Nobody writes before each desk shows all that it shows: how long that takes is a figure of its own."""
    begun, opened = time.monotonic(), set[int]()
    while len(opened) < len(tails) and not seen.fault:
        if time.monotonic() - begun > _OPEN_WITHIN:
            seen.fault = f"After {_OPEN_WITHIN:g} s {len(opened)} of {len(tails)} desks are open."
        for key, _ in selector.select(timeout=0.2):
            told = _look(key, tails, seen, {})
            opened |= {key.fd} if _OPEN in told else set()
    seen.opened = time.monotonic() - begun


def _look(key: selectors.SelectorKey, tails: dict[int, bytes], seen: Seen, sent_at: dict[int, float]) -> bytes:
    """Read what has come, note the messages in it, and give it; a piece that is not whole comes again with the next."""
    data = key.fileobj.recv(262_144)  # type: ignore[union-attr]  # a socket
    now = time.monotonic()
    if not data:
        seen.fault = f"A stream has ended after {seen.last[-200:].decode(errors='replace')!r}."
        return b""
    seen.bytes_got += len(data)
    text = tails[key.fd] + data
    for found in _MARK.finditer(text):
        began = sent_at.pop(_number(found[1].decode()), None)
        if began is not None:
            seen.latencies.append((now - began) * 1000)
    last = text.rfind(b"\n\n")
    seen.last = text if b"event: resync" in text or b"event: busy" in text else seen.last
    tails[key.fd] = text[last + 2 :] if last >= 0 else text
    return text


def _opened(live: str, number: int, cookie: str) -> socket.socket:
    host, _, port = live.partition(":")
    stream = socket.create_connection((host, int(port)), timeout=10)
    path = f"/desk/live?thread={quote(f'messenger:{PAGE}:{user_of(number)}')}&since={int(time.time() * 1000)}-0"
    stream.sendall(f"GET {path} HTTP/1.1\r\nHost: {live}\r\nCookie: {cookie}\r\n\r\n".encode())
    stream.setblocking(False)
    return stream


def _write(task: Task, seen: Seen, sent_at: dict[int, float]) -> None:
    """Write in turn in every thread, each message on its own beat, however long the one before took."""
    host, _, port = task.web.partition(":")
    connection = HTTPConnection(host, int(port), timeout=10)
    begun = time.monotonic()
    for number in range(int(task.per_second * task.seconds)):
        time.sleep(max(0.0, begun + number / task.per_second - time.monotonic()))
        sent_at[number] = time.monotonic()
        seen.sent += 1
        status = say(
            connection, number % len(task.cookies), f"mark-{_letters(number)}- is it late?", mid=f"m_mark_{number}"
        )
        if status != HTTPStatus.OK:
            seen.fault = f"The webhook answered {status}."
            return


def _letters(number: int) -> str:
    """A number without digits: those of several messages may look like parts of a card number, and are taken out."""
    return str(number).translate(_TO_LETTERS)


def _number(letters: str) -> int:
    return int(letters.translate(_TO_DIGITS))


def main() -> None:
    """Watch, and write what was seen."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--task", type=Path, required=True)
    words.add_argument("--into", type=Path, required=True)
    chosen = words.parse_args()
    seen = watch(msgspec.json.decode(chosen.task.read_bytes(), type=Task))
    chosen.into.write_bytes(msgspec.json.encode(seen))
    sys.exit(0)


if __name__ == "__main__":
    main()
