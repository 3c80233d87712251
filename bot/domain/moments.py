"""Moments as numbers: platforms, the journal and the desk count milliseconds since 1970, UTC."""

from datetime import datetime


def milliseconds(moment: datetime) -> int:
    """A moment, aware of its zone, in whole milliseconds since 1970, UTC; what is less than one is cut off."""
    return int(moment.timestamp() * 1000)
