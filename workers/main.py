"""Runs one process of a role until it is told to stop: worker, courier, archivist or clock."""

import gc
import logging
import os
import pkgutil
import resource
import signal
import socket
from collections.abc import Callable, Mapping
from threading import Event as Flag
from threading import Thread
from typing import Any

from bot.adapters.redis.jobs import jobs_client
from bot.config import Settings
from bot.domain.errors import ThreadfareError, UnavailableError
from bot.ports.channel import TokenKeeper
from bot.ports.runtime import Runtime
from bot.services import accounts
from workers import perform
from workers.archivist import Archivist
from workers.courier import Courier
from workers.retry import delay
from workers.rings import TTL_SECONDS, RingWorker
from workers.sweeps import Sweeper

KEYS_SECONDS = 3600
"""How often a worker looks after the capture keys: a replaced one lives an hour longer."""

TOKENS_SECONDS = 3600
"""How often a courier looks whether a token grows old."""

_log = logging.getLogger(__name__)


def run(role: str, settings: Settings) -> int:
    """Build the Runtime of a role and run it; gives the exit code. SIGTERM and SIGINT end it gracefully."""
    build: Any = pkgutil.resolve_name("bot.bootstrap:build")
    serve_metrics: Any = pkgutil.resolve_name("bot.telemetry:serve_metrics")
    stop = Flag()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    runtime: Runtime = build(settings, role)
    gc.collect()
    gc.freeze()  # what was built lives as long as we do: no later collection needs to go through it
    serve_metrics(settings, runtime.meter)
    owner = f"{socket.gethostname()}-{os.getpid()}-{runtime.ids.random(4).hex()}"
    _log.info("The %s starts as %s.", role, owner)
    ROLES[role](runtime, settings, owner, stop)
    _log.info("The %s has ended.", role)
    return 0


def _worker(runtime: Runtime, settings: Settings, owner: str, stop: Flag) -> None:
    """RQ's worker ends when its Redis goes away; ours then begins again until it is told to stop."""
    _dump_no_core()
    _check_vault(settings)
    perform.install(runtime)
    Thread(target=_keep_keys, args=(settings, stop), name="capture keys", daemon=True).start()
    failures = 0
    while not stop.is_set():
        client = jobs_client(settings.jobs_redis_url or settings.redis_url, wait=TTL_SECONDS + 5)
        try:
            RingWorker(client, name=f"{owner}-{failures}", stopped=stop.set).work(logging_level="WARNING")
        except Exception as error:  # noqa: BLE001  whatever RQ stumbles over, the next worker may not
            _log.warning("The worker begins again: %s", type(error).__name__)
        finally:
            client.close()
        failures += 1
        stop.wait(delay(min(failures, 4), first=0.2, longest=3))


def _dump_no_core() -> None:
    """A worker that crashes leaves no picture of its memory, in which a card number may have stood."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _check_vault(settings: Settings) -> None:
    """A worker that could not open what is in the vault does not start: it would tell travellers to try again."""
    check: Any = pkgutil.resolve_name("bot.bootstrap_vault:check_vault")
    try:
        check(settings)
    except UnavailableError as error:
        _log.warning("The keys of the vault could not be checked: %s", error.say_to_staff)


def _keep_keys(settings: Settings, stop: Flag) -> None:
    """Make capture keys at the start and a new one each month: nobody but a worker may."""
    provide: Any = pkgutil.resolve_name("bot.bootstrap:provide_keys")
    while not stop.is_set():
        try:
            provide(settings)
        except (ThreadfareError, OSError) as error:
            _log.error("Capture keys could not be looked after: %s", type(error).__name__)
        stop.wait(KEYS_SECONDS)


def _keep_tokens(runtime: Runtime, settings: Settings, stop: Flag) -> None:
    """Refresh what would expire: nobody but a courier holds a token."""
    find: Any = pkgutil.resolve_name("bot.bootstrap_channels:token_keeper")
    keeper: TokenKeeper | None = find(settings)
    while keeper is not None and not stop.is_set():
        accounts.keep_token(runtime, f"instagram:{settings.instagram_id}", keeper)
        stop.wait(TOKENS_SECONDS)


def _courier(runtime: Runtime, settings: Settings, owner: str, stop: Flag) -> None:
    Thread(target=_keep_tokens, args=(runtime, settings, stop), name="tokens", daemon=True).start()
    per_second = {
        "messenger": settings.messenger_per_second,
        "instagram": settings.instagram_per_second,
        "whatsapp": settings.whatsapp_per_second,
    }
    Courier(runtime, owner=owner, per_second=per_second).run(stop)


def _archivist(runtime: Runtime, _: Settings, owner: str, stop: Flag) -> None:
    Archivist(runtime, owner=owner).run(stop)


def _clock(runtime: Runtime, _: Settings, __: str, stop: Flag) -> None:
    Sweeper(runtime).run(stop)


ROLES: Mapping[str, Callable[[Runtime, Settings, str, Flag], None]] = {
    "worker": _worker,
    "courier": _courier,
    "archivist": _archivist,
    "clock": _clock,
}
"""Every role that runs here; web and live are served by granian."""
