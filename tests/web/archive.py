"""A whole talk in memory for tests of pages: what a turn commits is archived, sent and told to pages at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Condition
from typing import Any

import msgspec

from bot.adapters.channels.webchat import WebChat
from bot.domain.conversation.agent_events import AgentSpoke, AgentTook
from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.events import MessageEchoed, is_from_traveller
from bot.domain.conversation.messages import Message, Text, spoken
from bot.domain.conversation.state import Conversation
from bot.domain.errors import UnavailableError
from bot.ports.conversations import Commit, Found
from bot.ports.live import Hint, LiveNote
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line, Take, Waiting
from bot.services import happenings, projecting
from bot.web.hub import order
from tests.builders.world import NOW, world
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
from tests.fakes.records_inbox import MemoryFilters, MemoryInboxRecords
from tests.fakes.records_links import MemoryLinkRecords, MemoryLinks
from tests.fakes.records_money import MemoryMoneyRecords
from tests.fakes.records_notes import MemoryNoteRecords
from tests.fakes.records_notifications import MemoryNotificationRecords
from tests.fakes.records_oversight import MemoryHappeningRecords, MemoryMacroRecords, MemoryOversightRecords
from tests.fakes.records_pins import MemoryPinRecords, QuickPins
from tests.fakes.records_rehearsals import MemoryRehearsalRecords
from tests.fakes.records_search import MemorySearchRecords, MemoryWords
from tests.fakes.records_setups import MemorySetupRecords
from tests.fakes.records_sign_in import MemorySignInRecords
from tests.fakes.records_templates import MemoryTemplateRecords
from tests.fakes.records_trips import MemoryTries, MemoryTripRecords
from tests.fakes.records_visits import MemoryVisitRecords
from tests.fakes.records_wallet import MemoryWalletRecords
from tests.fakes.records_wallet_links import MemoryDeviceRecords, MemoryWalletLinkRecords
from tests.fakes.staff_door import staff_door
from tests.fakes.vault import MemoryCaptureKeys, MemoryDigitWindows, MemorySealedCards


class Clock:
    """Stands still unless moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.moment

    def pass_time(self, **amount: float) -> None:
        """Move on."""
        self.moment += timedelta(**amount)


class Ids:
    """Counts instead of rolling dice."""

    def __init__(self) -> None:
        self._count = 0

    def new(self, prefix: str) -> str:
        """The next id."""
        self._count += 1
        return f"{prefix}_{self._count}"

    def random(self, size: int) -> bytes:
        """Bytes that were never given before."""
        self._count += 1
        return self._count.to_bytes(size, "big")


class Quiet:
    """Rings nobody and counts what it is told."""

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.counted: list[tuple[str, dict[str, str]]] = []

    def ring(self, name: str) -> None:
        """Note a ring."""
        self.rung.append(name)

    def count(self, name: str, _amount: float = 1, **labels: str) -> None:
        """Note a count."""
        self.counted.append((name, labels))

    def set(self, name: str, value: float, **labels: str) -> None:
        """Note a gauge."""
        self.counted.append((f"{name} {value}", labels))

    def exposition(self) -> bytes:
        """Nothing to show."""
        return b""


class Archive:
    """Conversations, transcript and live stream of a test; `away` makes all of it fail as a lost database does."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._talks: dict[str, Conversation] = {}
        self._claimed: dict[str, str] = {}
        self._told = Condition()
        self.money = MemoryMoneyRecords()
        self.visits = MemoryVisitRecords(self)
        self.wallet, self.pins = MemoryWalletRecords(self.money), MemoryPinRecords()
        self.accounts = MemoryAccountRecords()
        self.activity, self.fraud = MemoryActivityRecords(self.wallet, MemoryActivity()), MemoryFraudRecords()
        self.trips = MemoryTripRecords(self.money, MemoryTries())
        self.entry_links = MemoryEntryLinkRecords()
        self.setups = MemorySetupRecords()
        self.fraud = MemoryFraudRecords()
        self.links = MemoryLinkRecords(self.wallet, MemoryLinks())
        self.wallet_links, self.devices = MemoryWalletLinkRecords(), MemoryDeviceRecords()
        self.activity = MemoryActivityRecords(self.wallet, MemoryActivity())
        self.fraud = MemoryFraudRecords()
        self.desk, self.audit = MemoryDeskRecords(), MemoryAuditRecords(self.money)
        self.people, self.teams = MemoryPeopleRecords(), MemoryTeamRecords(self.desk)
        self.agents, self.assignments = MemoryAgentRecords(), MemoryAssignmentRecords(self.desk)
        self.approvals, self.sign_in = MemoryApprovalRecords(), MemorySignInRecords()
        self.notifications = MemoryNotificationRecords(self, self.desk)
        self.oversight, self.happenings = MemoryOversightRecords(self.desk), MemoryHappeningRecords()
        self.macros, self.drafts = MemoryMacroRecords(), MemoryDraftRecords()
        self.templates = MemoryTemplateRecords()
        self.private_notes, self.canned = MemoryNoteRecords(), MemoryCannedRecords()
        self.files = MemoryFileRecords()
        self.inbox = MemoryInboxRecords(self.desk, self, MemoryFilters())
        self.search = MemorySearchRecords(MemoryWords(), self, self)
        self.flows, self.flow_drafts = MemoryFlowRecords(), MemoryFlowDraftRecords()
        self.flow_releases, self.flow_figures = MemoryFlowReleaseRecords(), MemoryFlowFigureRecords()
        self.rehearsals = MemoryRehearsalRecords()
        self.shelf: list[Line] = []
        self.notes: list[LiveNote] = []
        self.owed: list[Any] = []
        self._paid: set[str] = set()
        self.taken: list[Take] = []
        self.told: list[Hint] = []
        self.away = False
        self.behind = False
        self._archived: dict[str, Conversation] = {}

    # Conversations
    def find(self, thread: str) -> Found:
        """The talk; none was ever lost."""
        return Found(self.load(thread), whole=True)

    def load(self, thread: str) -> Conversation | None:
        """The talk."""
        self._answer()
        return self._talks.get(thread)

    def commit(self, commit: Commit) -> bool:
        """Store a turn, archive it, send it and tell pages."""
        self._answer()
        known = self._talks.get(commit.conversation.thread)
        if (known.version if known else 0) != commit.expected:
            return False
        self._talks[commit.conversation.thread] = commit.conversation
        if not self.behind:
            self.catch_up()
        self._keep(commit.entry)
        return True

    def settle(self, thread: str, effect: str, *, at: int = 0) -> None:
        """Nothing waits here."""

    # Records and TalkRecords
    @contextmanager
    def begin(self) -> Iterator["Archive"]:
        """A transaction over the one archive there is."""
        self._answer()
        yield self

    @property
    def talk(self) -> "Archive":
        """The archive itself."""
        return self

    def conversation(self, thread: str) -> Conversation | None:
        """The talk as it was archived last; an archivist that is `behind` has not written the newest."""
        return self._archived.get(thread)

    def has_event(self, thread: str, event: str) -> bool:
        """Whether an event, or what an agent said by it, is archived."""
        return any(line.thread == thread and line.message.partition("#")[0] == event for line in self.shelf)

    def lines(self, thread: str, *, after: int = 0, before: int = 0, most: int = 200) -> tuple[Line, ...]:
        """The newest lines between two rows."""
        mine = [line for line in self.shelf if line.thread == thread and line.row > after and line.author]
        return tuple([line for line in mine if not before or line.row < before][-most:])

    def place(self, thread: str) -> int:
        """Its place in the queue."""
        queue = [one.thread for one in self.waiting() if one.owner == "queue"]
        return queue.index(thread) + 1 if thread in queue else 0

    def takes(self, *, since: int, most: int) -> tuple[Take, ...]:
        """What tests say of the last hour."""
        return tuple(take for take in self.taken if take.at >= since)[-most:]

    def line(self, row: int) -> Line | None:
        """One line."""
        return self.shelf[row - 1] if 0 < row <= len(self.shelf) else None

    def known_as(self, thread: str, platform_id: str) -> Line | None:
        """By the id of what the traveller said."""
        return next((line for line in self.shelf if (line.thread, line.message) == (thread, platform_id)), None)

    def waiting(self) -> tuple[Waiting, ...]:
        """Threads with the desk, longest waiting first."""
        found = [self._waits(talk) for talk in self._talks.values() if talk.owner != "bot"]
        return tuple(sorted(found, key=lambda one: one.since))

    def claim_effect(self, effect: str, request_hash: str) -> bool:
        """Whether it is new."""
        return self._claimed.setdefault(effect, request_hash) == request_hash and self._newly(effect)

    def owe(self, owed: Any) -> None:
        """Note what a thread is to be told."""
        self.owed.append(owed)

    def owed_to(self, thread: str) -> tuple[Any, ...]:
        """What a thread was not told yet."""
        return tuple(one for one in self.owed if one.thread == thread and one.id not in self._paid)

    def paid_off(self, owed: str) -> None:
        """It was told."""
        self._paid.add(owed)

    # Live
    def newest(self) -> str:
        """The newest note's id."""
        return self.notes[-1].id if self.notes else "0-0"

    def is_lost(self, since: str) -> bool:
        """Whether notes after `since` may be gone: nothing ever is that was told here."""
        return order(since) > (0, 0) and (not self.notes or order(since) < order(self.notes[0].id))

    def follow(self, thread: str, since: str) -> Iterator[LiveNote | None]:
        """Notes as they come."""
        seen = 0
        while True:
            with self._told:
                if seen == len(self.notes):
                    self._told.wait(0.05)
                fresh, seen = self.notes[seen:], len(self.notes)
            yield from (note for note in fresh if thread in ("", note.thread) and order(note.id) > order(since))
            yield None

    def hint(self, hint: Hint) -> None:
        """Tell whoever listens."""
        with self._told:
            self.told.append(hint)
            self._told.notify_all()

    def hints(self) -> Iterator[Hint | None]:
        """Hints as they come."""
        seen = len(self.told)
        while True:
            with self._told:
                if seen == len(self.told):
                    self._told.wait(0.05)
                fresh, seen = self.told[seen:], len(self.told)
            yield from fresh
            yield None

    # What tests do
    def catch_up(self) -> None:
        """Let the archivist write what it has not written yet, and tell pages."""
        self.behind = False
        self._archived = dict(self._talks)

    def say(self, thread: str, message: Message, *, author: str = "bot", fate: str = "sent") -> Line:
        """Archive something that was said without a turn, and tell pages."""
        line = self._add(thread, f"said-{len(self.shelf)}", author, msgspec.json.encode(message).decode(), fate)
        self.shelf[-1] = msgspec.structs.replace(line, version=self._version(thread))
        return self.shelf[-1]

    def move(self, row: int, fate: str, reason: str = "") -> None:
        """What became of a message."""
        self.shelf[row - 1] = msgspec.structs.replace(self.shelf[row - 1], fate=fate, reason=reason)
        self.inbox.count_failed((self.shelf[row - 1].thread,), ())
        self._note(self.shelf[row - 1].thread, "fate", row)

    def erase(self, thread: str) -> None:
        """Blank what was said in a thread so far, and tell pages."""
        gone = [line for line in self.shelf if line.thread == thread]
        for line in gone:
            self.shelf[line.row - 1] = msgspec.structs.replace(line, author="", kind="Erased", body="{}")
        self.desk.change(thread, last_text="")
        self._note(thread, "erased", 0)

    def publish(self, notes: tuple[LiveNote, ...]) -> None:
        """Tell pages of something beside the archive."""
        for note in notes:
            self._note(note.thread, note.kind, note.row, note.who)

    def texts(self, thread: str) -> list[str]:
        """What was said by us, in order."""
        ours = [line for line in self.shelf if line.thread == thread and line.author != "traveller"]
        said = [line for line in ours if line.kind != "MessageEchoed"]
        return [spoken(msgspec.json.decode(line.body, type=Message)) for line in said]

    def _keep(self, entry: TurnEntry) -> None:
        happenings.note(self, (entry,))  # type: ignore[arg-type]  # as much of Work as this needs
        if is_from_traveller(entry.event):
            body = msgspec.json.encode(entry.event).decode()
            author = entry.event.app or "app" if isinstance(entry.event, MessageEchoed) else "traveller"
            self._add(entry.thread, entry.event.id, author, body, "", entry.language)
        if isinstance(entry.event, AgentTook) or (isinstance(entry.event, AgentSpoke) and entry.event.waited):
            self.taken.append(Take(entry.at, entry.event.waited))
        for said in entry.said:
            body = msgspec.json.encode(said.say.message).decode()
            self._add(entry.thread, said.id, said.say.author, body, "sent", entry.language)
        projecting.keep(self, (entry,))
        if projecting.is_more_than_words(entry):
            self._note(entry.thread, "desk", 0)

    def _add(self, thread: str, message: str, author: str, body: str, fate: str, language: str = "en") -> Line:
        row, at = len(self.shelf) + 1, int(self._clock.now().timestamp() * 1000)
        kind = msgspec.json.decode(body)["type"]
        line = Line(row, thread, message, author, kind, body, fate, language, at, version=self._version(thread))
        self.shelf.append(line)
        self._note(thread, "entry", row)
        return line

    def _note(self, thread: str, kind: str, row: int, who: str = "") -> None:
        with self._told:
            self.notes.append(LiveNote(f"1-{len(self.notes) + 1}", thread, kind, row, who))
            self._told.notify_all()

    def _version(self, thread: str) -> int:
        talk = self._talks.get(thread)
        return talk.version if talk else 0

    def _waits(self, talk: Conversation) -> Waiting:
        said = [line for line in self.lines(talk.thread) if line.author == "traveller"]
        last = msgspec.json.decode(said[-1].body).get("text", "") if said else ""
        return Waiting(
            talk.thread, talk.owner, talk.epoch, talk.agent, talk.reason, talk.language, talk.waiting_since, last
        )

    def _newly(self, effect: str) -> bool:
        fresh = f"{effect} claimed" not in self._claimed
        self._claimed[f"{effect} claimed"] = ""
        return fresh

    def _answer(self) -> None:
        if self.away:
            raise UnavailableError("The archive is away.")


class Bench(msgspec.Struct, frozen=True):
    """A Runtime over an archive, and the parts that tests move."""

    runtime: Runtime
    archive: Archive
    clock: Clock
    quiet: Quiet


def bench(**changes: Any) -> Bench:
    """A web process: no gateway, no key that opens a card."""
    clock, quiet = Clock(), Quiet()
    archive: Any = Archive(clock)
    parts: dict[str, Any] = {
        "clock": clock,
        "ids": Ids(),
        "world": world,
        "channels": {"webchat": WebChat()},
        "conversations": archive,
        "journal": None,
        "records": archive,
        "jobs": quiet,
        "live": archive,
        "supplier": None,
        "sealed_cards": MemorySealedCards(clock),
        "digits": MemoryDigitWindows(clock),
        "capture_keys": MemoryCaptureKeys(),
        "meter": quiet,
        "public_url": "http://localhost",
        "secret": b"a secret of at least 32 characters",
        "pins": QuickPins(),
        "staff_door": staff_door(),
    }
    return Bench(Runtime(**{**parts, **changes}), archive, clock, quiet)


def greeting(text: str = "Hello") -> Text:
    """Something to say."""
    return Text(text)
