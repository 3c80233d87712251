"""Sends what was said: in order within a thread, many threads side by side, never after somebody else took over.

Theory. One thread reads the journal of the shards that this process owns; one runs an event loop that decides and
sends, hundreds of jobs at once. A turn's messages are marked by a script that compares the owner epoch and the shard's
fence, sent, and finished by a script that notes their fates, forgets the marks and acknowledges the turn, all at once.
So whoever comes after a courier that died finds each turn either finished, or marked (it may have gone out: the
platform's echo is waited for, and what nobody told of is sent once more), or untouched. What must stay true: nothing
unmarked is sent; nothing marked by another is sent before its echo had time to come.
"""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Event as Flag
from threading import Thread
from time import monotonic

from bot.domain.errors import ThreadfareError
from bot.ports.runtime import Runtime
from workers.clerk import Clerk
from workers.dispatch import Dispatch
from workers.pacing import PER_SECOND
from workers.reader import Pulled, Reader
from workers.retry import delay
from workers.senders import ROOM, Senders, Spoken
from workers.shards import Shards

GROUP = "courier"
WAIT_MS = 1000
MOST_PULLED = 16
"""Batches that wait to be taken in; beyond it nothing more is read."""
GATHER_SECONDS = 0.004
"""Between two rounds of deciding while anything is on its way: what comes meanwhile shares their calls to Redis."""
PATIENCE_SECONDS = 10.0
"""How long the end waits for what is being sent: half of what a supervisor gives us."""

_log = logging.getLogger(__name__)


class Courier:
    """One process that sends what the shards that it owns hold."""

    def __init__(
        self,
        runtime: Runtime,
        *,
        owner: str,
        senders: Senders | None = None,
        clerk: Clerk | None = None,
        per_second: Mapping[str, int] = PER_SECOND,
    ) -> None:
        self._runtime = runtime
        self._shards = Shards(runtime, GROUP, owner=owner)
        self._inbox: SimpleQueue[Pulled | Spoken] = SimpleQueue()
        self._reader = Reader(runtime.journal, self._shards, GROUP, self._heard)
        self._senders = senders or Senders(runtime)
        self._senders.report = self._heard
        self._dispatch = Dispatch(runtime, self._senders, group=GROUP, clerk=clerk, per_second=per_second)
        self._bell = Bell()

    def run(self, stop: Flag) -> None:
        """Send until told to stop; then wait for what is being sent, tell the journal, and give the shards back."""
        with ThreadPoolExecutor(1, thread_name_prefix="courier") as own:  # a loop may turn in the caller's already
            own.submit(lambda: asyncio.run(self._serve(stop))).result()

    async def _serve(self, stop: Flag) -> None:
        self._bell.open()
        reader = Thread(target=self._read, args=(stop,), name="reader", daemon=True)
        reader.start()
        while not stop.is_set():
            await self._guarded(WAIT_MS / 1000)
        reader.join(timeout=PATIENCE_SECONDS)
        until = monotonic() + PATIENCE_SECONDS
        self._dispatch.closing = True
        while self._dispatch.in_flight and monotonic() < until:
            await self._guarded(0.1)
        self._bell.close()
        self._senders.stop()
        self._end()

    def pull(self, *, wait_ms: int = WAIT_MS) -> None:
        """Read what is new, and of a shard that is new everything that nobody finished. Raises `UnavailableError`."""
        self._reader.pull(wait_ms, has_room=self._inbox.qsize() <= MOST_PULLED + ROOM)

    def step(self) -> None:
        """Take in what was pulled and what was sent, then decide what is next. Raises `UnavailableError`."""
        try:
            while True:
                item = self._inbox.get_nowait()
                if isinstance(item, Spoken):
                    self._dispatch.spoken(item)
                else:
                    self._dispatch.pulled(item)
        except Empty:
            for back in self._dispatch.returns():
                self._reader.returns.put(back)
            self._dispatch.go()

    def _heard(self, item: Pulled | Spoken) -> None:
        self._inbox.put(item)
        self._bell.ring()

    async def _guarded(self, wait: float) -> None:
        """Wait until something happens or is due, then take a step; what goes wrong is waited out."""
        await self._bell.wait(self._dispatch.patience(wait))
        try:
            self.step()
        except ThreadfareError as error:
            _log.warning("The courier waits: %s", error.say_to_staff)
            await asyncio.sleep(delay(1, first=1))
        await asyncio.sleep(GATHER_SECONDS if self._dispatch.in_flight else 0)

    def _read(self, stop: Flag) -> None:
        failures = 0
        while not stop.is_set():
            try:
                self.pull()
                failures = 0
            except ThreadfareError as error:
                failures += 1
                _log.warning("The journal cannot be read: %s", error.say_to_staff)
                stop.wait(delay(failures, first=0.2, longest=5))
            except Exception as error:  # noqa: BLE001  without its reader a courier would live and send nothing
                _log.error("The courier ends: %s while reading the journal", type(error).__name__)
                stop.set()

    def _end(self) -> None:
        try:
            self._dispatch.go()
            self._shards.release()
        except ThreadfareError as error:
            _log.warning("Shards could not be given back: %s", error.say_to_staff)


class Bell:
    """Wakes the loop, whatever thread rings; while it is not open, ringing does nothing."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()

    def open(self) -> None:
        """From now on the running loop is woken."""
        self._loop = asyncio.get_running_loop()

    def close(self) -> None:
        """From now on nobody is woken."""
        self._loop = None

    def ring(self) -> None:
        """Wake the loop, or keep it from falling asleep."""
        loop = self._loop
        if loop is not None and not self._rung.is_set():
            loop.call_soon_threadsafe(self._rung.set)

    async def wait(self, seconds: float) -> None:
        """Sleep until somebody rings, or for so long."""
        timer = asyncio.get_running_loop().call_later(seconds, self._rung.set)
        await self._rung.wait()
        timer.cancel()
        self._rung.clear()
