"""A Runtime in memory, with handles to everything outside that a test moves, breaks or looks at."""

from collections import Counter
from typing import Any

import msgspec

from bot.adapters.channels.terminal import Terminal
from bot.adapters.channels.webchat import WebChat
from bot.adapters.data import catalogue
from bot.adapters.mail.letters import FileLetters
from bot.domain.conversation.events import Event
from bot.domain.turn import Turn
from bot.ports.runtime import Runtime
from bot.services import turns
from tests.builders.world import world
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import CountingIds, StandingClock
from tests.fakes.conversations import MemoryConversations
from tests.fakes.jobs import MemoryJobs
from tests.fakes.journal import MemoryJournal
from tests.fakes.live import MemoryLive
from tests.fakes.mailer import MemoryMailer
from tests.fakes.memory import Memory
from tests.fakes.records import MemoryRecords
from tests.fakes.records_pins import QuickPins
from tests.fakes.records_talk import MemoryTalkRecords
from tests.fakes.staff_door import staff_door
from tests.fakes.vault import MemoryCaptureKeys, MemoryDigitWindows, MemorySealedCards


class CountingMeter:
    """Counts by name and labels."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, ...]] = Counter()
        self.gauges: dict[tuple[str, ...], float] = {}

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """Raise a counter."""
        self.counts[name, *labels.values()] += 1 if amount < 1 else int(amount)

    def set(self, name: str, value: float, **labels: str) -> None:
        """Set a gauge."""
        self.gauges[name, *labels.values()] = value


class House(msgspec.Struct, frozen=True):
    """The Runtime and what stands behind it."""

    runtime: Runtime
    memory: Memory
    clock: StandingClock
    jobs: MemoryJobs
    live: MemoryLive
    talk: MemoryTalkRecords
    records: MemoryRecords
    messenger: FakeChannel
    meter: CountingMeter
    mailer: MemoryMailer

    def take(self, event: Event, thread: str = "messenger:page:ada") -> Turn:
        """The turn that an event makes."""
        return turns.take(self.runtime, thread, event)


def house(**parts: Any) -> House:
    """A house whose store is whole; parts replace what the Runtime has."""
    clock, meter, jobs, live = StandingClock(), CountingMeter(), MemoryJobs(), MemoryLive()
    memory, talk, messenger = Memory(clock), MemoryTalkRecords(), FakeChannel("messenger")
    memory.whole = True
    records, mailer = MemoryRecords(talk=talk), MemoryMailer()
    ours = (messenger, WebChat(), Terminal(lambda *_: None))
    usual: dict[str, Any] = {
        "clock": clock,
        "ids": CountingIds(),
        "world": world,
        "channels": {channel.name: channel for channel in ours},
        "conversations": MemoryConversations(memory),
        "journal": MemoryJournal(memory),
        "records": records,
        "jobs": jobs,
        "live": live,
        "supplier": None,
        "sealed_cards": MemorySealedCards(clock),
        "digits": MemoryDigitWindows(clock),
        "capture_keys": MemoryCaptureKeys(),
        "meter": meter,
        "public_url": "https://tickets.example",
        "secret": b"s" * 32,
        "pins": QuickPins(),
        "staff_door": staff_door(),
        "notices": catalogue.notices(),
        "letters": FileLetters(airline="Threadfare Air"),
        "mailer": mailer,
        "mails": True,
        "doors": {"messenger": "https://m.me/page"},
    }
    runtime = Runtime(**{**usual, **parts})
    return House(runtime, memory, clock, jobs, live, talk, records, messenger, meter, mailer)
