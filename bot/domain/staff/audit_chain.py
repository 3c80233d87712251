"""The chain of the audit of staff: each line is sealed with the one before it, and a verifier names the first break.

Theory. A line's hash is made of the hash of the line before it, its number and everything that it says. So a line that
was changed no longer fits its own hash, and one that was added in between, taken out or put elsewhere does not fit its
neighbours. What was cut off at the end fits by itself: that is seen by what was checked before, which knows how far the
chain had come and with which hash. Numbers may be left out: a transaction that failed has used one up.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from bot.domain.chain import linked, microseconds
from bot.domain.staff.audit import Act, Audited

CHANGED = "it does not say what it said when it was written"
MOVED = "the line before it is not the one that was before it"
CUT = "it was checked before, and is not there any more, or not as it was"


class Checked(msgspec.Struct, frozen=True):
    """How far the chain was checked: the last line's number and hash, how many lines, and the first that is broken.

    `broken` is 0 while nothing is; `why` is a clause about that line, in words for staff.
    """

    number: int = 0
    digest: str = ""
    lines: int = 0
    broken: int = 0
    why: str = ""


class Check(msgspec.Struct, frozen=True):
    """A check of the whole chain and when it was made (UTC)."""

    at: datetime
    found: Checked


def sealed(number: int, act: Act, *, previous: str) -> Audited:
    """A line with its hash; `previous` is that of the line before it, "" for the first."""
    told = (act.who, act.what, act.subject, act.before, act.after, act.reason, act.request)
    return Audited(number, act, previous, linked(previous, number, microseconds(act.at), *told))


def checked(so_far: Checked, lines: Iterable[Audited], *, known: Checked | None = None) -> Checked:
    """The check after more lines, in the order of their numbers; the first break stays the one that is named.

    `known` is what an earlier check came to: the line up to which it went must be there with the hash that it had.
    """
    for line in lines:
        if so_far.broken:
            break
        so_far = _after(so_far, line, known)
    return so_far


def finished(found: Checked, *, known: Checked | None) -> Checked:
    """The check at the end of the chain: an earlier one that went further was of lines that are gone."""
    if found.broken or known is None or known.broken or found.number >= known.number:
        return found
    return msgspec.structs.replace(found, broken=known.number, why=CUT)


def _after(so_far: Checked, line: Audited, known: Checked | None) -> Checked:
    whole = known is not None and not known.broken
    if known is not None and whole and so_far.number < known.number < line.number:
        return msgspec.structs.replace(so_far, broken=known.number, why=CUT)
    why = _fault(so_far, line)
    if not why and known is not None and whole and line.number == known.number and line.digest != known.digest:
        why = CUT
    if why:
        return msgspec.structs.replace(so_far, broken=line.number, why=why)
    return Checked(line.number, line.digest, so_far.lines + 1)


def _fault(so_far: Checked, line: Audited) -> str:
    if line.previous != so_far.digest:
        return MOVED
    return "" if sealed(line.number, line.act, previous=line.previous) == line else CHANGED
