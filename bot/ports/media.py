"""The port of platforms' files: what a traveller sent is fetched from where the platform has it."""

from typing import Protocol

from bot.domain.conversation.files import FileRef


class MediaSource(Protocol):
    """Files of one channel."""

    def fetch(self, file: FileRef) -> bytes:
        """The bytes of a file, at most `bot.domain.conversation.files.MOST` of them.

        Raises `SendFailedError`, which says whether trying again helps, `UnavailableError`, `OutcomeUnknownError`,
        and `InvalidError` when the file is too large or lies where nobody of the platform keeps any.
        """
        ...
