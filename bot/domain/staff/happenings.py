"""What reports count: lines of one append-only table, made from each turn and from what staff do."""

from collections.abc import Iterator

import msgspec

from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.desk_events import TemplateChosen
from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.events import (
    AttachmentReceived,
    ChoiceTapped,
    FormSent,
    MessageEchoed,
    OffersFound,
    SearchFailed,
    TextReceived,
    TicketIssued,
)
from bot.domain.conversation.service_events import AgentAccepted
from bot.domain.ids import channel_of, digest

HOUR_MS = 3_600_000
DESK_KINDS = frozenset({"queued", "taken", "heard", "answered", "returned", "closed", "rated"})
"""Kinds of which a case at the desk is made; all others count travellers who talk with the bot and buy."""
_WORDS = (TextReceived, ChoiceTapped, FormSent, AttachmentReceived)


class DeskEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line. `id` is the same however often it is written; `at` is milliseconds UTC.

    Kinds: `talked` (the traveller wrote; once an hour), `queued` (`about` is why), `taken`, `heard` (they wrote
    while the desk had it), `answered`, `returned` (`about` says by whom), `closed`, `rated` (`value` is 1 to 5),
    `searched`, `offered`, `paid`, `soon` and `late` (`about` is the clock, `value` when it is due). `agent` is an id,
    `name` what travellers read.
    """

    id: str
    at: int
    thread: str
    kind: str
    team: str = ""
    agent: str = ""
    name: str = ""
    channel: str = ""
    about: str = ""
    value: int = 0


def happenings(entry: TurnEntry, *, team: str) -> tuple[DeskEvent, ...]:
    """What a turn has for the reports, in order; `team` is the one that has the thread."""
    return tuple(
        DeskEvent(
            id=made.id or f"{digest(entry.thread)}#{entry.version}:{made.kind}",
            at=entry.at,
            thread=entry.thread,
            kind=made.kind,
            team=team if made.kind in DESK_KINDS else "",
            agent=made.agent,
            name=made.name,
            channel=channel_of(entry.thread),
            about=made.about,
        )
        for made in (*_ownership(entry), *_said(entry), *_bought(entry))
    )


class _Made(msgspec.Struct, frozen=True):
    kind: str
    about: str = ""
    agent: str = ""
    name: str = ""
    id: str = ""


def _ownership(entry: TurnEntry) -> Iterator[_Made]:
    if entry.owner == "queue" and entry.was not in ("queue", ""):
        yield _Made("queued", entry.reason)
    was_free = entry.was not in ("human", "")
    if isinstance(entry.event, AgentTook | AgentAccepted) or (isinstance(entry.event, AgentSpoke) and was_free):
        yield _Made("taken", agent=entry.event.agent, name=entry.event.name)
    if entry.owner == "bot" and entry.was not in ("bot", ""):
        by_agent = isinstance(entry.event, AgentReturned)
        agent = entry.event.agent if isinstance(entry.event, AgentReturned) else ""
        yield _Made("returned", "agent" if by_agent else "traveller", agent)


def _said(entry: TurnEntry) -> Iterator[_Made]:
    match entry.event:
        case AgentSpoke(agent=agent, name=name) | TemplateChosen(agent=agent, name=name):
            yield _Made("answered", agent=agent, name=name)
        case MessageEchoed():
            yield _Made("answered", agent="elsewhere", name="Another tool")
        case event if isinstance(event, _WORDS):
            yield _Made("talked", id=f"{digest(entry.thread)}:talked:{entry.at // HOUR_MS}")
            if entry.owner != "bot":
                yield _Made("heard")


def _bought(entry: TurnEntry) -> Iterator[_Made]:
    match entry.event:
        case SearchFailed():
            yield _Made("searched")
        case OffersFound(offers=offers):
            yield _Made("searched")
            if offers:
                yield _Made("offered")
        case TicketIssued():
            yield _Made("paid")
