"""The chain of the audit: whatever is changed, added, taken out or cut off is seen, and the first break is named."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.staff.audit import Act, Audited
from bot.domain.staff.audit_chain import CHANGED, CUT, MOVED, Checked, checked, finished, sealed
from tests.builders.world import NOW

replace = msgspec.structs.replace


def chain(count: int, *, step: int = 2) -> list[Audited]:
    """A chain of so many lines; numbers may be left out."""
    lines: list[Audited] = []
    for number in range(1, count * step, step):
        act = Act(at=NOW + timedelta(seconds=number), who="per_1", what="thread.label", subject=f"t{number}")
        lines.append(sealed(number, act, previous=lines[-1].digest if lines else ""))
    return lines


def verdict(lines: list[Audited], known: Checked | None = None) -> tuple[int, str]:
    """What a check of all lines says: the first line that is broken, and why."""
    found = finished(checked(Checked(), lines, known=known), known=known)
    return found.broken, found.why


def test_a_whole_chain_is_checked_to_its_end_in_pieces_or_at_once() -> None:
    """A check may stop anywhere and go on."""
    lines = chain(5)
    whole = checked(Checked(), lines)
    assert whole == checked(checked(Checked(), lines[:2]), lines[2:])
    assert (whole.number, whole.digest, whole.lines, whole.broken) == (9, lines[-1].digest, 5, 0)
    assert verdict([]) == (0, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"at": NOW + timedelta(microseconds=1)},
        *({name: "x"} for name in ("who", "what", "subject", "before", "after", "reason", "request")),
    ],
)
def test_a_line_that_was_changed_is_named(changes: dict[str, object]) -> None:
    """Whatever was changed of it: who, what, when, why."""
    lines = chain(4)
    lines[2] = replace(lines[2], act=replace(lines[2].act, **changes))
    assert verdict(lines) == (5, CHANGED)


def test_a_line_that_was_sealed_anew_breaks_the_next_one() -> None:
    """Who can compute hashes still cannot change one line alone."""
    lines = chain(4)
    lines[1] = sealed(3, replace(lines[1].act, who="eve"), previous=lines[1].previous)
    assert verdict(lines) == (5, MOVED)


def test_a_line_that_was_taken_out_or_added_is_named() -> None:
    """The line after a gap, and a line from elsewhere."""
    lines = chain(4)
    assert verdict([lines[0], *lines[2:]]) == (5, MOVED)
    assert verdict(lines[1:]) == (3, MOVED)
    assert verdict([lines[1], lines[0]]) == (3, MOVED)
    extra = sealed(4, lines[0].act, previous="")
    assert verdict([*lines[:2], extra, *lines[2:]]) == (4, MOVED)


def test_what_was_checked_before_must_still_be_there() -> None:
    """Neither can the end be cut off, nor all of it be sealed anew: an earlier check knows better."""
    lines = chain(4)
    known = checked(Checked(), lines[:3])
    assert verdict(lines, known) == (0, "")
    assert verdict(lines[:2], known) == (5, CUT)
    forged: list[Audited] = []
    for line in lines:
        act = replace(line.act, who="eve")
        forged.append(sealed(line.number, act, previous=forged[-1].digest if forged else ""))
    assert verdict(forged) == (0, "")
    assert verdict(forged, known) == (5, CUT)
    without = [*lines[:2], sealed(7, lines[3].act, previous=lines[1].digest)]
    assert verdict(without, known) == (5, CUT)
    assert verdict(lines, replace(known, broken=3, digest="x")) == (0, ""), "a check that found a break proves nothing"


def test_the_first_break_stays_the_one_that_is_named() -> None:
    """Two forgers do not hide one another."""
    lines = chain(4)
    for place in (1, 3):
        lines[place] = replace(lines[place], act=replace(lines[place].act, who="eve"))
    assert verdict(lines) == (3, CHANGED)


@given(st.integers(2, 6), st.data())
def test_no_single_loss_or_exchange_goes_unseen(count: int, data: st.DataObject) -> None:
    """Any line but the last taken out, or any two exchanged, is seen without an earlier check."""
    lines = chain(count)
    gone = data.draw(st.integers(0, count - 2))
    assert verdict(lines[:gone] + lines[gone + 1 :])[0]
    other = data.draw(st.integers(0, count - 1).filter(lambda place: place != gone))
    lines[gone], lines[other] = lines[other], lines[gone]
    assert verdict(lines)[0]
