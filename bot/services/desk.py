"""The desk: who waits for a person, taking a thread over, answering, giving it back, and the link that lets one in."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

import msgspec

from bot.domain import ids
from bot.domain.conversation import window
from bot.domain.conversation.events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.handover import has_agent
from bot.domain.conversation.state import Conversation
from bot.domain.conversation.window import How, Occasion
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.ids import parse_thread
from bot.domain.moments import milliseconds
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Waiting
from bot.services import turns
from bot.services.notices import address_of

LINK_SECONDS = 12 * 3600
"""How long an unused link to the desk is good: a working day."""
LONGEST_REPLY = 2000
"""Characters: what every channel carries in one message (Meta, Messenger Platform, Send API)."""

CLOSED = (
    "This was not sent: the traveller was silent for so long that the channel is closed, and no e-mail address is "
    "known. You can answer when the traveller writes again."
)
_LONGEST_KEY = 64
_PURPOSE = b"desk link\0"
_TAG_BYTES = 16
_SECRET_BYTES = 16


class Agent(msgspec.Struct, frozen=True):
    """A person at the desk: an id that tells two of the same name apart, and the name that travellers read."""

    id: str
    name: str


def waiting(runtime: Runtime) -> tuple[Waiting, ...]:
    """Threads with the desk, longest waiting first; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.talk.waiting()


def thread_state(runtime: Runtime, thread: str) -> Conversation | None:
    """The live conversation, or its archived body when Redis has lost it; raises `UnavailableError`."""
    live = runtime.conversations.load(thread)
    if live is not None:
        return live
    with runtime.records.begin() as work:
        return work.talk.conversation(thread)


def take(runtime: Runtime, thread: str, agent: Agent) -> None:
    """Take a thread over: from this turn on nothing of the bot's goes out any more.

    Raises `ConflictError` when another agent has it or was faster, `InvalidError` when there is no such thread.
    """
    talk = _found(runtime, thread)
    _not_anothers(_owner_of(talk), agent)
    if _owner_of(talk) != agent.id:
        now = _now(runtime)
        waited = now - talk.waiting_since if talk.owner == "queue" else 0
        event = AgentTook(_event_id(runtime), now, agent.id, agent.name, waited)
        _not_anothers(_owner_of(turns.take(runtime, thread, event).conversation), agent)


def is_certain(runtime: Runtime, thread: str) -> bool:
    """Whether the archive knows who has the thread; until then a last word of the bot may still go out.

    Raises `UnavailableError`.
    """
    live = thread_state(runtime, thread)
    with runtime.records.begin() as work:
        archived = work.talk.conversation(thread)
    return live is None or (archived is not None and archived.epoch >= live.epoch)


def reply(runtime: Runtime, thread: str, agent: Agent, text: str, *, key: str) -> None:
    """Say something in the thread that the agent has; the same `key` again says it once.

    Two posts of one reply at once are one, too: the thread remembers the event of the first. Raises `InvalidError`
    on an empty or too long text or a key that is none, `ConflictError` when the agent does not have the thread, or when
    nothing that is written now could reach the traveller.
    """
    words = text.strip()
    if not 0 < len(words) <= LONGEST_REPLY:
        raise InvalidError(f"A reply has 1 to {LONGEST_REPLY} characters.")
    if not (key.isascii() and key.isalpha() and len(key) <= _LONGEST_KEY):
        raise InvalidError("A reply has an id of its own, of letters.")
    event = f"desk:{key}"
    with runtime.records.begin() as work:
        said_before = work.talk.has_event(thread, event)
    if said_before:
        return
    talk = _found(runtime, thread)
    if _owner_of(talk) == agent.id:
        if reply_way(runtime, talk).how == "none":
            raise ConflictError(CLOSED)
        turns.take(runtime, thread, AgentSpoke(event, _now(runtime), agent.id, agent.name, words))
    if not _was_said(runtime, thread, event):
        raise ConflictError("Take the thread before you answer in it.")


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


def hand_back(runtime: Runtime, thread: str, agent: Agent) -> None:
    """Give a thread back to the bot; raises `ConflictError` when another agent has it."""
    _not_anothers(_owner(runtime, thread), agent)
    event = AgentReturned(_event_id(runtime), _now(runtime), agent.id)
    _not_anothers(_owner_of(turns.take(runtime, thread, event).conversation), agent)


def new_link(runtime: Runtime) -> str:
    """A link that lets one agent in, once, within twelve hours."""
    until = int(runtime.clock.now().timestamp()) + LINK_SECONDS
    body = f"{until}.{ids.token(runtime.ids.random(_SECRET_BYTES))}"
    return f"{runtime.public_url}/desk?key={body}.{_tag(runtime, body)}"


def is_good(runtime: Runtime, key: str) -> bool:
    """Whether a link's key is ours and not too old; whether it was used is asked only when it is redeemed."""
    body, _, tag = key.rpartition(".")
    ours = hmac.compare_digest(_tag(runtime, body).encode(), tag.encode())
    return ours and int(body.partition(".")[0]) > runtime.clock.now().timestamp()


def redeem(runtime: Runtime, key: str) -> bool:
    """Use a link up; False when it is not good or was used before. Only its digest is kept."""
    if not is_good(runtime, key):
        return False
    with runtime.records.begin() as work:
        return work.talk.claim_effect(f"desk-link:{sha256(key.encode()).hexdigest()}", "redeemed")


def _owner(runtime: Runtime, thread: str) -> str:
    """The agent who has the thread, "" while none of the desk has."""
    return _owner_of(_found(runtime, thread))


def _found(runtime: Runtime, thread: str) -> Conversation:
    found = thread_state(runtime, thread)
    if found is None:
        raise InvalidError("There is no such thread.")
    return found


def _owner_of(talk: Conversation) -> str:
    return talk.agent if has_agent(talk) else ""


def _not_anothers(owner: str, agent: Agent) -> None:
    if owner not in ("", agent.id):
        raise ConflictError("Another agent has this thread.")


def _was_said(runtime: Runtime, thread: str, event: str) -> bool:
    """Whether the thread took the event: its newest state remembers it."""
    found = thread_state(runtime, thread)
    return found is not None and ids.digest(event) in found.seen


def _event_id(runtime: Runtime) -> str:
    return runtime.ids.new("desk")


def _now(runtime: Runtime) -> int:
    return milliseconds(runtime.clock.now())


def _tag(runtime: Runtime, body: str) -> str:
    mac = hmac.digest(runtime.secret, _PURPOSE + body.encode(), sha256)[:_TAG_BYTES]
    return urlsafe_b64encode(mac).decode().rstrip("=")
