"""What all events share: an id that is the same however often one is delivered, and the platform's own time."""

import msgspec


class Happened(msgspec.Struct, frozen=True, tag=True):
    """What all events share; `at` is in milliseconds since 1970, UTC."""

    id: str
    at: int
