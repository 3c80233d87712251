"""What every archive of rehearsals and golden conversations promises, in memory and in a real PostgreSQL alike."""

from typing import Any

import msgspec
import pytest

from bot.domain.errors import InvalidError
from bot.domain.rehearsal.golden import Golden, named
from bot.domain.rehearsal.talk_text import parse_talk
from bot.ports.rehearsal_records import GoldenTalk, Rehearsal
from tests.builders.rehearsals import TO_CHECKOUT, WISH, script

TABLES = "rehearsals, golden_talks"


def golden(name: str = "Greets", flow: str = "book") -> Golden:
    """A small golden conversation; not every sign of a traveller is a letter."""
    head = f"# {name}\nflow: {flow}\nlanguage: en\nchannel: webchat\nbegun: 2026-11-24 10:00\n"
    return parse_talk(f"{head}traveller: Olá ✈ 'quoted'\nbot: Hello\n  [Yes]")


def test_a_rehearsal_is_kept_whole_and_changed(records: Any) -> None:
    """Acts and what the timetable answered come back as they were."""
    kept = Rehearsal("reh_1", "per_edi", script(WISH), 5)
    with records.begin() as work:
        assert work.rehearsals.rehearsal("reh_1") is None
        work.rehearsals.keep_rehearsal(kept)
    longer = msgspec.structs.replace(kept, script=script(*TO_CHECKOUT), at=6)
    with records.begin() as work:
        assert work.rehearsals.rehearsal("reh_1") == kept
        work.rehearsals.keep_rehearsal(longer)
    with records.begin() as work:
        assert work.rehearsals.rehearsal("reh_1") == longer


def test_old_rehearsals_are_forgotten(records: Any) -> None:
    """Nothing that was only tried is kept for long."""
    with records.begin() as work:
        for at in (5, 6, 7):
            work.rehearsals.keep_rehearsal(Rehearsal(f"reh_{at}", "per_edi", script(), at))
        assert work.rehearsals.drop_rehearsals(before=7) == 2
        assert work.rehearsals.rehearsal("reh_6") is None
        assert work.rehearsals.rehearsal("reh_7") is not None


def test_golden_conversations_are_kept_by_flow_and_name(records: Any) -> None:
    """A flow's own are listed in order, and forgotten one by one."""
    talks = [GoldenTalk(f"gold_{name}", golden(name), "per_edi", 5) for name in ("b", "a")]
    other = GoldenTalk("gold_c", golden("a", "bags"), "per_edi", 5)
    with records.begin() as work:
        for talk in (*talks, other):
            work.rehearsals.keep_golden(talk)
    with records.begin() as work:
        assert work.rehearsals.golden_talks("book") == (talks[1], talks[0])
        assert work.rehearsals.golden_talks() == (other, talks[1], talks[0])
        assert work.rehearsals.golden_talk("gold_a") == talks[1]
        work.rehearsals.drop_golden("gold_a")
        work.rehearsals.drop_golden("gold_a")
        assert work.rehearsals.golden_talk("gold_a") is None


def test_a_name_stands_for_one_golden_conversation_of_a_flow(records: Any) -> None:
    """Whoever reads that one failed knows which."""
    first, second = (GoldenTalk(f"gold_{name}", golden(name), "per_edi", 5) for name in ("one", "two"))
    with records.begin() as work:
        work.rehearsals.keep_golden(first)
        work.rehearsals.keep_golden(second)
        work.rehearsals.keep_golden(msgspec.structs.replace(first, at=6))
    taken = msgspec.structs.replace(second, golden=named(second.golden, "one"))
    with pytest.raises(InvalidError, match="already"), records.begin() as work:
        work.rehearsals.keep_golden(taken)
    with records.begin() as work:
        assert work.rehearsals.golden_talk("gold_two") == second
        work.rehearsals.keep_golden(msgspec.structs.replace(second, golden=named(second.golden, "three")))
        assert [talk.golden.name for talk in work.rehearsals.golden_talks("book")] == ["one", "three"]
