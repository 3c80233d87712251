"""What the desk knows of threads, kept from what was archived: in the archivist's transaction, turn by turn.

Theory. The state after a turn follows from the state before it and the turn alone, so a history gives the same state
however it was cut into batches. A turn that is in already (by its version) changes nothing: a batch that is written
again is written in vain. Rows are locked before they are read, because agents change other fields of them meanwhile.
"""

from collections.abc import Iterable

import msgspec

from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.desk_events import MessageRepeated
from bot.domain.conversation.entry import FateEntry, TurnEntry
from bot.domain.conversation.events import (
    AttachmentReceived,
    CheckoutEnded,
    MessageEchoed,
    MessageErased,
    MessageUnsent,
    PaymentDeclined,
    SeatsHeld,
    TextReceived,
    TicketIssued,
    is_from_traveller,
)
from bot.domain.conversation.heard import SPEAKS, heard
from bot.domain.conversation.messages import Media, Message, spoken
from bot.domain.conversation.review_events import PaymentHeld
from bot.domain.conversation.service_events import AgentAccepted
from bot.domain.staff.masking import mask_text
from bot.domain.staff.search_words import words
from bot.ports.desk_records import DeskThread
from bot.ports.inbox_records import Projected
from bot.ports.records import Work
from bot.ports.search_records import Spoken
from bot.services import service_levels
from bot.services.service_levels import Levels

SILENCE_MS = 60_000
"""So long the bot may owe an answer before somebody should look: its slowest supplier takes 20 seconds."""
MISSES = 2
"""Answers in a row that were not understood, in one step, after which the bot is of no help."""
LONGEST_TEXT = 200

_BOT = "bot"
_FAILS = frozenset({"failed", "undelivered"})
_WELL = (TicketIssued, SeatsHeld)
_DESK = (AgentTook, AgentReturned)
"""What changes the desk's list although nobody said a word."""
_WORDS = (TextReceived, AttachmentReceived)


class _Line(msgspec.Struct, frozen=True):
    """Who said what in a turn, under which id."""

    item: str
    author: str
    text: str


def keep(
    work: Work,
    turns: tuple[TurnEntry, ...],
    fates: tuple[FateEntry, ...] = (),
    moved: Iterable[str] = (),
) -> None:
    """Bring what the desk knows up to what was just archived, and let the words be found.

    `moved` are threads of which messages moved along.
    """
    if turns:
        _keep_states(work, turns)
    failing = {fate.thread for fate in fates if fate.fate in _FAILS}
    answered = {turn.thread for turn in turns if _answers(turn) or isinstance(turn.event, MessageRepeated)}
    work.inbox.count_failed(tuple(sorted(failing)), tuple(sorted({*moved, *answered})))
    work.search.index(tuple(line for turn in turns for line in said_in(turn)))
    for turn in turns:
        if isinstance(turn.event, MessageUnsent | MessageErased):
            work.search.forget(turn.thread, turn.event.target)
            for file in work.files.of_items(turn.thread, (turn.event.target,)):
                work.files.drop(file.id)


def _keep_states(work: Work, turns: tuple[TurnEntry, ...]) -> None:
    before = work.inbox.locked(tuple(sorted({turn.thread for turn in turns})))
    levels, after = service_levels.levels(work), dict[str, Projected]()
    for turn in turns:
        known = after.get(turn.thread) or Projected(before.get(turn.thread) or DeskThread(thread=turn.thread))
        after[turn.thread] = project(known, turn)
    dated = [_dated(levels, one) for one in after.values()]
    for state in (one.state for one in dated):
        if not state.offered_to and before.get(state.thread, state).offered_to:
            work.desk.change(state.thread, offered_to="", offered_at=0)
    work.inbox.save(tuple(one for one in dated if one.state != before.get(one.state.thread)))


def _dated(levels: Levels, one: Projected) -> Projected:
    """With the clocks that are due by what is promised."""
    due = service_levels.changes(levels, one.state, one.state)
    return Projected(msgspec.structs.replace(one.state, **due), one.item)


def project(before: Projected, turn: TurnEntry) -> Projected:
    """What the desk knows after a turn, from what it knew before it."""
    if turn.version <= before.state.version:
        return before
    last = next((line for line in reversed(_lines(turn)) if line.text), None)
    state = _newest(_heard(_owned(before.state, turn), turn), turn, last)
    item = last.item if last is not None else before.item
    return Projected(msgspec.structs.replace(_stuck(state, turn), version=turn.version), item)


def is_more_than_words(turn: TurnEntry) -> bool:
    """Whether pages of the desk have more to draw after a turn than the lines and clocks of a thread that waits.

    What the bot does in its own threads is seen from their lines, and so is what it says to who writes while they wait.
    """
    if turn.owner == _BOT:
        return isinstance(turn.event, _DESK)
    return turn.was != turn.owner or not isinstance(turn.event, _WORDS)


def said_in(turn: TurnEntry) -> tuple[Spoken, ...]:
    """What was said in a turn, in order, each under the id by which the transcript has it, with its words."""
    return tuple(Spoken(turn.thread, line.item, line.author, line.text, words(line.text)) for line in _lines(turn))


def _lines(turn: TurnEntry) -> tuple[_Line, ...]:
    event, lines = turn.event, []
    if is_from_traveller(event):
        author = event.app or "app" if isinstance(event, MessageEchoed) else "traveller"
        lines.append(_Line(event.id, author, heard(event)))
    lines += [_Line(said.id, said.say.author, told(said.say.message)) for said in turn.said]
    return tuple(lines)


def told(message: Message) -> str:
    """The words of a message as lists and searches show them: a file is known by its name."""
    return " ".join(filter(None, (message.text, message.filename))) if isinstance(message, Media) else spoken(message)


def _owned(state: DeskThread, turn: TurnEntry) -> DeskThread:
    """Whose the thread is; when it comes to the desk, somebody is owed an answer and nothing hides it."""
    name = turn.event.name if isinstance(turn.event, AgentTook | AgentSpoke | AgentAccepted) else state.agent_name
    comes = state.owner == _BOT and turn.owner != _BOT
    state = msgspec.structs.replace(state, owner=turn.owner, agent_name=name if turn.owner == "human" else "")
    if turn.owner == "human" or (turn.owner == _BOT and turn.was not in (_BOT, "")):
        state = msgspec.structs.replace(state, offered_to="", offered_at=0)
    if turn.owner == _BOT:
        return msgspec.structs.replace(state, unanswered_since=0)
    if comes:
        state = msgspec.structs.replace(state, opened_at=turn.at, unanswered_since=turn.at, done_at=0, snoozed_until=0)
    return state


def _heard(state: DeskThread, turn: TurnEntry) -> DeskThread:
    """What the traveller said, and what a person answered."""
    if isinstance(turn.event, SPEAKS):
        since = 0 if turn.owner == _BOT else state.unanswered_since or turn.at
        state = msgspec.structs.replace(state, heard_at=turn.at, unanswered_since=since, done_at=0, snoozed_until=0)
    if _answers(turn):
        state = msgspec.structs.replace(state, answered_at=turn.at, unanswered_since=0)
    return state


def _answers(turn: TurnEntry) -> bool:
    return isinstance(turn.event, MessageEchoed) or any(said.say.author != _BOT for said in turn.said)


def _newest(state: DeskThread, turn: TurnEntry, last: _Line | None) -> DeskThread:
    """The newest words, as pages may show them; what its author took back is not shown any more."""
    if isinstance(turn.event, MessageUnsent | MessageErased):
        state = msgspec.structs.replace(state, last_text="")
    if last is None:
        return state
    text = mask_text(" ".join(last.text.split()))[:LONGEST_TEXT]
    return msgspec.structs.replace(state, last_at=turn.at, last_author=last.author, last_text=text)


def _stuck(state: DeskThread, turn: TurnEntry) -> DeskThread:
    """Whether the bot is of no help, and since when; with a person it never is."""
    kind = _why_stuck(state, turn) if turn.owner == _BOT else ""
    if kind == state.stuck_by:
        return state
    since = turn.at + SILENCE_MS if kind == "silent" else turn.at
    return msgspec.structs.replace(state, stuck_by=kind, stuck_since=since if kind else 0)


def _why_stuck(state: DeskThread, turn: TurnEntry) -> str:
    in_trouble = state.stuck_by == "payment" and not isinstance(turn.event, _WELL)
    if in_trouble or _is_payment_trouble(turn):
        return "payment"
    if turn.misses >= MISSES:
        return "misses"
    spoke = any(spoken(said.say.message) for said in turn.said)
    waits = isinstance(turn.event, SPEAKS) or state.stuck_by == "silent"
    return "silent" if waits and not spoke else ""


def _is_payment_trouble(turn: TurnEntry) -> bool:
    event = turn.event
    if isinstance(event, CheckoutEnded):
        return event.reason in {"unticketed", "failed"}
    return isinstance(event, PaymentDeclined | PaymentHeld)
