"""All records on PostgreSQL, inside one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.adapters.sql.repositories.accounts import SqlAccountRecords
from bot.adapters.sql.repositories.activity import SqlActivityRecords
from bot.adapters.sql.repositories.agents import SqlAgentRecords
from bot.adapters.sql.repositories.approvals import SqlApprovalRecords
from bot.adapters.sql.repositories.assignments import SqlAssignmentRecords
from bot.adapters.sql.repositories.audit import SqlAuditRecords
from bot.adapters.sql.repositories.canned import SqlCannedRecords
from bot.adapters.sql.repositories.desk import SqlDeskRecords
from bot.adapters.sql.repositories.devices import SqlDeviceRecords
from bot.adapters.sql.repositories.drafts import SqlDraftRecords
from bot.adapters.sql.repositories.entry_links import SqlEntryLinkRecords
from bot.adapters.sql.repositories.files import SqlFileRecords
from bot.adapters.sql.repositories.flow_drafts import SqlFlowDraftRecords
from bot.adapters.sql.repositories.flow_figures import SqlFlowFigureRecords
from bot.adapters.sql.repositories.flow_releases import SqlFlowReleaseRecords
from bot.adapters.sql.repositories.flows import SqlFlowRecords
from bot.adapters.sql.repositories.fraud import SqlFraudRecords
from bot.adapters.sql.repositories.happenings import SqlHappeningRecords
from bot.adapters.sql.repositories.history import SqlHistoryRecords
from bot.adapters.sql.repositories.inbox import SqlInboxRecords
from bot.adapters.sql.repositories.ledger import SqlLedgerRecords
from bot.adapters.sql.repositories.links import SqlLinkRecords
from bot.adapters.sql.repositories.macros import SqlMacroRecords
from bot.adapters.sql.repositories.mandates import SqlMandateRecords
from bot.adapters.sql.repositories.money import SqlMoneyRecords
from bot.adapters.sql.repositories.notes import SqlNoteRecords
from bot.adapters.sql.repositories.notifications import SqlNotificationRecords
from bot.adapters.sql.repositories.oversight import SqlOversightRecords
from bot.adapters.sql.repositories.people import SqlPeopleRecords
from bot.adapters.sql.repositories.pins import SqlPinRecords
from bot.adapters.sql.repositories.privacy import SqlPrivacyRecords
from bot.adapters.sql.repositories.reconciliation import SqlReconciliationRecords
from bot.adapters.sql.repositories.rehearsals import SqlRehearsalRecords
from bot.adapters.sql.repositories.search import SqlSearchRecords
from bot.adapters.sql.repositories.setups import SqlSetupRecords
from bot.adapters.sql.repositories.sign_in import SqlSignInRecords
from bot.adapters.sql.repositories.talk import SqlTalkRecords
from bot.adapters.sql.repositories.teams import SqlTeamRecords
from bot.adapters.sql.repositories.templates import SqlTemplateRecords
from bot.adapters.sql.repositories.trips import SqlTripRecords
from bot.adapters.sql.repositories.visits import SqlVisitRecords
from bot.adapters.sql.repositories.wallet import SqlWalletRecords
from bot.adapters.sql.repositories.wallet_links import SqlWalletLinkRecords
from bot.adapters.sql.transaction import transaction


class SqlWork:
    """The port `Work` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self.talk = SqlTalkRecords(connection)
        self.money = SqlMoneyRecords(connection)
        self.mandates = SqlMandateRecords(connection)
        self.setups = SqlSetupRecords(connection)
        self.flows = SqlFlowRecords(connection)
        self.flow_drafts = SqlFlowDraftRecords(connection)
        self.flow_releases = SqlFlowReleaseRecords(connection)
        self.flow_figures = SqlFlowFigureRecords(connection)
        self.fraud = SqlFraudRecords(connection)
        self.entry_links = SqlEntryLinkRecords(connection)
        self.trips = SqlTripRecords(connection)
        self.history = SqlHistoryRecords(connection)
        self.links = SqlLinkRecords(connection)
        self.privacy = SqlPrivacyRecords(connection)
        self.visits = SqlVisitRecords(connection)
        self.templates = SqlTemplateRecords(connection)
        self.wallet = SqlWalletRecords(connection)
        self.wallet_links = SqlWalletLinkRecords(connection)
        self.devices = SqlDeviceRecords(connection)
        self.activity = SqlActivityRecords(connection)
        self.reconciliation = SqlReconciliationRecords(connection)
        self.ledger = SqlLedgerRecords(connection)
        self.accounts = SqlAccountRecords(connection)
        self.pins = SqlPinRecords(connection)
        self.people = SqlPeopleRecords(connection)
        self.sign_in = SqlSignInRecords(connection)
        self.teams = SqlTeamRecords(connection)
        self.agents, self.assignments = SqlAgentRecords(connection), SqlAssignmentRecords(connection)
        self.desk = SqlDeskRecords(connection)
        self.drafts = SqlDraftRecords(connection)
        self.audit = SqlAuditRecords(connection)
        self.approvals = SqlApprovalRecords(connection)
        self.notifications = SqlNotificationRecords(connection)
        self.oversight = SqlOversightRecords(connection)
        self.happenings = SqlHappeningRecords(connection)
        self.macros = SqlMacroRecords(connection)
        self.files = SqlFileRecords(connection)
        self.canned = SqlCannedRecords(connection)
        self.private_notes = SqlNoteRecords(connection)
        self.rehearsals = SqlRehearsalRecords(connection)
        self.inbox = SqlInboxRecords(connection)
        self.search = SqlSearchRecords(connection)


class SqlRecords:
    """The port `Records`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._ready = False

    @contextmanager
    def begin(self) -> Iterator[SqlWork]:
        """A transaction; raises what `transaction` does."""
        with transaction(self._engine) as connection:
            yield SqlWork(connection)

    def ready(self) -> bool:
        """Whether the database answers and is migrated to the revision that this program wants."""
        from bot.adapters.sql import migrate  # noqa: PLC0415  Alembic is slow to load, and most processes never ask

        try:
            with self._engine.connect() as connection:
                if not self._ready:
                    self._ready = migrate.revision_of(connection) == migrate.newest()
                else:
                    connection.exec_driver_sql("SELECT 1")
        except (DBAPIError, PoolTimeoutError):
            return False
        return self._ready
