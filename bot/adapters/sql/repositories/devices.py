"""Browsers that were met in threads, in PostgreSQL."""

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.wallet_links import known_devices
from bot.ports.device_records import KnownDevice


class SqlDeviceRecords:
    """The port `DeviceRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, device: KnownDevice) -> None:
        """Store a browser of a thread, in place of what was known of it there."""
        row = upsert(known_devices).values(msgspec.structs.asdict(device))
        changes = {"first_seen": row.excluded.first_seen, "last_seen": row.excluded.last_seen}
        self._connection.execute(row.on_conflict_do_update(index_elements=["thread", "browser"], set_=changes))

    def of_thread(self, thread: str) -> tuple[KnownDevice, ...]:
        """The browsers of a thread, the one that came first first."""
        mine = select(known_devices).where(known_devices.c.thread == thread)
        rows = self._connection.execute(mine.order_by(known_devices.c.first_seen, known_devices.c.browser))
        return tuple(KnownDevice(*row) for row in rows)

    def forget(self, thread: str) -> None:
        """Forget the browsers of a thread."""
        self._connection.execute(delete(known_devices).where(known_devices.c.thread == thread))
