"""What everything that happened has, so that kinds of events can have files of their own."""

import msgspec


class Happened(msgspec.Struct, frozen=True, tag=True):
    """What all events share."""

    id: str
    at: int
