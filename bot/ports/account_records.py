"""The port of channel accounts: which of them cannot send now, why, and since when."""

from typing import Protocol

import msgspec

FORGET_MS = 5 * 60 * 1000
"""A trouble that nobody met for so long after it was to be tried again is over, even if nobody said so."""


class AccountTrouble(msgspec.Struct, frozen=True):
    """An account ("messenger:1001") that cannot send; times are milliseconds UTC.

    `reason` is one of `bot.domain.conversation.refusals`, `detail` a sentence for staff, free of personal data;
    `until` is when it is tried again.
    """

    account: str
    reason: str
    detail: str
    since: int
    until: int


def continues(before: AccountTrouble, trouble: AccountTrouble) -> bool:
    """Whether a trouble is the one before, met again."""
    return before.reason == trouble.reason and trouble.since <= before.until + FORGET_MS


class AccountRecords(Protocol):
    """Troubles of accounts inside one transaction."""

    def note_trouble(self, trouble: AccountTrouble) -> bool:
        """Write a trouble; gives whether it is news: the same reason again only moves `until`, and `since` stays.

        A trouble that was over (see `FORGET_MS`) begins anew.
        """
        ...

    def note_end(self, account: str) -> bool:
        """The account sends again; gives whether it was in trouble."""
        ...

    def troubles(self) -> tuple[AccountTrouble, ...]:
        """Every account in trouble, the longest first."""
        ...
