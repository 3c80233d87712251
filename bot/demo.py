"""The demo: stores, schema, sample airline and every process under one data folder, from one command."""

import http.client
import pkgutil
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec

from bot.adapters.redis.durability import require_kept, require_volatile
from bot.adapters.sql.migrate import upgrade
from bot.config import Settings, load_settings
from bot.embedded.channels import channel_settings, shake_hands
from bot.embedded.folder import DataFolder
from bot.embedded.roles import role_child
from bot.embedded.stores import Stores
from bot.processes import StartError, free_port, tail
from bot.supervisor import Child, Supervisor

ROLES = ("sandbox", "worker", "courier", "archivist", "clock", "web")
"""What runs, in the order of the start; web serves /live/ too. With channels `simulators` runs first."""

_READY_WITHIN = 90.0

_STORES_TOLD = ("DATABASE_URL", "REDIS_URL", "JOBS_REDIS_URL", "VOLATILE_REDIS_URL", "SECRET_KEY", "PUBLIC_URL")
_KEYS_TOLD = ("CAPTURE_KEYS_DIR", "CAPTURE_PUBLIC_KEYS", "VAULT_KEYS_DIR", "VAULT_FINGERPRINT_KEY")
_TOLD = _STORES_TOLD + _KEYS_TOLD
"""What commands such as `threadfare chat`, `links` and `keys` need to know of a demo that runs."""


class Screen(Protocol):
    """Where the demo says what it does."""

    def step(self, what: str, share: float) -> None:
        """Say which step runs, and which share of it is done, from 0 to 1."""
        ...

    def say(self, sentence: str) -> None:
        """Say a sentence that stays."""
        ...

    def done(self) -> None:
        """There are no more steps."""
        ...


class Steps(msgspec.Struct, frozen=True, kw_only=True):
    """What other parts of the program do for a start; each may run again at the next."""

    provide_keys: Callable[[Settings], None]
    provide_vault: Callable[[Settings], None]
    load_airline: Callable[..., None]
    publish_samples: Callable[[Settings], None]
    staff_links: Callable[[Settings], tuple[tuple[str, str], ...]]
    present: Callable[[Settings], None]
    child: Callable[..., Child] = role_child


def real_steps() -> Steps:
    """The steps as they are, found by their paths when the demo starts and not before."""

    def find(path: str) -> Any:
        return pkgutil.resolve_name(path)

    return Steps(
        provide_keys=find("bot.bootstrap:provide_keys"),
        provide_vault=find("bot.bootstrap_vault:provide_vault"),
        load_airline=find("bot.adapters.data.sample_airline:load"),
        publish_samples=find("bot.bootstrap:publish_samples"),
        staff_links=find("bot.bootstrap:staff_links"),
        present=find("bot.commands.present:present"),
    )


class Demo:
    """One run of the demo, from the first folder to the last process."""

    def __init__(self, folder: DataFolder, environ: Mapping[str, str], *, screen: Screen, steps: Steps) -> None:
        self._folder = folder
        self._environ = dict(environ)
        self._screen = screen
        self._steps = steps
        self._begun = time.monotonic()
        self._told: tuple[str, ...] = _TOLD
        self._supervisor = Supervisor(say=screen.say)

    def run(self, *, port: int | None = None, channels: bool = False) -> None:
        """Start everything, say where it is, and keep it running until a signal.

        With `channels` Meta's simulated platform runs as well, and every role is set up to talk to it.

        Raises `StartError` when something of ours does not start, `SettingsError` for a wrong environment.
        """
        self._supervisor.listen()
        try:
            settings = self._prepare(port, channels=channels)
            self._start_roles(settings, channels=channels)
            self._tell(settings, channels=channels)
            self._supervisor.run()
        except KeyboardInterrupt:
            self._screen.done()
        finally:
            self._screen.say("Stopping…")
            self._supervisor.stop()
            self._folder.close()

    def _prepare(self, port: int | None, *, channels: bool) -> Settings:
        told = load_settings(self._environ)
        self._screen.step("Starting Valkey and PostgreSQL", 0)
        stores = Stores(self._folder, self._environ, say=self._screen.say)
        stores.start(self._supervisor)
        self._environ |= stores.addresses
        self._choose_ports(told, port)
        if channels:
            self._open_channels(told)
        self._make_secrets()
        settings = load_settings(self._environ)
        require_kept(settings.redis_url, name="REDIS_URL")
        require_volatile(settings.volatile_redis_url, name="VOLATILE_REDIS_URL")
        self._fill(settings)
        return settings

    def _fill(self, settings: Settings) -> None:
        self._screen.step("Preparing keys and tables", 0)
        self._steps.provide_keys(settings)
        upgrade(settings.database_url)
        self._steps.provide_vault(settings)
        today = datetime.now(tz=UTC).date()
        self._steps.load_airline(settings.database_url, today=today, progress=self._screen.step)
        self._screen.step("Publishing the sample flow", 0)
        self._steps.publish_samples(settings)

    def _choose_ports(self, told: Settings, port: int | None) -> None:
        web = self._free(port or told.port, told.web_bind)
        sandbox = self._free(told.sandbox_port, told.web_bind, but=(web,))
        self._environ |= {"PORT": str(web), "SANDBOX_PORT": str(sandbox)}
        self._environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{web}")
        # Cookies know hosts and no ports: the bank's pages are on another host, so that it sees none of the shop's.
        host = "127.0.0.1" if urlsplit(self._environ["PUBLIC_URL"]).hostname == "localhost" else "localhost"
        self._environ.setdefault("SANDBOX_GATEWAY_URL", f"http://{host}:{sandbox}")
        origins = f'["http://localhost:{sandbox}", "http://127.0.0.1:{sandbox}"]'
        self._environ.setdefault("WEBCHAT_SITES", f'{{"main": {{"origins": {origins}}}}}')

    def _open_channels(self, told: Settings) -> None:
        web, sandbox = int(self._environ["PORT"]), int(self._environ["SANDBOX_PORT"])
        simulators = self._free(told.simulators_port, told.web_bind, but=(web, sandbox))
        channels = channel_settings(self._folder, host=_reached(told), web=web, simulators=simulators)
        self._environ |= channels
        self._told += tuple(channels)

    def _free(self, wanted: int, host: str, *, but: tuple[int, ...] = ()) -> int:
        found = free_port(wanted, host=host)
        while found in but:
            found = free_port(found + 1, host=host)
        if found != wanted:
            self._screen.say(f"Port {wanted} is taken; {found} is used.")
        return found

    def _make_secrets(self) -> None:
        folder = self._folder
        self._environ.setdefault("SECRET_KEY", folder.secret("secret-key"))
        self._environ.setdefault("SANDBOX_GATEWAY_KEY", folder.secret("sandbox-key"))
        self._environ.setdefault("SANDBOX_WEBHOOK_SECRET", folder.secret("sandbox-webhook"))
        self._environ.setdefault("SANDBOX_DATA", str(folder.sub("sandbox") / "sandbox.sqlite"))
        self._environ.setdefault("CAPTURE_KEYS_DIR", str(folder.sub("capture-keys")))
        self._environ.setdefault("CAPTURE_PUBLIC_KEYS", str(folder.path / "capture-public-keys.json"))
        self._environ.setdefault("VAPID_KEYS", str(folder.sub("secrets") / "vapid.pem"))
        self._environ.setdefault("VAULT_KEYS_DIR", str(folder.sub("vault-keys")))
        self._environ.setdefault("VAULT_FINGERPRINT_KEY", str(folder.sub("secrets") / "vault-fingerprints"))
        if not self._environ.get("SMTP_URL"):
            self._environ.setdefault("MAIL_DIR", str(folder.sub("mail")))
        self._environ.setdefault("STAFF_TOTP", "optional")
        self._environ.setdefault("SEPA_CREDITOR_ID", "DE98ZZZ09999999999")
        self._environ.setdefault("MAIL_FROM", "Threadfare Air <tickets@threadfare.example>")

    def _start_roles(self, settings: Settings, *, channels: bool) -> None:
        self._screen.step("Starting the processes", 0)
        logs = self._folder.sub("logs")
        for role in ("simulators", *ROLES) if channels else ROLES:
            self._supervisor.add(self._steps.child(role, self._environ, logs=logs))
        deadline = time.monotonic() + _READY_WITHIN
        while not _answers(settings):
            self._supervisor.look()
            if time.monotonic() > deadline:
                raise StartError(f"The web process is not ready:\n{tail(logs / 'web.log')}")
            time.sleep(0.05)
        if channels:
            shake_hands(settings.graph_url)
            self._screen.step("Setting profiles and templates", 0)
            self._steps.present(settings)

    def _tell(self, settings: Settings, *, channels: bool) -> None:
        self._screen.done()
        self._folder.tell({name: self._environ[name] for name in self._told if name in self._environ})
        url = settings.public_url
        phones = f"http://{_reached(settings)}:{settings.simulators_port}/phones"
        for line in (
            f"Ready after {time.monotonic() - self._begun:.1f} s.",
            f"  Chat      {url}/",
            *(f"  {what:<9} {way}" for what, way in self._steps.staff_links(settings)),
            f"  Sandbox   {settings.sandbox_gateway_url}/",
            f"  Airline   http://localhost:{settings.sandbox_port}/airline   (the chat on somebody's page)",
            *([f"  Phones    {phones}   (Messenger, WhatsApp, Instagram)"] if channels else []),
            f"  Mail      {settings.mail_dir or 'over SMTP_URL'}",
            f"  Data      {self._folder.path} (logs in logs/)",
            "Ctrl-C stops everything; the next start finds it all again.",
        ):
            self._screen.say(line)
        if not settings.pay_pages_allowed:
            self._screen.say(f"PUBLIC_URL {url} is neither https nor loopback: pay pages refuse to open.")


def default_folder(environ: Mapping[str, str]) -> Path:
    """Where the demo keeps its data unless told otherwise (XDG Base Directory Specification, XDG_DATA_HOME)."""
    home = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "threadfare"


def _reached(settings: Settings) -> str:
    """The host at which this machine reaches its own servers."""
    return "127.0.0.1" if settings.web_bind == "0.0.0.0" else settings.web_bind  # noqa: S104  compared, not bound  # nosec B104


def _answers(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(_reached(settings), settings.port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
