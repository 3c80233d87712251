"""What the three products share: who may call, faults and their order, what was accepted, what waits to be told."""

import hmac
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from threading import RLock
from typing import Any, ClassVar

import msgspec

from bot.simulators.accounts import Account, Person
from bot.simulators.deliveries import Deliveries
from bot.simulators.faults import Answer, Fault, Refusal
from bot.simulators.requests import Request, gone, read_request

Edge = Callable[[Request], Any]


class Sent(msgspec.Struct, frozen=True):
    """A message that was accepted: to whom, its id, the request as it came, and when."""

    user: str
    mid: str
    request: dict[str, Any]
    at: int

    @property
    def key(self) -> str:
        """Our own id of it, which comes back in the echo or the status."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """Its words, those of a template or of an interactive message too."""
        raise NotImplementedError

    @property
    def options(self) -> dict[str, str]:
        """What can be tapped: titles by payload."""
        raise NotImplementedError


class Product(Deliveries):
    """One account on one product. `now` gives milliseconds since 1970, UTC; ids are counted, so that runs are alike."""

    name = ""
    faults: ClassVar[dict[str, Fault]] = {}
    prefix = "m_fake"

    def __init__(self, now: Callable[[], int], account: Account) -> None:
        super().__init__(now, account.secret)
        self.account = account
        self.people: dict[str, Person] = {}
        self.sent: list[Sent] = []
        self.actions: list[tuple[str, str]] = []
        """Whom we showed dots, and what our messages were marked with."""
        self.before_answer: Callable[[], None] = lambda: None
        self.edges: dict[str, Edge] = {}
        """What can be called, by method and edge."""
        self.lock = RLock()
        self._coming: list[str] = []
        self._count = 0

    def fail_next(self, *faults: str) -> None:
        """Choose what the next calls meet.

        One of the names in `faults`, or html (a gateway's page) or hang (the message is accepted, no answer comes).
        """
        self._coming.extend(faults)

    def said_to(self, user: str) -> list[str]:
        """The words of every message to a traveller, in order."""
        return [sent.text for sent in self.sent if sent.user == user]

    def to(self, user: str) -> list[Any]:
        """Every message to a traveller, in order."""
        return [sent for sent in self.sent if sent.user == user]

    def answer(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """The answer to a call; None when there is to be none although the message was accepted."""
        with self.lock:
            fault = self._coming.pop(0) if self._coming else ""
            if fault == "html":
                return Answer(502, {"content-type": "text/html"}, b"<html><h1>502 Bad Gateway</h1>")
            try:
                document = self._take(read_request(method, url, headers, body), fault)
            except Refusal as refusal:
                return refusal.answer(self._usage(refusal))
        self.before_answer()
        return None if fault == "hang" else Answer(200, self._usage(None), msgspec.json.encode(document))

    def owns(self, node: str) -> bool:
        """Whether the node of a call is ours."""
        return node in {"me", self.account.id}

    def new_id(self) -> str:
        """The next id."""
        with self.lock:
            self._count += 1
            return f"{self.prefix}{self._count:06d}"

    def _take(self, request: Request, fault: str) -> Any:
        self._authenticate(request)
        edge = self.edges.get(f"{request.method} {request.edge}")
        if edge is None or not self.owns(request.node):
            raise gone()
        if fault in self.faults:
            raise Refusal(*self.faults[fault])
        return edge(request)

    def _authenticate(self, request: Request) -> None:
        token = request.token
        if token != self.account.token:
            raise Refusal(190, None, "Invalid OAuth access token - Cannot parse access token", 401)
        expected = hmac.new(self.account.secret.encode(), token.encode(), sha256).hexdigest()
        if request.query.get("appsecret_proof", expected) != expected:
            raise Refusal(100, None, "Invalid appsecret_proof provided in the API argument")

    def _usage(self, refusal: Refusal | None) -> dict[str, str]:  # noqa: ARG002  products read it
        return {}

    def person(self, user: str) -> Person:
        """A traveller, who is known from now on."""
        with suppress(KeyError):
            return self.people[user]
        return self.people.setdefault(user, Person())
