"""Secrets in files, read again when they change: tokens are rotated while we run, and no message is lost by it.

A file holds one secret (of an app's secrets several, separated by commas, newest first) and is named as its setting.
Replace it by renaming another over it; a file that is empty or gone changes nothing.
"""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import monotonic

LOOK_SECONDS = 1.0
"""How often a file is looked at: asking the file system for every message would cost more than sending it."""


class SecretFile:
    """One secret: what the file says, and until it says something what the setting said."""

    def __init__(
        self, path: Path, setting: str = "", *, look: float = LOOK_SECONDS, now: Callable[[], float] = monotonic
    ) -> None:
        self._path = path
        self._text = setting
        self._look = look
        self._now = now
        self._seen = (0, 0, 0)
        self._next = 0.0
        self.text()

    def text(self) -> str:
        """The secret; the file is looked at once in a while."""
        now = self._now()
        if now >= self._next:
            self._next = now + self._look
            self._refresh()
        return self._text

    def reread(self) -> str:
        """The secret as the file says it at this moment."""
        self._seen = (0, 0, 0)
        self._refresh()
        return self._text

    def age(self, now: float) -> float:
        """Seconds since the file was written, by `now` (since 1970, UTC); 0 when there is no file."""
        try:
            return max(0.0, now - self._path.stat().st_mtime)
        except OSError:
            return 0

    def replace(self, text: str) -> None:
        """Write another secret, whole or not at all; only its owner may read it. Raises `OSError`."""
        with NamedTemporaryFile("w", dir=self._path.parent, prefix=".new-", delete=False) as file:
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(self._path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        self.reread()

    def _refresh(self) -> None:
        try:
            stat = self._path.stat()
            seen = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
            if seen == self._seen:
                return
            text = self._path.read_text("utf-8").strip()
        except (OSError, ValueError):
            return
        self._seen = seen
        self._text = text or self._text

    def __repr__(self) -> str:
        return f"SecretFile({self._path.name})"
