"""Messages that a platform took and refused later, because its window had closed: the turn is over, the news is not.

WhatsApp may answer 200 and tell seconds later that nothing was delivered. What the message said is found again in what
SQL owed to the thread; it is told another way once, however many messages of its turn were refused.
"""

from bot.domain.conversation.effects import Say
from bot.domain.conversation.entry import FateEntry, Said, TurnEntry
from bot.domain.conversation.events import Event, WaitExpired
from bot.domain.conversation.messages import Text
from bot.domain.errors import IllegalError, SendFailedError
from bot.ports.records import Work

REFUSED = "refused"
"""Who speaks in an entry of which only the refusal is known."""
_SHOWN = frozenset({"delivered", "read"})
_NEWEST = 60
"""Lines among which the others of the same turn are looked for."""
_NO_TURN = 0
"""Turns are counted from one."""


def refused_turn(fate: FateEntry, position: str) -> TurnEntry:
    """What stands for a turn when a platform refuses a message that it had taken: the turn itself is long over.

    `position` is that of the refusal in the journal. No owner epoch holds it back: it was said once already.
    """
    again = Said(fate.message, Say(Text(""), author=REFUSED))
    nothing = WaitExpired(fate.message, fate.at, "")
    return TurnEntry(fate.thread, _NO_TURN, 0, "", nothing, (again,), step=position, at=fate.at)


def was_refused(entry: TurnEntry) -> bool:
    """Whether an entry stands for a message that was refused after it had been taken."""
    return entry.version == _NO_TURN


def refused_event(work: Work, entry: TurnEntry, said: Said) -> Event:
    """What SQL owed to the thread when the message was said.

    `entry.step` is the refusal's place in the journal: who reads it again after a crash goes on, anybody else does not.
    Raises `SendFailedError` when it is no news, told already, or partly there.
    """
    closed = SendFailedError("What was refused is no news, or told already.", reason="window_closed", retryable=False)
    event = said.id.rpartition("#")[0]
    owed = work.talk.promised(event)
    if owed is None or _arrived(work, entry.thread, event):
        raise closed
    try:
        work.talk.claim_effect(f"late:{entry.thread}:{event}", entry.step)
    except IllegalError:
        raise closed from None
    return owed.event


def _arrived(work: Work, thread: str, event: str) -> bool:
    """Whether a part of what an event made us say is in front of the traveller already."""
    return any(
        line.message.rpartition("#")[0] == event and line.fate in _SHOWN and line.reason == ""
        for line in work.talk.lines(thread, most=_NEWEST)
    )
