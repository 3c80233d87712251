"""The port of devices: the browsers in which something of a thread's was opened, by their hashes alone."""

from datetime import datetime
from typing import Protocol

import msgspec


class KnownDevice(msgspec.Struct, frozen=True):
    """A browser that was met in a thread for the first and for the last time (UTC)."""

    thread: str
    browser: str
    first_seen: datetime
    last_seen: datetime


class DeviceRecords(Protocol):
    """Browsers inside one transaction."""

    def keep(self, device: KnownDevice) -> None:
        """Store a browser of a thread, in place of what was known of it there."""
        ...

    def of_thread(self, thread: str) -> tuple[KnownDevice, ...]:
        """The browsers of a thread, the one that came first first."""
        ...

    def forget(self, thread: str) -> None:
        """Forget the browsers of a thread."""
        ...
