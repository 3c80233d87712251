"""The door of the phones: their page, what they show, and what their holders do.

`GET /phones`, `GET /phones/state?since=N&wait=S`, `POST /phones/<channel>/<person>/<verb>`, `POST /phones/clock`,
`POST /phones/<channel>/people`. A post comes from our own page or is refused: whoever drives the platform by a program
has `/control/`.
"""

from collections.abc import Callable, Mapping, Sequence
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from bot.simulators import phones_pages
from bot.simulators.faults import Answer
from bot.simulators.phones_acts import act
from bot.simulators.phones_people import Holders
from bot.simulators.phones_tape import Tape
from bot.simulators.platform import Platform
from bot.simulators.product import Sent
from bot.simulators.requests import Request

_LONGEST_WAIT = 20.0
_AT_ONCE = 50
"""Messages that may be accepted while one is being answered."""
_MOST_HOURS = 24 * 31
_HOUR = 3600 * 1000
_SAME = frozenset({"same-origin"})
_JSON = {"content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff"}


class Hours(msgspec.Struct, frozen=True):
    """By how much the clock is moved."""

    hours: int


class Phones:
    """The phones over one platform; `brand` is whom travellers talk to."""

    def __init__(self, platform: Platform, *, brand: str) -> None:
        self.tape = Tape(platform.now)
        self.holders = Holders(platform)
        self._platform = platform
        self._brand = brand
        self._began = token_hex(8)
        platform.watch = self.called

    def answer(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer to a request of a browser."""
        parts = urlsplit(url)
        path = [unquote(part) for part in parts.path.strip("/").split("/")][1:]
        if method in {"GET", "HEAD"}:
            return self._shown(path, parts.query)
        lowered = {name.lower(): value for name, value in headers.items()}
        if method != "POST" or not is_same_origin(lowered):
            return _told(403, {"problem": "Only the page of the phones may do that."})
        return self._do(path, body, lowered.get("host", ""))

    def called(self, channel: str, call: Request, answer: Answer | None) -> None:
        """Take down a call of the airline's, and what a template that it names came to."""
        sent = self.holders.product(channel).sent[-_AT_ONCE:] if call.edge == "messages" else []
        self.tape.call(channel, call, answer, filled=_filled(sent, answer))

    def watched(self, channel: str, post: Callable[[bytes, dict[str, str]], int]) -> Callable[..., int]:
        """A poster that takes down what it delivers, and how that was answered."""

        def deliver(body: bytes, headers: dict[str, str]) -> int:
            begun = self._platform.now()
            self.tape.meet(body)
            status = post(body, headers)
            self.tape.hook(channel, body, status, at=begun)
            return status

        return deliver

    def _shown(self, path: list[str], query: str) -> Answer:
        match path:
            case []:
                return phones_pages.page(self._brand)
            case ["state"]:
                asked = parse_qs(query)
                entries = self.tape.since(int(_number(asked, "since")), wait=min(_number(asked, "wait"), _LONGEST_WAIT))
                return _told(200, {**self._state(), "entries": entries})
            case ["static", name]:
                return phones_pages.static(name) or _told(404, {"problem": "There is no such file."})
            case _:
                return _told(404, {"problem": "There is no such page."})

    def _do(self, path: list[str], body: bytes, host: str) -> Answer:
        more: dict[str, str] = {}
        try:
            match path:
                case ["clock"]:
                    hours = msgspec.json.decode(body, type=Hours).hours
                    if not 0 < hours <= _MOST_HOURS:
                        return _told(400, {"problem": "Time goes forward only, a month at most."})
                    self._platform.pass_time(hours * _HOUR)
                case [channel, "people"]:
                    more = {"person": self.holders.add(channel)}
                case [channel, person, verb] if self.holders.holds(channel, person):
                    files = f"http://{host}/phones/static"
                    act(self.holders.product(channel), person, verb, body=body, files=files)
                case _:
                    return _told(404, {"problem": "Nobody holds such a phone."})
        except (LookupError, ValueError) as error:
            return _told(400, {"problem": str(error.args[0] if error.args else error)})
        self.tape.nudge()
        return _told(200, {**self._state(), **more})

    def _state(self) -> dict[str, object]:
        """What phones are told beside what went over the wire."""
        phones = {name: self.holders.told(name) for name in ("messenger", "whatsapp", "instagram")}
        return {"began": self._began, "now": self._platform.now(), "moved": self._platform.ahead, "phones": phones}


def is_same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a post comes from our own page: browsers tell it themselves, and no other page can change that."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in _SAME
    return headers.get("origin", "-").partition("://")[2] == headers.get("host")


def _filled(newest: Sequence[Sent], answer: Answer | None) -> dict[str, Any]:
    """The template that the message of an answer named, with its parameters in place; {} when it named none."""
    body = answer.body if answer else b""
    return next((sent.filled for sent in newest if f'"{sent.mid}"'.encode() in body), {})


def _number(asked: Mapping[str, list[str]], name: str) -> float:
    told = asked.get(name, ["0"])[0]
    return float(told) if told.isdecimal() and len(told) < 12 else 0.0  # noqa: PLR2004  longer is no number of ours


def _told(status: int, document: object) -> Answer:
    return Answer(status, _JSON, msgspec.json.encode(document))
