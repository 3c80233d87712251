"""Everything that is measured and all it needs, started on free ports of loopback and ended again.

Stores, the sample airline and its flow, the processes of the Procfile, a Graph API to speak to, and the floor beside
them. Nothing is taken from the environment, nothing is left behind.
"""

import http.client
import os
import pkgutil
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.adapters.clock import SystemClock
from bot.adapters.data import sample_airline
from bot.adapters.data.catalogue import texts
from bot.adapters.sql.migrate import upgrade
from bot.config import environment, load_settings
from bot.embedded.postgres import PostgresServer
from bot.embedded.roles import role_child
from bot.embedded.valkey import ValkeyServer
from bot.processes import Launch, Process, StartError, end, free_port, launch, tail
from bot.services.flows import publish
from bot.variables import VARIABLES
from tests.bench import graph, talks

ROLES = ("courier", "archivist", "worker", "clock", "web")
THREADS = 64

_ROOT = Path(__file__).resolve().parents[2]
_READY_WITHIN = 60.0
_NO_SIGNAL = 0
"""They have been told already."""


class Deployment:
    """What runs during a bench, by name; a context manager that ends all of it."""

    def __init__(self, *, roles: tuple[str, ...] = ROLES, floor: bool = True) -> None:
        """What is measured needs these processes, and the floor beside them or not."""
        self._roles, self._floor = roles, floor
        self.processes: dict[str, Process] = {}
        self.environ: dict[str, str] = {}
        self.ports = {"web": free_port()}
        self._folder = Path(tempfile.mkdtemp(prefix="threadfare-bench-"))
        self._folder.chmod(0o711)
        self.valkey = ValkeyServer(self._folder / "valkey", password=secrets.token_hex(16), kept=True)
        self._volatile = ValkeyServer(self._folder / "volatile", password=secrets.token_hex(16), kept=False)
        self._postgres = PostgresServer(
            self._folder / "postgres", password=secrets.token_hex(16), owner_password=secrets.token_hex(16)
        )
        self._logs = self._folder / "logs"
        self._logs.mkdir()

    def __enter__(self) -> Self:
        """Start everything and wait until it serves; raises `StartError` with the end of a log."""
        try:
            self._start_stores()
            self._start("graph", "--port", str(self._port("graph")))
            self.environ = environ = self._environment()
            self._fill(environ)
            for role in self._roles:
                self.processes[role] = role_child(role, environ, logs=self._logs).launch()
            if self._floor:
                floor = ("--port", str(self._port("floor")), "--threads", str(THREADS))
                self._start("floor", *floor, REDIS_URL=self.valkey.url)
            for server in ("web", "floor")[: 1 + self._floor]:
                self._wait_for(server)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self.stop()

    def run(self, module: str, *words: str, seconds: float) -> Path:
        """Run a program of the bench to its end and give the file that it wrote; raises `StartError` when it fails."""
        into = self._folder / f"{module}.json"
        into.unlink(missing_ok=True)
        process = self._start(module, *words, "--into", str(into))
        try:
            process.wait(seconds)
        except Exception as error:
            raise StartError(f"The bench's {module} did not end within {seconds:g} s.") from error
        finally:
            del self.processes[module]
            end(process, signal.SIGKILL, patience=1)
        if process.returncode or not into.exists():
            raise StartError(f"The bench's {module} failed:\n{self.log(module)}")
        return into

    def write(self, name: str, body: bytes) -> Path:
        """A file for a program of the bench."""
        path = self._folder / name
        path.write_bytes(body)
        return path

    def start_live(self, threads: int) -> str:
        """Start a `live` process beside the web process, for so many threads, and give its address."""
        environ = self.environ | {"PORT": str(self._port("live")), "WEB_THREADS": str(threads)}
        self.processes["live"] = role_child("live", environ, logs=self._logs).launch()
        self._wait_for("live")
        return f"127.0.0.1:{self.ports['live']}"

    def ask(self, server: str, path: str) -> bytes:
        """The body of a GET answered 200; raises `StartError` otherwise."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[server], timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise StartError(f"The bench's {server} does not answer: {error}") from error
        finally:
            connection.close()
        if answer.status != http.HTTPStatus.OK:
            raise StartError(f"The bench's {server} answers {answer.status}.")
        return body

    def pids(self) -> dict[str, int]:
        """The process ids of all that runs, by name; raises `StartError` when something has ended."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise StartError(f"The bench's {name} has ended:\n{self.log(name)}")
        return {name: process.pid for name, process in self.processes.items()}

    def log(self, name: str) -> str:
        """The end of a program's log."""
        return tail(self._logs / f"{name}.log", lines=30)

    def stop(self) -> None:
        """End everything and remove all that it wrote."""
        stores = {"valkey", "volatile", "postgresql"}
        running = [process for name, process in self.processes.items() if name not in stores]
        try:
            for process in running:
                process.terminate()
            for process in running:
                end(process, _NO_SIGNAL, patience=5)
        finally:
            for server in (self._postgres, self._volatile, self.valkey):
                server.stop()
            shutil.rmtree(self._postgres.folder, ignore_errors=True)
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start_stores(self) -> None:
        servers: dict[str, ValkeyServer | PostgresServer] = {
            "valkey": self.valkey,
            "volatile": self._volatile,
            "postgresql": self._postgres,
        }
        for name, server in servers.items():
            self.processes[name] = server.launch()
        for server in servers.values():
            server.wait()

    def _start(self, module: str, *words: str, **extra: str) -> Process:
        own = {"PYTHONPATH": str(_ROOT), "PYTHONSAFEPATH": "1", "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", f"tests.bench.{module}", *words]
        output = self._logs / f"{module}.log"
        process = launch(Launch(command=command, environment=_plain() | own | extra, output=output))
        self.processes[module] = process
        return process

    def _port(self, name: str) -> int:
        """A free port for a server, chosen once."""
        while name not in self.ports:
            port = free_port()
            if port not in self.ports.values():
                self.ports[name] = port
        return self.ports[name]

    def _environment(self) -> dict[str, str]:
        web = f"http://127.0.0.1:{self.ports['web']}"
        return _plain() | {
            "DATABASE_URL": self._postgres.url,
            "REDIS_URL": self.valkey.url,
            "VOLATILE_REDIS_URL": self._volatile.url,
            "SECRET_KEY": secrets.token_urlsafe(32),
            "PUBLIC_URL": web,
            "PORT": str(self.ports["web"]),
            "WEB_THREADS": str(THREADS),
            "META_APP_SECRET": talks.APP_SECRET,
            "META_VERIFY_TOKEN": secrets.token_urlsafe(16),
            "MESSENGER_PAGE_TOKEN": graph.TOKEN,
            "MESSENGER_PAGE_ID": talks.PAGE,
            "MESSENGER_PER_SECOND": "0",
            "GRAPH_URL": f"http://127.0.0.1:{self.ports['graph']}",
            "SANDBOX_GATEWAY_KEY": secrets.token_urlsafe(16),
            "SANDBOX_GATEWAY_URL": f"http://127.0.0.1:{self._port('sandbox')}",
            "SANDBOX_WEBHOOK_SECRET": secrets.token_urlsafe(16),
            "VAULT_KEYS_DIR": str(self._sub("vault-keys")),
            "VAULT_FINGERPRINT_KEY": str(self._sub("secrets") / "vault-fingerprints"),
            "CAPTURE_KEYS_DIR": str(self._sub("capture-keys")),
            "CAPTURE_PUBLIC_KEYS": str(self._folder / "capture-public-keys.json"),
        }

    def _fill(self, environ: Mapping[str, str]) -> None:
        settings = load_settings(environ)
        upgrade(settings.database_url)
        pkgutil.resolve_name("bot.bootstrap:provide_keys")(settings)
        pkgutil.resolve_name("bot.bootstrap_vault:provide_vault")(settings)
        records = pkgutil.resolve_name("bot.bootstrap:open_records")(settings)
        now = SystemClock().now()
        sample_airline.load(settings.database_url, today=now.date(), progress=lambda _what, _share: None)
        publish(records, talks.flow_document(), texts=texts(), author="bench", now=int(now.timestamp() * 1000))

    def _sub(self, name: str) -> Path:
        path = self._folder / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def _wait_for(self, server: str) -> None:
        deadline = time.monotonic() + _READY_WITHIN
        while True:
            self.pids()
            try:
                self.ask(server, "/readyz")
            except StartError as error:
                if time.monotonic() > deadline:
                    raise StartError(f"{error.say_to_staff}\n{self.log(server)}") from error
                time.sleep(0.05)
            else:
                return


def _plain() -> dict[str, str]:
    """Our own environment without any setting of ours."""
    settings = {variable.name for variable in VARIABLES}
    return {"PATH": os.defpath} | {name: value for name, value in environment().items() if name not in settings}
