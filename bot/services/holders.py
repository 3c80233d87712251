"""Who has a thread, as those read it who come second: by name, and since when."""

from bot.domain.conversation.handover import has_agent
from bot.domain.conversation.state import Conversation
from bot.domain.errors import ConflictError
from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime

SOMEBODY = "Another agent"
MOVED = "This thread has changed hands since you looked at it. Look at it again before you take it."
_UNITS = ((86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1000, "s"))


def owner_of(talk: Conversation) -> str:
    """The agent of the desk who has a thread, "" while none has."""
    return talk.agent if has_agent(talk) else ""


def name_of(runtime: Runtime, talk: Conversation) -> str:
    """What the agent who has a thread is called; "" while none has. Raises `UnavailableError`."""
    agent = owner_of(talk)
    if not agent:
        return ""
    with runtime.records.begin() as work:
        person = work.people.person(agent)
        known = work.desk.thread(talk.thread)
    return person.name if person else (known.agent == agent and known.agent_name) or SOMEBODY


def taken_by(runtime: Runtime, talk: Conversation) -> str:
    """Who took a thread and how long ago, as a sentence; "" while no agent has it. Raises `UnavailableError`."""
    name = name_of(runtime, talk)
    return f"{name} took it {ago(milliseconds(runtime.clock.now()) - talk.waiting_since)} ago." if name else ""


def check(runtime: Runtime, talk: Conversation, agent: Person) -> None:
    """Raise `ConflictError` that says who has a thread and since when, if that is another agent."""
    if owner_of(talk) not in ("", agent.id):
        raise ConflictError(taken_by(runtime, talk), retryable=False)


def check_mine(runtime: Runtime, talk: Conversation, agent: Person) -> None:
    """Raise `ConflictError` that says who has a thread, or that it was taken and given back, unless this agent has it.

    Raises `UnavailableError`.
    """
    if owner_of(talk) != agent.id:
        raise ConflictError(taken_by(runtime, talk) or MOVED, retryable=False)


def ago(milliseconds: int) -> str:
    """A length of time in its largest unit, as "2 s"."""
    size, unit = next(((size, unit) for size, unit in _UNITS if milliseconds >= size), _UNITS[-1])
    return f"{max(0, milliseconds) // size} {unit}"
