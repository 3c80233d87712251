"""Ready replies in memory."""

from bot.domain.errors import ConflictError
from bot.domain.staff.canned import Canned


class MemoryCannedRecords:
    """The port `CannedRecords`."""

    def __init__(self) -> None:
        self.known: dict[str, Canned] = {}

    def every(self) -> tuple[Canned, ...]:
        """By shortcut."""
        return tuple(sorted(self.known.values(), key=lambda one: (one.shortcut, one.id)))

    def one(self, canned: str) -> Canned | None:
        """By its id."""
        return self.known.get(canned)

    def keep(self, canned: Canned) -> None:
        """Write it."""
        others = [one for one in self.known.values() if one.id != canned.id]
        if any((one.team, one.shortcut) == (canned.team, canned.shortcut) for one in others):
            raise ConflictError("There is a reply with this shortcut already.", retryable=False)
        self.known[canned.id] = canned

    def drop(self, canned: str) -> None:
        """Forget it."""
        self.known.pop(canned, None)
