"""The talk that is measured, three messages and their three answers, as requests that Meta could have signed."""

import time
from collections.abc import Iterator

import msgspec

from bot.adapters.data import catalogue
from bot.domain.errors import InvalidError
from bot.simulators.wire import encoded, signed

PATH = "/webhooks/messenger"
PAGE = "100000000000001"
APP_SECRET = "bench-app-secret"

_ROUTES = (("Paris", "New York"), ("London", "Madrid"), ("Lisbon", "Rome"), ("Nice", "Amsterdam"), ("Lyon", "Paris"))
_DAYS = ("next Friday", "12 December", "tomorrow", "in two weeks", "on Tuesday")
_ANSWERS = ("ask_destination", "ask_depart", "ask_back")
_GREETING = ("hello", "hello_long", "hello_short")


class Talks(msgspec.Struct, frozen=True):
    """Which talks a round has: `first` tells the rounds' travellers apart."""

    first: int
    count: int

    def users(self) -> tuple[str, ...]:
        """The ids of the travellers, one a talk."""
        return tuple(f"7{self.first + number:015d}" for number in range(self.count))

    def requests(self, host: str) -> Iterator[tuple[bytes, ...]]:
        """For each talk its three requests, whole, ready to be written to a socket."""
        begun = int(time.time() * 1000)
        for number, user in enumerate(self.users()):
            yield tuple(
                _request(host, _body(user, text, at=begun + number + turn)) for turn, text in enumerate(_said(number))
            )


def flow_document() -> bytes:
    """The sample flow without its greeting, so that each message gets one reply and no more."""
    flow = msgspec.json.decode(catalogue.sample_flows()[0])
    flow["start"] = "missing"
    flow["nodes"] = {name: node for name, node in flow["nodes"].items() if name not in _GREETING}
    return msgspec.json.encode(flow)


def expected_answers() -> tuple[str, ...]:
    """What a traveller must be asked, in this order; raises `InvalidError` when the sample flow has other texts."""
    texts = msgspec.json.decode(flow_document())["texts"]["en"]
    if missing := [key for key in _ANSWERS if key not in texts]:
        raise InvalidError(f"The sample flow has no text {missing[0]!r}, so the bench cannot know the answers.")
    return tuple(texts[key] for key in _ANSWERS)


def _said(number: int) -> tuple[str, str, str]:
    origin, destination = _ROUTES[number % len(_ROUTES)]
    return f"from {origin}", destination, _DAYS[number % len(_DAYS)]


def _body(user: str, text: str, *, at: int) -> bytes:
    message = {"mid": f"m_{user}-{at}", "text": text}
    item = {"sender": {"id": user}, "recipient": {"id": PAGE}, "timestamp": at, "message": message}
    return encoded({"object": "page", "entry": [{"id": PAGE, "time": at, "messaging": [item]}]})


def _request(host: str, body: bytes) -> bytes:
    headers = {"Host": host, "Accept": "*/*", "Content-Length": str(len(body)), **signed(body, APP_SECRET)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {PATH} HTTP/1.1\r\n{lines}\r\n".encode() + body
