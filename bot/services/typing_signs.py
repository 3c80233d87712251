"""Who is typing in a thread that a person has: told to the other side at once, remembered by nobody."""

from bot.domain.conversation.handover import has_agent
from bot.domain.staff.person import Person
from bot.ports.live import Hint
from bot.ports.runtime import Runtime


def agent_types(runtime: Runtime, thread: str, agent: Person) -> bool:
    """Tell the traveller that the agent who has the thread is typing; False when another or nobody has it.

    Raises `UnavailableError`.
    """
    talk = runtime.conversations.load(thread)
    if talk is None or not has_agent(talk) or talk.agent != agent.id:
        return False
    runtime.live.hint(Hint(thread, agent.name))
    return True


def traveller_types(runtime: Runtime, thread: str) -> bool:
    """Tell the desk that the traveller is typing; False when no person reads along. Raises `UnavailableError`."""
    talk = runtime.conversations.load(thread)
    if talk is None or not has_agent(talk):
        return False
    runtime.live.hint(Hint(thread))
    return True
