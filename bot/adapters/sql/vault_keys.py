"""The keys of the vault in PostgreSQL: which there are, which wraps what is stored, and how records come under it.

Files and rows are changed in an order in which whoever is killed between them loses nothing: a key is made before it
comes into use, and destroyed after no record needs it and none can come to need it.
"""

from sqlalchemy import Connection, Engine, bindparam, func, insert, select, text, tuple_, update

from bot.adapters.sql.tables.money import audit
from bot.adapters.sql.tables.vault import vault_keys, vault_records, vault_reveals
from bot.adapters.sql.transaction import transaction
from bot.adapters.sql.vault import newest_key, sealed_row
from bot.domain.errors import InvalidError
from bot.domain.secret import Identity
from bot.ports.clock import Clock
from bot.ports.kms import Fingerprints, Kms
from bot.ports.vault import Envelope, RecordName, Reveal, Rewrapped, VaultKey, Why

_ONE_AT_A_TIME = text("LOCK TABLE vault_keys IN SHARE ROW EXCLUSIVE MODE")
"""Two that rotate or retire at once wait for one another; stores only read-lock a row, and retiring waits for them."""


class SqlVaultKeys:
    """The port `VaultKeys`; `who` stands in the audit as the one who did it."""

    def __init__(
        self, engine: Engine, envelope: Envelope, *, kms: Kms, fingerprints: Fingerprints, clock: Clock, who: str
    ) -> None:
        self._engine = engine
        self._envelope = envelope
        self._kms = kms
        self._fingerprints = fingerprints
        self._clock = clock
        self._who = who

    def known(self) -> tuple[VaultKey, ...]:
        """Every key by version."""
        here = {kek.version for kek in self._kms.keks() if not kek.retired}
        counted = (
            select(vault_keys.c.version, vault_keys.c.made_at, vault_keys.c.retired_at, func.count(vault_records.c.kek))
            .outerjoin(vault_records, vault_records.c.kek == vault_keys.c.version)
            .group_by(vault_keys.c.version)
            .order_by(vault_keys.c.version)
        )
        with transaction(self._engine) as connection:
            rows = connection.execute(counted).all()
        return tuple(VaultKey(row[0], row[1], row[2], row[3], here=row[0] in here) for row in rows)

    def rotate(self) -> int:
        """See to it that a fresh key wraps what is stored from now on; gives its version."""
        now = self._clock.now()
        with transaction(self._engine) as connection:
            connection.execute(_ONE_AT_A_TIME)
            self._require(connection)
            known = connection.scalar(select(func.max(vault_keys.c.version))) or 0
            waiting = [kek for kek in self._kms.keks() if kek.version > known and not kek.retired]
            made = waiting[-1] if waiting else self._kms.create(now)
            row = {"version": made.version, "check_value": made.check, "made_at": made.made_at}
            connection.execute(insert(vault_keys).values(row | {"fingerprint_check": self._fingerprints.check()}))
            self._note(connection, made.version, before=f"wraps:{known}" if known else "", after="wraps")
        return made.version

    def rewrap(self, *, after: RecordName | None, most: int) -> Rewrapped:
        """Wrap so many records under the newest key; a row that somebody else holds is passed over."""
        with transaction(self._engine) as connection:
            newest = newest_key(connection)
            name = tuple_(vault_records.c.record_table, vault_records.c.record_id)
            old = select(vault_records).where(vault_records.c.kek < newest).order_by(name).limit(most)
            held = (old.where(name > after) if after else old).with_for_update(skip_locked=True)
            done, broken = [], list[RecordName]()
            last = None
            for row in connection.execute(held).all():
                identity, sealed = sealed_row(row)
                last = (identity.table, identity.id)
                try:
                    fresh = self._envelope.rewrap(identity, sealed, kek=newest)
                except InvalidError:
                    broken.append(last)
                    continue
                done.append({"at_table": last[0], "at_id": last[1], "kek": newest, "wrapped_key": fresh.wrapped_key})
            if done:
                connection.execute(_REWRAP, done)
        return Rewrapped(len(done), tuple(broken), last)

    def left(self) -> int:
        """How many records are wrapped under an older key."""
        with transaction(self._engine) as connection:
            older = vault_records.c.kek < newest_key(connection)
            return connection.scalar(select(func.count()).select_from(vault_records).where(older)) or 0

    def retire(self, version: int) -> None:
        """Destroy a key that no record needs; who was killed in the middle of it does it again."""
        with transaction(self._engine) as connection:
            connection.execute(_ONE_AT_A_TIME)
            row = connection.execute(
                select(vault_keys).where(vault_keys.c.version == version).with_for_update()
            ).one_or_none()
            if row is None:
                raise InvalidError(f"The vault has no key {version}.")
            if row.retired_at is None:
                self._require_unused(connection, version)
                retired = update(vault_keys).where(vault_keys.c.version == version)
                connection.execute(retired.values(retired_at=self._clock.now()))
                self._note(connection, version, before="opens", after="retired")
        self._kms.retire(version)

    def check(self) -> None:
        """Raise `InvalidError` unless every key that is not retired is here and is the one it was."""
        with transaction(self._engine) as connection:
            self._require(connection)

    def reveals(self, *, most: int) -> tuple[Reveal, ...]:
        """The newest reveals, newest first."""
        newest = select(vault_reveals).order_by(vault_reveals.c.id.desc()).limit(most)
        with transaction(self._engine) as connection:
            return tuple(
                Reveal(
                    at=row.at,
                    role=row.role,
                    process=row.process,
                    identity=Identity(row.record_table, row.record_id, row.traveller, row.kind),
                    why=Why(row.purpose, row.subject),
                    result=row.result,
                )
                for row in connection.execute(newest)
            )

    def _require(self, connection: Connection) -> None:
        """The keys in our hands must be those that the records were sealed under, and not others of the same name."""
        here = {kek.version: kek.check for kek in self._kms.keks() if not kek.retired}
        rows = connection.execute(select(vault_keys).where(vault_keys.c.retired_at.is_(None))).all()
        wrong = sorted(row.version for row in rows if here.get(row.version) != row.check_value)
        if wrong:
            told = ", ".join(map(str, wrong))
            raise InvalidError(f"VAULT_KEYS_DIR is not the folder of this database: key {told} is missing or another.")
        if any(row.fingerprint_check != self._fingerprints.check() for row in rows):
            raise InvalidError("VAULT_FINGERPRINT_KEY is not the key of this database.")

    def _require_unused(self, connection: Connection, version: int) -> None:
        if version == newest_key(connection):
            raise InvalidError(
                f"Key {version} wraps what is stored: make a newer one first (`threadfare keys rotate`)."
            )
        used = connection.scalar(select(func.count()).where(vault_records.c.kek == version))
        if used:
            raise InvalidError(
                f"{used} records need key {version}: `threadfare keys rewrap` puts them under the newest."
            )

    def _note(self, connection: Connection, version: int, *, before: str, after: str) -> None:
        row = {"at": self._clock.now(), "kind": "vault_key", "subject": f"kek:{version}", "cause": self._who}
        connection.execute(insert(audit).values(row | {"before": before, "after": after}))

    def __repr__(self) -> str:
        return "SqlVaultKeys(…)"


_REWRAP = (
    update(vault_records)
    .where(vault_records.c.record_table == bindparam("at_table"), vault_records.c.record_id == bindparam("at_id"))
    .values(kek=bindparam("kek"), wrapped_key=bindparam("wrapped_key"))
)
