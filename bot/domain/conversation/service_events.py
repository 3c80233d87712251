"""What the desk does with a thread besides talking in it: it goes from agent to agent, and its traveller is told."""

from bot.domain.conversation.happened import Happened


class AgentAccepted(Happened, frozen=True, tag=True):
    """An agent took over what its `sender` had transferred to them: it counts while that one still has the thread."""

    agent: str
    name: str
    sender: str


class AgentLeft(Happened, frozen=True, tag=True):
    """The agent who has the thread is not there any more: it waits for a person again."""

    agent: str


class WaitTold(Happened, frozen=True, tag=True):
    """Who waits for a person is told their `place` and about how many `minutes` it takes, 0 where nobody can tell.

    With `opens` (milliseconds UTC) nobody is there before that; it is told on the wall clock of `zone`.
    """

    place: int = 0
    minutes: int = 0
    opens: int = 0
    zone: str = "UTC"


ServiceEvent = AgentAccepted | AgentLeft | WaitTold
