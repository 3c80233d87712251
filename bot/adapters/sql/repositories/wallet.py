"""Travellers, threads, consents and saved methods in PostgreSQL."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.money import instruments
from bot.adapters.sql.tables.pins import wallet_rules
from bot.adapters.sql.tables.wallet import consents, left_threads, methods, traveller_threads, travellers
from bot.domain.conversation.profile import Profile
from bot.domain.payment.consent import Consent, GivenConsent
from bot.domain.payment.method import Method
from bot.domain.payment.wallet_rules import Rules
from bot.ports.wallet_records import Traveller

_LOCKS = 0x7466_6C66
"""The seed that keeps our advisory locks apart from others': "tflf"."""


class SqlWalletRecords:
    """The port `WalletRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def enroll(self, thread: str, traveller: Traveller) -> str:
        """The id of the thread's traveller, who is this one from now on unless the thread has one."""
        known = self.traveller_of(thread)
        if known:
            return known
        self._connection.execute(insert(travellers).values(_traveller_row(traveller)))
        values = {"thread": thread, "traveller": traveller.id, "linked_at": traveller.began_at}
        self._connection.execute(insert(traveller_threads).values(values))
        return traveller.id

    def traveller_of(self, thread: str) -> str:
        """The id of the traveller of a thread, "" if none."""
        found = select(traveller_threads.c.traveller).where(traveller_threads.c.thread == thread)
        return self._connection.execute(found).scalar_one_or_none() or ""

    def traveller(self, traveller: str, *, lock: bool = False) -> Traveller | None:
        """A traveller; with `lock` nobody else may change them or their methods until the transaction ends."""
        found = select(travellers).where(travellers.c.id == traveller)
        row = self._connection.execute(found.with_for_update() if lock else found).one_or_none()
        if row is None:
            return None
        return Traveller(row.id, row.began_at, msgspec.json.decode(row.body, type=Profile), row.merged_into or "")

    def save_traveller(self, traveller: Traveller) -> None:
        """Store what is remembered of a traveller who is there."""
        mine = update(travellers).where(travellers.c.id == traveller.id)
        self._connection.execute(mine.values(_traveller_row(traveller)))

    def threads_of(self, traveller: str) -> tuple[str, ...]:
        """The threads of a traveller, the one that came first first."""
        mine = select(traveller_threads.c.thread).where(traveller_threads.c.traveller == traveller)
        ordered = mine.order_by(traveller_threads.c.linked_at, traveller_threads.c.thread)
        return tuple(self._connection.scalars(ordered))

    def leave(self, thread: str, *, at: datetime) -> None:
        """Note that nobody comes back to a thread; leaving it again changes nothing."""
        self._hold(thread)
        left = upsert(left_threads).values(thread=thread, left_at=at)
        self._connection.execute(left.on_conflict_do_nothing())

    def has_left(self, thread: str) -> bool:
        """Whether nobody comes back to a thread; until the transaction ends nobody may leave it."""
        self._hold(thread)
        found = select(left_threads.c.thread).where(left_threads.c.thread == thread)
        return self._connection.execute(found).first() is not None

    def _hold(self, thread: str) -> None:
        self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(thread, _LOCKS))))

    def give_consent(self, given: GivenConsent) -> None:
        """Keep a consent for ever."""
        values = {
            "id": given.id,
            "traveller": given.traveller,
            "checkout": given.checkout or None,
            "purpose": given.consent.purpose,
            "language": given.consent.language,
            "version": given.consent.version,
            "words": given.consent.words,
            "digest": given.consent.digest,
            "given_at": given.consent.at,
        }
        self._connection.execute(insert(consents).values(values))

    def consents_of(self, traveller: str) -> tuple[GivenConsent, ...]:
        """What a traveller agreed to, under whichever name, in order."""
        merged = select(travellers.c.id).where(travellers.c.merged_into == traveller)
        mine = select(consents).where((consents.c.traveller == traveller) | consents.c.traveller.in_(merged))
        ordered = mine.order_by(consents.c.given_at, consents.c.id)
        return tuple(_given(row) for row in self._connection.execute(ordered))

    def add_method(self, method: Method) -> None:
        """Store a new method of a traveller; its instrument and its consent must be there."""
        self._connection.execute(insert(methods).values(_method_row(method)))

    def save_method(self, method: Method) -> None:
        """Store a method that is there; the transaction raises `ConflictError` for a second preferred one."""
        changed = update(methods).where(methods.c.id == method.id).values(_method_row(method))
        self._connection.execute(changed)

    def method(self, method: str) -> Method | None:
        """A method by its id."""
        row = self._connection.execute(select(methods).where(methods.c.id == method)).one_or_none()
        return _method(row) if row is not None else None

    def method_of(self, instrument: str) -> Method | None:
        """The method that an instrument is kept for."""
        row = self._connection.execute(select(methods).where(methods.c.instrument == instrument)).one_or_none()
        return _method(row) if row is not None else None

    def methods_of(self, traveller: str) -> tuple[Method, ...]:
        """Every method that a traveller ever had, in the order in which they came."""
        mine = select(methods).where(methods.c.traveller == traveller).order_by(methods.c.added_at, methods.c.id)
        return tuple(_method(row) for row in self._connection.execute(mine))

    def expiring(self, month: str, *, most: int) -> tuple[Method, ...]:
        """Active methods whose card ends with a month ("2027-03") or before it, and that nobody was warned of yet."""
        ends = func.to_char(instruments.c.exp_year, "FM0000") + "-" + func.to_char(instruments.c.exp_month, "FM00")
        found = select(methods).join(instruments, instruments.c.id == methods.c.instrument)
        due = found.where(
            methods.c.state == "active", instruments.c.exp_year > 0, ends <= month, methods.c.expiry_told < ends
        )
        return tuple(_method(row) for row in self._connection.execute(due.order_by(ends, methods.c.id).limit(most)))

    def rules(self, traveller: str) -> Rules:
        """What a traveller settled for their channels."""
        found = select(wallet_rules.c.body).where(wallet_rules.c.traveller == traveller)
        body = self._connection.execute(found).scalar_one_or_none()
        return msgspec.json.decode(body, type=Rules) if body else ()

    def save_rules(self, traveller: str, rules: Rules) -> None:
        """Store what a traveller settled for their channels."""
        values = {"traveller": traveller, "body": msgspec.json.encode(rules)}
        stored = upsert(wallet_rules).values(values)
        self._connection.execute(stored.on_conflict_do_update(index_elements=[wallet_rules.c.traveller], set_=values))


def _traveller_row(traveller: Traveller) -> dict[str, Any]:
    body, email = msgspec.json.encode(traveller.profile), traveller.profile.email.lower()
    names = {"id": traveller.id, "began_at": traveller.began_at, "email": email}
    return {**names, "body": body, "merged_into": traveller.merged_into or None}


def _given(row: Row[Any]) -> GivenConsent:
    consent = Consent(row.purpose, row.language, row.version, row.words, row.given_at)
    return GivenConsent(row.id, row.traveller, row.checkout or "", consent)


def _method(row: Row[Any]) -> Method:
    fields = {name: getattr(row, name) for name in Method.__struct_fields__}
    return Method(**{**fields, "checkout": row.checkout or ""})


def _method_row(method: Method) -> dict[str, Any]:
    return {**msgspec.structs.asdict(method), "checkout": method.checkout or None}
