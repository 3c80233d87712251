"""The port of papers: from what is to be printed to a file that prints."""

from typing import Protocol

from bot.domain.papers import Paper


class Papers(Protocol):
    """Makes files of papers."""

    def pdf(self, paper: Paper) -> bytes:
        """The paper as a tagged PDF: the same bytes for the same paper, and never a letter that is an empty box."""
        ...
