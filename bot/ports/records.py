"""The port of SQL: transactions, and what can be done inside one."""

from contextlib import AbstractContextManager
from typing import Protocol

from bot.ports.account_records import AccountRecords
from bot.ports.activity_records import ActivityRecords
from bot.ports.agent_records import AgentRecords
from bot.ports.approval_records import ApprovalRecords
from bot.ports.assignment_records import AssignmentRecords
from bot.ports.audit_records import AuditRecords
from bot.ports.canned_records import CannedRecords
from bot.ports.desk_records import DeskRecords
from bot.ports.device_records import DeviceRecords
from bot.ports.draft_records import DraftRecords
from bot.ports.entry_link_records import EntryLinkRecords
from bot.ports.file_records import FileRecords
from bot.ports.flow_draft_records import FlowDraftRecords
from bot.ports.flow_figure_records import FlowFigureRecords
from bot.ports.flow_records import FlowRecords
from bot.ports.flow_release_records import FlowReleaseRecords
from bot.ports.fraud_records import FraudRecords
from bot.ports.happening_records import HappeningRecords
from bot.ports.history_records import HistoryRecords
from bot.ports.inbox_records import InboxRecords
from bot.ports.ledger_records import LedgerRecords
from bot.ports.link_records import LinkRecords
from bot.ports.macro_records import MacroRecords
from bot.ports.mandate_records import MandateRecords
from bot.ports.money_records import MoneyRecords
from bot.ports.note_records import NoteRecords
from bot.ports.notification_records import NotificationRecords
from bot.ports.oversight_records import OversightRecords
from bot.ports.people_records import PeopleRecords
from bot.ports.pins import PinRecords
from bot.ports.privacy_records import PrivacyRecords
from bot.ports.reconciliation_records import ReconciliationRecords
from bot.ports.rehearsal_records import RehearsalRecords
from bot.ports.search_records import SearchRecords
from bot.ports.setup_records import SetupRecords
from bot.ports.sign_in_records import SignInRecords
from bot.ports.talk_records import TalkRecords
from bot.ports.team_records import TeamRecords
from bot.ports.template_records import TemplateRecords
from bot.ports.trip_records import TripRecords
from bot.ports.visit_records import VisitRecords
from bot.ports.wallet_link_records import WalletLinkRecords
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
    def mandates(self) -> MandateRecords:
        """What was signed for bank accounts."""
        ...

    @property
    def setups(self) -> SetupRecords:
        """Methods that are being added without a purchase."""
        ...

    @property
    def flows(self) -> FlowRecords:
        """Flow revisions."""
        ...

    @property
    def flow_drafts(self) -> FlowDraftRecords:
        """Drafts of flows."""
        ...

    @property
    def flow_releases(self) -> FlowReleaseRecords:
        """Publications to come, and snapshots of drafts."""
        ...

    @property
    def flow_figures(self) -> FlowFigureRecords:
        """What is counted of flows."""
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
    def history(self) -> HistoryRecords:
        """Payments as their traveller sees them."""
        ...

    @property
    def privacy(self) -> PrivacyRecords:
        """What travellers allow, and what becomes of what is kept of them."""
        ...

    @property
    def wallet(self) -> WalletRecords:
        """Travellers, their saved methods and what they agreed to."""
        ...

    @property
    def wallet_links(self) -> WalletLinkRecords:
        """Links to the pages of wallets."""
        ...

    @property
    def devices(self) -> DeviceRecords:
        """Browsers that were met in threads."""
        ...

    @property
    def pins(self) -> PinRecords:
        """PINs of travellers, and links on which they are asked for."""
        ...

    @property
    def activity(self) -> ActivityRecords:
        """What happened to accounts, and where it is still to be told."""
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
    def reconciliation(self) -> ReconciliationRecords:
        """What was compared with the gateway and the supplier, and what differs."""
        ...

    @property
    def ledger(self) -> LedgerRecords:
        """The books, to be read."""
        ...

    @property
    def fraud(self) -> FraudRecords:
        """Cards that were tried, and what the rules made of them."""
        ...

    @property
    def agents(self) -> AgentRecords:
        """Who is at the desk, and how much they take."""
        ...

    @property
    def assignments(self) -> AssignmentRecords:
        """Threads that wait or are held, and how they went from hand to hand."""
        ...

    @property
    def people(self) -> PeopleRecords:
        """Who works for the airline."""
        ...

    @property
    def sign_in(self) -> SignInRecords:
        """How staff prove who they are, and their sessions."""
        ...

    @property
    def teams(self) -> TeamRecords:
        """Who answers which travellers."""
        ...

    @property
    def desk(self) -> DeskRecords:
        """What agents put on threads."""
        ...

    @property
    def drafts(self) -> DraftRecords:
        """What agents were writing when they stopped."""
        ...

    @property
    def inbox(self) -> InboxRecords:
        """Lists of threads, and what the archivist keeps of them."""
        ...

    @property
    def search(self) -> SearchRecords:
        """Words of what was said."""
        ...

    @property
    def audit(self) -> AuditRecords:
        """What staff did."""
        ...

    @property
    def approvals(self) -> ApprovalRecords:
        """What waits for a second person."""
        ...

    @property
    def notifications(self) -> NotificationRecords:
        """What staff are told, and how they want it."""
        ...

    @property
    def oversight(self) -> OversightRecords:
        """Service levels, business hours, and states of many threads."""
        ...

    @property
    def happenings(self) -> HappeningRecords:
        """What reports count, and what travellers gave as ratings."""
        ...

    @property
    def macros(self) -> MacroRecords:
        """Macros, and what is done with many threads."""
        ...

    @property
    def private_notes(self) -> NoteRecords:
        """What staff write beside talks, for themselves."""
        ...

    @property
    def canned(self) -> CannedRecords:
        """Replies that are ready to be sent."""
        ...

    @property
    def files(self) -> FileRecords:
        """Files of travellers and agents."""
        ...

    @property
    def rehearsals(self) -> RehearsalRecords:
        """Rehearsals of flows, and golden conversations."""
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
