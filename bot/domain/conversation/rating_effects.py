"""What a traveller answered when they were asked how they were helped."""

import msgspec


class KeepRating(msgspec.Struct, frozen=True, tag=True):
    """Keep what was answered about a closing: a score of 1 to 5, or (`comment`) the id of a message that was added."""

    closing: str
    score: int = 0
    comment: str = ""
