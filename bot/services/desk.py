"""The desk: who waits for a person, taking a thread over, answering, giving it back."""

import msgspec

from bot.domain import ids
from bot.domain.conversation import answers, window
from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.answers import UNSAID, AnsweredError
from bot.domain.conversation.state import Conversation
from bot.domain.conversation.window import How, Occasion
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.flow import returning
from bot.domain.flow.returning import Destination
from bot.domain.ids import parse_thread
from bot.domain.moments import milliseconds
from bot.domain.redaction import find
from bot.domain.staff.canned import check_filled
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import holders, turns
from bot.services.notices import address_of

LONGEST_REPLY = 2000
"""Characters: what every channel carries in one message (Meta, Messenger Platform, Send API)."""

CLOSED = (
    "This was not sent: the traveller was silent for so long that the channel is closed, and no e-mail address is "
    "known. You can answer when the traveller writes again."
)
NO_NUMBERS = "This was not sent: it holds a card or account number. Take it out; payments have a page of their own."
_LONGEST_KEY = 64


def thread_state(runtime: Runtime, thread: str) -> Conversation | None:
    """The live conversation, or its archived body when Redis has lost it; raises `UnavailableError`."""
    live = runtime.conversations.load(thread)
    if live is not None:
        return live
    with runtime.records.begin() as work:
        return work.talk.conversation(thread)


def take(runtime: Runtime, thread: str, agent: Person, *, epoch: int | None = None) -> None:
    """Take a thread over: from this turn on nothing of the bot's goes out any more.

    `epoch` is the one that the agent saw; without it, the one that is found. Raises `ConflictError` that says who was
    faster and when, or that the thread has changed hands since; `InvalidError` when there is no such thread.
    """
    talk = _found(runtime, thread)
    holders.check(runtime, talk, agent)
    if holders.owner_of(talk) != agent.id:
        seen = talk.epoch if epoch is None else epoch
        event = AgentTook(_event_id(runtime), _now(runtime), agent.id, agent.name, _waited(runtime, talk), seen)
        holders.check_mine(runtime, turns.take(runtime, thread, event).conversation, agent)


def _waited(runtime: Runtime, talk: Conversation) -> int:
    return _now(runtime) - talk.waiting_since if talk.owner == "queue" else 0


def is_certain(runtime: Runtime, thread: str) -> bool:
    """Whether the archive knows who has the thread; until then a last word of the bot may still go out.

    Raises `UnavailableError`.
    """
    live = thread_state(runtime, thread)
    with runtime.records.begin() as work:
        archived = work.talk.conversation(thread)
    return live is None or (archived is not None and archived.epoch >= live.epoch)


class Beside(msgspec.Struct, frozen=True):
    """What goes with words: the version of the talk that the agent has seen, and the message that they answer.

    `answers` is the platform's id of it, and `quote` its beginning; both "" for none. `epoch` is as in `take`.
    """

    seen: int = UNSAID
    answers: str = ""
    quote: str = ""
    epoch: int | None = None


_ALONE = Beside()


def reply(runtime: Runtime, thread: str, agent: Person, text: str, *, key: str, beside: Beside = _ALONE) -> None:
    """Say something in a thread, which the first word takes over; the same `key` again says it once.

    Two posts of one reply at once are one, too: the thread remembers the event of the first. Raises `InvalidError`
    on an empty or too long text, one with a card number, or a key that is none, `AnsweredError` when somebody else
    answered what the agent has not seen, `ConflictError` when another agent has the thread, when it has changed hands
    since, or when nothing that is written now could reach the traveller.
    """
    words = text.strip()
    if not 0 < len(words) <= LONGEST_REPLY:
        raise InvalidError(f"A reply has 1 to {LONGEST_REPLY} characters.")
    check_filled(words)
    if find(words):
        raise InvalidError(NO_NUMBERS)
    event = event_of(key)
    if was_archived(runtime, thread, event):
        return
    talk = _found(runtime, thread)
    if holders.owner_of(talk) in ("", agent.id):
        if reply_way(runtime, talk).how == "none":
            raise ConflictError(CLOSED)
        spoke = AgentSpoke(event, _now(runtime), agent.id, agent.name, words, _waited(runtime, talk))
        seen_epoch = talk.epoch if beside.epoch is None else beside.epoch
        about = {"seen": beside.seen, "answers": beside.answers, "quote": beside.quote}
        turns.take(runtime, thread, msgspec.structs.replace(spoke, epoch=seen_epoch, **about))
    check_said(runtime, thread, event, agent, seen=beside.seen)


def event_of(key: str) -> str:
    """The id of what an agent says by a form of this key; raises `InvalidError` for one that is none."""
    if not (key.isascii() and key.isalpha() and len(key) <= _LONGEST_KEY):
        raise InvalidError("A reply has an id of its own, of letters.")
    return f"desk:{key}"


def was_archived(runtime: Runtime, thread: str, event: str) -> bool:
    """Whether an event was taken long ago: the thread itself remembers only the last ones."""
    with runtime.records.begin() as work:
        return work.talk.has_event(thread, event)


def check_said(runtime: Runtime, thread: str, event: str, agent: Person, *, seen: int) -> None:
    """See that the thread took what an agent said; raises `AnsweredError` or `ConflictError` with the reason if not."""
    talk = _found(runtime, thread)
    if ids.digest(event) in talk.seen:
        return
    answer = answers.unseen(talk.answers, agent.id, seen=seen)
    if answer is not None:
        raise AnsweredError(answer)
    raise ConflictError(holders.taken_by(runtime, talk) or holders.MOVED, retryable=False)


class ReplyWay(msgspec.Struct, frozen=True):
    """How a reply would go now, until when, and since when the channel is closed: milliseconds UTC, 0 for never."""

    how: How
    until: int = 0
    since: int = 0


def reply_way(runtime: Runtime, talk: Conversation) -> ReplyWay:
    """How an agent's words would reach the traveller of a thread now."""
    channel, now = parse_thread(talk.thread).channel, _now(runtime)
    how = window.way(
        Occasion(
            channel=channel,
            now_ms=now,
            last_heard=talk.last_heard,
            by_person=True,
            address=runtime.mails and bool(address_of(talk)),
        )
    )
    since = window.ends("free", channel=channel, last_heard=talk.last_heard)
    return ReplyWay(how, window.ends(how, channel=channel, last_heard=talk.last_heard), 0 if how == "free" else since)


def ways_back(runtime: Runtime, talk: Conversation) -> tuple[Destination, ...]:
    """Everywhere the bot may go on in a thread that is given back to it, where it stopped first."""
    return returning.destinations(talk, world=runtime.world(), now=_now(runtime))


def hand_back(runtime: Runtime, thread: str, agent: Person, *, to: str = returning.STOPPED) -> None:
    """Give a thread back to the bot, which goes on where it stopped or at one of `ways_back`.

    Raises `ConflictError` when another agent has it, or when the bot cannot go on there any more.
    """
    talk = _found(runtime, thread)
    holders.check(runtime, talk, agent)
    if to not in {way.to for way in ways_back(runtime, talk)}:
        raise ConflictError("The bot cannot go on there now. Choose where it goes on once more.", retryable=False)
    event = AgentReturned(_event_id(runtime), _now(runtime), agent.id, to)
    holders.check(runtime, turns.take(runtime, thread, event).conversation, agent)


def _found(runtime: Runtime, thread: str) -> Conversation:
    found = thread_state(runtime, thread)
    if found is None:
        raise InvalidError("There is no such thread.")
    return found


def _event_id(runtime: Runtime) -> str:
    return runtime.ids.new("desk")


def _now(runtime: Runtime) -> int:
    return milliseconds(runtime.clock.now())
