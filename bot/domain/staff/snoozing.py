"""Until when a thread can be put off: in an hour, tomorrow morning, next Monday, at a time of one's own, for ever."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import InvalidError
from bot.domain.staff.macros import LONGEST_SNOOZE

UNTIL_WRITES = 253_370_764_800_000
"""No moment ends it (milliseconds UTC, the beginning of the year 9999): the traveller's next word does."""

CHOICES: Mapping[str, str] = {
    "hour": "For 1 hour",
    "tomorrow": "Until tomorrow 9:00",
    "monday": "Until Monday 9:00",
    "writes": "Until the traveller writes",
}
"""What is offered beside a time of one's own."""
OWN = "own"
_MORNING = time(9)
_MONDAY = 7


def until(choice: str, *, now: datetime, zone: str, own: str = "") -> int:
    """The moment (milliseconds UTC) that a choice means for who lives by the clock of a zone.

    `own` is a time on that clock (ISO 8601, without a zone). Raises `InvalidError` for anything that is none, is over,
    or is more than sixty days away.
    """
    here = now.astimezone(_zone(zone))
    if choice == "hour":
        return _ms(now + timedelta(hours=1))
    if choice == "tomorrow":
        return _ms(_morning(here, days=1))
    if choice == "monday":
        return _ms(_morning(here, days=_MONDAY - here.weekday()))
    if choice == "writes":
        return UNTIL_WRITES
    if choice == OWN:
        return _own(own, now=now, zone=_zone(zone))
    raise InvalidError("Choose until when the thread sleeps.")


def _own(own: str, *, now: datetime, zone: ZoneInfo) -> int:
    try:
        wanted = datetime.fromisoformat(own.strip()).replace(tzinfo=zone)
    except ValueError:
        raise InvalidError("Enter a day and a time.") from None
    if not now < wanted <= now + timedelta(minutes=LONGEST_SNOOZE):
        raise InvalidError("Choose a time from now on, within sixty days.")
    return _ms(wanted)


def _morning(here: datetime, *, days: int) -> datetime:
    return datetime.combine(here.date() + timedelta(days=days), _MORNING, tzinfo=here.tzinfo)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise InvalidError("There is no such time zone.") from None


def _ms(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp() * 1000)
