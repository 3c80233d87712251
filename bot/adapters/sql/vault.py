"""The vault in PostgreSQL: sealed records, and a row for every reveal before its value is handed out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NoReturn

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.vault import vault_keys, vault_records, vault_reveals
from bot.adapters.sql.transaction import transaction
from bot.domain.errors import ConflictError, IllegalError, InvalidError, LimitError, UnavailableError
from bot.domain.secret import Identity, Secret
from bot.ports.clock import Clock
from bot.ports.vault import Envelope, RevealResult, SealedRecord, Why

REFUSAL = "The vault does not open this record."
"""One sentence, whether there is none, it is another's, it was destroyed or it is damaged."""
_SEALED = tuple(vault_records.c[name] for name in SealedRecord.__struct_fields__)


class Limits(msgspec.Struct, frozen=True):
    """How often secrets may be revealed: one record so often an hour, one process so often a minute.

    A checkout asks the bank five times at most: ten an hour let a traveller pay two of them, and no loop of ours go on
    for long. Five a second is more than a worker charges, and too little to empty a vault unnoticed.
    """

    record: int = 10
    process: int = 300


_RECORD_WINDOW = timedelta(hours=1)
_PROCESS_WINDOW = timedelta(minutes=1)


class Asker(msgspec.Struct, frozen=True):
    """Who asks: the role of the process, and its name among all processes."""

    role: str
    process: str


class SqlVault:
    """The port `Vault`; `told` hears how each reveal ended, for a counter."""

    def __init__(
        self,
        engine: Engine,
        envelope: Envelope,
        *,
        clock: Clock,
        asker: Asker,
        limits: Limits | None = None,
        told: Callable[[RevealResult], None] = lambda _result: None,
    ) -> None:
        self._engine = engine
        self._envelope = envelope
        self._clock = clock
        self._asker = asker
        self._limits = limits or Limits()
        self._told = told

    def store(self, identity: Identity, secret: Secret) -> Identity:
        """Keep a secret; gives the identity under which it is kept."""
        fingerprint = self._envelope.fingerprint(identity.kind, secret)
        with transaction(self._engine) as connection:
            sealed = self._envelope.seal(identity, secret, kek=newest_key(connection))
            row = _columns(identity) | msgspec.structs.asdict(sealed)
            row |= {"fingerprint": fingerprint, "stored_at": self._clock.now()}
            added = upsert(vault_records).values(row).on_conflict_do_nothing().returning(vault_records.c.record_id)
            if connection.scalar(added) is not None:
                return identity
            return _kept_before(connection, identity, fingerprint)

    def reveal(self, identity: Identity, why: Why) -> Secret:
        """The secret, after its reveal was written down and committed; the caller wipes it."""
        secret, result = None, "refused"
        try:
            with transaction(self._engine) as connection:
                secret, result = self._opened(connection, identity)
                note = _columns(identity) | msgspec.structs.asdict(why) | msgspec.structs.asdict(self._asker)
                connection.execute(insert(vault_reveals).values(note | {"at": self._clock.now(), "result": result}))
        except BaseException:
            if secret is not None:
                secret.wipe()
            raise
        self._told(result)
        return secret if secret is not None else _refuse(result)

    def destroy(self, identity: Identity) -> bool:
        """Destroy the data key and the ciphertext, and the fingerprint with them."""
        gone = dict.fromkeys(("kek", "wrapped_key", "nonce", "ciphertext", "fingerprint"))
        live = and_(_is(identity), vault_records.c.destroyed_at.is_(None))
        statement = update(vault_records).where(live).values(gone | {"destroyed_at": self._clock.now()})
        with transaction(self._engine) as connection:
            return bool(connection.execute(statement).rowcount)

    def _opened(self, connection: Connection, identity: Identity) -> tuple[Secret | None, RevealResult]:
        """The row stays locked: reveals of one record come one after the other, and no key is retired meanwhile."""
        live = and_(_is(identity), vault_records.c.destroyed_at.is_(None))
        row = connection.execute(select(*_SEALED).where(live).with_for_update()).one_or_none()
        if self._is_too_often(connection, identity):
            return None, "limited"
        if row is None:
            return None, "refused"
        try:
            return self._envelope.open(identity, SealedRecord(*row)), "revealed"
        except InvalidError:
            return None, "refused"

    def _is_too_often(self, connection: Connection, identity: Identity) -> bool:
        now, noted = self._clock.now(), vault_reveals.c
        record = and_(noted.record_table == identity.table, noted.record_id == identity.id, noted.result == "revealed")
        process = and_(noted.process == self._asker.process, noted.result != "limited")
        found = connection.execute(
            select(_count(record, now - _RECORD_WINDOW), _count(process, now - _PROCESS_WINDOW))
        ).one()
        return bool(found[0] >= self._limits.record or found[1] >= self._limits.process)

    def __repr__(self) -> str:
        return "SqlVault(…)"


def newest_key(connection: Connection) -> int:
    """The version that wraps from now on, which cannot be retired before this transaction ends."""
    newest = select(vault_keys.c.version).where(vault_keys.c.retired_at.is_(None)).order_by(vault_keys.c.version.desc())
    version = connection.scalar(newest.limit(1).with_for_update(read=True))
    if version is None:
        raise UnavailableError("The vault has no key-encryption key: `threadfare keys rotate` makes the first.")
    return int(version)


def sealed_row(row: Row[Any]) -> tuple[Identity, SealedRecord]:
    """Who and what of a live row of `vault_records`."""
    told = row._mapping  # noqa: SLF001  SQLAlchemy's public name of it
    identity = Identity(told["record_table"], told["record_id"], told["traveller"], told["kind"])
    return identity, SealedRecord(*(told[name] for name in SealedRecord.__struct_fields__))


def _columns(identity: Identity) -> dict[str, Any]:
    return {
        "record_table": identity.table,
        "record_id": identity.id,
        "traveller": identity.traveller,
        "kind": identity.kind,
    }


def _is(identity: Identity) -> ColumnElement[bool]:
    return and_(*(vault_records.c[name] == value for name, value in _columns(identity).items()))


def _kept_before(connection: Connection, identity: Identity, fingerprint: bytes) -> Identity:
    """The record that stands in the way of a new one: the same secret of the same traveller, under either name."""
    kept = vault_records.c
    named = select(kept.traveller, kept.kind, kept.fingerprint).where(
        kept.record_table == identity.table, kept.record_id == identity.id
    )
    row = connection.execute(named).one_or_none()
    if row is not None:
        if row != (identity.traveller, identity.kind, fingerprint):
            raise IllegalError("The vault has another secret under this name, or destroyed the one it had.")
        return identity
    same = (kept.traveller == identity.traveller, kept.kind == identity.kind, kept.fingerprint == fingerprint)
    other = connection.execute(select(kept.record_table, kept.record_id).where(*same)).one_or_none()
    if other is None:
        raise ConflictError("The same secret of the traveller was destroyed a moment ago.")
    return Identity(other.record_table, other.record_id, identity.traveller, identity.kind)


def _count(where: ColumnElement[bool], since: datetime) -> Any:
    counted = select(func.count()).select_from(vault_reveals).where(where, vault_reveals.c.at > since)
    return counted.scalar_subquery()


def _refuse(result: RevealResult) -> NoReturn:
    if result == "limited":
        raise LimitError("A secret was asked for too often; the vault gives it again later.")
    raise InvalidError(REFUSAL)
