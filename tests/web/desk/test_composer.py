"""The composer as a page shows it, with and without a script."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.adapters.data import catalogue
from bot.domain.conversation.events import ChoiceTapped, MessageEchoed, TextReceived
from bot.domain.conversation.messages import Text
from bot.ports.template_records import APPROVED, TemplateState
from bot.services import desk, drafts, turns
from bot.services.thread_refs import ref_of
from bot.web.app import create_app
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench
from tests.web.conftest import Browser
from tests.web.desk.test_desk_pages import enter
from tests.web.staff_door import somebody

THREAD, PHONE = "webchat:TF:marie", "whatsapp:106:447700900001"
HOUR = 3_600_000
ANA, BO = somebody("Ana"), somebody("Bo")


@pytest.fixture
def stage() -> Bench:
    """Two threads that Ana has: one is open, on the other the channel takes templates only."""
    stage = bench(notices=catalogue.notices())
    name = catalogue.notices()["agent_news"].template
    stage.archive.templates.note(TemplateState("whatsapp", name, "fr", APPROVED))
    for thread, silent in ((THREAD, 0), (PHONE, 30 * HOUR)):
        turns.take(stage.runtime, thread, ChoiceTapped("t1", NOW_MS - silent, "go:person", "Talk to a person"))
        desk.take(stage.runtime, thread, ANA)
    return stage


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The whole application."""
    found = create_app(stage.runtime)
    found.test_client_class = Browser
    return found


@pytest.fixture
def ana(stage: Bench, app: Flask) -> FlaskClient:
    """Ana's browser."""
    return enter(stage, app)


def page_of(stage: Bench, thread: str = THREAD) -> str:
    """The address of a thread."""
    return f"/desk/t/{ref_of(stage.runtime, thread)}"


def hidden(html: str, name: str) -> str:
    """The value of a hidden field of the reply."""
    form = html.partition('id="reply"')[2]
    found = re.search(rf'name="{name}" value="([^"]*)"', form)
    assert found
    return found[1]


def test_without_a_script_a_colleagues_answer_is_shown_and_what_was_typed_stays(stage: Bench, ana: FlaskClient) -> None:
    """409, the newer words, and two buttons; the text is still in its field."""
    page = page_of(stage)
    form = {"text": "Mine", "client_id": "aaaa", "seen": hidden(ana.get(page).text, "seen")}
    turns.take(stage.runtime, THREAD, MessageEchoed("e1", NOW_MS, "From the inbox", app="77"))
    desk.take(stage.runtime, THREAD, ANA)
    refused = ana.post(f"{page}/reply", data=form)
    assert refused.status_code == 409
    for told in ("From the inbox", "Send anyway", "Discard", ">Mine</textarea>"):
        assert told in refused.text
    known = re.search(r'name="known" value="(\d+)"', refused.text.partition('id="conflict"')[2])
    assert known
    sent = ana.post(f"{page}/reply", data={**form, "known": known[1]})
    assert sent.status_code == 303
    assert stage.archive.texts(THREAD).count("Mine") == 1
    assert "</textarea>" in ana.get(page).text
    assert ">Mine</textarea>" not in ana.get(page).text


def test_a_script_is_given_the_conflict_as_a_part(stage: Bench, ana: FlaskClient) -> None:
    """With the answer's author, who is nobody's name where another tool was used."""
    page = page_of(stage)
    form = {"text": "Mine", "client_id": "aaaa", "seen": hidden(ana.get(page).text, "seen")}
    turns.take(stage.runtime, THREAD, MessageEchoed("e1", NOW_MS, "<b>bold</b>", app="77"))
    desk.take(stage.runtime, THREAD, ANA)
    told = ana.post(f"{page}/reply", data=form, headers={"Accept": "application/json"})
    assert told.status_code == 409
    assert told.json is not None
    assert "&lt;b&gt;bold&lt;/b&gt;" in told.json["conflict"]
    assert "Somebody in another tool answered" in told.json["conflict"]


def test_what_the_traveller_wrote_meanwhile_is_told_after_the_reply(stage: Bench, ana: FlaskClient) -> None:
    """A warning, and no refusal."""
    page = page_of(stage)
    form = {"text": "Mine", "client_id": "aaaa", "seen": hidden(ana.get(page).text, "seen")}
    turns.take(stage.runtime, THREAD, TextReceived("m1", NOW_MS, "Are you there?"))
    told = ana.post(f"{page}/reply", data=form, headers={"Accept": "application/json"})
    assert (told.status_code, told.json) == (
        200,
        {"problem": "", "notice": "The traveller wrote while you did: “Are you there?”"},
    )


def test_a_draft_stands_in_the_field_and_colleagues_read_that_there_is_one(
    stage: Bench, app: Flask, ana: FlaskClient
) -> None:
    """Its words are its writer's alone."""
    page = page_of(stage)
    row = stage.archive.lines(THREAD)[-1].row
    saved = ana.post(f"{page}/draft", data={"text": "Half a <sentence>", "about": str(row)})
    assert saved.status_code == 303
    mine = ana.get(page).text
    assert ">Half a &lt;sentence&gt;</textarea>" in mine
    assert hidden(mine, "about") == str(row)
    others = enter(stage, app, "Bo").get(page).text
    assert "Ana has a draft in this thread." in others
    assert "Half a" not in others
    ana.post(f"{page}/draft", data={"discard": "1"})
    assert drafts.mine(stage.runtime, THREAD, ANA) is None


def test_templates_stand_in_place_of_the_field(stage: Bench, ana: FlaskClient) -> None:
    """With what the traveller will read in their language, and the agent's name in it already."""
    text = ana.get(page_of(stage, PHONE)).text
    assert 'data-mode="template"' in text
    assert 'lang="fr"' in text.partition('id="templates"')[2]
    assert "Elle vient de Ana" in text
    assert "Send a template instead" not in text


def test_a_template_is_sent_by_its_form_once(stage: Bench, ana: FlaskClient) -> None:
    """Pressing twice without a script is one message."""
    page = page_of(stage, PHONE)
    form = ana.get(page).text.partition('<form class="template"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert fields["client_id"].isalpha()
    for _ in range(2):
        assert ana.post(f"{page}/template", data={**fields, "about": "votre sac"}).status_code == 303
    assert sum("votre sac" in text for text in stage.archive.texts(PHONE)) == 1


@pytest.mark.parametrize(
    ("thread", "data", "status"),
    [
        (PHONE, {"template": "tickets_issued", "client_id": "aaaa", "about": "x"}, 400),
        (PHONE, {"template": "agent_news", "client_id": "aaaa"}, 400),
        (PHONE, {"template": "agent_news", "client_id": "12", "about": "x"}, 400),
        (THREAD, {"template": "agent_news", "client_id": "aaaa", "about": "x"}, 409),
    ],
)
def test_a_forged_form_of_a_template_is_refused(
    stage: Bench, ana: FlaskClient, thread: str, data: dict[str, str], status: int
) -> None:
    """The server looks at channel, clock and catalogue itself."""
    before = stage.archive.texts(thread)
    assert ana.post(f"{page_of(stage, thread)}/template", data=data).status_code == status
    assert stage.archive.texts(thread) == before


def test_a_forged_reply_into_a_closed_channel_is_refused(stage: Bench, ana: FlaskClient) -> None:
    """Nobody writes past the window, and what they wrote is kept."""
    page = page_of(stage, PHONE)
    refused = ana.post(f"{page}/reply", data={"text": "Hello", "client_id": "aaaa"})
    assert refused.status_code == 409
    assert "This was not sent" in refused.text
    kept = drafts.mine(stage.runtime, PHONE, ANA)
    assert kept is not None
    assert kept.text == "Hello"


def test_who_may_only_read_is_offered_nothing_to_send(stage: Bench, app: Flask) -> None:
    """A viewer sees no templates, no retry and no way to answer."""
    line = stage.archive.say(PHONE, Text("Your pass"))
    stage.archive.move(line.row, "failed", "transient")
    text = enter(stage, app, "Vi", roles=("viewer",)).get(page_of(stage, PHONE)).text
    for told in ('class="template"', "Retry", "Answer this"):
        assert told not in text


def test_a_failed_message_has_its_reason_and_a_way_to_send_it_again(stage: Bench, ana: FlaskClient) -> None:
    """Once: after that it says so, and points below."""
    line = stage.archive.say(THREAD, Text("Your pass"))
    stage.archive.move(line.row, "failed", "content")
    page = page_of(stage)
    text = ana.get(page).text
    assert "Not delivered: The channel refused the message" in text
    assert "Retry" in text
    assert ana.post(f"{page}/repeat", data={"row": line.row}).status_code == 303
    assert ana.post(f"{page}/repeat", data={"row": line.row}).status_code == 303
    text = ana.get(page).text
    assert "Sent once more, see below" in text
    assert "Retry" not in text
    assert stage.archive.texts(THREAD).count("Your pass") == 2
    assert ana.post(f"{page}/repeat", data={"row": "x"}).status_code == 400


def test_a_line_in_another_language_says_so(stage: Bench, ana: FlaskClient) -> None:
    """The thread's language stands above the field, and each other one beside its line."""
    turns.take(stage.runtime, THREAD, TextReceived("m1", NOW_MS, "Bonjour", locale="fr_FR"))
    line = stage.archive.say(THREAD, Text("Hello"))
    stage.archive.desk.change(THREAD, language="fr")
    drawn = ana.get(page_of(stage)).text.partition(f'id="line-{line.row}"')[2].partition("</div>")[0]
    assert 'lang="en"' in drawn
    assert ">English</span>" in drawn


def test_the_link_of_a_line_points_the_reply_at_it_without_a_script(stage: Bench, ana: FlaskClient) -> None:
    """What it answers stands above the field, and the reply has it."""
    turns.take(stage.runtime, THREAD, TextReceived("m1", NOW_MS, "Is it on time?"))
    row = stage.archive.lines(THREAD)[-1].row
    page = page_of(stage)
    text = ana.get(f"{page}?about={row}").text
    assert '<q dir="auto">Is it on time?</q>' in text
    ana.post(f"{page}/reply", data={"text": "Yes", "client_id": "aaaa", "about": hidden(text, "about")})
    last = stage.archive.lines(THREAD)[-1]
    assert '"answers":"m1"' in last.body
    assert ana.get(f"{page}?about=99999999999999999999").status_code == 200


def test_the_window_is_asked_anew_by_a_page_whose_clock_says_that_it_ended(stage: Bench, ana: FlaskClient) -> None:
    """Parts come as they are now."""
    told = ana.get(f"{page_of(stage, PHONE)}/composer").json
    assert told is not None
    assert {name: 'data-mode="template"' in html for name, html in told["parts"]} == {"way": True, "templates": False}
