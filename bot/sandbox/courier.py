"""The sandbox's own thread: does what is due, and sends webhooks at least once, waiting longer after each failure."""

from collections.abc import Callable
from threading import Event, Thread

import urllib3

from bot.ports.clock import Clock
from bot.sandbox.outbox import Delivery, Outbox
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.signing import HEADER, sign

_TIMEOUT = urllib3.Timeout(connect=3.0, read=10.0)
_IDLE = 0.25
"""Seconds between looks when nobody wakes the thread."""


class Courier:
    """Owns the sending thread; `wake` is called when an event was stored."""

    def __init__(self, outbox: Outbox, *, settings: SandboxSettings, clock: Clock, tick: Callable[[], None]) -> None:
        self._outbox = outbox
        self._settings = settings
        self._clock = clock
        self._tick = tick
        self._pool = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)
        self._woken = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="sandbox-courier", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Stop sending; what is owed stays owed in the file."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=15)
        self._pool.clear()

    def wake(self) -> None:
        """Look for something to send now."""
        self._woken.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.wait(_IDLE)
            self._woken.clear()
            self._tick()
            self.send_due()

    def send_due(self) -> None:
        """Send everything that is due now, once."""
        for delivery in self._outbox.due(self._clock.now().timestamp()):
            if self._stopping.is_set():
                return
            if self._send(delivery):
                self._outbox.delivered(delivery)
            else:
                self._outbox.failed(delivery, now=self._clock.now().timestamp())

    def _send(self, delivery: Delivery) -> bool:
        at = int(self._clock.now().timestamp())
        signature = sign(delivery.body, secrets=self._settings.webhook_secrets, at=at)
        headers = {"Content-Type": "application/json", HEADER: signature}
        try:
            answer = self._pool.request("POST", self._settings.webhook_url, body=delivery.body, headers=headers)
        except urllib3.exceptions.HTTPError:
            return False
        return 200 <= answer.status < 300  # noqa: PLR2004 (RFC 9110, 15.3: the class of success)
