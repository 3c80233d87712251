"""Picks the vault's adapters: for a worker, which may open it, and for those who keep its keys."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from bot.adapters.clock import SystemClock
from bot.adapters.envelope import AesEnvelope
from bot.adapters.kms_files import FileFingerprints, FileKms, provide_fingerprint_key
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.vault import Asker, Limits, SqlVault
from bot.adapters.sql.vault_keys import SqlVaultKeys
from bot.config import Settings
from bot.domain.errors import InvalidError

_STATEMENT_SECONDS = 30


def open_vault(settings: Settings, engine: Engine, *, count: Callable[..., None]) -> SqlVault | None:
    """The vault of a worker, None without VAULT_KEYS_DIR; raises `InvalidError` for keys that cannot be used."""
    if settings.vault_keys_dir is None:
        return None
    kms, fingerprints = _keys(settings)
    return SqlVault(
        engine,
        AesEnvelope(kms, fingerprints),
        clock=SystemClock(),
        asker=Asker(settings.role, f"{socket.gethostname()}-{os.getpid()}"),
        limits=Limits(process=settings.vault_reveals_per_minute),
        told=lambda result: count(result=result),
    )


@contextmanager
def vault_keys(settings: Settings, *, make: bool = False) -> Iterator[SqlVaultKeys]:
    """The vault for those who keep its keys: it wraps, and opens no secret.

    With `make` the key of fingerprints is made where there is none.
    """
    if settings.vault_keys_dir is None:
        raise InvalidError("VAULT_KEYS_DIR is missing: there is no vault.")
    if make:
        provide_fingerprint_key(settings.vault_fingerprint_key or Path())
    engine = make_engine(settings.database_url, statement_seconds=_STATEMENT_SECONDS)
    try:
        yield _keeper(settings, engine)
    finally:
        engine.dispose()


def _keeper(settings: Settings, engine: Engine) -> SqlVaultKeys:
    kms, fingerprints = _keys(settings)
    return SqlVaultKeys(
        engine,
        AesEnvelope(kms, fingerprints),
        kms=kms,
        fingerprints=fingerprints,
        clock=SystemClock(),
        who=f"uid:{os.getuid()}@{socket.gethostname()}",
    )


def provide_vault(settings: Settings) -> None:
    """See to it that the vault has a key to wrap with; safe to repeat."""
    if settings.vault_keys_dir is not None:
        with vault_keys(settings, make=True) as keys:
            if not keys.known():
                keys.rotate()


def check_vault(settings: Settings) -> None:
    """Raise `InvalidError` when a key that records were sealed under is missing or another; nothing without a vault."""
    if settings.vault_keys_dir is not None:
        with vault_keys(settings) as keys:
            keys.check()


def _keys(settings: Settings) -> tuple[FileKms, FileFingerprints]:
    kms = FileKms(settings.vault_keys_dir or Path())
    fingerprints = FileFingerprints(settings.vault_fingerprint_key or Path())
    if fingerprints.check() in {kek.check for kek in kms.keks()}:
        raise InvalidError("VAULT_FINGERPRINT_KEY holds a key-encryption key: it must be a key of its own.")
    return kms, fingerprints
