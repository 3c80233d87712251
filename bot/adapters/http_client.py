"""The one outgoing policy: timeouts, a breaker a host, bounded answers, nothing secret in what is observed.

The engine under it is a `requests` session, one thread a call: for gateways, suppliers and media. The courier has
hundreds of calls on their way and uses `http_wire.py`, under the same policy. Nothing is repeated in either: trying
again is the business of whoever holds the key.
"""

from collections import deque
from collections.abc import Callable, Generator
from socket import gaierror
from ssl import SSLCertVerificationError
from threading import Lock
from time import monotonic
from typing import Literal, Protocol, TypeVar
from urllib.parse import urlsplit

import msgspec
import requests
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NameResolutionError, NewConnectionError

from bot.domain.errors import OutcomeUnknownError, ThreadfareError, UnavailableError
from bot.ports.http import Call, Reply, redacted

__all__ = ["Call", "Reply", "redacted"]

_Result = TypeVar("_Result")

_CHUNK = 64 * 1024
_SERVER_ERROR = 500
_NOT_SENT = (ConnectTimeoutError, NewConnectionError, NameResolutionError, SSLCertVerificationError, gaierror)


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """How long to wait, how much to read, when to stop asking; seconds and bytes."""

    connect: float = 3.0
    read: float = 25.0
    """Both the longest silence and, counted from the first byte, the longest answer."""
    largest: int = 8 * 1024 * 1024
    window: float = 30.0
    enough: int = 20
    """Calls in the window below which the breaker says nothing."""
    bad: float = 0.5
    rest: float = 10.0
    """How long an open breaker waits before it lets one probe through."""


class Exchange(msgspec.Struct, frozen=True):
    """What may be logged of a call: where to without query or long numbers, how it went, how long it took."""

    method: str
    url: str
    outcome: Literal["answered", "not_sent", "unknown", "breaker_open"]
    status: int
    seconds: float
    trace: str


class Engine(Protocol):
    """Sends one call; may raise whatever its library raises."""

    def send(self, call: Call, policy: Policy) -> Reply:
        """Send and read the whole answer."""
        ...


class HttpClient:
    """Sends calls under the policy.

    `send` raises `UnavailableError` when nothing was sent (no connection, breaker open) and `OutcomeUnknownError`
    when it was sent and no whole answer came. Any status is an answer.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        policy: Policy | None = None,
        observe: Callable[[Exchange], None] = lambda _: None,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._engine = engine
        self._policy = policy or Policy()
        self._observe = observe
        self._now = now
        self._breaker = Breaker(self._policy)

    def send(self, call: Call) -> Reply:
        """The answer to a call, whatever its status."""
        host = urlsplit(call.url).netloc
        started = self._now()
        if not self._breaker.allows(host, started):
            self._tell(call, "breaker_open", started=started)
            raise UnavailableError(f"{named(host)} has failed too often; it is left alone for a moment.")
        try:
            reply = self._engine.send(traced(call), self._policy)
        except (requests.RequestException, HTTPError, OSError) as error:
            sent = not _never_sent(error)
        except BaseException:
            self._breaker.record(host, self._now(), good=False)
            raise
        else:
            self._breaker.record(host, self._now(), good=reply.status < _SERVER_ERROR)
            self._tell(call, "answered", started=started, status=reply.status)
            return reply
        self._breaker.record(host, self._now(), good=False)
        self._tell(call, "unknown" if sent else "not_sent", started=started)
        # Outside the except clause: the library's error holds URL, headers and body, and must not be chained.
        if sent:
            raise OutcomeUnknownError(f"{named(host)} was asked and gave no whole answer.")
        raise UnavailableError(f"{named(host)} cannot be reached.")

    def _tell(self, call: Call, outcome: str, *, started: float, status: int = 0) -> None:
        seconds = self._now() - started
        seen = (call.method, redacted(call.url), outcome, status, seconds, call.trace)
        self._observe(Exchange(*seen))  # type: ignore[arg-type]  # outcome is one of the four, see the callers


def carry_out(steps: Generator[Call, Reply, _Result], client: HttpClient | None) -> _Result:
    """Make the calls that `steps` asks for, each in its turn; gives what the steps come to."""
    try:
        call = next(steps)
        while True:
            if client is None:
                raise UnavailableError("Nobody makes calls here.")
            try:
                reply = client.send(call)
            except ThreadfareError as error:
                call = steps.throw(error)
            else:
                call = steps.send(reply)
    except StopIteration as end:
        result: _Result = end.value
        return result


class _Seen:
    """The calls of the last seconds, and how many of them failed: kept count of, because there may be thousands."""

    __slots__ = ("bad", "calls")

    def __init__(self) -> None:
        self.calls: deque[tuple[float, bool]] = deque()
        self.bad = 0

    def add(self, now: float, *, good: bool) -> None:
        self.calls.append((now, good))
        self.bad += not good

    def forget(self, until: float) -> None:
        while self.calls and self.calls[0][0] <= until:
            self.bad -= not self.calls.popleft()[1]


class Breaker:
    """Opens for a host when half of at least twenty calls in thirty seconds failed; then one probe every ten."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._lock = Lock()
        self._seen: dict[str, _Seen] = {}
        self._closed_until_probe: dict[str, float] = {}

    def allows(self, host: str, now: float) -> bool:
        """Whether to call now; the yes of an open breaker is for one caller, its probe."""
        with self._lock:
            probe_at = self._closed_until_probe.get(host)
            if probe_at is None:
                return True
            if now < probe_at:
                return False
            self._closed_until_probe[host] = now + self._policy.rest
            return True

    def record(self, host: str, now: float, *, good: bool) -> None:
        """Take note of how a call went."""
        with self._lock:
            if host in self._closed_until_probe:
                self._probed(host, now, good=good)
                return
            seen = self._seen.setdefault(host, _Seen())
            seen.add(now, good=good)
            seen.forget(now - self._policy.window)
            count = len(seen.calls)
            if count >= self._policy.enough and seen.bad >= count * self._policy.bad:
                self._closed_until_probe[host] = now + self._policy.rest

    def _probed(self, host: str, now: float, *, good: bool) -> None:
        if good:
            del self._closed_until_probe[host]
            self._seen.pop(host, None)
        else:
            self._closed_until_probe[host] = now + self._policy.rest


class SessionEngine:
    """`requests`: one session, no redirects, no repeats, and no word from the environment (proxies, netrc)."""

    def __init__(self, *, pool: int = 10) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        adapter = requests.adapters.HTTPAdapter(pool_connections=pool, pool_maxsize=pool, max_retries=0)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def send(self, call: Call, policy: Policy) -> Reply:
        """Send by requests."""
        with self._session.request(
            call.method,
            call.url,
            headers=dict(call.headers),
            data=call.body,
            timeout=(policy.connect, call.read or policy.read),
            allow_redirects=False,
            stream=True,
        ) as answer:
            body = _bounded(answer.raw, policy, patience=call.read or policy.read)
            return Reply(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, body)


def named(netloc: str) -> str:
    """A host fit for a log: without user and password."""
    return netloc.rpartition("@")[2]


def traced(call: Call) -> Call:
    """The call with its trace among the headers."""
    if not call.trace:
        return call
    return msgspec.structs.replace(call, headers={**call.headers, "X-Request-Id": call.trace})


def _bounded(raw: urllib3.response.BaseHTTPResponse, policy: Policy, *, patience: float) -> bytes:
    """The whole body, or an error when it is too large or too slow: a trickle must not hold a worker for ever."""
    deadline = monotonic() + patience
    body = bytearray()
    while chunk := raw.read1(_CHUNK, decode_content=True):  # whatever came, where read would wait for all of it
        body += chunk
        if len(body) > policy.largest:
            raise urllib3.exceptions.ProtocolError("The answer is too large.")
        if monotonic() > deadline:
            raise urllib3.exceptions.ProtocolError("The answer is too slow.")
    return bytes(body)


def _never_sent(error: BaseException) -> bool:
    """Whether the error proves that no byte of the request left; requests wraps urllib3's errors in its own."""
    if isinstance(error, _NOT_SENT):
        return True
    if isinstance(error, MaxRetryError | urllib3.exceptions.SSLError):
        inner = error.reason if isinstance(error, MaxRetryError) else (error.args or [None])[0]
        return isinstance(inner, BaseException) and _never_sent(inner)
    wrapped = isinstance(error, requests.RequestException) and error.args and isinstance(error.args[0], BaseException)
    return bool(wrapped) and _never_sent(error.args[0])
