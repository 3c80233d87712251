"""Choices by purpose, and forgetting travellers, in memory, over the parts that hold the data."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from bot.domain.conversation.events import ProfileChanged
from bot.domain.conversation.profile import Profile
from bot.domain.moments import milliseconds
from bot.domain.privacy import Choice
from bot.ports.privacy_records import Erasure
from bot.ports.trip_records import Span
from tests.fakes.records_trips import is_within

_UNDER_WAY = {
    "in_review", "requires_action", "authorizing", "charging", "authorized", "capturing", "voiding", "refunding",
}  # fmt: skip
_NEVER_BOOKED = {"requested", "refused", "released"}


class MemoryPrivacy:
    """The choices and the erasures: plain containers, so that a transaction can be taken back."""

    def __init__(self) -> None:
        self.chosen: dict[str, Choice] = {}
        self.asked: dict[str, Erasure] = {}


class MemoryPrivacyRecords:
    """The port `PrivacyRecords`."""

    def __init__(self, parts: Any) -> None:
        self._kept: MemoryPrivacy = parts.privacy
        self._parts = parts
        self._talk, self._money, self._wallet, self._links = parts.talk, parts.money, parts.wallet, parts.links

    def choose(self, choice: Choice) -> None:
        """Keep a choice for ever."""
        self._kept.chosen.setdefault(choice.id, choice)

    def choices(self, traveller: str) -> tuple[Choice, ...]:
        """What a traveller chose, in order."""
        names = {traveller, *(one.id for one in self._wallet.travellers.values() if one.merged_into == traveller)}
        mine = [choice for choice in self._kept.chosen.values() if choice.traveller in names]
        return tuple(sorted(mine, key=lambda choice: (choice.at, choice.id)))

    def is_busy(self, spans: tuple[Span, ...]) -> bool:
        """Whether something is under way there."""
        mine = [one for one in self._money.checkouts.values() if any(is_within(one, span) for span in spans)]
        return any(one.state not in {"paid", "returned", "ended"} or any(map(_is_moving, one.payments)) for one in mine)

    def said(self, spans: tuple[Span, ...]) -> int:
        """How many lines are still to be read."""
        return sum(bool(line.author) and any(_was_in(line, s) for s in spans) for line in self._talk.rows.values())

    def begin_erasure(self, erasure: Erasure) -> None:
        """Note that somebody is to be forgotten."""
        self._kept.asked.setdefault(erasure.id, erasure)

    def erasures(self, *, most: int) -> tuple[Erasure, ...]:
        """Those that are not done."""
        mine = [one for one in self._kept.asked.values() if one.done_at is None]
        return tuple(sorted(mine, key=lambda one: (one.asked_at, one.id))[:most])

    def finish_erasure(self, erasure: str, *, at: datetime) -> None:
        """It is done."""
        known = self._kept.asked[erasure]
        self._kept.asked[erasure] = msgspec.structs.replace(known, done_at=known.done_at or at, spans=(), thread="")

    def forgot_at(self, thread: str, event: str) -> datetime | None:
        """When the turn of an event was archived."""
        row = self._talk.items.get((thread, event))
        if row is None:
            return None
        return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=self._talk.rows[row].at)

    def blank(self, span: Span, *, event: str = "") -> bool:
        """Blank what was said there."""
        lines = 0
        before = self._talk.items[span.thread, event] if event else len(self._talk.rows) + 1
        for row, line in list(self._talk.rows.items()):
            if _was_in(line, span) and row < before and line.kind != "Erased":
                lines += 1
                self._talk.rows[row] = msgspec.structs.replace(line, author="", kind="Erased", body="", reason="")
                self._talk.platform_ids.pop(row, None)
                self._parts.words.known.pop((line.thread, line.message), None)
                if self._parts.desk.thread(line.thread).last_row == row:
                    self._parts.desk.change(line.thread, last_text="")
        for name, debt in list(self._talk.debts.items()):
            if debt.thread == span.thread and name in self._talk.paid and name != event:
                self._talk.debts[name] = msgspec.structs.replace(debt, event=ProfileChanged("", 0, Profile()))
        for name, one in list(self._money.checkouts.items()):
            took = any(payment.captured for payment in one.payments)
            if is_within(one, span) and one.state == "ended" and one.order.state in _NEVER_BOOKED and not took:
                order = msgspec.structs.replace(one.order, passengers=(), email="")
                self._money.checkouts[name] = msgspec.structs.replace(one, order=order)
        return lines > 0

    def forget_ties(self, traveller: str, threads: tuple[str, ...]) -> None:
        """Forget codes."""
        kept = {k: v for k, v in self._links.codes.items() if v.thread not in threads and v.traveller != traveller}
        self._links.codes = kept

    def forget_pages(self, traveller: str) -> bool:
        """Forget links and setups that are over."""
        names = {traveller, *(one.id for one in self._wallet.travellers.values() if one.merged_into == traveller)}
        links, kept = self._parts.wallet_links, self._parts.setups
        links.links = {name: one for name, one in links.links.items() if one.traveller not in names}
        kept.setups = {name: one for name, one in kept.setups.items() if one.traveller not in names or not one.is_over}
        return not any(one.traveller in names for one in kept.setups.values())


def _is_moving(payment: Any) -> bool:
    return payment.state in _UNDER_WAY or payment.open_attempt is not None


def _was_in(line: Any, span: Span) -> bool:
    after = span.since is None or line.at > milliseconds(span.since)
    before = span.until is None or line.at <= milliseconds(span.until)
    return bool(line.thread == span.thread) and after and before
