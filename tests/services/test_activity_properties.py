"""Whatever happens, is repeated, comes, goes and dies: each chat is told each thing once, and no stranger anything."""

from collections import Counter
from contextlib import suppress
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.conversation.activity_events import AccountActivityNoted
from bot.domain.conversation.entry import TurnEntry
from bot.ports.mailer import Mail
from bot.services import activity, activity_notices, turns, unlinking, wallet
from tests.builders.activity import MARIE, happened, marie
from tests.builders.house import House, house
from tests.builders.linked import ADA, PHONE, WEB
from tests.fakes.mailer import MemoryMailer
from tests.journeys.crash_points.fuse import Fuse, Fused, FusedRecords, KilledError

THREADS = (ADA, WEB, PHONE)


class Ledger(MemoryMailer):
    """A mailbox that shows one mail a Message-ID, as mailboxes do."""

    def send(self, mail: Mail, *, key: str) -> None:
        """Take a mail."""
        assert self.sent.get(key, mail) == mail, "one Message-ID never names two mails"
        super().send(mail, key=key)


class Accounts(RuleBasedStateMachine):
    """One traveller, three chats, and processes that die."""

    @initialize()
    def begin(self) -> None:
        """Marie talks in Messenger and on the web."""
        self.mailbox = Ledger()
        self.home: House = house(mailer=self.mailbox)
        marie(self.home)
        self.steps = 0
        self.noted: dict[str, set[str]] = {}
        """Activity -> the chats that have been Marie's ever since it was noted."""
        self.ever: dict[str, set[str]] = {}

    def _threads(self) -> tuple[str, ...]:
        with self.home.records.begin() as work:
            return work.wallet.threads_of(MARIE)

    @rule(name=st.integers(0, 9), here=st.sampled_from(("", *THREADS)), told=st.booleans())
    def note(self, name: int, here: str, told: bool) -> None:  # noqa: FBT001  drawn by hypothesis
        """Something happens, perhaps for the second time."""
        one = happened("method_removed", str(name), about=f"Visa {name}", at=self.home.clock.now())
        one = msgspec.structs.replace(one, thread=here, told=told)
        with self.home.records.begin() as work:
            activity.note(work, MARIE, one)
        threads = {thread for thread in self._threads() if not (told and thread == here)}
        self.ever.setdefault(one.id, threads)
        self.noted.setdefault(one.id, set(threads))

    @rule(thread=st.sampled_from(THREADS))
    def link(self, thread: str) -> None:
        """A chat comes to Marie, unless it is hers."""
        with self.home.records.begin() as work:
            if work.wallet.traveller_of(thread):
                return
            work.links.link(thread, MARIE, at=self.home.clock.now())
            traveller = work.wallet.traveller(MARIE)
            assert traveller is not None
            revision = max(traveller.profile.revision, wallet.told_of(work, thread))
            profile = msgspec.structs.replace(traveller.profile, revision=revision)
            wallet.tell(work, msgspec.structs.replace(traveller, profile=profile), at=self.home.clock.now())

    @rule(thread=st.sampled_from(THREADS))
    def unlink(self, thread: str) -> None:
        """A chat leaves Marie; its own turn comes with the next tick."""
        self.steps += 1
        with self.home.records.begin() as work:
            traveller = wallet.holding(work, thread)
            if traveller is None or len(work.wallet.threads_of(traveller.id)) == 1:
                return
            unlinking.part(self.home.runtime, work, traveller, thread, cause=f"c{self.steps}", reason="unlinked")
        for threads in self.noted.values():
            threads.discard(thread)

    @rule(seconds=st.sampled_from((1, 3, 61, 601)), at=st.integers(0, 24))
    def tick(self, seconds: int, at: int) -> None:
        """The clock and the workers do what is due, and die at one of their calls, or not."""
        self.home.clock.move(seconds=seconds)
        fuse = Fuse(at)
        runtime = msgspec.structs.replace(
            self.home.runtime,
            conversations=Fused(self.home.runtime.conversations, fuse, ("commit",), str),
            records=FusedRecords(self.home.records, fuse),
            mailer=Fused(self.mailbox, fuse, ("send",), str),
        )
        with suppress(KilledError):
            self._work(runtime)

    def _work(self, runtime: Any) -> None:
        activity_notices.hand_over(runtime)
        for thread in THREADS:
            turns.pay_off(runtime, thread)
        for mail in activity_notices.open_mails(runtime):
            activity_notices.send_mail(runtime, mail)

    def _told(self, thread: str) -> Counter[str]:
        entries = [noted.entry for stream in self.home.memory.streams.values() for noted in stream]
        mine = [entry for entry in entries if isinstance(entry, TurnEntry) and entry.thread == thread and entry.said]
        found: Counter[str] = Counter()
        with self.home.records.begin() as work:
            for entry in mine:
                if isinstance(entry.event, AccountActivityNoted):
                    batch = work.activity.batch(entry.event.id)
                    assert batch is not None
                    found.update(one.id for one in batch.activities)
        return found

    @invariant()
    def nobody_is_told_twice_or_wrongly(self) -> None:
        """At no moment."""
        if not hasattr(self, "home"):
            return
        for thread in THREADS:
            told = self._told(thread)
            assert all(count == 1 for count in told.values())
            assert all(thread in self.ever[name] for name in told)

    def teardown(self) -> None:
        """In the end everybody whom it concerns has been told."""
        if not hasattr(self, "home"):
            return
        for _ in range(4):
            self.home.clock.move(seconds=660)
            self._work(self.home.runtime)
        for name, threads in self.noted.items():
            for thread in threads:
                assert self._told(thread)[name] == 1, (name, thread)
        with self.home.records.begin() as work:
            mails = [work.activity.batch(key) for key in self.mailbox.sent]
        told = Counter(one.id for mail in mails if mail is not None for one in mail.activities)
        assert told == Counter(dict.fromkeys(self.noted, 1))


Accounts.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAccounts = Accounts.TestCase
