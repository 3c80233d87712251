"""Private notes on the desk's page: where they stand, what they show to whom, and that travellers never get them."""

from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.events import TextReceived
from bot.ports.live import LiveNote
from bot.services import notes, turns
from bot.web.desk.parts import Live, Opened
from tests.web.archive import Bench
from tests.web.desk.test_desk_pages import PAGE, THREAD, ana, app, enter, stage
from tests.web.staff_door import somebody

__all__ = ["ana", "app", "stage"]  # fixtures
HOSTILE = "<script>alert(1)</script> {{ 7*7 }}"


def write(client: FlaskClient, text: str, key: str = "aaa") -> int:
    """Write a note by the form; gives the status."""
    return client.post(f"{PAGE}/notes", data={"text": text, "client_id": key}).status_code


def test_a_note_stands_at_its_place_in_time(stage: Bench, ana: FlaskClient) -> None:
    """After what was said before it, and before what was said after it; also without a script."""
    assert write(ana, "Between two words") == 303
    turns.take(stage.runtime, THREAD, TextReceived("t2", 2, "Later words"))
    page = ana.get(PAGE).text
    log = page.partition('id="log"')[2]
    assert log.index("Talk to a person") < log.index("Between two words") < log.index("Later words")
    assert "Private note · Ana" in log
    assert 'id="panel-notes"' in page


def test_a_hostile_note_is_shown_as_it_was_written(ana: FlaskClient) -> None:
    """Staff text is text."""
    write(ana, HOSTILE)
    page = ana.get(PAGE).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page
    assert "<script>alert" not in page


def test_open_pages_draw_a_note_at_once_and_again_when_it_changes(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """Whoever has the thread open needs no reload; only its writer sees how to change it."""
    write(ana, "First")
    (note,) = notes.of_thread(stage.runtime, THREAD)
    told = LiveNote("1-1", THREAD, "note", note.number)
    with app.test_request_context():
        drawn = {name: dict(Live(Opened(stage.runtime, somebody(name), THREAD)).parts(told)) for name in ("Ana", "Eva")}
    assert f'id="note-{note.number}"' in drawn["Eva"]["line"]
    assert "Change or delete" in drawn["Ana"]["line"]
    assert "Change or delete" not in drawn["Eva"]["line"]
    ana.post(f"{PAGE}/notes/{note.id}/delete")
    with app.test_request_context():
        again = dict(Live(Opened(stage.runtime, somebody("Eva"), THREAD)).parts(told))
    assert "This note was taken away." in again["line"]


def test_who_is_named_sees_the_note_marked_and_gets_a_link_to_the_thread(stage: Bench, app: Flask) -> None:
    """By the notification that leads there."""
    eva, ana = enter(stage, app, "Eva"), enter(stage, app, "Ana")
    write(ana, "Ask @Eva")
    page = eva.get(PAGE).text
    assert '<strong class="mention">@Eva</strong>' in page
    assert "for-me" in page
    assert 'data-kind="mention"' in page
    assert eva.get("/desk/notifications/1").headers["Location"] == PAGE


def test_who_may_see_no_contacts_reads_notes_masked(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """As all other words of the thread."""
    write(ana, "Call +49 170 1234567")
    viewer = enter(stage, app, "Vic", roles=("viewer",)).get(PAGE).text
    assert "1234567" not in viewer
    assert "Private note · Ana" in viewer
    assert 'id="note-form"' not in viewer


def test_a_note_that_is_refused_says_why(ana: FlaskClient) -> None:
    """To a script in JSON, to a plain form on the page."""
    answer = ana.post(f"{PAGE}/notes", data={"text": "", "client_id": "a"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (400, {"problem": "A note has 1 to 2000 characters."})
    assert ana.post(f"{PAGE}/notes/not_x/change", data={"text": "x"}).status_code == 400


def test_somebody_elses_note_is_not_changed(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """409, and it stays."""
    write(ana, "Mine")
    (note,) = notes.of_thread(stage.runtime, THREAD)
    eva = enter(stage, app, "Eva")
    assert eva.post(f"{PAGE}/notes/{note.id}/change", data={"text": "Hers"}).status_code == 409
    assert "Mine" in ana.get(PAGE).text


def test_the_travellers_page_never_has_a_note(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """Neither when it opens nor live."""
    write(ana, "Between us")
    (line,) = [one for one in stage.archive.notes if one.kind == "note"]
    browser = app.test_client()
    assert "Between us" not in browser.get("/").text
    assert stage.archive.line(line.row) is None or "Between us" not in str(stage.archive.line(line.row))


def test_the_search_finds_notes(ana: FlaskClient) -> None:
    """In a list of their own, each with a link to its place."""
    write(ana, "Allergic to peanuts")
    page = ana.get("/desk/search?q=peanu").text
    assert "In private notes" in page
    assert f'href="{PAGE}#note-1"' in page
    assert "<mark>peanuts</mark>" in page
