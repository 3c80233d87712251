"""What to send of a turn, whether it may still go out, and what a failure means; the courier does as told here."""

import msgspec

from bot.domain.conversation.entry import Entry, FateEntry, Said, TurnEntry
from bot.domain.conversation.events import is_from_traveller
from bot.domain.conversation.messages import Typing
from bot.domain.conversation.refusals import policy_of
from bot.domain.conversation.state import Conversation
from bot.domain.conversation.window import UNLIMITED, WINDOW_MS, may_speak
from bot.domain.errors import SendFailedError
from bot.domain.ids import channel_of
from bot.services import notices, refusals

GIVE_UP_MS = 15 * 60 * 1000
"""After a quarter of an hour words of a talk are out of place; the desk sees them as failed."""
GIVE_UP_LATE_MS = 6 * 3600 * 1000
"""News that must be known goes out of a mail server that was away for a night, or that wants to see it twice."""
HOLD_MS = 60 * 60 * 1000
"""While an account cannot send at all its messages wait longer: staff are told, and mend it."""
PROBE_SECONDS = 30.0
"""How often an account that cannot send at all is tried again."""
ECHO_SECONDS = 8.0
"""How long a platform may take to tell that a message went out whose sending had no answer."""

_WAITING = frozenset({"retry", "pause", "stop"})
_MOST_GROWTH = 8
_EASY = 79


class Verdict(msgspec.Struct, frozen=True):
    """What to do after a failure: `act` is one of those of `bot.domain.conversation.refusals.Policy`."""

    act: str
    reason: str
    wait: float = 0
    """Seconds that the platform asked for, 0 when it did not."""


def leaves_trace(said: Said) -> bool:
    """Whether it is a message; dots are not, and nobody cares whether they arrived."""
    return not isinstance(said.say.message, Typing)


def messages_of(entry: Entry) -> tuple[str, ...]:
    """The ids of the messages that an entry has us send."""
    if isinstance(entry, TurnEntry):
        return tuple(said.id for said in entry.said if leaves_trace(said))
    return (entry.message,) if is_refusal(entry) else ()


def epoch_of(entry: TurnEntry) -> int | None:
    """The owner epoch under which a turn may be sent; None when an agent spoke, whose words go out in any case."""
    return entry.epoch if all(said.say.author == "bot" for said in entry.said) else None


def asks_talk(entry: TurnEntry, *, now_ms: int) -> bool:
    """Whether the conversation must be looked at before a turn may go: the turn itself does not say that it may.

    Who has written within half a day is answered; our own channels have no window and refuse nobody.
    """
    if channel_of(entry.thread) in UNLIMITED:
        return False
    return not is_from_traveller(entry.event) or now_ms - entry.event.at >= WINDOW_MS // 2


def closed(entry: TurnEntry, talk: Conversation | None, *, now_ms: int) -> str:
    """Why nothing may be said freely to a thread that was looked at, "" when it may.

    That is what the channel muted it for, but not towards who has just written; or that the window is closed.
    """
    if talk is None:
        return "window_closed"
    if talk.muted and not is_from_traveller(entry.event):
        return talk.muted
    return "" if may_speak(talk, channel=channel_of(entry.thread), now_ms=now_ms) else "window_closed"


def may_go_late(entry: TurnEntry, *, gone: int) -> bool:
    """Whether a turn may still be told another way, of whose messages the first `gone` are done.

    News is told whole or not at all: once a part of it is out, the rest is not told a second time in other words.
    """
    untouched = not any(leaves_trace(said) for said in entry.said[:gone])
    return untouched and (refusals.was_refused(entry) or notices.can_be_late(entry.event))


def told_by(entry: TurnEntry, *, gone: int) -> str:
    """How a turn that goes another way was told by what is known to be out of its first `gone` messages; "" if not.

    A mail is never known to be out when its server did not say so, so it was one of the platform's own ways.
    """
    told = any(leaves_trace(said) for said in entry.said[:gone])
    return ("human_agent" if notices.is_typed(entry.event) else "template") if told else ""


def is_refusal(fate: FateEntry) -> bool:
    """Whether a platform tells that it did not deliver a message after all, because its window had closed."""
    return fate.fate == "undelivered" and fate.reason == "window_closed" and bool(fate.message)


def judge(error: SendFailedError, *, age_ms: int, tries: int = 0, late: bool = False) -> Verdict:
    """What a failure means after so many tries before it; news that goes another way is tried for longer."""
    act, reason = policy_of(error.reason).act, error.reason
    if act in _WAITING and error.again.most and tries >= error.again.most:
        reason = error.again.then or reason
        act = policy_of(reason).act
        act = "fail" if act in _WAITING else act
    if act not in _WAITING:
        return Verdict(act, reason)
    if not error.retryable or age_ms > (GIVE_UP_LATE_MS if late else HOLD_MS if act == "stop" else GIVE_UP_MS):
        return Verdict("fail", reason)
    wait = error.retry_after * error.again.growth ** min(tries, _MOST_GROWTH)
    return Verdict(act, reason, max(wait, PROBE_SECONDS) if act == "stop" else wait)


def gap(load: int) -> float:
    """Seconds between two messages of an account that has used so much of its quota, in percent; 0 while it is fine.

    Meta advises to slow down early: at 80 percent it is still 20 a second, at 99 one.
    """
    return (load - _EASY) / 20 if load > _EASY else 0.0
