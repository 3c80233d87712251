"""What live-chat agents do with a thread, as events; each turn decides whether it was still theirs to do."""

from bot.domain.conversation.answers import UNSAID
from bot.domain.conversation.happened import Happened


class AgentTook(Happened, frozen=True, tag=True):
    """A live-chat agent took the thread, for which the traveller had `waited` milliseconds in the queue.

    `epoch` is the one that the agent saw: a thread that has changed hands since is not taken; None for any.
    """

    agent: str
    name: str
    waited: int = 0
    epoch: int | None = None


class AgentSpoke(Happened, frozen=True, tag=True):
    """An agent wrote to the traveller: with the first word they take the thread, as with `AgentTook`.

    They had the conversation of the version `seen` in view; `answers` and `quote` are as in `Text`.
    """

    agent: str
    name: str
    text: str
    waited: int = 0
    epoch: int | None = None
    seen: int = UNSAID
    answers: str = ""
    quote: str = ""


class AgentReturned(Happened, frozen=True, tag=True):
    """The agent gave the thread back to the bot: `to` where it stopped (""), "menu", or a step by its name."""

    agent: str
    to: str = ""


AgentEvent = AgentTook | AgentSpoke | AgentReturned
