"""`threadfare demo` on stores of its own, with a fake Graph API to talk to: all processes as they are in production.

Started once a session. Clocks can be moved, processes end as the demo's supervisor ends them, and everything that was
written anywhere is at hand for who looks for canaries.
"""

import os
import re
import secrets
import shutil
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import requests
from sqlalchemy import Engine

from bot.adapters.clock import SystemIds
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.adapters.suppliers.timetable import Timetable
from bot.config import environment, environment_of
from bot.embedded.roles import role_child
from bot.embedded.valkey import ValkeyServer
from bot.processes import Launch, Process, end, free_port, launch, tail
from bot.simulators.accounts import Account
from bot.simulators.platform import Platform
from bot.simulators.server import Server
from bot.simulators.settings import SimulatorSettings
from bot.simulators.wire import url_poster
from bot.variables import VARIABLES
from tests.fakes.sandbox_server import KEY, SECRETS, RunningSandbox
from tests.fakes.webhook_postman import postman

READY_WITHIN = 120.0
_ROOT = Path(__file__).resolve().parents[2]
_SITE = Path(__file__).with_name("site") / "sitecustomize.py"
_DESK = re.compile(r"Desk +(\S+)")
_OURS = frozenset(variable.name for variable in VARIABLES)


class Town:
    """Everything that runs. `database_url` names an empty, migrated database that nobody else uses.

    `capture` is how cards reach us there.
    """

    def __init__(self, folder: Path, database_url: str, *, capture: str = "vault") -> None:
        self.capture = capture
        self.folder, self.secret = folder, "the secret of a stage, with many letters"
        self.valkey = ValkeyServer(folder / "valkey", password=secrets.token_hex(16), kept=True)
        self.volatile = ValkeyServer(folder / "volatile", password=secrets.token_hex(16), kept=False)
        self.database_url = database_url
        account = Account(secret=secrets.token_hex(16), token=secrets.token_hex(16))
        self.platform = Platform(self.now_ms, messenger=account)
        self.graph = self.platform.messenger
        self._server = Server(self.platform, SimulatorSettings())
        self._site = folder / "site"
        self._ahead = 0.0
        first = 12_000 + 20 * secrets.randbelow(900)
        self._ports = tuple(free_port(first + more) for more in (0, 5, 10))
        self.url = f"http://127.0.0.1:{self._ports[0]}"
        self.second_url = f"http://127.0.0.1:{self._ports[2]}"
        self.sandbox = RunningSandbox(f"http://localhost:{self._ports[1]}")
        self.engine: Engine = make_engine(database_url, statement_seconds=30)
        self.records = SqlRecords(self.engine)
        self.supplier = Timetable(self.engine, ids=SystemIds())
        self.post = url_poster(f"{self.url}/webhooks/messenger")
        self._stack = ExitStack()
        self.postman = self._stack.enter_context(postman())
        self.postman.target = f"{self.url}/webhooks/gateway/sandbox"
        self._processes: list[Process] = []
        self._agent: requests.Session | None = None
        self._password = secrets.token_hex(16)

    def __enter__(self) -> Self:
        self._site.mkdir()
        shutil.copy(_SITE, self._site)
        self.pass_time(0)
        try:
            for server in (self.valkey, self.volatile):
                server.start()
            self._server.start()
            self._start_demo()
            self._start_second_web()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End everything."""
        for process in reversed(self._processes):
            end(process, signal.SIGTERM, patience=15)
        self._server.stop()
        self._stack.close()
        for server in (self.volatile, self.valkey):
            server.stop()
        self.engine.dispose()

    def now(self) -> float:
        """The time that all processes tell, in seconds since 1970."""
        return time.time() + self._ahead

    def now_ms(self) -> int:
        """The same in milliseconds."""
        return int(self.now() * 1000)

    def pass_time(self, seconds: float) -> None:
        """Move the clocks of all processes."""
        self._ahead += seconds
        path = self._site / "ahead"
        if not path.exists():
            path.write_bytes(struct.pack("d", self._ahead))
        with path.open("r+b") as file:
            file.write(struct.pack("d", self._ahead))

    def arm_worker(self) -> Path:
        """The next worker that is about to issue tickets dies; gives the file that is gone when it has."""
        path = self._site / "die"
        path.touch()
        return path

    def kill(self, role: str) -> bool:
        """Kill a process of the demo without a warning, as a machine does that runs out of memory; it comes back."""
        parent = self._processes[0].pid
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and _parent_of(folder) == parent and _command_of(folder)[-2:] == ["bot.cli", role]:
                os.kill(int(folder.name), signal.SIGKILL)
                return True
        return False

    def agent(self) -> requests.Session:
        """A browser at the desk: let in by the one-time link that the demo printed, later by the password set there."""
        if self._agent is None:
            found = _DESK.search(self.log("demo"))
            assert found is not None, "the demo printed no link to the desk"
            self._agent = requests.Session()
            self._agent.headers["Origin"] = self.url
            self._enter(found[1], {"name": "Ida"})
        elif self._agent.get(f"{self.url}/staff/me", timeout=10, allow_redirects=False).status_code != 200:
            self._enter(f"{self.url}/staff/sign-in", {"email": "agent@threadfare.example"})
        return self._agent

    def _enter(self, url: str, form: dict[str, str]) -> None:
        assert self._agent is not None
        answer = self._agent.post(url, data={**form, "password": self._password}, timeout=10)
        assert answer.url == f"{self.url}/desk", answer.url

    def log(self, name: str) -> str:
        """All that a process wrote to its log."""
        return next(path for path in self.logs() if path.stem == name).read_text(errors="replace")

    def logs(self) -> Iterator[Path]:
        """The logs of all processes."""
        yield from self.folder.rglob("*.log")

    def wait_for(self, condition: Callable[[], bool], what: str, *, seconds: float = 45.0) -> None:
        """Wait until something holds; fails with the ends of all logs when it does not come to hold."""
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, f"{what} did not come about\n{self._tails()}"
            time.sleep(0.01)

    def _tails(self) -> str:
        return "\n".join(f"--- {path.name}\n{tail(path, lines=6)}" for path in self.logs())

    def _start_demo(self) -> None:
        log = self.folder / "demo.log"
        command = [sys.executable, "-m", "bot.cli", "demo", "--data", str(self.folder / "data")]
        command += ["--port", str(self._ports[0]), "--no-progress"]
        demo = launch(Launch(command=command, environment=self.environment(), output=log))
        self._processes.append(demo)
        started = lambda: "Ready after" in log.read_text() or demo.poll() is not None  # noqa: E731  said once, right here
        self.wait_for(started, "the demo", seconds=READY_WITHIN)
        assert demo.poll() is None, f"the demo has ended\n{self._tails()}"
        assert self.url in log.read_text(), "another process took the port of the stage"

    def _start_second_web(self) -> None:
        port = str(self._ports[2])
        keys = str(self.folder / "data" / "capture-public-keys.json")
        logs = self.folder / "second"
        logs.mkdir()
        child = role_child("web", {**self.environment(), "PORT": port, "CAPTURE_PUBLIC_KEYS": keys}, logs=logs)
        self._processes.append(child.launch())
        self.wait_for(lambda: _is_ready(self.second_url), "the second web process", seconds=READY_WITHIN)

    def command(self, *arguments: str) -> None:
        """What one of the staff types in a shell; it must end well."""
        typed = [sys.executable, "-m", "bot.cli", arguments[0], "--data", str(self.folder / "data"), *arguments[1:]]
        log = self.folder / "command.log"
        assert launch(Launch(command=typed, environment=self.environment(), output=log)).wait(30) == 0, tail(
            log, lines=6
        )

    def environment(self) -> dict[str, str]:
        """The settings of all processes."""
        plain = {name: value for name, value in environment_of(environment(), "all").items() if name not in _OURS}
        account = self.graph.account
        return plain | {
            "PYTHONPATH": f"{self._site}:{_ROOT}",
            "PYTHONSAFEPATH": "1",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.valkey.url,
            "VOLATILE_REDIS_URL": self.volatile.url,
            "LOG_LEVEL": "debug",
            "SECRET_KEY": self.secret,
            "PUBLIC_URL": self.url,
            "META_APP_SECRET": account.secret,
            "META_VERIFY_TOKEN": "verify",
            "MESSENGER_PAGE_TOKEN": account.token,
            "MESSENGER_PAGE_ID": account.id,
            "MESSENGER_APP_ID": account.app,
            "GRAPH_URL": self._server.url,
            "CARD_CAPTURE": self.capture,
            "SANDBOX_PORT": str(self._ports[1]),
            "SANDBOX_GATEWAY_URL": self.sandbox.url,
            "SANDBOX_GATEWAY_KEY": KEY,
            "SANDBOX_WEBHOOK_SECRET": ",".join(SECRETS),
            "SANDBOX_WEBHOOK_URL": self.postman.url,
        }


def _parent_of(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _command_of(folder: Path) -> list[str]:
    try:
        return (folder / "cmdline").read_text().rstrip("\0").split("\0")
    except OSError:
        return []


def _is_ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/readyz", timeout=2).status_code == 200
    except requests.RequestException:
        return False
