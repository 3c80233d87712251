"""Private notes: written once, changed by who wrote them, told to whom they name, and never part of the talk."""

import pytest

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.staff.notes import Note
from bot.services import desk_search, notes, turns
from tests.fakes.records_notes import MemoryNoteRecords
from tests.web.archive import Bench, bench
from tests.web.staff_door import somebody

THREAD = "webchat:TF:marie"
ANA, EVA = somebody("Ana"), somebody("Eva")


@pytest.fixture
def stage() -> Bench:
    """A thread that waits, and two agents."""
    stage = bench()
    for person in (ANA, EVA):
        stage.archive.people.keep(person)
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", 1, "go:person", "Talk to a person"))
    return stage


def test_a_note_is_beside_the_talk_and_not_in_it(stage: Bench) -> None:
    """No line of the transcript, no turn, no word on its way: nothing that a traveller could ever be sent."""
    lines = len(stage.archive.shelf)
    version = stage.archive.load(THREAD)
    notes.write(stage.runtime, ANA, THREAD, " Was rude on the phone ", key="a")
    (note,) = notes.of_thread(stage.runtime, THREAD)
    assert (note.text, note.name, note.after) == ("Was rude on the phone", "Ana", lines)
    assert len(stage.archive.shelf) == lines
    assert stage.archive.load(THREAD) == version
    assert [(told.kind, told.row) for told in stage.archive.notes[-1:]] == [("note", note.number)]


def test_the_same_form_twice_is_one_note(stage: Bench) -> None:
    """A double click does no harm."""
    first = notes.write(stage.runtime, ANA, THREAD, "Once", key="a")
    assert notes.write(stage.runtime, ANA, THREAD, "Once", key="a") == first
    assert len(notes.of_thread(stage.runtime, THREAD)) == 1


@pytest.mark.parametrize(
    ("text", "key"), [("", "a"), ("   ", "a"), ("x" * 2001, "a"), ("x", ""), ("x", "1;"), ("x", "a" * 65)]
)
def test_what_is_no_note_is_refused(stage: Bench, text: str, key: str) -> None:
    """With a sentence that says what one may write."""
    with pytest.raises(InvalidError):
        notes.write(stage.runtime, ANA, THREAD, text, key=key)
    assert notes.of_thread(stage.runtime, THREAD) == ()


def test_a_thread_that_is_none_takes_no_note(stage: Bench) -> None:
    """Nothing is noted beside nothing."""
    with pytest.raises(InvalidError, match="no such thread"):
        notes.write(stage.runtime, ANA, "webchat:TF:nobody", "x", key="a")


def test_who_is_named_is_told_once_and_who_names_is_not(stage: Bench) -> None:
    """A change tells only those who were not named before."""
    note = notes.write(stage.runtime, ANA, THREAD, "@Ana and @Eva look", key="a")
    told = stage.archive.notifications
    assert [(one.kind, one.thread) for one in told.newest(EVA.id, most=9)] == [("mention", THREAD)]
    assert told.newest(ANA.id, most=9) == ()
    notes.change(stage.runtime, ANA, THREAD, note.id, text="@Eva, look again")
    assert len(told.newest(EVA.id, most=9)) == 1


class Slower(MemoryNoteRecords):
    """Notes of somebody who looks for a note before the same form, sent twice, has written it."""

    def note(self, note: str) -> Note | None:
        """Not there yet at the first look."""
        looks, self.looks = self.looks, self.looks + 1
        return super().note(note) if looks > 1 else None

    looks = 0


def test_a_form_that_is_sent_twice_at_once_writes_one_note_and_calls_once(stage: Bench) -> None:
    """Who pressed twice is told that the note is there, which it is."""
    stage.archive.private_notes = Slower()
    first = notes.write(stage.runtime, ANA, THREAD, "Ask @Eva", key="a")
    again = notes.write(stage.runtime, ANA, THREAD, "Ask @Eva", key="a")
    assert again == first
    assert [line.act.what for line in stage.archive.audit.newest(most=9)].count("note.write") == 1


def test_own_notes_can_be_changed_and_taken_away_for_a_while(stage: Bench) -> None:
    """By nobody else, and by nobody later; that there was one stays to be seen."""
    note = notes.write(stage.runtime, ANA, THREAD, "Tpyo", key="a")
    with pytest.raises(ConflictError):
        notes.change(stage.runtime, EVA, THREAD, note.id, text="Hers")
    notes.change(stage.runtime, ANA, THREAD, note.id, text="Typo")
    assert [one.text for one in notes.of_thread(stage.runtime, THREAD)] == ["Typo"]
    notes.delete(stage.runtime, ANA, THREAD, note.id)
    (gone,) = notes.of_thread(stage.runtime, THREAD)
    assert (gone.text, bool(gone.deleted_at)) == ("", True)
    with pytest.raises(InvalidError):
        notes.delete(stage.runtime, ANA, THREAD, note.id)
    late = notes.write(stage.runtime, ANA, THREAD, "Stays", key="b")
    stage.clock.pass_time(minutes=15)
    with pytest.raises(ConflictError, match="15 minutes"):
        notes.delete(stage.runtime, ANA, THREAD, late.id)
    with pytest.raises(InvalidError):
        notes.own(stage.runtime, ANA, "webchat:TF:other", late.id)


def test_the_audit_says_who_noted_how_much_and_not_what(stage: Bench) -> None:
    """The audit is kept for ever; what was noted of a traveller goes with the traveller."""
    note = notes.write(stage.runtime, ANA, THREAD, "Secret words", key="a")
    notes.change(stage.runtime, ANA, THREAD, note.id, text="Others")
    notes.delete(stage.runtime, ANA, THREAD, note.id)
    acts = [line.act for line in stage.archive.audit.newest(most=3)]
    assert [act.what for act in acts] == ["note.delete", "note.change", "note.write"]
    assert {act.who for act in acts} == {ANA.id}
    assert "Secret" not in "".join(act.before + act.after for act in acts)
    assert '"characters":12' in acts[-1].after


def test_notes_are_found_by_their_words(stage: Bench) -> None:
    """Beside what was said, with contacts masked, on the first page of what was found."""
    notes.write(stage.runtime, ANA, THREAD, "Prefers the aisle, ada@example.com", key="a")
    (hit,) = desk_search.find(stage.runtime, ANA, "aisle").notes
    assert (hit.thread, hit.name) == (THREAD, "Ana")
    assert ("aisle", True) in hit.pieces
    assert "ada@example.com" not in "".join(words for words, _ in hit.pieces)
    assert desk_search.find(stage.runtime, ANA, "aisle", before=5).notes == ()
