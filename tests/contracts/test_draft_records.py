"""What every store of drafts promises, in memory and in a real PostgreSQL alike."""

from typing import Any

import msgspec

from bot.ports.draft_records import Draft

TABLES = "desk_drafts"
MINE = Draft("webchat:TF:marie", "per_ana", "Ana", "I found your", 7, 1_000)
HIS = msgspec.structs.replace(MINE, person="per_bo", name="Bo", text="We\0ll")
OTHER = msgspec.structs.replace(MINE, thread="webchat:TF:luc")


def keep(records: Any, *drafts: Draft) -> list[bool]:
    """Write drafts in one transaction; which were new."""
    with records.begin() as work:
        return [work.drafts.keep(one) for one in drafts]


def test_a_draft_is_kept_once_a_person_and_thread(records: Any) -> None:
    """The newest words stand in place of the older ones."""
    assert keep(records, MINE, OTHER) == [True, True]
    later = msgspec.structs.replace(MINE, text="I found your bag", about=0, at=2_000)
    assert keep(records, later) == [False]
    with records.begin() as work:
        assert work.drafts.draft(MINE.thread, "per_ana") == later
        assert work.drafts.draft(OTHER.thread, "per_ana") == OTHER
        assert work.drafts.draft(MINE.thread, "per_bo") is None


def test_everybodys_drafts_of_a_thread_are_found_by_name(records: Any) -> None:
    """Colleagues see who is writing; what no database takes is left out."""
    keep(records, msgspec.structs.replace(HIS, text="Well"), MINE, OTHER)
    with records.begin() as work:
        assert [one.name for one in work.drafts.of_thread(MINE.thread)] == ["Ana", "Bo"]


def test_a_text_that_no_database_takes_is_kept_without_its_sign(records: Any) -> None:
    """A NUL that was pasted costs no draft."""
    keep(records, HIS)
    with records.begin() as work:
        found = work.drafts.draft(HIS.thread, HIS.person)
    assert found is not None
    assert found.text.replace("\0", "") == "Well"


def test_one_is_dropped_and_a_thread_forgets_all(records: Any) -> None:
    """What was sent is no draft any more; a traveller who is forgotten leaves none."""
    keep(records, MINE, HIS, OTHER)
    with records.begin() as work:
        assert work.drafts.drop(MINE.thread, "per_ana")
        assert not work.drafts.drop(MINE.thread, "per_ana")
        assert [one.person for one in work.drafts.of_thread(MINE.thread)] == ["per_bo"]
        work.drafts.forget(MINE.thread)
        assert work.drafts.of_thread(MINE.thread) == ()
        assert work.drafts.of_thread(OTHER.thread) == (OTHER,)
