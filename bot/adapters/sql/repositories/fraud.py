"""Fraud records in PostgreSQL."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.fraud import (
    blocked,
    card_holders,
    fraud_decisions,
    fraud_rules,
    payment_places,
    payment_tries,
    reviews,
)
from bot.domain.payment.fraud import Assessment
from bot.ports.fraud_records import Blocked, BlockedKind, Decided, Published, Review, Seen, Try, TryResult, Verdict

_T = payment_tries.c
_WINDOWS: Mapping[str, tuple[str, timedelta]] = {
    "thread_cards_1h": ("thread", timedelta(hours=1)),
    "thread_declines_15m": ("thread", timedelta(minutes=15)),
    "device_cards_24h": ("device", timedelta(hours=24)),
    "network_declines_10m": ("network", timedelta(minutes=10)),
    "card_people_24h": ("card", timedelta(hours=24)),
}
_LATELY = timedelta(minutes=5)


class SqlFraudRecords:
    """The port `FraudRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, tried: Try) -> None:
        """Note a try; the same attempt again changes nothing."""
        self._connection.execute(upsert(payment_tries).values(msgspec.structs.asdict(tried)).on_conflict_do_nothing())

    def place(self, checkout: str, *, device: str, network: str, at: datetime) -> None:
        """Note from where and when a checkout was last paid; "" keeps what was known."""
        known = {name: value for name, value in (("device", device), ("network", network)) if value}
        row = upsert(payment_places).values(checkout=checkout, device=device, network=network, at=at)
        self._connection.execute(row.on_conflict_do_update(index_elements=["checkout"], set_={**known, "at": at}))

    def placed(self, checkout: str) -> tuple[str, str]:
        """Device and network from where a checkout was last paid."""
        found = select(payment_places.c.device, payment_places.c.network)
        row = self._connection.execute(found.where(payment_places.c.checkout == checkout)).one_or_none()
        return (row.device, row.network) if row is not None else ("", "")

    def name_holder(self, attempt: str, *, travels: bool) -> None:
        """Note whether the name on the card of an attempt is that of a passenger."""
        row = upsert(card_holders).values(attempt=attempt, travels=travels)
        self._connection.execute(row.on_conflict_do_nothing())

    def holder_travels(self, attempt: str) -> bool | None:
        """Whether the cardholder of an attempt travels."""
        found = select(card_holders.c.travels).where(card_holders.c.attempt == attempt)
        return self._connection.execute(found).scalar_one_or_none()

    def bookings_of(self, traveller: str) -> int:
        """Tries of a traveller that a bank approved."""
        mine = select(func.count()).where(_T.traveller == traveller, _T.result == "approved")
        return int(self._connection.execute(mine).scalar_one()) if traveller else 0

    def settle(self, attempt: str, result: TryResult) -> None:
        """Note what the bank said; the first word stays."""
        fresh = (_T.attempt == attempt, _T.result == "")
        self._connection.execute(update(payment_tries).where(*fresh).values(result=result))

    def card_of(self, attempt: str) -> str:
        """The card of a try."""
        return self._connection.execute(select(_T.card).where(_T.attempt == attempt)).scalar_one_or_none() or ""

    def seen(self, tried: Try) -> Seen:
        """What was seen in the times before a try, up to its own."""
        counts = {name: self._count(name, tried) for name in _WINDOWS}
        known = {name: count for name, count in counts.items() if count is not None}
        lately = select(func.count(), func.count(case((_T.result == "declined", 1)))).where(*_since(tried.at, _LATELY))
        tries, declines = self._connection.execute(lately).one()
        new = self._is_new(tried)
        return Seen(**known, device_new=new, brand_tries_5m=tries, brand_declines_5m=declines)

    def _count(self, name: str, tried: Try) -> int | None:
        by, span = _WINDOWS[name]
        value = getattr(tried, by)
        if not value:
            return None
        mine = (_T[by] == value, *_since(tried.at, span))
        if "declines" in name:
            counted = select(func.count()).where(*mine, _T.result == "declined")
        else:
            other = _T.traveller if by == "card" else _T.card
            counted = select(func.count(other.distinct())).where(*mine, other != "")
        return int(self._connection.execute(counted).scalar_one())

    def _is_new(self, tried: Try) -> bool | None:
        if not tried.device or not tried.traveller:
            return None
        paid = and_(_T.device == tried.device, _T.traveller == tried.traveller, _T.result == "approved")
        before = select(_T.attempt).where(paid, _T.attempt != tried.attempt, _T.at <= tried.at).limit(1)
        return self._connection.execute(before).first() is None

    def decide(self, decided: Decided) -> Assessment:
        """Keep what the rules made of an attempt; gives what stands."""
        values = {
            "attempt": decided.attempt,
            "at": decided.at,
            "outcome": decided.assessment.outcome,
            "body": msgspec.json.encode(decided),
        }
        self._connection.execute(upsert(fraud_decisions).values(values).on_conflict_do_nothing())
        stands = self.decision(decided.attempt)
        return stands.assessment if stands is not None else decided.assessment

    def decision(self, attempt: str) -> Decided | None:
        """What the rules made of an attempt."""
        found = select(fraud_decisions.c.body).where(fraud_decisions.c.attempt == attempt)
        body = self._connection.execute(found).scalar_one_or_none()
        return msgspec.json.decode(body, type=Decided) if body is not None else None

    def hold(self, review: Review) -> None:
        """Have a person look at an attempt; the same attempt again changes nothing."""
        row = upsert(reviews).values(msgspec.structs.asdict(review))
        self._connection.execute(row.on_conflict_do_nothing())

    def review(self, attempt: str) -> Review | None:
        """What a person said of an attempt, if one has to look at it."""
        row = self._connection.execute(select(reviews).where(reviews.c.attempt == attempt)).one_or_none()
        return Review(*row) if row is not None else None

    def reviews(self) -> tuple[Review, ...]:
        """All that wait for a person, the oldest first."""
        waiting = select(reviews).where(reviews.c.verdict == "").order_by(reviews.c.opened_at, reviews.c.attempt)
        return tuple(Review(*row) for row in self._connection.execute(waiting))

    def give_verdict(self, attempt: str, verdict: Verdict, *, by: str, at: datetime) -> bool:
        """Write down what a person said; False when somebody has decided it before."""
        open_one = (reviews.c.attempt == attempt, reviews.c.verdict == "")
        said = update(reviews).where(*open_one).values(verdict=verdict, by=by, decided_at=at)
        return self._connection.execute(said).rowcount == 1

    def forget(self, *names: str) -> None:
        """Take names of chats and travellers from every try."""
        for column in ("thread", "traveller"):
            mine = _T[column].in_([name for name in names if name])
            self._connection.execute(update(payment_tries).where(mine).values({column: ""}))

    def prune(self, before: datetime) -> int:
        """Delete tries, places and cardholders older than a time."""
        old = select(_T.attempt).where(_T.at < before)
        self._connection.execute(delete(card_holders).where(card_holders.c.attempt.in_(old)))
        self._connection.execute(delete(payment_places).where(payment_places.c.at < before))
        return self._connection.execute(delete(payment_tries).where(_T.at < before)).rowcount

    def decisions(self, *, since: datetime, most: int) -> tuple[Decided, ...]:
        """What was decided since a time, the newest first."""
        found = select(fraud_decisions.c.body).where(fraud_decisions.c.at >= since)
        newest = found.order_by(fraud_decisions.c.at.desc(), fraud_decisions.c.id.desc()).limit(most)
        return tuple(msgspec.json.decode(body, type=Decided) for body in self._connection.scalars(newest))

    def block(self, one: Blocked) -> None:
        """Block, or change until when and why."""
        values = msgspec.structs.asdict(one)
        kept = upsert(blocked).values(values)
        self._connection.execute(kept.on_conflict_do_update(index_elements=["kind", "value"], set_=values))

    def unblock(self, kind: BlockedKind, value: str) -> bool:
        """Block no more; False when it was not blocked."""
        gone = delete(blocked).where(blocked.c.kind == kind, blocked.c.value == value)
        return self._connection.execute(gone).rowcount == 1

    def is_blocked(self, kind: BlockedKind, value: str, *, now: datetime) -> bool:
        """Whether it is blocked now."""
        mine = (blocked.c.kind == kind, blocked.c.value == value, blocked.c.until > now)
        return self._connection.execute(select(blocked.c.value).where(*mine)).first() is not None

    def blocked(self, *, now: datetime) -> tuple[Blocked, ...]:
        """All that is blocked now, what ends first first."""
        living = select(blocked).where(blocked.c.until > now).order_by(blocked.c.until, blocked.c.kind, blocked.c.value)
        return tuple(_blocked(row) for row in self._connection.execute(living))

    def publish(self, rules: bytes, *, by: str, note: str, at: datetime) -> int:
        """Keep rules as the next revision and put it in force; gives its number."""
        self._connection.exec_driver_sql("LOCK TABLE fraud_rules IN EXCLUSIVE MODE")
        newest = self._connection.execute(select(func.coalesce(func.max(fraud_rules.c.revision), 0))).scalar_one()
        values = {"revision": newest + 1, "at": at, "by": by, "note": note, "body": rules}
        self._connection.execute(insert(fraud_rules).values(values))
        return int(newest) + 1

    def rules(self) -> tuple[int, bytes] | None:
        """The revision that is in force and its rules."""
        newest = select(fraud_rules.c.revision, fraud_rules.c.body).order_by(fraud_rules.c.revision.desc()).limit(1)
        row = self._connection.execute(newest).one_or_none()
        return (row.revision, bytes(row.body)) if row is not None else None

    def published(self, *, most: int) -> tuple[Published, ...]:
        """The revisions of the rules, the newest first."""
        columns = [fraud_rules.c[name] for name in Published.__struct_fields__]
        found = select(*columns).order_by(fraud_rules.c.revision.desc()).limit(most)
        return tuple(Published(*row) for row in self._connection.execute(found))

    def rules_of(self, revision: int) -> bytes | None:
        """The rules of one revision."""
        found = select(fraud_rules.c.body).where(fraud_rules.c.revision == revision)
        body = self._connection.execute(found).scalar_one_or_none()
        return bytes(body) if body is not None else None


def _since(at: datetime, span: timedelta) -> tuple[ColumnElement[bool], ...]:
    return _T.at > at - span, _T.at <= at


def _blocked(row: Row[Any]) -> Blocked:
    return Blocked(row.kind, row.value, row.until, row.by, row.why)
