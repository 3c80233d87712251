"""The port of the search in all talk: words are kept with the transcript, and found newest first."""

from typing import Protocol

import msgspec

from bot.ports.talk_records import Line


class Spoken(msgspec.Struct, frozen=True):
    """One line of what was said: `item` is its id in the transcript, `words` are folded (domain/staff/search_words)."""

    thread: str
    item: str
    author: str
    text: str
    words: tuple[str, ...]


class Match(msgspec.Struct, frozen=True):
    """A thread that is meant by something exact: `by` is booking, checkout, order, email or phone."""

    by: str
    thread: str
    state: str = ""


class SearchRecords(Protocol):
    """The search inside one transaction."""

    def index(self, lines: tuple[Spoken, ...]) -> None:
        """Let lines of the transcript be found by their words; those that are there already stay."""
        ...

    def forget(self, thread: str, item: str) -> None:
        """Let a line, and what was changed of it, be found no more."""
        ...

    def lines(self, terms: tuple[str, ...], *, before: int = 0, most: int = 20) -> tuple[Line, ...]:
        """Lines in which every term begins a word, the newest first, from the first before a row (0: the newest)."""
        ...

    def exact(self, question: str, *, most: int = 20) -> tuple[Match, ...]:
        """Threads by a booking reference, an id of an order or checkout, an e-mail address, or a phone number's end."""
        ...
