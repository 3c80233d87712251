"""Time that stands still unless moved, and ids that count."""

from datetime import UTC, datetime, timedelta

from tests.builders.world import NOW


class StandingClock:
    """The port `Clock`."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.moment.astimezone(UTC)

    def move(self, **units: float) -> None:
        """Let time pass: `move(seconds=5)`."""
        self.moment += timedelta(**units)

    @property
    def ms(self) -> int:
        """The moment in milliseconds since 1970, UTC."""
        return int(self.moment.timestamp() * 1000)


class CountingIds:
    """The port `Ids`: every id is new, and every run gives the same ones."""

    def __init__(self) -> None:
        self._count = 0

    def new(self, prefix: str) -> str:
        """The next id; later ids sort later."""
        self._count += 1
        return f"{prefix}_{self._count:08d}"

    def random(self, size: int) -> bytes:
        """Bytes that nobody should guess, counted here."""
        self._count += 1
        return self._count.to_bytes(8).rjust(size, b"\0")[-size:]
