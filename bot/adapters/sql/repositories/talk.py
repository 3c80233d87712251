"""Talk in PostgreSQL: a batch is one statement, however many rows it has."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.repositories import talk_lines
from bot.adapters.sql.repositories.talk_statements import FIND_LINES, INSERT_LINES, KEEP_PARTS, SAVE_CONVERSATIONS
from bot.adapters.sql.tables.talk import conversations, effects, message_parts, set_aside, thread_outbox, transcript
from bot.domain.conversation.entry import FateEntry, TurnEntry
from bot.domain.conversation.events import Event, MessageErased, MessageUnsent
from bot.domain.conversation.state import Conversation
from bot.domain.errors import IllegalError
from bot.ports.talk_records import Line, Owed, Take, Waiting

_decode_talk = msgspec.json.Decoder(Conversation).decode
_decode_event: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_encode = msgspec.json.Encoder().encode


class SqlTalkRecords:
    """The port `TalkRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def archive_turns(self, turns: tuple[tuple[str, TurnEntry], ...]) -> tuple[tuple[str, int], ...]:
        """Write (position, turn) pairs, skipping what is there; gives (thread, row) of all words in them."""
        rows = [row for _, entry in turns for row in talk_lines.rows_of(entry)]
        there = self._run(INSERT_LINES, rows)
        if len(there) < len(rows):
            there = self._run(FIND_LINES, [row[:2] for row in rows])
        for _, entry in turns:
            if isinstance(entry.event, MessageUnsent | MessageErased):
                self.erase_event(entry.thread, entry.event.target)
        return tuple(dict.fromkeys((row.thread, row.row) for row in there if row.author))

    def archive_fates(self, fates: tuple[FateEntry, ...]) -> tuple[tuple[str, int], ...]:
        """Move messages forward along their fates, never back; gives (thread, row) of what changed."""
        changed: dict[tuple[str, int], None] = {}
        for statement, rows in talk_lines.moves(fates):
            changed |= dict.fromkeys((row.thread, row.row) for row in self._run(statement, rows))
        named = {(fate.thread, fate.message, fate.platform_id) for fate in fates if fate.message and fate.platform_id}
        self._run(KEEP_PARTS, sorted(named))
        return tuple(changed)

    def save_conversations(self, bodies: tuple[tuple[Conversation, str], ...]) -> None:
        """Keep the newest body of each thread with its journal position; an older version changes nothing."""
        newest = {talk.thread: (talk, position) for talk, position in sorted(bodies, key=lambda pair: pair[0].version)}
        self._run(SAVE_CONVERSATIONS, [talk_lines.conversation_row(*newest[thread]) for thread in sorted(newest)])

    def conversation(self, thread: str) -> Conversation | None:
        """The archived body, for when Redis lost it."""
        query = select(conversations.c.body).where(conversations.c.thread == thread)
        body = self._connection.execute(query).scalar_one_or_none()
        return _decode_talk(body) if body else None

    def conversations_after(self, thread: str, *, most: int) -> tuple[Conversation, ...]:
        """Archived bodies by the order of their threads, from the first after a thread."""
        rows = self._connection.execute(
            select(conversations.c.body)
            .where(conversations.c.thread > thread)
            .order_by(conversations.c.thread)
            .limit(most)
        )
        return tuple(_decode_talk(body) for body in rows.scalars())

    def has_event(self, thread: str, event: str) -> bool:
        """Whether an event of a thread is in the archive, whoever it is from."""
        item = talk_lines.storable(event)
        query = select(transcript.c.row).where(transcript.c.thread == thread, transcript.c.item == item)
        return self._connection.execute(query).first() is not None

    def lines(self, thread: str, *, after: int = 0, before: int = 0, most: int = 200) -> tuple[Line, ...]:
        """The transcript in order: the newest `most` lines after a row and, unless it is 0, before another."""
        older = transcript.c.row < before if before else true()
        rows = self._connection.execute(
            select(*talk_lines.LINE)
            .where(transcript.c.thread == thread, transcript.c.row > after, older, transcript.c.author != "")
            .order_by(transcript.c.row.desc())
            .limit(most)
        )
        return tuple(reversed([_line(row) for row in rows]))

    def line(self, row: int) -> Line | None:
        """One line by its row."""
        query = select(*talk_lines.LINE).where(transcript.c.row == row, transcript.c.author != "")
        found = self._connection.execute(query).first()
        return _line(found) if found else None

    def known_as(self, thread: str, platform_id: str) -> Line | None:
        """What somebody said, by the platform's own id of it: a traveller's event has it as its own."""
        item = talk_lines.storable(platform_id)
        parts = select(message_parts.c.item).where(
            message_parts.c.thread == thread, message_parts.c.platform_id == item
        )
        ours = (transcript.c.platform_id == item) & (transcript.c.platform_id != "")
        named = ours | (transcript.c.item == item) | transcript.c.item.in_(parts)
        query = select(*talk_lines.LINE).where(transcript.c.thread == thread, transcript.c.author != "", named)
        found = self._connection.execute(query.order_by(transcript.c.row.desc()).limit(1)).first()
        return _line(found) if found else None

    def waiting(self) -> tuple[Waiting, ...]:
        """Threads with the desk, longest waiting first."""
        return tuple(talk_lines.waiting(row) for row in self._connection.execute(talk_lines.WAITING))

    def place(self, thread: str) -> int:
        """The thread's place among those who wait for a person; 0 when it does not wait."""
        return int(self._connection.execute(talk_lines.PLACE, {"thread": thread}).scalar_one())

    def takes(self, *, since: int, most: int) -> tuple[Take, ...]:
        """The newest takes out of the queue since a time, in order."""
        took = select(transcript.c.at, transcript.c.body).where(
            transcript.c.kind.in_(("AgentTook", "AgentSpoke")), transcript.c.at >= since, transcript.c.body != ""
        )
        rows = self._connection.execute(took.order_by(transcript.c.row.desc()).limit(most)).all()
        found = [Take(row.at, int(msgspec.json.decode(row.body).get("waited", 0))) for row in reversed(rows)]
        return tuple(take for take in found if take.waited)

    def erase_event(self, thread: str, event: str) -> None:
        """Blank the stored text, and its edits, of a message that its author took back, or that must not be kept."""
        item = talk_lines.storable(event)
        edited = (transcript.c.kind == "MessageEdited") | (transcript.c.item == item)
        found = select(transcript.c.row, transcript.c.item, transcript.c.body).where(
            transcript.c.thread == thread, edited, transcript.c.body != ""
        )
        for line in self._connection.execute(found).all():
            if line.item == item or msgspec.json.decode(line.body).get("target") == event:
                blank = update(transcript).where(transcript.c.row == line.row)
                self._connection.execute(blank.values(body=talk_lines.blanked(line.body)))
        self._unquote(thread, item)

    def _unquote(self, thread: str, item: str) -> None:
        """Answers to it go on pointing at it, and say no more what it said."""
        points = transcript.c.body.contains(f'"answers":{_encode(item).decode()}', autoescape=True)
        found = select(transcript.c.row, transcript.c.body).where(
            transcript.c.thread == thread, transcript.c.kind == "Text", points
        )
        for line in self._connection.execute(found).all():
            body = _encode({**msgspec.json.decode(line.body), "quote": ""}).decode()
            self._connection.execute(update(transcript).where(transcript.c.row == line.row).values(body=body))

    def set_aside(self, *, channel: str, reason: str, body_digest: str, size: int, at: int) -> None:
        """Note a signed body that could not be read: its digest and size, never its content."""
        values = {"channel": channel, "reason": reason, "body_digest": body_digest, "size": size, "at": at}
        self._connection.execute(insert(set_aside).values(**values))

    def owe(self, owed: Owed) -> None:
        """Promise an event to a thread, in the transaction that decides it; the same id again changes nothing."""
        row = upsert(thread_outbox).values(id=owed.id, thread=owed.thread, event=_encode(owed.event).decode())
        self._connection.execute(row.on_conflict_do_nothing(index_elements=["id"]))

    def owed(self, *, most: int) -> tuple[Owed, ...]:
        """Events still owed, oldest first within each thread."""
        query = select(thread_outbox).where(~thread_outbox.c.paid).order_by(thread_outbox.c.number).limit(most)
        return tuple(_owed(row) for row in self._connection.execute(query))

    def owed_to(self, thread: str) -> tuple[Owed, ...]:
        """Events still owed to one thread, oldest first."""
        unpaid = select(thread_outbox).where(~thread_outbox.c.paid, thread_outbox.c.thread == thread)
        return tuple(_owed(row) for row in self._connection.execute(unpaid.order_by(thread_outbox.c.number)))

    def promised(self, owed: str) -> Owed | None:
        """An event that was owed to a thread, by its id, whether or not a turn took it since."""
        row = self._connection.execute(select(thread_outbox).where(thread_outbox.c.id == owed)).first()
        return _owed(row) if row else None

    def paid_off(self, owed: str) -> None:
        """The turn of an owed event has committed."""
        self._connection.execute(update(thread_outbox).where(thread_outbox.c.id == owed).values(paid=True))

    def claim_effect(self, effect: str, request_hash: str) -> bool:
        """Whether the effect is new; False when it was claimed with the same hash before; raises `IllegalError`."""
        row = upsert(effects).values(id=effect, request_hash=request_hash).on_conflict_do_nothing()
        if self._connection.execute(row.returning(effects.c.id)).first() is not None:
            return True
        known = select(effects.c.request_hash).where(effects.c.id == effect)
        if self._connection.execute(known).scalar_one() != request_hash:
            raise IllegalError("An effect was asked for again with another request.")
        return False

    def _run(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> Sequence[Row[Any]]:
        """One statement over columns: PostgreSQL plans it once, and each column travels as one array."""
        if not rows:
            return ()
        result = self._connection.exec_driver_sql(statement, tuple(list(column) for column in zip(*rows, strict=True)))
        return result.all() if result.returns_rows else ()


def _line(row: Sequence[Any]) -> Line:
    return Line(*row)


def _owed(row: Row[Any]) -> Owed:
    return Owed(row.id, row.thread, _decode_event.decode(row.event))
