"""Channel accounts in memory."""

import msgspec

from bot.ports.account_records import AccountTrouble, continues


class MemoryAccountRecords:
    """The port `AccountRecords`."""

    def __init__(self) -> None:
        self.known: dict[str, AccountTrouble] = {}

    def note_trouble(self, trouble: AccountTrouble) -> bool:
        """Write it."""
        before = self.known.get(trouble.account)
        same = before is not None and continues(before, trouble)
        since = before.since if same and before is not None else trouble.since
        self.known[trouble.account] = msgspec.structs.replace(trouble, since=since)
        return not same

    def note_end(self, account: str) -> bool:
        """It is over."""
        return self.known.pop(account, None) is not None

    def troubles(self) -> tuple[AccountTrouble, ...]:
        """The longest first."""
        return tuple(sorted(self.known.values(), key=lambda one: (one.since, one.account)))
