"""Which shards of the journal this process owns: its fair part of all, leased for seconds and renewed.

Each process says that it is here and takes no more shards than there are for each. Who dies stops renewing: after
`TTL_MS` at most its shards are free, and the others notice within `RENEW_SECONDS`.
"""

from time import monotonic

from bot.domain.ids import SHARDS
from bot.ports.journal import ShardLease
from bot.ports.runtime import Runtime

TTL_MS = 6000
RENEW_SECONDS = 2.0

ALL_SHARDS = tuple(f"s{number:02d}" for number in range(SHARDS))


class Shards:
    """The leases of one process in one group."""

    def __init__(self, runtime: Runtime, group: str, *, owner: str) -> None:
        self._journal = runtime.journal
        self._group = group
        self._owner = owner
        self._renew_at = 0.0
        self._told: dict[str, ShardLease] = {}
        """Leases that the reader knows to be new: not those at whose taking something went wrong."""
        self.owned: dict[str, ShardLease] = {}

    @property
    def are_due(self) -> bool:
        """Whether it is time to renew."""
        return monotonic() >= self._renew_at

    def renew(self) -> tuple[ShardLease, ...]:
        """Renew what we own and take what is free, when it is time to; gives what is new. Raises `UnavailableError`."""
        if not self.are_due:
            return ()
        self._renew_at = monotonic() + RENEW_SECONDS
        here = self._journal.gather(self._group, owner=self._owner, ttl_ms=TTL_MS)
        fair = -(-SHARDS // here)
        for lease in list(self.owned.values())[fair:]:
            self._release(lease)
        for shard in (*self.owned, *(shard for shard in ALL_SHARDS if shard not in self.owned)):
            if shard in self.owned or len(self.owned) < fair:
                self._lease(shard)
        fresh = tuple(lease for shard, lease in self.owned.items() if self._told.get(shard) != lease)
        self._told = dict(self.owned)
        return fresh

    def lose(self) -> None:
        """After an error nobody knows what we still own, and an answer may be lost: ask for everything again.

        All that is owned then comes as new, so that what was read in vain is read again.
        """
        self._renew_at = 0.0
        self._told = {}

    def release(self) -> None:
        """Give everything back at the end, so that others need not wait."""
        for lease in list(self.owned.values()):
            self._release(lease)
        self._journal.leave(self._group, owner=self._owner)

    def _lease(self, shard: str) -> None:
        lease = self._journal.lease_shard(self._group, shard, owner=self._owner, ttl_ms=TTL_MS)
        if lease is None:
            self.owned.pop(shard, None)
        else:
            self.owned[shard] = lease

    def _release(self, lease: ShardLease) -> None:
        del self.owned[lease.shard]
        self._journal.release_shard(self._group, lease)
