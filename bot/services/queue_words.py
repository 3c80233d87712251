"""Tells those who wait for a person how long it takes, in their thread, and again when that has changed notably.

Theory. A sweep looks at who waits, as the archive says, and owes each thread an event in the transaction in which it
writes down what was told: nobody is told twice. Web chats show place and time beside the talk as they change, so there
only closed hours are told. What is owed to somebody who waits no more changes nothing.
"""

from collections.abc import Sequence

from bot.domain.conversation.service_events import WaitTold
from bot.domain.ids import channel_of
from bot.domain.moments import milliseconds
from bot.domain.staff.hours import is_open, next_open
from bot.domain.staff.wait_words import Told, is_news
from bot.ports.desk_records import DeskThread
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Owed, Take
from bot.services import service_levels
from bot.services.service_levels import Levels
from bot.services.waiting_line import MOST_TAKES, RECENT_MS, expected_minutes

SHOWN_LIVE = frozenset({"webchat"})
"""Channels whose page shows the place itself."""


def tell(runtime: Runtime) -> int:
    """Owe a word to each who waits and has news; gives how many. Raises `UnavailableError`."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        queued, known = work.assignments.queued(now=now), work.assignments.told()
        gone = tuple(sorted(known.keys() - {row.thread for row in queued}))
        if gone:
            work.assignments.forget_told(gone)
        if not queued:
            return 0
        levels, takes = service_levels.levels(work), work.talk.takes(since=now - RECENT_MS, most=MOST_TAKES)
        news = [one for one in _now(levels, takes, queued, now) if is_news(known.get(one.thread), one)]
        for one in news:
            zone = levels.hours_of(_team(queued, one.thread)).zone
            told = WaitTold(
                f"wait:{runtime.ids.new('wai')}", now, place=one.place, minutes=one.minutes, opens=one.opens, zone=zone
            )
            work.assignments.keep_told(one)
            work.talk.owe(Owed(told.id, one.thread, told))
    return len(news)


def _now(levels: Levels, takes: tuple[Take, ...], queued: Sequence[DeskThread], now: int) -> list[Told]:
    """What there is to tell each who waits; of hours that never open there is nothing."""
    found = []
    for place, row in enumerate(queued, 1):
        hours = levels.hours_of(row.team)
        if not is_open(hours, now):
            opens = next_open(hours, now)
            found += [Told(thread=row.thread, since=row.waiting_since, at=now, opens=opens)] if opens else []
        elif channel_of(row.thread) not in SHOWN_LIVE:
            minutes = expected_minutes(takes, place)
            found.append(Told(thread=row.thread, since=row.waiting_since, at=now, place=place, minutes=minutes))
    return found


def _team(queued: Sequence[DeskThread], thread: str) -> str:
    return next(row.team for row in queued if row.thread == thread)
