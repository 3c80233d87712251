"""How travellers were helped: asked once after a closing, and kept with who had helped them.

Theory. Closing a thread notes that its traveller may be asked. A little later (an agent may take the closing back, the
archive may be a moment behind) a sweep decides, once for good: nobody is asked whom no person answered, whose talk goes
on, or whose channel is closed to us by then. What is asked is an event that SQL owes the thread under the closing's id,
which a turn takes once.
"""

import msgspec

from bot.domain.conversation import window
from bot.domain.conversation.rating_effects import KeepRating
from bot.domain.conversation.rating_events import RatingAsked
from bot.domain.ids import channel_of
from bot.domain.moments import milliseconds
from bot.domain.staff.happenings import DeskEvent
from bot.ports.conversations import Due
from bot.ports.happening_records import Rating
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Owed
from bot.services import desk

AFTER_MS = 10_000
"""Longer than a closing can be taken back."""
MOST = 100


def note_closing(work: Work, rating: Rating) -> None:
    """Note that a traveller may be asked about a closing, in its transaction."""
    work.happenings.begin_rating(rating)


def ask_due(runtime: Runtime) -> int:
    """Ask those whose threads were closed a while ago, or decide that they are not asked; gives how many were."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        due = work.happenings.pending(closed_before=now - AFTER_MS, most=MOST)
    return sum(_ask(runtime, rating.closing, now) for rating in due)


def keep(runtime: Runtime, due: Due) -> None:
    """Keep what a traveller answered; the first answer counts, and something may be added to it once."""
    answer = due.effect
    if not isinstance(answer, KeepRating):
        raise TypeError(answer)
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        known = work.happenings.rating(answer.closing, lock=True)
        if known is None or known.thread != due.thread:
            return
        if answer.comment and not known.comment:
            work.happenings.keep_rating(msgspec.structs.replace(known, comment=answer.comment))
        elif answer.score and known.state == "asked":
            rated = msgspec.structs.replace(known, state="answered", score=answer.score, answered_at=now)
            work.happenings.keep_rating(rated)
            work.happenings.append((_line(rated),))


def _ask(runtime: Runtime, closing: str, now: int) -> bool:
    with runtime.records.begin() as work:
        rating = work.happenings.rating(closing, lock=True)
        if rating is None or rating.state != "pending":
            return False
        asks = _was_helped(work, rating) and _is_closed(work, rating) and _may_be_asked(runtime, rating.thread, now)
        if not asks:
            work.happenings.keep_rating(msgspec.structs.replace(rating, state="withheld"))
            return False
        answered = work.happenings.last_of(rating.thread, "answered")
        helper = {"agent": answered.agent, "name": answered.name, "team": answered.team} if answered else {}
        asked = msgspec.structs.replace(rating, state="asked", asked_at=now, **helper)
        work.happenings.keep_rating(asked)
        work.talk.owe(Owed(closing, rating.thread, RatingAsked(closing, now)))
    return True


def _was_helped(work: Work, rating: Rating) -> bool:
    """Whether a person answered since the thread was closed before."""
    answered = work.happenings.last_of(rating.thread, "answered")
    return answered is not None and answered.at > rating.since


def _is_closed(work: Work, rating: Rating) -> bool:
    """Whether the closing stands: it was not taken back, and the traveller has not gone on since."""
    return work.desk.thread(rating.thread).done_at == rating.closed_at


def _may_be_asked(runtime: Runtime, thread: str, now: int) -> bool:
    talk = desk.thread_state(runtime, thread)
    if talk is None or talk.owner != "bot" or talk.muted:
        return False
    return window.may_speak(talk, channel=channel_of(thread), now_ms=now)


def _line(rating: Rating) -> DeskEvent:
    return DeskEvent(
        id=f"rated:{rating.closing}",
        at=rating.answered_at,
        thread=rating.thread,
        kind="rated",
        team=rating.team,
        agent=rating.agent,
        name=rating.name,
        channel=channel_of(rating.thread),
        value=rating.score,
    )
