"""One reader of the live stream, many pages: in order, resumed where they were, never blocked by a slow one."""

import pytest

from bot.domain.errors import UnavailableError
from bot.ports.live import Hint, LiveNote
from bot.web import hub as hubs
from bot.web.hub import RESYNC, Hub, next_note, order
from tests.fakes.live import MemoryLive
from tests.web.archive import Archive, Bench, bench, greeting

ANN, BEN = "webchat:TF:ann", "webchat:TF:ben"


def note(number: int, thread: str = ANN) -> LiveNote:
    """The number-th note of a stream."""
    return LiveNote(f"1-{number}", thread, "entry", number)


@pytest.fixture
def stage() -> Bench:
    """A Runtime over memory."""
    return bench()


def test_a_page_hears_of_its_own_thread_alone(stage: Bench) -> None:
    """No traveller ever sees another's talk."""
    hub = Hub(stage.runtime)
    with hub.listen(ANN, "0-0") as queue:
        stage.archive.say(BEN, greeting())
        told = stage.archive.say(ANN, greeting())
        heard = next_note(queue, seconds=5)
        assert heard is not None
        assert (heard.thread, heard.row) == (ANN, told.row)
        assert next_note(queue, seconds=0) is None


def test_the_desk_hears_of_every_thread(stage: Bench) -> None:
    """An agent's list stays current whatever thread moves."""
    hub = Hub(stage.runtime)
    with hub.listen("", "0-0") as queue:
        stage.archive.say(ANN, greeting())
        stage.archive.say(BEN, greeting())
        heard = [next_note(queue, seconds=5) for _ in range(2)]
        assert [one.thread for one in heard if one] == [ANN, BEN]


def test_a_page_that_comes_back_hears_what_it_missed_in_order(stage: Bench) -> None:
    """A traveller whose train went through a tunnel misses nothing."""
    hub = Hub(stage.runtime)
    for number in range(1, 6):
        hub.take(note(number))
    assert [one.row for one in hub.after(ANN, "1-2")] == [3, 4, 5]
    with hub.listen(ANN, "1-3") as queue:
        hub.take(note(6))
        heard = [next_note(queue, seconds=0) for _ in range(3)]
        assert [one.row for one in heard if one] == [4, 5, 6]


def test_what_a_page_has_seen_is_not_told_again(stage: Bench) -> None:
    """A page that connects while the process still reads the past is not told the past."""
    for _ in range(6):
        stage.archive.say(ANN, greeting())
    hub = Hub(stage.runtime)
    hub._start = lambda: None  # type: ignore[method-assign]  # it reads the past when the test says so
    with hub.listen(ANN, "1-5") as queue:
        for number in (4, 5, 6):
            hub.take(note(number))
        heard = next_note(queue, seconds=0)
        assert heard is not None
        assert heard.row == 6


def test_what_was_told_before_this_process_started_can_be_resumed(stage: Bench) -> None:
    """A restart of the web process loses nothing."""
    rows = [stage.archive.say(ANN, greeting()).row for _ in range(3)]
    hub = Hub(stage.runtime)
    with hub.listen(ANN, "1-1") as queue:
        heard = [next_note(queue, seconds=5) for _ in range(2)]
        assert [one.row for one in heard if one] == rows[1:]


def test_a_page_from_too_long_ago_is_told_to_load_again(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop that was closed over night shows the whole talk again instead of one with a hole."""
    monkeypatch.setattr(hubs, "REMEMBERED", 2)
    hub = Hub(stage.runtime)
    for number in range(1, 5):
        hub.take(note(number))
    assert hub.after(ANN, "1-1") == (RESYNC,)
    assert [one.row for one in hub.after(ANN, "1-3")] == [4]


def test_a_stream_that_was_trimmed_is_never_resumed_silently(stage: Bench) -> None:
    """What the store has forgotten is loaded from the archive instead."""
    hub = Hub(stage.runtime)
    hub.take(RESYNC)
    hub.take(note(7))
    assert hub.after(ANN, "1-3") == (RESYNC,)


@pytest.mark.parametrize("kept", [2, 50_000])
def test_a_page_older_than_the_stream_loads_itself_again_after_a_restart_too(kept: int) -> None:
    """A new process knows nothing of what it never read: the stream itself says whether that is all there was."""
    live = MemoryLive(kept=kept)
    live.publish(tuple(LiveNote("", ANN, "entry", row) for row in range(1, 6)))
    hub = Hub(bench(live=live).runtime)
    with hub.listen(ANN, "2-0") as queue, hub.listen(ANN, "0-0") as beginning, hub.listen(ANN, "4-0") as recent:
        lost = kept == 2
        for one, rows in ((queue, [3, 4, 5]), (beginning, [1, 2, 3, 4, 5])):
            assert [heard.row for _ in rows[: 1 if lost else None] if (heard := next_note(one, seconds=5))] == (
                [0] if lost else rows
            )
        heard = next_note(recent, seconds=5)
        assert heard is not None
        assert heard.row == 5
    assert (hub.after(ANN, "2-0") == (RESYNC,)) is lost
    assert (hub.after(ANN, "0-0") == (RESYNC,)) is lost
    assert [note.row for note in hub.after(ANN, "4-0")] == [5]


def test_a_page_from_before_the_store_lost_everything_loads_itself_again() -> None:
    """Whether anything was said since, or nothing yet; a page that was drawn afterwards goes on."""
    live = MemoryLive()
    hub = Hub(bench(live=live).runtime)
    assert hub.after(ANN, "7-0") == (RESYNC,)
    assert hub.after(ANN, live.newest()) == ()
    live._count = 9
    live.publish((LiveNote("", ANN, "entry", 1),))
    hub.take(live.notes[0])
    assert hub.after(ANN, "7-0") == (RESYNC,)
    assert hub.after(ANN, live.newest()) == ()


def test_pages_that_are_open_when_notes_are_lost_load_themselves_again(stage: Bench) -> None:
    """When the store lost the stream, nobody looks at a talk with a hole in it."""
    hub = Hub(stage.runtime)
    with hub.listen(ANN, "0-0") as queue:
        hub.take(RESYNC)
        assert next_note(queue, seconds=0) == RESYNC


def test_a_slow_page_is_told_to_load_again_and_holds_up_nobody(stage: Bench) -> None:
    """One sleeping phone does not slow another traveller's chat."""
    hub = Hub(stage.runtime)
    with hub.listen(ANN, "0-0") as slow, hub.listen(BEN, "0-0") as quick:
        for number in range(1, hubs.WAITING + 2):
            hub.take(note(number))
        hub.take(note(900, BEN))
        assert next_note(slow, seconds=0) == RESYNC
        heard = next_note(quick, seconds=0)
        assert heard is not None
        assert heard.row == 900


class Unsteady(Archive):
    """A live stream that breaks once."""

    broken = False

    def follow(self, thread: str, since: str):  # type: ignore[no-untyped-def]  # noqa: ANN201  as the archive's
        """Break at first, then go on."""
        if not self.broken:
            self.broken = True
            raise UnavailableError("The live stream is away.")
        yield from super().follow(thread, since)


def test_a_stream_that_breaks_is_followed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages go on by themselves after the store was away."""
    monkeypatch.setattr(hubs, "_PAUSE_SECONDS", 0.01)
    stage = bench()
    unsteady = Unsteady(stage.clock)
    hub = Hub(bench(live=unsteady).runtime)
    with hub.listen(ANN, "0-0") as queue:
        row = unsteady.say(ANN, greeting()).row
        heard = next_note(queue, seconds=5)
        assert heard is not None
        assert heard.row == row


@pytest.mark.parametrize(("older", "newer"), [("9-0", "10-0"), ("5-9", "5-10"), ("", "0-1"), ("nonsense", "1-0")])
def test_live_ids_are_compared_as_numbers(older: str, newer: str) -> None:
    """The tenth note comes after the ninth."""
    assert order(older) < order(newer)


def test_a_hint_reaches_its_thread_and_the_desk(stage: Bench) -> None:
    """That somebody types is told in that thread alone, and to who watches all."""
    hub = Hub(stage.runtime)
    with hub.listen(ANN, "0-0") as ann, hub.listen(BEN, "0-0") as ben, hub.listen("", "0-0") as everybody:
        hub.pass_on(Hint(ANN, "Ana"))
        assert [next_note(queue, seconds=0) for queue in (ann, ben, everybody)] == [
            Hint(ANN, "Ana"),
            None,
            Hint(ANN, "Ana"),
        ]


def test_a_hint_never_crowds_out_what_was_said(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is slow loses hints and no line."""
    monkeypatch.setattr(hubs, "WAITING", 2)
    hub = Hub(stage.runtime)
    with hub.listen(ANN, "0-0") as queue:
        hub.take(note(1))
        hub.take(note(2))
        hub.pass_on(Hint(ANN, "Ana"))
        assert [next_note(queue, seconds=0) for _ in range(3)] == [note(1), note(2), None]


def test_hints_are_heard_as_they_are_told(stage: Bench) -> None:
    """What one process tells another hears."""
    hub = Hub(stage.runtime)
    with hub.listen(ANN, "0-0") as queue:
        heard = None
        for _ in range(100):
            stage.archive.hint(Hint(ANN, "Ana"))
            heard = heard or next_note(queue, seconds=0.05)
        assert heard == Hint(ANN, "Ana")
