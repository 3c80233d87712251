"""Reading a talk: the newest lines, and from where the live stream goes on."""

import pytest

from bot.domain.errors import UnavailableError
from bot.services import transcripts
from tests.web.archive import bench, greeting

THREAD = "webchat:TF:marie"


def test_a_page_gets_the_newest_lines_in_order() -> None:
    """A traveller who comes back sees the end of the talk, in order."""
    stage = bench()
    for number in range(40):
        stage.archive.say(THREAD, greeting(str(number)))
    opened = transcripts.open_thread(stage.runtime, THREAD)
    assert [line.row for line in opened.lines] == list(range(11, 41))
    assert opened.live == stage.archive.newest()


def test_the_live_id_is_never_newer_than_the_lines() -> None:
    """Something said in between is told twice rather than lost."""
    stage = bench()
    first = stage.archive.say(THREAD, greeting())
    before = stage.archive.newest()
    begin = stage.archive.begin

    def begin_late():  # type: ignore[no-untyped-def]  # noqa: ANN202  as the archive's
        stage.archive.say(THREAD, greeting("In between"))
        return begin()

    stage.archive.begin = begin_late  # type: ignore[method-assign]  # the race, made to happen
    opened = transcripts.open_thread(stage.runtime, THREAD)
    assert opened.live == before
    assert [line.row for line in opened.lines] == [first.row, first.row + 1]


def test_one_line_is_found_by_its_row() -> None:
    """The live stream shows the very line that it speaks of."""
    stage = bench()
    line = stage.archive.say(THREAD, greeting())
    assert transcripts.read_line(stage.runtime, line.row) == line
    assert transcripts.read_line(stage.runtime, 99) is None


def test_a_lost_archive_is_told() -> None:
    """A page says that it cannot read the talk instead of showing an empty one."""
    stage = bench()
    stage.archive.away = True
    with pytest.raises(UnavailableError):
        transcripts.open_thread(stage.runtime, THREAD)
