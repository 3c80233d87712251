"""The stores of the demo: those that an address names are used, the others are started here."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.embedded.folder import DataFolder
from bot.embedded.postgres import PostgresServer
from bot.embedded.unix_user import unprivileged_user
from bot.embedded.valkey import ValkeyServer
from bot.processes import Process
from bot.supervisor import Child, Supervisor


class Stores:
    """Valkey, a volatile Valkey and PostgreSQL, each only where the environment names no other."""

    def __init__(self, folder: DataFolder, environ: Mapping[str, str], *, say: Callable[[str], None]) -> None:
        self.addresses: dict[str, str] = {}
        self._folder = folder
        self._say = say
        self._wanted = {name for name in ("DATABASE_URL", "REDIS_URL", "VOLATILE_REDIS_URL") if not environ.get(name)}

    def start(self, supervisor: Supervisor) -> None:
        """Start all that are wanted side by side, and wait for them; raises `StartError`."""
        servers: dict[str, PostgresServer | ValkeyServer] = {}
        for name, make in (
            ("DATABASE_URL", self._postgres),
            ("REDIS_URL", self._valkey),
            ("VOLATILE_REDIS_URL", self._volatile),
        ):
            if name in self._wanted:
                server = servers[name] = make()
                supervisor.add(_child(server), server.launch())
        for name, server in servers.items():
            server.wait()
            self.addresses[name] = server.url

    def _postgres(self) -> PostgresServer:
        wanted = self._folder.path / "postgres"
        user = unprivileged_user()
        if user:
            self._folder.let_pass(user)
        server = PostgresServer(
            wanted,
            password=self._folder.secret("postgres"),
            owner_password=self._folder.secret("postgres-owner"),
        )
        if user:
            self._say(f"Running as root, so PostgreSQL runs as the Unix user {user.name}{_where(server, wanted)}.")
        return server

    def _valkey(self) -> ValkeyServer:
        return ValkeyServer(self._folder.sub("valkey"), password=self._folder.secret("valkey"), kept=True)

    def _volatile(self) -> ValkeyServer:
        return ValkeyServer(self._folder.sub("volatile"), password=self._folder.secret("volatile"), kept=False)


def _child(server: PostgresServer | ValkeyServer) -> Child:
    def relaunch() -> Process:
        return server.launch()

    return Child(name=server.name, launch=relaunch, last_signal=server.last_signal, tier=0, patience=10)


def _where(server: PostgresServer, wanted: Path) -> str:
    if server.folder == wanted.absolute():
        return ""
    return f"; that user cannot enter {wanted.parent}, so its files are in {server.folder}"
