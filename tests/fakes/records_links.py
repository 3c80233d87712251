"""Codes, chats that come and go, and other names of threads in memory, over the wallet part."""

from datetime import datetime

import msgspec

from bot.domain.errors import ConflictError
from bot.ports.link_records import LinkCode, Parted, Purpose
from tests.fakes.records_wallet import MemoryWalletRecords


class MemoryLinks:
    """The data; plain containers, so that a transaction can be taken back."""

    def __init__(self) -> None:
        self.codes: dict[str, LinkCode] = {}
        self.partings: dict[tuple[str, str], Parted] = {}
        self.aliases: dict[str, str] = {}


class MemoryLinkRecords:
    """The port `LinkRecords`."""

    def __init__(self, wallet: MemoryWalletRecords, links: MemoryLinks) -> None:
        self._wallet, self._links = wallet, links

    def add_code(self, code: LinkCode) -> None:
        """Store a code."""
        self._links.codes.setdefault(code.hashed, code)

    def code(self, hashed: str, *, lock: bool = False) -> LinkCode | None:  # noqa: ARG002  one writer at a time here
        """A code by its hash."""
        return self._links.codes.get(hashed)

    def save_code(self, code: LinkCode) -> None:
        """Store a code that is there."""
        if code.hashed in self._links.codes:
            self._links.codes[code.hashed] = code

    def retire_codes(self, thread: str, *, at: datetime, purpose: Purpose | None = None) -> None:
        """Let the codes of a thread be good no longer."""
        for code in tuple(self._links.codes.values()):
            if code.thread == thread and code.expires_at > at and purpose in (None, code.purpose):
                self.save_code(msgspec.structs.replace(code, expires_at=at))

    def note_miss(self, thread: str, *, at: datetime) -> None:
        """Count a wrong code."""
        for code in tuple(self._links.codes.values()):
            if code.thread == thread and code.purpose == "mail" and code.expires_at > at:
                self.save_code(msgspec.structs.replace(code, tries=code.tries + 1))

    def forget_codes(self, *, before: datetime) -> None:
        """Forget old codes."""
        for code in tuple(self._links.codes.values()):
            if code.expires_at < before:
                del self._links.codes[code.hashed]

    def hold(self, thread: str) -> None:
        """Nobody else is here."""

    def link(self, thread: str, traveller: str, *, at: datetime) -> None:
        """Tie a thread to a traveller."""
        if thread in self._wallet.threads:
            raise ConflictError("A thread has one traveller.")
        self._wallet.threads[thread] = traveller
        self._wallet.linked_at[thread] = at

    def linked(self, traveller: str) -> tuple[tuple[str, datetime], ...]:
        """The threads of a traveller and since when."""
        return tuple((thread, self._wallet.since(thread)) for thread in self._wallet.threads_of(traveller))

    def move(self, gone: str, to: str) -> None:
        """Give what ties chats to one traveller to another."""
        for thread in self._wallet.threads_of(gone):
            self._wallet.linked_at[thread] = self._wallet.since(thread)
            self._wallet.threads[thread] = to
        for key, parted in tuple(self._links.partings.items()):
            if parted.traveller == gone:
                self._links.partings[key] = msgspec.structs.replace(parted, traveller=to)
        for code in tuple(self._links.codes.values()):
            if code.traveller == gone:
                self.save_code(msgspec.structs.replace(code, traveller=to))
        for one in tuple(self._wallet.travellers.values()):
            if one.merged_into == gone:
                self._wallet.save_traveller(msgspec.structs.replace(one, merged_into=to))

    def part(self, parted: Parted) -> bool:
        """Untie a thread, once a cause."""
        if (parted.thread, parted.cause) in self._links.partings:
            return False
        self._links.partings[parted.thread, parted.cause] = parted
        self._wallet.threads.pop(parted.thread, None)
        self._wallet.linked_at.pop(parted.thread, None)
        return True

    def partings(self, thread: str) -> tuple[Parted, ...]:
        """How a thread left travellers."""
        return _newest([one for one in self._links.partings.values() if one.thread == thread])

    def former(self, traveller: str) -> tuple[Parted, ...]:
        """How threads left a traveller."""
        return _newest([one for one in self._links.partings.values() if one.traveller == traveller])

    def traveller_with(self, email: str) -> str:
        """The traveller who was the first to have an address."""
        known = self._wallet.travellers.values()
        mine = [one for one in known if email and one.profile.email.lower() == email.lower() and not one.merged_into]
        return min(mine, key=lambda one: (one.began_at, one.id)).id if mine else ""

    def alias(self, name: str) -> str:
        """The thread that another name means."""
        return self._links.aliases.get(name, "")

    def save_alias(self, name: str, thread: str, *, at: datetime) -> None:  # noqa: ARG002  nobody here asks since when
        """Another name means a thread."""
        self._links.aliases[name] = thread


def _newest(partings: list[Parted]) -> tuple[Parted, ...]:
    return tuple(sorted(partings, key=lambda one: (one.at, one.cause), reverse=True))
