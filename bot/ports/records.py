"""The port of SQL: transactions, and what can be done inside one."""

from contextlib import AbstractContextManager
from typing import Protocol

from bot.ports.account_records import AccountRecords
from bot.ports.entry_link_records import EntryLinkRecords
from bot.ports.flow_records import FlowRecords
from bot.ports.link_records import LinkRecords
from bot.ports.money_records import MoneyRecords
from bot.ports.talk_records import TalkRecords
from bot.ports.template_records import TemplateRecords
from bot.ports.trip_records import TripRecords
from bot.ports.visit_records import VisitRecords
from bot.ports.wallet_records import WalletRecords


class Work(Protocol):
    """One transaction: it commits when its block ends well, and changes nothing when it raises."""

    @property
    def talk(self) -> TalkRecords:
        """Transcript, conversations and what is owed to threads."""
        ...

    @property
    def money(self) -> MoneyRecords:
        """Checkouts, payments, attempts, ledger and steps."""
        ...

    @property
    def flows(self) -> FlowRecords:
        """Flow revisions."""
        ...

    @property
    def entry_links(self) -> EntryLinkRecords:
        """Links that staff made, and what came of them."""
        ...

    @property
    def trips(self) -> TripRecords:
        """Bookings by thread and by reference."""
        ...

    @property
    def wallet(self) -> WalletRecords:
        """Travellers, their saved methods and what they agreed to."""
        ...

    @property
    def links(self) -> LinkRecords:
        """What ties chats to travellers."""
        ...

    @property
    def visits(self) -> VisitRecords:
        """Browsers on host pages."""
        ...

    @property
    def templates(self) -> TemplateRecords:
        """What platforms say about templates."""
        ...

    @property
    def accounts(self) -> AccountRecords:
        """Channel accounts that cannot send."""
        ...


class Records(Protocol):
    """The truth."""

    def begin(self) -> AbstractContextManager[Work]:
        """A transaction; raises `UnavailableError` when the database is away."""
        ...

    def ready(self) -> bool:
        """Whether the database answers and is migrated to the revision that this program wants."""
        ...
