"""The line before the desk: who is next, and how long it will take as far as the last hour tells.

Theory. What one place costs is the time between two takes during which somebody waited: from the take before, or from
when the taken one joined an empty line. Its mean over the last hour, times one's place, is the expected wait, whether
travellers came one by one or all at once, and however many agents took them.
"""

import msgspec

from bot.domain.moments import milliseconds
from bot.domain.staff.hours import is_open
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Take
from bot.services import service_levels

FEWEST_TAKES = 3
"""With fewer takes in the last hour nobody can tell, and nothing is promised."""
MOST_TAKES = 50
RECENT_MS = 3600 * 1000
LONGEST_MINUTES = 60
"""A longer wait is told as no number: it would only look exact."""


class Place(msgspec.Struct, frozen=True):
    """A place in the line, 1 for who is next; `minutes` is the expected wait, 0 when nobody can tell."""

    number: int
    minutes: int = 0


def place_of(runtime: Runtime, thread: str) -> Place | None:
    """The thread's place in the line, None when it does not wait for a person; raises `UnavailableError`.

    Outside business hours nobody can tell how long it takes.
    """
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        number = work.talk.place(thread)
        if not number:
            return None
        if not is_open(service_levels.levels(work).hours_of(work.desk.thread(thread).team), now):
            return Place(number)
        takes = work.talk.takes(since=now - RECENT_MS, most=MOST_TAKES)
    return Place(number, expected_minutes(takes, number))


def expected_minutes(takes: tuple[Take, ...], number: int) -> int:
    """Whole minutes, at least one, until the place is taken; 0 when too little is known or it is over an hour."""
    if len(takes) < FEWEST_TAKES:
        return 0
    before = (0, *(take.at for take in takes))
    gaps = [min(take.waited, take.at - last) for take, last in zip(takes, before, strict=False)]
    minutes = max(1, round(number * sum(gaps) / len(gaps) / 60_000))
    return minutes if minutes <= LONGEST_MINUTES else 0
