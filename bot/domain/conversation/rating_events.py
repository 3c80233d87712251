"""The desk asks a traveller how they were helped."""

from bot.domain.conversation.happened import Happened


class RatingAsked(Happened, frozen=True, tag=True):
    """A thread was closed: the traveller is asked once how they were helped. The id is that of the closing."""
