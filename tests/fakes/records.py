"""SQL in memory: transactions that commit whole or not at all, over the parts that hold the data."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from bot.domain.errors import UnavailableError
from tests.fakes.records_accounts import MemoryAccountRecords
from tests.fakes.records_activity import MemoryActivity, MemoryActivityRecords
from tests.fakes.records_approvals import MemoryApprovalRecords
from tests.fakes.records_assigning import MemoryAgentRecords, MemoryAssignmentRecords
from tests.fakes.records_audit import MemoryAuditRecords
from tests.fakes.records_canned import MemoryCannedRecords
from tests.fakes.records_desk import (
    MemoryDeskRecords,
    MemoryPeopleRecords,
    MemoryTeamRecords,
)
from tests.fakes.records_drafts import MemoryDraftRecords
from tests.fakes.records_entry_links import MemoryEntryLinkRecords
from tests.fakes.records_files import MemoryFileRecords
from tests.fakes.records_flow_drafts import MemoryFlowDraftRecords, MemoryFlowReleaseRecords
from tests.fakes.records_flow_figures import MemoryFlowFigureRecords
from tests.fakes.records_flows import MemoryFlowRecords
from tests.fakes.records_fraud import MemoryFraudRecords
from tests.fakes.records_history import MemoryHistoryRecords
from tests.fakes.records_inbox import MemoryFilters, MemoryInboxRecords
from tests.fakes.records_ledger import MemoryLedgerRecords
from tests.fakes.records_links import MemoryLinkRecords, MemoryLinks
from tests.fakes.records_mandates import MemoryMandateRecords
from tests.fakes.records_money import MemoryMoneyRecords
from tests.fakes.records_notes import MemoryNoteRecords
from tests.fakes.records_notifications import MemoryNotificationRecords
from tests.fakes.records_oversight import MemoryHappeningRecords, MemoryMacroRecords, MemoryOversightRecords
from tests.fakes.records_pins import MemoryPinRecords
from tests.fakes.records_privacy import MemoryPrivacy, MemoryPrivacyRecords
from tests.fakes.records_reconciliation import MemoryCompared, MemoryReconciliationRecords
from tests.fakes.records_rehearsals import MemoryRehearsalRecords
from tests.fakes.records_search import MemorySearchRecords, MemoryWords
from tests.fakes.records_setups import MemorySetupRecords
from tests.fakes.records_sign_in import MemorySignInRecords
from tests.fakes.records_templates import MemoryTemplateRecords
from tests.fakes.records_trips import MemoryTries, MemoryTripRecords
from tests.fakes.records_visits import MemoryVisitRecords
from tests.fakes.records_wallet import MemoryWalletRecords
from tests.fakes.records_wallet_links import MemoryDeviceRecords, MemoryWalletLinkRecords


class MemoryWork:
    """One transaction over the parts."""

    def __init__(self, parts: "MemoryRecords") -> None:
        self.talk, self.money, self.flows = parts.talk, parts.money, parts.flows
        self.flow_drafts, self.flow_releases = parts.flow_drafts, parts.flow_releases
        self.flow_figures = parts.flow_figures
        self.wallet, self.visits, self.entry_links = parts.wallet, parts.visits, parts.entry_links
        self.templates, self.setups = parts.templates, parts.setups
        self.trips = MemoryTripRecords(parts.money, parts.tries)
        self.history = MemoryHistoryRecords(parts.money)
        self.links = MemoryLinkRecords(parts.wallet, parts.links)
        self.accounts, self.pins, self.mandates = parts.accounts, parts.pins, parts.mandates
        self.fraud = parts.fraud
        self.wallet_links, self.devices = parts.wallet_links, parts.devices
        self.privacy = MemoryPrivacyRecords(parts)
        self.activity = MemoryActivityRecords(parts.wallet, parts.activity)
        self.reconciliation = MemoryReconciliationRecords(parts.money, parts.compared)
        self.ledger = MemoryLedgerRecords(parts.money)
        self.people, self.teams, self.desk, self.audit = parts.people, parts.teams, parts.desk, parts.audit
        self.approvals, self.drafts = parts.approvals, parts.drafts
        self.sign_in = parts.sign_in
        self.agents, self.assignments = parts.agents, parts.assignments
        self.notifications = parts.notifications
        self.oversight, self.happenings, self.macros = parts.oversight, parts.happenings, parts.macros
        self.private_notes, self.canned = parts.private_notes, parts.canned
        self.files = parts.files
        self.rehearsals = parts.rehearsals
        self.inbox = MemoryInboxRecords(parts.desk, parts.talk, parts.desk_filters)
        self.search = MemorySearchRecords(parts.words, parts.talk, parts)


class MemoryRecords:
    """The port `Records`: one transaction at a time; a block that raises leaves everything as it was.

    A part keeps its data in attributes that are dicts, lists and sets of frozen values.
    `away` refuses every transaction.
    """

    def __init__(self, *, talk: Any = None, money: Any = None, flows: Any = None) -> None:
        self.money = money if money is not None else MemoryMoneyRecords()
        self.wallet, self.pins = MemoryWalletRecords(self.money), MemoryPinRecords()
        self.talk, self.flows, self.tries = talk, flows or MemoryFlowRecords(), MemoryTries()
        self.flow_drafts, self.flow_releases = MemoryFlowDraftRecords(), MemoryFlowReleaseRecords()
        self.flow_figures = MemoryFlowFigureRecords()
        self.links = MemoryLinks()
        self.activity = MemoryActivity()
        self.visits = MemoryVisitRecords(talk)
        self.setups = MemorySetupRecords()
        self.templates = MemoryTemplateRecords()
        self.entry_links = MemoryEntryLinkRecords()
        self.accounts = MemoryAccountRecords()
        self.wallet_links, self.devices = MemoryWalletLinkRecords(), MemoryDeviceRecords()
        self.mandates = MemoryMandateRecords()
        self.privacy = MemoryPrivacy()
        self.compared = MemoryCompared()
        self.fraud = MemoryFraudRecords()
        self.desk, self.audit = MemoryDeskRecords(), MemoryAuditRecords(self.money)
        self.people, self.teams = MemoryPeopleRecords(), MemoryTeamRecords(self.desk)
        self.agents, self.assignments = MemoryAgentRecords(), MemoryAssignmentRecords(self.desk)
        self.approvals, self.sign_in = MemoryApprovalRecords(), MemorySignInRecords()
        self.notifications = MemoryNotificationRecords(talk, self.desk)
        self.oversight, self.happenings = MemoryOversightRecords(self.desk), MemoryHappeningRecords()
        self.macros, self.drafts = MemoryMacroRecords(), MemoryDraftRecords()
        self.private_notes, self.canned = MemoryNoteRecords(), MemoryCannedRecords()
        self.files, self.rehearsals = MemoryFileRecords(), MemoryRehearsalRecords()
        self.desk_filters, self.words = MemoryFilters(), MemoryWords()
        self.away = False
        self._lock = RLock()

    @contextmanager
    def begin(self) -> Iterator[MemoryWork]:
        """A transaction."""
        if self.away:
            raise UnavailableError("The database in memory was told to be away.")
        with self._lock:
            held = [vars(part) for part in vars(self).values() if hasattr(part, "__dict__")]
            before = _copies(held)
            try:
                yield MemoryWork(self)
            except BaseException:
                _put_back(held, before)
                raise

    def ready(self) -> bool:
        """Whether the database answers."""
        return not self.away


_CONTAINERS = frozenset({dict, list, set})


def _copies(held: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str, Any]]:
    """Copies of all containers that hold something, and where each lies.

    Of those that hold nothing, which are most, nothing is kept: a transaction begins thousands of times a second.
    """
    return [
        (part, name, value.copy())
        for part in held
        for name, value in part.items()
        if value and type(value) in _CONTAINERS
    ]


def _put_back(held: list[dict[str, Any]], before: list[tuple[dict[str, Any], str, Any]]) -> None:
    for part in held:
        part.update({name: kind() for name, value in part.items() if (kind := type(value)) in _CONTAINERS})
    for part, name, kept in before:
        part[name] = kept
