"""Moments as numbers: platforms, the journal and the desk count milliseconds since 1970, UTC."""

from datetime import UTC, datetime


def milliseconds(moment: datetime) -> int:
    """A moment, aware of its zone, in whole milliseconds since 1970, UTC; what is less than one is cut off."""
    return int(moment.timestamp() * 1000)


def moment(at: int) -> datetime:
    """The moment, in UTC, of milliseconds since 1970."""
    return datetime.fromtimestamp(at / 1000, tz=UTC)
