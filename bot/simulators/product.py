"""What the three products share: who may call, faults and their order, what was accepted, what waits to be told."""

import hmac
from collections.abc import Callable
from hashlib import sha256
from threading import RLock
from typing import Any, ClassVar

import msgspec

from bot.simulators.accounts import Account, Person
from bot.simulators.deliveries import Deliveries
from bot.simulators.faults import Answer, Fault, Refusal, broken
from bot.simulators.files import Files
from bot.simulators.habits import Habits
from bot.simulators.requests import Request, gone, read_request

Edge = Callable[[Request], Any]


class Sent(msgspec.Struct, frozen=True):
    """A message that was accepted: to whom, its id, the request as it came, and when.

    `filled` is the template that it names, with its parameters in place.
    """

    user: str
    mid: str
    request: dict[str, Any]
    at: int
    filled: dict[str, Any] = {}

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
        self.habits = Habits()
        self.files = Files(now, self.new_id)
        self.people: dict[str, Person] = {}
        self.sent: list[Sent] = []
        self.actions: list[tuple[str, str]] = []
        """Whom we showed dots, and what our messages were marked with."""
        self.before_answer: Callable[[], None] = lambda: None
        self.edges: dict[str, Edge] = {}
        """What can be called on the account, by method and edge."""
        self.nodes: list[Edge] = []
        """What answers calls to other nodes; each gives None for a node that is none of its own."""
        self.tokens: dict[str, bool] = {account.token: True}
        """Access tokens, and whether they are still good."""
        self.ids: set[str] = set()
        """Every id that was given to a message."""
        self.lock = RLock()
        self.coming: list[str] = []
        """What the next calls meet."""
        self._count = 0
        self._traces = 0

    def fail_next(self, *faults: str) -> None:
        """Choose what the next calls meet.

        One of the names in `faults`, or html, empty or truncated (what a gateway answers), hang (the message is
        accepted, no answer comes) or lost (neither).
        """
        self.coming.extend(faults)

    def said_to(self, user: str) -> list[str]:
        """The words of every message to a traveller, in order."""
        return [sent.text for sent in self.sent if sent.user == user]

    def to(self, user: str) -> list[Any]:
        """Every message to a traveller, in order."""
        return [sent for sent in self.sent if sent.user == user]

    def answer(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """The answer to a call; None when there is to be none."""
        with self.lock:
            fault = self.coming.pop(0) if self.coming else self.habits.always
            if fault == "lost" or broken(fault):
                return broken(fault)
            try:
                document = self._take(read_request(method, url, headers, body), fault)
            except Refusal as refusal:
                self._traces += 1
                trace = f"A{self.prefix}{self._traces:06d}"
                return refusal.answer(self.usage(refusal), trace=trace, product=self.name)
        self.before_answer()
        if fault == "hang":
            return None
        if isinstance(document, Answer):
            return document
        return Answer(200, self.usage(None), msgspec.json.encode(document))

    def owns(self, node: str) -> bool:
        """Whether the node of a call is ours."""
        return node in {"me", self.account.id}

    def new_id(self) -> str:
        """The next id."""
        with self.lock:
            self._count += 1
            given = f"{self.prefix}{self._count:06d}"
            self.ids.add(given)
            return given

    def new_token(self) -> str:
        """Another access token that is good from now on."""
        token = f"{self.account.token}-{len(self.tokens) + 1}"
        self.tokens[token] = True
        return token

    def expire(self, token: str = "") -> None:
        """A token, or every token, is good no more."""
        for known in [token] if token else list(self.tokens):
            self.tokens[known] = False

    def person(self, user: str) -> Person:
        """A traveller, who is known from now on."""
        return self.people.setdefault(user, Person())

    def meet(self, person: Person) -> None:
        """Refuse what a message to somebody is to meet."""
        if person.fault in self.faults:
            raise Refusal(*self.faults[person.fault])

    def usage(self, refusal: Refusal | None) -> dict[str, str]:  # noqa: ARG002  products read it
        """The headers that tell how much of what is allowed was used."""
        return {}

    def _take(self, request: Request, fault: str) -> Any:
        self._authenticate(request)
        edge = self.edges.get(f"{request.method} {request.edge}") if self.owns(request.node) else None
        if edge is None:
            edge = self._node
        if fault in self.faults:
            raise Refusal(*self.faults[fault])
        return edge(request)

    def _node(self, request: Request) -> Any:
        for node in self.nodes:
            answer = node(request)
            if answer is not None:
                return answer
        raise gone()

    def _authenticate(self, request: Request) -> None:
        token = request.token
        if token not in self.tokens:
            raise Refusal(190, None, "Invalid OAuth access token - Cannot parse access token", 401)
        if not self.tokens[token]:
            raise Refusal(*self.faults["token_expired"])
        expected = hmac.new(self.account.secret.encode(), token.encode(), sha256).hexdigest()
        if request.proof not in {"", expected}:
            raise Refusal(100, None, "Invalid appsecret_proof provided in the API argument")
