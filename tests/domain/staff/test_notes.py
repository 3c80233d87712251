"""Private notes: who is called by name in one, and who may still change it."""

import pytest

from bot.domain.staff.notes import OWN_MS, Note, mentioned, pieces
from bot.domain.staff.person import Person

PEOPLE = (Person("1", "Ana"), Person("2", "Ana Lima"), Person("3", "Éva"))


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Ana look", ("1",)),
        ("@ana lima, please", ("2",)),
        ("ask @Éva or @Ana.", ("3", "1")),
        ("@Ana @ANA", ("1",)),
        ("@Anabel knows", ()),
        ("mail ben@Ana.example", ()),
        ("Ana", ()),
        ("@", ()),
    ],
)
def test_a_colleague_is_called_by_the_whole_name(text: str, called: tuple[str, ...]) -> None:
    """In any case; of two names that begin alike the longer one, and no address is taken for a call."""
    assert mentioned(text, PEOPLE) == called


def test_calls_are_marked_and_nothing_is_lost() -> None:
    """The words stay as they were written."""
    text = "Hi @ana and @Éva!"
    found = pieces(text, ("Ana", "Éva"))
    assert [words for words, marked in found if marked] == ["@ana", "@Éva"]
    assert "".join(words for words, _ in found) == text


def test_who_wrote_a_note_may_change_it_for_a_quarter_of_an_hour() -> None:
    """Nobody else, and not what was taken away."""
    note = Note(id="n", thread="t", author="1", name="Ana", text="x", at=1000)
    assert note.is_open_to("1", now=999 + OWN_MS)
    assert not note.is_open_to("1", now=1000 + OWN_MS)
    assert not note.is_open_to("2", now=1001)
    gone = Note(id="n", thread="t", author="1", name="Ana", text="", at=1000, deleted_at=1001)
    assert not gone.is_open_to("1", now=1002)
