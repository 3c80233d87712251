"""Choices by purpose, and forgetting travellers, in PostgreSQL."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, cast, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.repositories.talk_lines import storable
from bot.adapters.sql.repositories.trips import within
from bot.adapters.sql.tables.desk import desk_threads
from bot.adapters.sql.tables.inbox import search_lines
from bot.adapters.sql.tables.links import link_codes
from bot.adapters.sql.tables.money import attempts, checkouts, orders, payments
from bot.adapters.sql.tables.privacy import erasures, purpose_choices
from bot.adapters.sql.tables.setups import setups
from bot.adapters.sql.tables.talk import message_parts, thread_outbox, transcript
from bot.adapters.sql.tables.wallet import travellers
from bot.adapters.sql.tables.wallet_links import wallet_links
from bot.domain.conversation.events import ProfileChanged
from bot.domain.conversation.profile import Profile
from bot.domain.moments import milliseconds
from bot.domain.payment.setup import ENDED
from bot.domain.privacy import Choice
from bot.ports.privacy_records import Erasure
from bot.ports.trip_records import Span

_OVER = ("paid", "returned", "ended")
_UNDER_WAY = (
    "in_review",
    "requires_action",
    "authorizing",
    "charging",
    "authorized",
    "capturing",
    "voiding",
    "refunding",
)
_NEVER_BOOKED = ("requested", "refused", "released")
_BLANKED = "Erased"
_decode_spans = msgspec.json.Decoder(tuple[Span, ...]).decode


class SqlPrivacyRecords:
    """The port `PrivacyRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def choose(self, choice: Choice) -> None:
        """Keep a choice for ever; the same id again changes nothing."""
        values = {**msgspec.structs.asdict(choice), "digest": choice.digest}
        self._connection.execute(upsert(purpose_choices).values(values).on_conflict_do_nothing())

    def choices(self, traveller: str) -> tuple[Choice, ...]:
        """What a traveller chose, under whichever name, in order."""
        merged = select(travellers.c.id).where(travellers.c.merged_into == traveller)
        mine = (purpose_choices.c.traveller == traveller) | purpose_choices.c.traveller.in_(merged)
        ordered = select(purpose_choices).where(mine).order_by(purpose_choices.c.at, purpose_choices.c.id)
        names = Choice.__struct_fields__
        return tuple(Choice(*(getattr(row, name) for name in names)) for row in self._connection.execute(ordered))

    def is_busy(self, spans: tuple[Span, ...]) -> bool:
        """Whether a checkout that was begun there is not over, or money of it is still under way."""
        if not spans:
            return False
        joined = checkouts.join(payments, payments.c.checkout == checkouts.c.id)
        asked = exists().where(attempts.c.payment == payments.c.id, attempts.c.state == "open")
        busy = or_(checkouts.c.state.not_in(_OVER), payments.c.state.in_(_UNDER_WAY), asked)
        found = select(checkouts.c.id).select_from(joined).where(within(spans), busy).limit(1)
        return self._connection.execute(found).first() is not None

    def said(self, spans: tuple[Span, ...]) -> int:
        """How many lines were said there and are still to be read."""
        if not spans:
            return 0
        read = (or_(*(_lines_in(span) for span in spans)), transcript.c.author != "", transcript.c.kind != _BLANKED)
        return int(self._connection.execute(select(func.count()).select_from(transcript).where(*read)).scalar_one())

    def begin_erasure(self, erasure: Erasure) -> None:
        """Note that somebody is to be forgotten; the same id again changes nothing."""
        fields = msgspec.structs.asdict(erasure)
        values = {**fields, "traveller": erasure.traveller or None, "spans": msgspec.json.encode(erasure.spans)}
        self._connection.execute(upsert(erasures).values(values).on_conflict_do_nothing())

    def erasures(self, *, most: int) -> tuple[Erasure, ...]:
        """Those that are not done, the oldest first; what somebody else is at work on is left out."""
        wanted = select(erasures).where(erasures.c.done_at.is_(None)).order_by(erasures.c.asked_at, erasures.c.id)
        rows = self._connection.execute(wanted.limit(most).with_for_update(skip_locked=True))
        return tuple(_erasure(row) for row in rows)

    def finish_erasure(self, erasure: str, *, at: datetime) -> None:
        """The last transcript is blank: the parts of threads that it was about are forgotten, too."""
        done = update(erasures).where(erasures.c.id == erasure, erasures.c.done_at.is_(None))
        self._connection.execute(done.values(done_at=at, spans=b"[]", thread=""))

    def forgot_at(self, thread: str, event: str) -> datetime | None:
        """When the turn of an event was archived for a thread, None while it is not."""
        found = select(func.to_timestamp(transcript.c.at / 1000.0)).where(
            transcript.c.thread == thread, transcript.c.item == storable(event)
        )
        at: datetime | None = self._connection.execute(found).scalar_one_or_none()
        return at

    def blank(self, span: Span, *, event: str = "") -> bool:
        """Blank what was said there, and what was owed to the thread and taken; whether any line was left to blank."""
        those = [_lines_in(span)]
        if event:
            about = (transcript.c.thread == span.thread, transcript.c.item == storable(event))
            those.append(transcript.c.row < select(transcript.c.row).where(*about).scalar_subquery())
        blank = {"author": "", "kind": _BLANKED, "body": "", "platform_id": "", "reason": "", "step": ""}
        those.append(transcript.c.kind != _BLANKED)
        gone = select(transcript.c.row).where(*those)
        self._connection.execute(delete(search_lines).where(search_lines.c.row.in_(gone)))
        self._connection.execute(update(desk_threads).where(desk_threads.c.last_row.in_(gone)).values(last_text=""))
        lines = self._connection.execute(update(transcript).where(*those).values(blank)).rowcount
        self._connection.execute(delete(message_parts).where(message_parts.c.thread == span.thread))
        self._blank_debts(span.thread, without=event)
        self._blank_orders(span)
        return lines > 0

    def _blank_debts(self, thread: str, *, without: str) -> None:
        """What was owed and taken stays by its id alone, so that it is never owed again."""
        nothing = msgspec.json.encode(ProfileChanged("", 0, Profile())).decode()
        paid = (thread_outbox.c.thread == thread, thread_outbox.c.paid, thread_outbox.c.id != without)
        self._connection.execute(update(thread_outbox).where(*paid).values(event=nothing))

    def _blank_orders(self, span: Span) -> None:
        """Who was to fly on what never became a booking: no law wants that kept."""
        known = cast(func.convert_from(orders.c.body, "UTF8"), JSONB)
        nobody = known.op("||")(cast(literal('{"passengers": [], "email": ""}'), JSONB))
        body = func.convert_to(cast(nobody, transcript.c.body.type), "UTF8")
        mine = select(checkouts.c.id).where(within((span,)), checkouts.c.state == "ended")
        took = exists().where(payments.c.checkout == orders.c.checkout, payments.c.captured_minor > 0)
        never = (orders.c.checkout.in_(mine), orders.c.state.in_(_NEVER_BOOKED), ~took)
        self._connection.execute(update(orders).where(*never).values(body=body))

    def forget_ties(self, traveller: str, threads: tuple[str, ...]) -> None:
        """Forget codes that link chats."""
        those = or_(link_codes.c.thread.in_(threads), link_codes.c.traveller == traveller)
        self._connection.execute(delete(link_codes).where(those))

    def forget_pages(self, traveller: str) -> bool:
        """Forget what the traveller's pages left: links, and setups that are over; whether none is under way."""
        merged = select(travellers.c.id).where(travellers.c.merged_into == traveller)
        mine, theirs = (
            or_(table.c.traveller == traveller, table.c.traveller.in_(merged)) for table in (setups, wallet_links)
        )
        self._connection.execute(delete(wallet_links).where(theirs))
        self._connection.execute(delete(setups).where(mine, setups.c.state.in_(ENDED)))
        return self._connection.execute(select(setups.c.id).where(mine).limit(1)).first() is None


def _lines_in(span: Span) -> ColumnElement[bool]:
    bounds = [transcript.c.thread == span.thread]
    if span.since is not None:
        bounds.append(transcript.c.at > milliseconds(span.since))
    if span.until is not None:
        bounds.append(transcript.c.at <= milliseconds(span.until))
    return and_(*bounds)


def _erasure(row: Row[Any]) -> Erasure:
    return Erasure(row.id, row.traveller or "", row.thread, row.asked_at, _decode_spans(row.spans), row.done_at)
