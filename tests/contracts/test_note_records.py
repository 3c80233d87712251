"""What every store of private notes promises, in memory and in a real PostgreSQL alike."""

from typing import Any

import msgspec

from bot.domain.staff.notes import Note
from tests.builders.world import NOW_MS

TABLES = "desk_notes"
ADA, BOB = "webchat:TF:notes-ada", "messenger:page:notes-bob"


def note(name: str = "not_a", *, thread: str = ADA, text: str = "Wants a Zürich stop", **fields: Any) -> Note:
    """A note of Ana's."""
    return Note(
        **{"id": name, "thread": thread, "author": "per_ana", "name": "Ana", "text": text, "at": NOW_MS, **fields}
    )


def kept(records: Any, *notes: Note) -> tuple[Note, ...]:
    """Notes as they are kept, in order."""
    with records.begin() as work:
        return tuple(msgspec.structs.replace(one, number=work.private_notes.write(one)) for one in notes)


def test_a_note_is_read_back_as_it_was_written(records: Any) -> None:
    """Every field, by its id and by its number."""
    (one,) = kept(records, note(mentions=("per_eva",), after=7))
    with records.begin() as work:
        assert work.private_notes.note("not_a") == one
        assert work.private_notes.numbered(one.number) == one
        assert work.private_notes.note("not_z") is None
        assert work.private_notes.numbered(one.number + 1) is None


def test_of_two_notes_of_one_id_the_first_is_kept(records: Any) -> None:
    """A form that is sent twice at once writes one note, and whoever was slower is told so."""
    (first,) = kept(records, note())
    with records.begin() as work:
        assert work.private_notes.write(note(text="Once more")) == 0
        assert work.private_notes.of_thread(ADA) == (first,)


def test_notes_of_a_thread_come_in_order_from_a_line_on(records: Any) -> None:
    """A page that shows the end of a talk shows the notes of that end, and of no other talk."""
    first, second, third = kept(records, note("not_a"), note("not_b", after=3), note("not_c", after=9))
    kept(records, note("not_d", thread=BOB))
    with records.begin() as work:
        assert work.private_notes.of_thread(ADA) == (first, second, third)
        assert work.private_notes.of_thread(ADA, after=3) == (second, third)
        assert work.private_notes.of_thread(ADA, most=1) == (third,)


def test_what_is_changed_is_found_by_its_new_words_alone(records: Any) -> None:
    """By their beginnings, without accents, the newest first; what was taken away is found by nothing."""
    old, new = kept(records, note("not_a"), note("not_b", text="zurich again", thread=BOB))
    with records.begin() as work:
        assert work.private_notes.search(("zur",), most=5) == (new, old)
        assert work.private_notes.search(("zur", "stop"), most=5) == (old,)
        assert work.private_notes.search((), most=5) == ()
        changed = msgspec.structs.replace(old, text="", deleted_at=NOW_MS + 1)
        work.private_notes.change(changed)
        assert work.private_notes.search(("stop",), most=5) == ()
        assert work.private_notes.note("not_a") == changed


def test_notes_go_with_the_part_of_a_talk_beside_which_they_were_written(records: Any) -> None:
    """What was noted about somebody else, before or after, stays."""
    kept(records, *(note(f"not_{number}", at=number) for number in range(1, 5)), note("not_b", thread=BOB, at=2))
    with records.begin() as work:
        work.private_notes.forget(ADA, since=1, until=3)
        assert [one.id for one in work.private_notes.of_thread(ADA)] == ["not_1", "not_4"]
        work.private_notes.forget(ADA)
        assert work.private_notes.of_thread(ADA) == ()
        assert len(work.private_notes.of_thread(BOB)) == 1
