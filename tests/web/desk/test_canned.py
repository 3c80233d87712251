"""Ready replies beside the composer: listed for a script, chosen without one, and only where one may answer."""

from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.files import Upload
from bot.domain.staff.canned import Canned
from bot.services import canned
from tests.builders.files import png
from tests.web.archive import Bench
from tests.web.desk.test_desk_pages import PAGE, ana, app, enter, stage
from tests.web.staff_door import somebody

__all__ = ["ana", "app", "stage"]  # fixtures


def keep(stage: Bench, text: str = "Hi, {{ agent.name }} here: [[what]]") -> None:
    """A reply for all."""
    reply = Canned(id="can_1", shortcut="hello-all", title="Hello", texts={"en": text})
    canned.keep(stage.runtime, somebody("Eva"), reply)


def test_a_script_is_given_the_list_of_the_thread(stage: Bench, ana: FlaskClient) -> None:
    """Filled, with the words by which each is found."""
    keep(stage)
    html = ana.get(f"{PAGE}/canned").text
    assert 'data-insert="Hi, Ana here: [[what]]"' in html
    assert "hello all hello-all Hello" in html


def test_without_a_script_a_choice_comes_with_the_page(stage: Bench, ana: FlaskClient) -> None:
    """In the field, where it can be changed before it is sent."""
    keep(stage)
    assert '<option value="can_1">Hello (/hello-all)</option>' in ana.get(PAGE).text
    assert "Hi, Ana here: [[what]]</textarea>" in ana.get(f"{PAGE}?canned=can_1").text
    assert ana.get(f"{PAGE}?canned=nonsense").status_code == 200


def test_a_reply_with_a_gap_comes_back_with_the_reason(ana: FlaskClient) -> None:
    """400 in a sentence."""
    ana.post(f"{PAGE}/take")
    answer = ana.post(
        f"{PAGE}/reply", data={"text": "By [[date]]", "client_id": "a"}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json) == (400, {"problem": "Fill in [[date]] before you send this."})


def test_hostile_text_of_a_reply_stays_text(stage: Bench, ana: FlaskClient) -> None:
    """In the list and in the field."""
    keep(stage, '"><script>x</script>')
    assert "<script>x" not in ana.get(f"{PAGE}/canned").text
    assert "<script>x" not in ana.get(f"{PAGE}?canned=can_1").text


def test_who_may_only_read_has_no_replies(stage: Bench, app: Flask) -> None:
    """Neither the form nor the list."""
    keep(stage)
    viewer = enter(stage, app, "Vic", roles=("viewer",))
    assert "canned-form" not in viewer.get(f"{PAGE}?canned=can_1").text
    assert viewer.get(f"{PAGE}/canned").status_code == 403


def test_files_of_a_reply_are_sent_by_a_button(stage: Bench, ana: FlaskClient) -> None:
    """Which stands there when some reply has any."""
    keep(stage)
    assert "Attach its files" not in ana.get(PAGE).text
    canned.attach(stage.runtime, somebody("Eva"), "can_1", Upload("map.png", png(), ""))
    page = ana.get(PAGE).text
    assert "Attach its files" in page
    assert 'data-files="1"' in ana.get(f"{PAGE}/canned").text
    ana.post(f"{PAGE}/take")
    assert ana.post(f"{PAGE}/canned-files", data={"canned": "can_1", "client_id": "abc"}).status_code == 303
    assert 'download="map.png"' in ana.get(PAGE).text
    assert ana.post(f"{PAGE}/canned-files", data={"canned": "can_none", "client_id": "abc"}).status_code == 400
