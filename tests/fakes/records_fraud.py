"""Fraud records in memory."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.payment.fraud import Assessment
from bot.ports.fraud_records import Blocked, BlockedKind, Decided, Published, Review, Seen, Try, TryResult, Verdict


class MemoryFraudRecords:
    """The port `FraudRecords`; every attribute is a plain container, so that a transaction can be taken back."""

    def __init__(self) -> None:
        self.tries: dict[str, Try] = {}
        self.results: dict[str, TryResult] = {}
        self.decided: dict[str, Decided] = {}
        self.lists: dict[tuple[str, str], Blocked] = {}
        self.revisions: list[bytes] = []
        self.history: list[Published] = []
        self.places: dict[str, tuple[str, str, datetime]] = {}
        self.holders: dict[str, bool] = {}
        self.held: dict[str, Review] = {}

    def note(self, tried: Try) -> None:
        """Note a try."""
        self.tries.setdefault(tried.attempt, tried)

    def place(self, checkout: str, *, device: str, network: str, at: datetime) -> None:
        """Note from where a checkout was last paid."""
        before = self.placed(checkout)
        self.places[checkout] = (device or before[0], network or before[1], at)

    def placed(self, checkout: str) -> tuple[str, str]:
        """Device and network."""
        device, network, *_ = self.places.get(checkout, ("", ""))
        return device, network

    def name_holder(self, attempt: str, *, travels: bool) -> None:
        """Note whether the cardholder travels."""
        self.holders.setdefault(attempt, travels)

    def holder_travels(self, attempt: str) -> bool | None:
        """Whether the cardholder travels."""
        return self.holders.get(attempt)

    def bookings_of(self, traveller: str) -> int:
        """Tries that a bank approved."""
        mine = [one.attempt for one in self.tries.values() if traveller and one.traveller == traveller]
        return sum(self.results.get(attempt) == "approved" for attempt in mine)

    def hold(self, review: Review) -> None:
        """Have a person look."""
        self.held.setdefault(review.attempt, review)

    def review(self, attempt: str) -> Review | None:
        """What a person said."""
        return self.held.get(attempt)

    def reviews(self) -> tuple[Review, ...]:
        """All that wait."""
        return tuple(sorted((one for one in self.held.values() if not one.verdict), key=lambda one: one.opened_at))

    def give_verdict(self, attempt: str, verdict: Verdict, *, by: str, at: datetime) -> bool:
        """Write down what a person said."""
        one = self.held.get(attempt)
        if one is None or one.verdict:
            return False
        self.held[attempt] = msgspec.structs.replace(one, verdict=verdict, by=by, decided_at=at)
        return True

    def settle(self, attempt: str, result: TryResult) -> None:
        """Note what the bank said."""
        if attempt in self.tries:
            self.results.setdefault(attempt, result)

    def card_of(self, attempt: str) -> str:
        """The card of a try."""
        return self.tries[attempt].card if attempt in self.tries else ""

    def seen(self, tried: Try) -> Seen:
        """What was seen up to a try."""
        hour, day = timedelta(hours=1), timedelta(hours=24)
        device, network, card = tried.device, tried.network, tried.card
        lately = self._among(tried, timedelta(minutes=5))
        paid = [
            one
            for one in self.tries.values()
            if (one.device, one.traveller) == (device, tried.traveller)
            and self.results.get(one.attempt) == "approved"
            and one.attempt != tried.attempt
            and one.at <= tried.at
        ]
        return Seen(
            thread_cards_1h=len({one.card for one in self._among(tried, hour, "thread")} - {""}),
            thread_declines_15m=self._declines(self._among(tried, timedelta(minutes=15), "thread")),
            device_cards_24h=len({one.card for one in self._among(tried, day, "device")} - {""}) if device else None,
            device_new=not paid if device and tried.traveller else None,
            network_declines_10m=(
                self._declines(self._among(tried, timedelta(minutes=10), "network")) if network else None
            ),
            card_people_24h=len({one.traveller for one in self._among(tried, day, "card")} - {""}) if card else None,
            brand_tries_5m=len(lately),
            brand_declines_5m=self._declines(lately),
        )

    def _among(self, tried: Try, span: timedelta, by: str = "") -> list[Try]:
        return [
            one
            for one in self.tries.values()
            if tried.at - span < one.at <= tried.at and (not by or "" != getattr(one, by) == getattr(tried, by))
        ]

    def _declines(self, tries: list[Try]) -> int:
        return sum(self.results.get(one.attempt) == "declined" for one in tries)

    def decide(self, decided: Decided) -> Assessment:
        """Keep what the rules made of an attempt."""
        return self.decided.setdefault(decided.attempt, decided).assessment

    def decision(self, attempt: str) -> Decided | None:
        """What the rules made of an attempt."""
        return self.decided.get(attempt)

    def forget(self, *names: str) -> None:
        """Take names of chats and travellers from every try."""
        for attempt, one in self.tries.items():
            thread = "" if one.thread in names else one.thread
            traveller = "" if one.traveller in names else one.traveller
            self.tries[attempt] = msgspec.structs.replace(one, thread=thread, traveller=traveller)

    def prune(self, before: datetime) -> int:
        """Delete what is older than a time."""
        old = [attempt for attempt, one in self.tries.items() if one.at < before]
        for attempt in old:
            del self.tries[attempt]
            self.results.pop(attempt, None)
            self.holders.pop(attempt, None)
        self.places = {name: place for name, place in self.places.items() if place[2] >= before}
        return len(old)

    def decisions(self, *, since: datetime, most: int) -> tuple[Decided, ...]:
        """What was decided since a time."""
        newest = sorted((one for one in self.decided.values() if one.at >= since), key=lambda one: one.at, reverse=True)
        return tuple(newest[:most])

    def block(self, one: Blocked) -> None:
        """Block."""
        self.lists[one.kind, one.value] = one

    def unblock(self, kind: BlockedKind, value: str) -> bool:
        """Block no more."""
        return self.lists.pop((kind, value), None) is not None

    def is_blocked(self, kind: BlockedKind, value: str, *, now: datetime) -> bool:
        """Whether it is blocked now."""
        one = self.lists.get((kind, value))
        return one is not None and one.until > now

    def blocked(self, *, now: datetime) -> tuple[Blocked, ...]:
        """All that is blocked now."""
        living = [one for one in self.lists.values() if one.until > now]
        return tuple(sorted(living, key=lambda one: (one.until, one.kind, one.value)))

    def publish(self, rules: bytes, *, by: str, note: str, at: datetime) -> int:
        """Put rules in force."""
        self.revisions.append(rules)
        self.history.append(Published(len(self.revisions), at, by, note))
        return len(self.revisions)

    def published(self, *, most: int) -> tuple[Published, ...]:
        """The newest first."""
        return tuple(reversed(self.history))[:most]

    def rules_of(self, revision: int) -> bytes | None:
        """One revision."""
        return self.revisions[revision - 1] if 0 < revision <= len(self.revisions) else None

    def rules(self) -> tuple[int, bytes] | None:
        """The rules in force."""
        return (len(self.revisions), self.revisions[-1]) if self.revisions else None
