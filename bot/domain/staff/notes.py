"""Private notes: what colleagues tell each other beside a talk, and whom they call by name in it."""

from collections.abc import Iterable

import msgspec

from bot.domain.staff.person import Person

LONGEST_NOTE = 2000
"""Characters."""
OWN_MS = 15 * 60 * 1000
"""How long whoever wrote a note may change it or take it away."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note on a thread, by somebody of the staff, for staff alone; moments are milliseconds UTC, 0 for never.

    `after` is the line of the transcript below which it stands, 0 for its beginning; `mentions` are ids of people.
    `number` orders notes, 0 before one is written. Of a note that was taken away, the words are gone.
    """

    id: str
    thread: str
    author: str
    name: str
    text: str
    at: int
    after: int = 0
    edited_at: int = 0
    deleted_at: int = 0
    mentions: tuple[str, ...] = ()
    number: int = 0

    def is_open_to(self, person: str, *, now: int) -> bool:
        """Whether somebody may still change it: who wrote it, for a quarter of an hour."""
        return self.author == person and not self.deleted_at and now < self.at + OWN_MS


def mentioned(text: str, people: Iterable[Person]) -> tuple[str, ...]:
    """The ids of those who are called by "@" and their whole name, in any case, in the order in which they stand."""
    known = {person.name: person.id for person in people}
    return tuple(dict.fromkeys(known[name] for _, name in _calls(text, known)))


def pieces(text: str, names: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, each with whether it calls somebody and is to be marked."""
    found: list[tuple[str, bool]] = []
    end = 0
    for begin, name in _calls(text, names):
        found += [(text[end:begin], False), (text[begin : begin + 1 + len(name)], True)]
        end = begin + 1 + len(name)
    found.append((text[end:], False))
    return tuple(piece for piece in found if piece[0])


def _calls(text: str, names: Iterable[str]) -> list[tuple[int, str]]:
    """Where somebody is called, and who: the longest name that fits, and no beginning of a longer word."""
    longest_first = sorted(filter(None, names), key=lambda name: -len(name))
    found = []
    for begin in (at for at, sign in enumerate(text) if sign == "@"):
        if begin and text[begin - 1].isalnum():
            continue
        rest = text[begin + 1 :]
        name = next((one for one in longest_first if _begins(rest, one)), "")
        if name:
            found.append((begin, name))
    return found


def _begins(rest: str, name: str) -> bool:
    after = rest[len(name) : len(name) + 1]
    return rest[: len(name)].casefold() == name.casefold() and not after.isalnum()
