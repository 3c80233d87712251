"""A card number that somebody writes over several messages: which of their digits belong together, and must go.

Theory. Of each message only its longer runs of digits are looked at, words left out; dates are none. The runs of a
few messages that came soon after each other are put side by side, and a card is looked for in that as in one text
(`bot.domain.redaction`). What must stay true: the last part of a number is never written anywhere, so that no store
ever holds a whole one; the parts before it are erased where they were written. Source: PCI SSC, FAQ 1157.
"""

import re

import msgspec

from bot.domain.redaction import CARD_REMOVED, find, plain_text

KEPT_SECONDS = 120
"""Seconds in which messages belong together."""
MOST_PARTS = 4
"""Messages that belong together: a card is printed in four groups, and some people send one at a time."""

_SHORTEST_RUN = 3
_RUN = re.compile(r"(?<![A-Z0-9])\d(?:[ /._-]{0,5}\d)*(?![A-Z0-9])")
_OTHER = re.compile(
    r"\+ ?\(?\d(?:[ ()./-]{0,3}\d)*|(?<!\d)(?:(?:0[1-9]|[12]\d|3[01])([ ./-]?)(?:0[1-9]|1[0-2])\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([ ./-]?)(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
"""A day in digits, such as one of birth, or a telephone number with its country, is no part of a card."""


class Part(msgspec.Struct, frozen=True):
    """The digits of one message, in their groups; `event` is the id of the message."""

    event: str
    digits: str


def part_of(event: str, text: str) -> Part | None:
    """What a message may give to a number that is written over several; None when it has no run of digits."""
    digits = " ".join(text[start:end] for start, end in _runs(text))
    return Part(event, " ".join(plain_text(digits).split())) if digits else None


def sharing(parts: tuple[Part, ...]) -> frozenset[str]:
    """The events, at least two, that share a card number whose end is in the last of the parts; empty without one."""
    starts: list[int] = []
    joined = ""
    for part in parts:
        starts.append(len(joined))
        joined += f"{part.digits} "
    for card in find(joined):
        touched = [
            part.event
            for part, start in zip(parts, starts, strict=True)
            if card.start < start + len(part.digits) and start < card.end
        ]
        if card.kind == "card" and len(touched) > 1 and parts[-1].event in touched:
            return frozenset(touched)
    return frozenset()


def without_digits(text: str) -> str:
    """The text with its runs of digits taken out."""
    pieces: list[str] = []
    position = 0
    for start, end in _runs(text):
        pieces += [text[position:start], CARD_REMOVED]
        position = end
    return "".join([*pieces, text[position:]])


def _runs(text: str) -> list[tuple[int, int]]:
    """Where the runs of digits stand: those of at least three digits, and no days."""
    plain = _OTHER.sub(lambda found: "|" * len(found.group()), plain_text(text))
    return [run.span() for run in _RUN.finditer(plain) if sum(map(str.isdigit, run.group())) >= _SHORTEST_RUN]
