"""Many calls on one event loop: kept-alive connections without a thread each, under the one outgoing policy.

Theory. A thread that waits for an answer costs memory, and a hand-over of the interpreter at each wait; here a call
that waits is an object. What must stay true is what `HttpClient` promises: any status is an answer; what was not sent
is `UnavailableError`; what was sent and not wholly answered is `OutcomeUnknownError`; an answer is bounded in size and
time; nothing is repeated; no error holds what was sent. A connection serves the next call only after a whole answer
with nothing behind it, and only if the other side did not hang up meanwhile, which the loop may not have noticed yet.
"""

import asyncio
import select
import ssl
from collections.abc import Callable
from functools import partial
from typing import cast
from urllib.parse import SplitResult, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from bot.adapters.http_client import Breaker, Policy, named
from bot.adapters.http_grammar import Answer, BadAnswerError, written
from bot.domain.errors import OutcomeUnknownError, UnavailableError
from bot.ports.http import Answered, Call, Reply

KEPT_SECONDS = 20.0
"""How long a connection is kept that nobody uses: less than servers keep theirs, so that they rarely hang up first."""
_SERVER_ERROR = 500
_PORTS = {"http": 80, "https": 443}
_POLICY = Policy(largest=1024 * 1024)


class HttpWire:
    """The port `Wire`; everything happens in the thread of one event loop, which is that of the first call."""

    def __init__(self, *, policy: Policy = _POLICY, trust: ssl.SSLContext | None = None) -> None:
        self._policy = policy
        self.largest = policy.largest
        self._trust = trust
        self._breaker = Breaker(policy)
        self._idle: dict[str, list[_Line]] = {}
        self._lines: set[_Line] = set()
        self._opening: set[asyncio.Task[None]] = set()
        self._sweep: asyncio.TimerHandle | None = None

    def carry(self, call: Call, answered: Answered) -> None:
        """Send a call on a connection that is kept, or on a new one."""
        parts, loop = urlsplit(call.url), asyncio.get_running_loop()
        host = named(parts.netloc)
        who = f"{host} {call.party}"
        if not self._breaker.allows(who, loop.time()):
            answered(UnavailableError(f"{host} has failed too often; it is left alone for a moment."))
            return
        try:
            request = written(call)
        except ValueError as error:
            answered(error)
            return
        patience = call.read or self._policy.read
        line = self._free(f"{parts.scheme}://{host}")
        if line is not None:
            line.send(request, partial(self._over, who, answered), patience=patience)
            return
        opening = self._open(parts, request, who=who, answered=answered, patience=patience)
        task = loop.create_task(opening)
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    def close(self) -> None:
        """Close what is open."""
        for task in self._opening:
            task.cancel()
        for line in tuple(self._lines):
            line.transport.abort()
        if self._sweep is not None:
            self._sweep.cancel()

    def _free(self, origin: str) -> "_Line | None":
        """A kept connection on which the other side neither hung up nor said anything; None when there is none."""
        kept = self._idle.get(origin, [])
        while kept:
            line = kept.pop()
            if line.is_quiet():
                return line
            line.transport.abort()
        return None

    def _over(self, who: str, answered: Answered, reply: Reply | None) -> None:
        """A call that was sent is over: with an answer, or without a whole one."""
        good = reply is not None and reply.status < _SERVER_ERROR
        self._breaker.record(who, asyncio.get_running_loop().time(), good=good)
        host = who.partition(" ")[0]
        answered(reply or OutcomeUnknownError(f"{host} was asked and gave no whole answer."))

    async def _open(self, parts: SplitResult, request: bytes, *, who: str, answered: Answered, patience: float) -> None:
        """Connect, and send the first call; the name is looked up and hands are shaken within the policy's time."""
        loop, host = asyncio.get_running_loop(), named(parts.netloc)
        make = partial(_Line, self, f"{parts.scheme}://{host}")
        try:
            secure = self._context() if parts.scheme == "https" else None
            async with asyncio.timeout(self._policy.connect):
                _, line = await loop.create_connection(
                    make, parts.hostname or "", parts.port or _PORTS[parts.scheme], ssl=secure
                )
            if line.transport.is_closing():
                raise ConnectionAbortedError
        except (OSError, TimeoutError, ValueError, KeyError):
            self._breaker.record(who, loop.time(), good=False)
            answered(UnavailableError(f"{host} cannot be reached."))
            return
        line.send(request, partial(self._over, who, answered), patience=patience)

    def _context(self) -> ssl.SSLContext:
        if self._trust is None:
            self._trust = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
        return self._trust

    def opened(self, line: "_Line") -> None:
        """A connection is there."""
        self._lines.add(line)

    def kept(self, line: "_Line") -> None:
        """A connection is free for the next call."""
        loop = asyncio.get_running_loop()
        line.idle_since = loop.time()
        self._idle.setdefault(line.origin, []).append(line)
        if self._sweep is None:
            self._sweep = loop.call_later(KEPT_SECONDS / 4, self._close_idle)

    def lost(self, line: "_Line") -> None:
        """A connection is gone."""
        self._lines.discard(line)
        if line in (kept := self._idle.get(line.origin, [])):
            kept.remove(line)

    def _close_idle(self) -> None:
        loop = asyncio.get_running_loop()
        since = loop.time() - KEPT_SECONDS
        for kept in self._idle.values():
            for line in [line for line in kept if line.idle_since <= since]:
                kept.remove(line)
                line.transport.close()
        self._sweep = loop.call_later(KEPT_SECONDS / 4, self._close_idle) if self._lines else None


class _Line(asyncio.Protocol):
    """One connection, which serves one call at a time."""

    transport: asyncio.Transport

    def __init__(self, wire: HttpWire, origin: str) -> None:
        self.origin = origin
        self.idle_since = 0.0
        self._wire = wire
        self._answer: Answer | None = None
        self._over: Callable[[Reply | None], None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._news = select.poll()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self._news.register(transport.get_extra_info("socket"), select.POLLIN)
        self._wire.opened(self)

    def is_quiet(self) -> bool:
        """Whether nothing came that the loop has not told us yet: the end of the connection, most of all."""
        return not self.transport.is_closing() and not self._news.poll(0)

    def send(self, request: bytes, over: Callable[[Reply | None], None], *, patience: float) -> None:
        """Send a request; `over` is told its answer, None when no whole one comes in time."""
        self._answer, self._over = Answer(largest=self._wire.largest), over
        self._timer = asyncio.get_running_loop().call_later(patience, self._give_up)
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        answer = self._answer
        if answer is None:  # nobody asked: what it is nobody knows
            self.transport.abort()
            return
        try:
            reply = answer.feed(data)
        except BadAnswerError:
            self._give_up()
            return
        if reply is not None:
            self._finish(reply, keeps=answer.keeps)

    def connection_lost(self, exc: Exception | None) -> None:
        answer = self._answer
        self._wire.lost(self)
        try:
            self._finish(answer.ended() if answer is not None and exc is None else None, keeps=False)
        except BadAnswerError:
            self._finish(None, keeps=False)

    def _give_up(self) -> None:
        self._finish(None, keeps=False)

    def _finish(self, reply: Reply | None, *, keeps: bool) -> None:
        over, self._over, self._answer = self._over, None, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if keeps:
            self._wire.kept(self)
        else:
            self.transport.abort()
        if over is not None:
            over(reply)
