"""Rows of the transcript: how turns become rows, and rows become lines."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, func, select, true, tuple_

from bot.adapters.sql.repositories.talk_statements import (
    MOVE_BY_MESSAGE,
    MOVE_BY_PLATFORM,
    MOVE_BY_TIME,
    RANKS,
    moves_to,
)
from bot.adapters.sql.tables.talk import conversations, transcript
from bot.domain.conversation.agent_events import AgentSpoke, AgentTook
from bot.domain.conversation.entry import FateEntry, TurnEntry
from bot.domain.conversation.events import Event, MessageEchoed, is_from_traveller
from bot.domain.conversation.state import Conversation
from bot.domain.ids import channel_of
from bot.ports.talk_records import Waiting

LINE = (
    transcript.c.row,
    transcript.c.thread,
    transcript.c.item,
    transcript.c.author,
    transcript.c.kind,
    transcript.c.body,
    transcript.c.fate,
    transcript.c.language,
    transcript.c.at,
    transcript.c.reason,
    transcript.c.version,
)
"""What `Line` has, in its order."""

_WORDS = ("text", "title", "ref")
_encode = msgspec.json.Encoder().encode

_last_said = (
    select(transcript.c.body)
    .where(transcript.c.thread == conversations.c.thread, transcript.c.author == "traveller")
    .order_by(transcript.c.row.desc())
    .limit(1)
    .lateral()
)
_me = conversations.alias("me")
PLACE = (
    select(func.count())
    .select_from(_me)
    .join(conversations, conversations.c.owner == "queue")
    .where(_me.c.owner == "queue", _me.c.thread == bindparam("thread"))
    .where(tuple_(conversations.c.waiting_since, conversations.c.thread) <= tuple_(_me.c.waiting_since, _me.c.thread))
)
"""How many wait as long as a thread or longer, itself among them."""
WAITING = (
    select(conversations, _last_said.c.body.label("last_body"))
    .select_from(conversations.outerjoin(_last_said, true()))
    .where(conversations.c.owner != "bot")
    .order_by(conversations.c.waiting_since, conversations.c.thread)
)
"""Threads with the desk, and the newest thing that each traveller said."""


def storable(text: str) -> str:
    """A text of a stranger as PostgreSQL takes it: it knows no NUL."""
    return text.replace("\0", "") if "\0" in text else text


def rows_of(entry: TurnEntry) -> Iterator[tuple[Any, ...]]:
    """The rows of a turn: its event, then what was said.

    Of an event that nobody said the id alone is kept; but how long travellers waited for a person is counted later.
    """
    channel = channel_of(entry.thread)
    shared = (channel, entry.flow, entry.revision, entry.step, entry.language, entry.version, entry.at)
    event = entry.event
    author = _author(event)
    body = _encode(event).decode() if author else _wait_told(event)
    yield (entry.thread, storable(event.id), author, type(event).__name__, body, "", *shared)
    for said in entry.said:
        message = said.say.message
        kind = type(message).__name__
        body = _encode(message).decode()
        yield (entry.thread, storable(said.id), said.say.author, kind, body, "said", *shared)


def _wait_told(event: Event) -> str:
    """How long a traveller waited for the agent who took the thread: nothing that was said is kept twice."""
    if isinstance(event, AgentSpoke):
        return _encode({"waited": event.waited}).decode() if event.waited else ""
    return _encode(event).decode() if isinstance(event, AgentTook) else ""


def _author(event: Event) -> str:
    if isinstance(event, MessageEchoed):
        return event.app or "app"
    return "traveller" if is_from_traveller(event) else ""


def moves(fates: tuple[FateEntry, ...]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The statements that move messages along, in order, with their rows; fates that nobody knows are left out."""
    known = [fate for fate in fates if fate.fate in RANKS]
    ours = _furthest(fate for fate in known if fate.message)
    yield (
        MOVE_BY_MESSAGE,
        [(fate.thread, fate.message, fate.fate, moves_to(fate), fate.platform_id, fate.reason) for fate in ours],
    )
    others = sorted((fate for fate in known if not fate.message), key=lambda fate: RANKS[fate.fate])
    for name, group in groupby(others, lambda fate: fate.fate):
        same = list(group)
        rank = RANKS[name]
        named = [(fate.thread, fate.platform_id, name, rank, fate.reason) for fate in same if fate.platform_id]
        yield MOVE_BY_PLATFORM, named
        yield MOVE_BY_TIME, [(fate.thread, fate.until, name, rank) for fate in same if fate.until]


def _furthest(fates: Iterable[FateEntry]) -> list[FateEntry]:
    """One fate a message: the furthest, with the platform's id whichever of them told it."""
    best: dict[tuple[str, str], FateEntry] = {}
    for fate in fates:
        known = best.get((fate.thread, fate.message))
        if known is None or moves_to(known) < moves_to(fate):
            platform_id = fate.platform_id or (known.platform_id if known else "")
            best[fate.thread, fate.message] = msgspec.structs.replace(fate, platform_id=platform_id)
    return list(best.values())


def conversation_row(talk: Conversation, position: str) -> tuple[Any, ...]:
    """The row of an archived conversation."""
    known = (talk.agent, talk.reason, talk.language, talk.waiting_since)
    return (talk.thread, talk.version, talk.epoch, talk.owner, *known, _encode(talk).decode(), position)


def blanked(body: str) -> str:
    """The JSON of an event without the words that it held."""
    event = msgspec.json.decode(body)
    empty: dict[str, Any] = {**dict.fromkeys(_WORDS, ""), "values": {}, "context": None}
    return _encode({name: empty.get(name, value) for name, value in event.items()}).decode()


def waiting(row: Row[Any]) -> Waiting:
    """A row of `WAITING`."""
    said = msgspec.json.decode(row.last_body) if row.last_body else {}
    words = next((said[name] for name in _WORDS if said.get(name)), "")
    return Waiting(row.thread, row.owner, row.epoch, row.agent, row.reason, row.language, row.waiting_since, words)
