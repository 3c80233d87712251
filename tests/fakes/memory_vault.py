"""The vault in memory: nothing is encrypted, and everything else is as honest as the real one."""

from collections.abc import Iterator
from datetime import timedelta
from threading import RLock

import msgspec

from bot.domain.errors import ConflictError, IllegalError, InvalidError, LimitError, UnavailableError
from bot.domain.secret import Identity, Secret
from bot.ports.clock import Clock
from bot.ports.vault import RecordName, Reveal, RevealResult, Rewrapped, VaultKey, Why

REFUSAL = "The vault does not open this record."


class MemoryVault:
    """The ports `Vault` and `VaultKeys`; `away` makes it fail as a lost database does.

    `held` are records in use, `damaged` those that no key opens.
    """

    def __init__(self, clock: Clock, *, record: int = 10, process: int = 300) -> None:
        self._clock = clock
        self._limits = (record, process)
        self._kept: dict[RecordName, tuple[Identity, int, bytes | None]] = {}
        self._keys: dict[int, VaultKey] = {}
        self._reveals: list[Reveal] = []
        self._lock = RLock()
        self.away = False
        self.held: set[RecordName] = set()
        self.damaged: set[RecordName] = set()

    def store(self, identity: Identity, secret: Secret) -> Identity:
        """Keep a secret."""
        with self._lock:
            self._answer()
            newest, name, content = self._newest(), (identity.table, identity.id), bytes(secret.view())
            if "\0" in "".join((*name, identity.traveller)):
                raise InvalidError("The database cannot hold such a value.")
            if name in self._kept:
                if self._kept[name][0] != identity or self._kept[name][2] != content:
                    raise IllegalError("The vault has another secret under this name, or destroyed the one it had.")
                return identity
            for other, _, held in self._kept.values():
                if (other.traveller, other.kind, held) == (identity.traveller, identity.kind, content):
                    return other
            self._kept[name] = (identity, newest, content)
            return identity

    def reveal(self, identity: Identity, why: Why) -> Secret:
        """The secret, written down."""
        with self._lock:
            self._answer()
            known, _, content = self._kept.get((identity.table, identity.id), (None, 0, None))
            fits = known == identity and content is not None
            result: RevealResult = "limited" if self._is_too_often(identity) else "revealed" if fits else "refused"
            now = self._clock.now()
            note = Reveal(at=now, role="worker", process="one", identity=identity, why=why, result=result)
            self._reveals.append(note)
        if result == "limited":
            raise LimitError("A secret was asked for too often; the vault gives it again later.")
        if result == "refused":
            raise InvalidError(REFUSAL)
        return Secret(content or b"")

    def destroy(self, identity: Identity) -> bool:
        """Destroy it."""
        with self._lock:
            self._answer()
            name = (identity.table, identity.id)
            known, key, content = self._kept.get(name, (None, 0, None))
            if known != identity or content is None:
                return False
            self._kept[name] = (identity, key, None)
            return True

    @property
    def live(self) -> frozenset[Identity]:
        """The name of every secret that is there."""
        return frozenset(identity for identity, _, content in self._kept.values() if content is not None)

    def known(self) -> tuple[VaultKey, ...]:
        """Every key."""
        counted = [key for _, key, content in self._kept.values() if content is not None]
        return tuple(
            msgspec.structs.replace(key, records=counted.count(version)) for version, key in self._keys.items()
        )

    def rotate(self) -> int:
        """A fresh key."""
        with self._lock:
            self._answer()
            version = len(self._keys) + 1
            self._keys[version] = VaultKey(version, self._clock.now(), None, 0, here=True)
            return version

    def rewrap(self, *, after: RecordName | None, most: int) -> Rewrapped:
        """So many records under the newest key."""
        with self._lock:
            newest = self._newest()
            old = [name for name in self._older(newest) if name not in self.held and (after is None or name > after)]
            batch = old[:most]
            broken = tuple(name for name in batch if name in self.damaged)
            for name in (name for name in batch if name not in self.damaged):
                identity, _, content = self._kept[name]
                self._kept[name] = (identity, newest, content)
            return Rewrapped(len(batch) - len(broken), broken, last=batch[-1] if batch else None)

    def left(self) -> int:
        """How many are under an older key."""
        return len(list(self._older(self._newest())))

    def retire(self, version: int) -> None:
        """Destroy a key."""
        with self._lock:
            self._answer()
            key = next((key for key in self.known() if key.version == version), None)
            if key is None:
                raise InvalidError(f"The vault has no key {version}.")
            if key.retired_at is None:
                if version == self._newest():
                    raise InvalidError(f"Key {version} wraps what is stored: make a newer one first.")
                if key.records:
                    raise InvalidError(f"{key.records} records need key {version}.")
                retired = msgspec.structs.replace(key, retired_at=self._clock.now(), here=False)
                self._keys[version] = retired

    def check(self) -> None:
        """Nothing in memory gets lost."""
        self._answer()

    def reveals(self, *, most: int) -> tuple[Reveal, ...]:
        """The newest first."""
        return tuple(reversed(self._reveals))[:most]

    def _older(self, newest: int) -> Iterator[RecordName]:
        return (name for name in sorted(self._kept) if self._kept[name][1] < newest and self._kept[name][2] is not None)

    def _is_too_often(self, identity: Identity) -> bool:
        now = self._clock.now()
        hour, minute = now - timedelta(hours=1), now - timedelta(minutes=1)
        of_record = [
            one
            for one in self._reveals
            if (one.identity.table, one.identity.id) == (identity.table, identity.id)
            and one.at > hour
            and one.result == "revealed"
        ]
        of_process = [one for one in self._reveals if one.at > minute and one.result != "limited"]
        return len(of_record) >= self._limits[0] or len(of_process) >= self._limits[1]

    def _newest(self) -> int:
        live = [version for version, key in self._keys.items() if key.retired_at is None]
        if not live:
            raise UnavailableError("The vault has no key-encryption key: `threadfare keys rotate` makes the first.")
        return max(live)

    def _answer(self) -> None:
        if self.away:
            raise ConflictError("The database in memory was told to be away.")
