"""An open stream of the desk ends with the right to see it, within five seconds, on a true connection."""

from collections.abc import Callable, Iterator
from threading import Thread
from urllib.parse import quote

import pytest

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.person import Person
from bot.ports.live import LiveNote
from bot.services import people, staff_sessions, turns
from bot.services.people import Wanted
from bot.web import streaming
from bot.web.app import create_app
from tests.web.archive import Bench, bench
from tests.web.open_streams import Stream, served
from tests.web.staff_door import cookie_of, session_of, somebody

THREAD = "webchat:TF:marie"
ANA, ADA, EVE = somebody("Ana"), somebody("Ada", roles=("admin",)), somebody("Eve", roles=("admin",))


@pytest.fixture
def stage() -> Bench:
    """A thread that waits, Ana, and two administrators."""
    stage = bench()
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", 1, "go:person", "Talk to a person"))
    with stage.runtime.records.begin() as work:
        for person in (ANA, ADA, EVE):
            work.people.keep(person)
    return stage


@pytest.fixture
def address(stage: Bench) -> Iterator[str]:
    """Where the application is served."""
    with served(create_app(stage.runtime)) as found:
        yield found


def opened(stage: Bench, address: str, secret: str) -> Stream:
    """The stream of an open thread, as a browser holds it."""
    path = f"/desk/live?thread={quote(THREAD)}&since={stage.archive.newest()}"
    stream = Stream(address, path, dict([cookie_of(stage, secret)]))
    assert stream.event().startswith("retry")
    return stream


def _ends(stage: Bench, named: str) -> dict[str, Callable[[], object]]:
    return {
        "the person ends the session": lambda: staff_sessions.end(stage.runtime, ANA.id, ANA.id, named),
        "an administrator ends it": lambda: staff_sessions.end_all(stage.runtime, ADA.id, ANA.id),
        "the person is shut out": lambda: people.set_active(stage.runtime, ADA.id, ANA.id, active=False),
        "the role is taken": lambda: people.change(stage.runtime, ADA.id, ANA.id, Wanted(("flow_editor",))),
        "nobody used it": lambda: stage.clock.pass_time(minutes=30),
        "it is twelve hours old": lambda: stage.clock.pass_time(hours=12),
    }


@pytest.mark.parametrize("how", list(_ends(bench(), "")))
def test_who_may_see_nothing_any_more_sees_nothing(
    stage: Bench, address: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is shut out, however it comes, reads no further word of a traveller, and the page is told why."""
    monkeypatch.setattr(streaming, "LOOK_AGAIN_SECONDS", 0.1)
    secret = session_of(stage, ANA)
    stream = opened(stage, address, secret)
    _ends(stage, staff_sessions.name(staff_sessions.of(stage.runtime, ANA.id)[0]))[how]()
    text, _ = stream.rest()
    assert text.rstrip().endswith("event: over\ndata: now")


def test_it_takes_less_than_five_seconds_however_much_is_going_on(stage: Bench, address: str) -> None:
    """With the true waiting time, and news that come all the while."""
    stream = opened(stage, address, session_of(stage, ANA))
    people.set_active(stage.runtime, ADA.id, ANA.id, active=False)
    busy = True

    def talk() -> None:
        while busy:
            stage.archive.publish((LiveNote("", THREAD, "desk", 0),))
            stage.archive._told.acquire()
            stage.archive._told.wait(0.05)
            stage.archive._told.release()

    Thread(target=talk, daemon=True).start()
    text, seconds = stream.rest()
    busy = False
    assert "event: over" in text
    assert seconds < 5


def test_changed_rights_load_the_page_again(stage: Bench, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page never goes on with rights of yesterday: whoever is still let in is drawn anew."""
    monkeypatch.setattr(streaming, "LOOK_AGAIN_SECONDS", 0.1)
    stream = opened(stage, address, session_of(stage, ANA))
    people.change(stage.runtime, ADA.id, ANA.id, Wanted(("viewer",)))
    assert "event: resync" in stream.rest()[0]


def test_a_stream_whose_right_nobody_can_look_up_ends(
    stage: Bench, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database is away a page reconnects instead of going on unguarded."""
    monkeypatch.setattr(streaming, "LOOK_AGAIN_SECONDS", 0.1)
    stream = opened(stage, address, session_of(stage, ANA))
    stage.archive.away = True
    text, _ = stream.rest()
    assert "over" not in text


def test_a_stream_that_goes_on_shows_signs_of_life(stage: Bench, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking up who it is for does not make a silent stream a chatty one, nor keeps a session alive."""
    monkeypatch.setattr(streaming, "LOOK_AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(streaming, "KEEP_ALIVE_SECONDS", 0.3)
    secret = session_of(stage, ANA)
    stream = opened(stage, address, secret)
    first = stream.event()
    while "still here" not in first:
        first = stream.event()
    staff_sessions.end_all(stage.runtime, Person("x", "x").id, ANA.id)
    text, _ = stream.rest()
    assert text.count("still here") <= 1
