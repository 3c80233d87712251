"""Notifications on the desk's pages: what is new for a person, where it leads, and the worker that takes pushes."""

# ruff: noqa: F811  fixtures are asked for by the names under which they are imported

from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.person import Person
from bot.domain.staff.preferences import Preferences, silent_but
from bot.ports.live import LiveNote
from bot.services import staff_news, turns
from bot.services.thread_refs import ref_of
from bot.web.desk import notifications
from bot.web.desk.parts import Live, Opened
from tests.web.archive import Bench
from tests.web.staff.conftest import ana, app, stage  # noqa: F401  fixtures

THREAD = "webchat:TF:marie"
ANA = Person("agt_x", "Ana", roles=("agent",))


@pytest.fixture
def told(stage: Bench) -> Bench:
    """A traveller waits, and it was noted."""
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", 1, "go:person"))
    staff_news.find(stage.runtime)
    return stage


def drawn(stage: Bench, app: Flask) -> str:
    """What the page is told."""
    with app.test_request_context():
        return notifications.draw(stage.runtime, ANA)


def test_a_page_reads_what_is_new_and_by_which_ways(told: Bench, app: Flask) -> None:
    """By note and sound at first; not by those that are unwanted; and nothing where both are."""
    assert 'data-ways="toast sound"' in drawn(told, app)
    assert "Web chat · marie waits for a person" in drawn(told, app)
    for wanted, ways in ((["queue.sound", "queue.push"], 'data-ways="sound"'), (["queue.push"], "<ol>\n</ol>")):
        told.archive.notifications.keep_preferences(ANA.id, Preferences(silent=silent_but(wanted)))
        assert ways in drawn(told, app)


def test_what_is_old_is_not_told_again(told: Bench, app: Flask) -> None:
    """A page that is opened an hour later begins in peace."""
    told.clock.pass_time(minutes=11)
    assert "data-number" not in drawn(told, app)


def test_open_pages_learn_of_it_and_of_nothing_else(told: Bench, app: Flask) -> None:
    """One note for all, and other notes do not make each page ask."""
    view = Live(Opened(told.runtime, ANA))
    with app.test_request_context():
        view.drawn()
        turns.take(told.runtime, "webchat:TF:luc", ChoiceTapped("t2", 2, "go:person"))
        staff_news.find(told.runtime)
        [(name, html)] = view.parts(LiveNote("9-1", "", "staff", 0))
        assert (name, "data-number" in html) == ("notifications", True)
        assert view.parts(LiveNote("9-2", "", "staff", 0)) == []
        assert "notifications" not in dict(view.parts(LiveNote("9-3", THREAD, "desk", 0)))


def test_a_notification_leads_to_its_thread(told: Bench, ana: FlaskClient, app: Flask) -> None:
    """A push names a number alone; one that leads nowhere leads to the list."""
    assert ana.get("/desk/notifications/1").headers["Location"] == f"/desk/t/{ref_of(told.runtime, THREAD)}"
    assert ana.get("/desk/notifications/99").headers["Location"] == "/desk"
    assert app.test_client().get("/desk/notifications/1").headers["Location"].startswith("/staff/sign-in")
    assert told.archive.notifications.noted


def test_the_worker_may_serve_all_of_the_desk(ana: FlaskClient) -> None:
    """And it is asked for anew each time, so that a release reaches it."""
    with ana.get("/desk/worker.js") as answer:
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Service-Worker-Allowed"] == "/desk"
        assert "max-age=0" in answer.headers["Cache-Control"]
        assert "showNotification" in answer.text


@pytest.mark.parametrize(("count", "shown"), [(3, "3"), (42, "42"), (100, "99+")])
def test_the_icon_bears_how_many_wait(ana: FlaskClient, count: int, shown: str) -> None:
    """A tab among twenty says so."""
    answer = ana.get(f"/desk/icon/{count}.svg")
    assert answer.mimetype == "image/svg+xml"
    found = ET.fromstring(answer.text)  # noqa: S314  our own picture
    assert "".join(found.itertext()).strip() == shown
