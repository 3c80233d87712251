"""Who owns a thread: the bot, the queue for a person, or an agent; a person who takes or leaves it raises the epoch.

What was said under an older epoch and is not on its way yet is never sent (`bot.ports.journal`). Waiting for a person
is no takeover: what the bot said before, a receipt above all, still goes out.
"""

import msgspec

from bot.domain.conversation.state import Conversation
from bot.domain.transitions import Table, move

OWNERSHIP: Table = {
    "bot": {"queue": "queue", "take": "human", "echo": "human"},
    "queue": {"take": "human", "return": "bot", "echo": "human"},
    "human": {"take": "human", "return": "bot", "queue": "queue", "echo": "human"},
}
"""The machine of ownership; `echo` is somebody who answers the traveller in another tool."""


ELSEWHERE = "app "
"""How the owner of a thread is named who answered in another tool; no agent's id begins so."""


IDLE_MS = 24 * 3_600_000
"""After so long without a word another app's control ends (Meta, Messenger Platform, "Conversation routing")."""


def is_elsewhere(conversation: Conversation) -> bool:
    """Whether somebody answers in another tool than our desk."""
    return conversation.owner == "human" and conversation.agent.startswith(ELSEWHERE)


def has_agent(conversation: Conversation) -> bool:
    """Whether an agent of our desk has the thread; who answers in another tool holds nobody off."""
    return conversation.owner == "human" and not is_elsewhere(conversation)


def is_anothers(conversation: Conversation, agent: str) -> bool:
    """Whether another agent than this one has the thread: it can be neither taken nor given back then."""
    return has_agent(conversation) and conversation.agent != agent


def _owned(conversation: Conversation, trigger: str, *, agent: str, since: int, reason: str) -> Conversation:
    owner = move(OWNERSHIP, conversation.owner, trigger, machine="ownership")
    epoch = conversation.epoch + ("human" in (conversation.owner, owner))
    return msgspec.structs.replace(
        conversation, owner=owner, epoch=epoch, agent=agent, waiting_since=since, reason=reason
    )


def queue(conversation: Conversation, *, reason: str, now: int) -> Conversation:
    """The conversation waiting for a person since now (milliseconds UTC)."""
    return _owned(conversation, "queue", agent="", since=now, reason=reason)


def take(conversation: Conversation, *, agent: str, now: int) -> Conversation:
    """The conversation in the hands of an agent."""
    return _owned(conversation, "take", agent=agent, since=now, reason=conversation.reason)


def echo(conversation: Conversation, *, app: str, now: int) -> Conversation:
    """The conversation after somebody answered in another tool: the bot is silent."""
    return _owned(conversation, "echo", agent=f"{ELSEWHERE}{app}", since=now, reason="answered elsewhere")


def give_back(conversation: Conversation) -> Conversation:
    """The conversation with the bot again; raises `IllegalError` when the bot has it already."""
    return _owned(conversation, "return", agent="", since=0, reason="")


def after_silence(conversation: Conversation, *, at: int) -> Conversation:
    """The conversation when something comes in at a time (milliseconds UTC): what nobody answers any more is ours."""
    last = max(conversation.waiting_since, conversation.last_heard)
    return give_back(conversation) if is_elsewhere(conversation) and at - last >= IDLE_MS else conversation


def mute(conversation: Conversation, *, reason: str, at: int) -> Conversation | None:
    """The conversation to which nothing is said before the traveller is heard again; None when they were since."""
    if at < conversation.last_heard or conversation.muted == reason:
        return None
    return msgspec.structs.replace(conversation, muted=reason)
