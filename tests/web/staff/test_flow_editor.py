"""The editor: a step's form by hand and without a script, from opening it to what stands in the draft."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.flow.operations import AddStep, SetExits, SetNext
from bot.services import flow_drafts
from tests.builders.flow_desk import Form, console_of, flow_desk, sits
from tests.builders.flow_room import BEA, acts, do, worded
from tests.builders.house import House
from tests.builders.staff import BO

FLOW = "/staff/flows/book"
STEP = f"{FLOW}/steps"
HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }} \u202e'\"&"


@pytest.fixture(name="home")
def _home(monkeypatch: pytest.MonkeyPatch) -> House:
    return flow_desk(monkeypatch)


@pytest.fixture(name="app")
def _app(home: House) -> Flask:
    return console_of(home)


@pytest.fixture(name="edi")
def _edi(app: Flask) -> FlaskClient:
    return sits(app)


def node(home: House, step: str, flow: str = "book") -> dict[str, object]:
    """A step of the draft as it is now."""
    found: dict[str, object] = flow_drafts.shown(home.runtime, flow).document["nodes"][step]
    return found


def opened(client: FlaskClient, step: str, language: str = "en") -> Form:
    """The form of a step as a browser has it."""
    return Form.of(client.get(f"{STEP}/{step}?lang={language}").text)


def test_saving_what_was_opened_changes_nothing(home: House, edi: FlaskClient) -> None:
    """One that decides, one that waits, one with options, one that is locked."""
    for step in ("missing", "ask_origin", "search_failed", "check_out"):
        answer = edi.post(f"{STEP}/{step}", data=opened(edi, step))
        assert answer.headers["Location"].endswith("done=same"), step
    assert acts(home) == []


def test_a_step_is_said_asked_and_led_on_by_its_form(home: House, edi: FlaskClient) -> None:
    """An action more, a condition with a row, where it leads; nothing is kept before it is saved."""
    form = opened(edi, "hello_long")
    for act in ("add do", "add cases", "add cases.0.when.parts", "remove cases.0.when.parts.0"):
        form = Form.of(edi.post(f"{STEP}/hello_long", data={**form, "act": act, "new_do": "find_trips"}).text)
    assert acts(home) == []
    row = "cases.0.when.parts.0"
    chosen = {f"{row}.field": "trip.passengers", f"{row}.op": "more", f"{row}.value": "3", "cases.0.to": "person"}
    edi.post(f"{STEP}/hello_long", data={**form, **chosen, "act": "save"})
    assert node(home, "hello_long") == {
        "do": [{"do": "say", "text": "hello"}, {"do": "find_trips"}],
        "cases": [{"when": {"field": "trip.passengers", "op": "more", "value": 3}, "to": "person"}],
        "next": "missing",
    }
    assert [what for _, what, _ in acts(home)] == ["flow.edit"]


def test_a_condition_that_looks_at_nothing_is_not_left_out_without_a_word(home: House, edi: FlaskClient) -> None:
    """Where it leads was chosen, or a value was typed: it is told, and all stays in the form."""
    form = Form.of(edi.post(f"{STEP}/hello_long", data={**opened(edi, "hello_long"), "act": "add cases"}).text)
    for begun in ({"cases.0.to": "person"}, {"cases.0.when.parts.0.value": "3"}):
        answer = edi.post(f"{STEP}/hello_long", data={**form, **begun, "text.en.hello": "Hi!", "act": "save"})
        assert (answer.status_code, "Condition 1 does not say yet" in answer.text) == (400, True)
        assert begun.items() <= Form.of(answer.text).items()
        assert ">Hi!</textarea>" in answer.text
    assert acts(home) == []
    assert edi.post(f"{STEP}/hello_long", data={**form, "act": "save"}).headers["Location"].endswith("done=same")


def test_a_wait_and_a_trial_are_built_by_choosing(home: House, edi: FlaskClient) -> None:
    """The exits of what is waited for come with it; a trial has ways with weights."""
    form = {**opened(edi, "hello_long"), "goes": "wait", "wait.for": "yes_no", "act": "refresh"}
    page = edi.post(f"{STEP}/hello_long", data=form).text
    assert "After “yes”" in page
    form = {**Form.of(page), "wait.exits.yes": "missing", "wait.time": "90", "wait.unit": "60", "wait.ring": "yes"}
    edi.post(f"{STEP}/hello_long", data={**form, "act": "save"})
    assert node(home, "hello_long")["wait"] == {
        "for": "yes_no",
        "exits": {"yes": "missing"},
        "timeout": 5400,
        "ring": True,
    }
    form = {**opened(edi, "hello_short"), "goes": "split", "split.name": "greeting"}
    for _ in range(2):
        form = Form.of(edi.post(f"{STEP}/hello_short", data={**form, "act": "add split.ways"}).text)
    ways = {
        f"split.ways.{at}.{name}": value
        for at in (0, 1)
        for name, value in (("name", f"w{at}"), ("weight", "50"), ("to", "missing"))
    }
    edi.post(f"{STEP}/hello_short", data={**form, **ways, "act": "save"})
    assert node(home, "hello_short")["split"] == {
        "name": "greeting",
        "ways": [{"name": "w0", "weight": 50, "to": "missing"}, {"name": "w1", "weight": 50, "to": "missing"}],
    }


def test_a_text_is_worded_in_two_languages_at_once(home: House, edi: FlaskClient) -> None:
    """What was typed in one language is carried along while the other stands in the form."""
    form = {**opened(edi, "ask_origin"), "text.en.ask_origin": "From where?", "act": "lang fr"}
    page = edi.post(f"{STEP}/ask_origin", data=form).text
    assert "English: " in page
    form = {**Form.of(page), "text.fr.ask_origin": "De quelle ville ?", "act": "save"}
    edi.post(f"{STEP}/ask_origin", data=form)
    texts = flow_drafts.shown(home.runtime, "book").document["texts"]
    assert (texts["en"]["ask_origin"], texts["fr"]["ask_origin"]) == ("From where?", "De quelle ville ?")
    assert len(acts(home)) == 2


def test_previews_show_what_channels_will_show_while_somebody_types(edi: FlaskClient) -> None:
    """A script asks for that part alone; room is told with it, and nothing is kept."""
    form = {**opened(edi, "review"), "text.en.yes_button": "Yes, hold these lovely seats", "act": "refresh"}
    answer = edi.post(f"{STEP}/review", data=form, headers={"X-Part": "previews"})
    assert "28 of 20, cut" in answer.text
    assert "<html" not in answer.text
    assert "WhatsApp" in answer.text
    whole = edi.post(f"{STEP}/review", data=form, headers={"X-Part": "form"}).text
    assert 'value="Yes, hold these lovely seats"' in whole


def test_a_locked_step_can_be_worded_and_nothing_else(home: House, edi: FlaskClient) -> None:
    """The page says why; a form that was written by hand changes no more than its words."""
    page = edi.get(f"{STEP}/check_out").text
    assert "Money or law needs this step" in page
    assert "What it does" not in page
    before = node(home, "check_out")
    form = {**Form.of(page), "text.en.holding": "One moment…", "goes": "end", "do.0.do": "find_trips"}
    edi.post(f"{STEP}/check_out", data={**form, "act": "save"})
    assert node(home, "check_out") == before
    assert flow_drafts.shown(home.runtime, "book").document["texts"]["en"]["holding"] == "One moment…"


def test_two_editors_of_one_text_see_both_versions_and_choose(home: House, edi: FlaskClient) -> None:
    """Nothing is overwritten; who insists does it knowing what was there."""
    form = {**opened(edi, "ask_origin"), "text.en.ask_origin": "Mine?", "act": "save"}
    worded(home, "Theirs?", person=BEA)
    answer = edi.post(f"{STEP}/ask_origin", data=form)
    assert answer.status_code == 409
    for told in ("Bea changed the text ask_origin in English", "<mark>Theirs?</mark>", "<mark>Mine?</mark>"):
        assert told in answer.text
    again = {**form, "was.en.ask_origin": f"1:{form['was.en.ask_origin'].partition(':')[2]}"}
    assert f'value="{again["was.en.ask_origin"]}"' in answer.text
    assert edi.post(f"{STEP}/ask_origin", data=again).status_code == 303
    assert flow_drafts.shown(home.runtime, "book").document["texts"]["en"]["ask_origin"] == "Mine?"


def test_who_keeps_what_a_colleague_wrote_loses_nothing_else(home: House, edi: FlaskClient) -> None:
    """Whatever else the form says is saved, whether the step or a text was changed by somebody else."""
    both = {"text.en.ask_origin": "Mine?", "text.en.again_place": "Which city?", "act": "save"}
    form = {**opened(edi, "ask_origin"), **both, "wait.exits.timeout": "person"}
    worded(home, "Theirs?", person=BEA)
    do(home, SetExits("ask_origin", {"answered": "person"}), BEA)
    for part in ("the step ask_origin", "the text ask_origin"):
        page = edi.post(f"{STEP}/ask_origin", data=form).text
        assert f"Bea changed {part}" in page
        form = {**Form.of(page, "keep"), "act": "save"}
    assert edi.post(f"{STEP}/ask_origin", data=form).status_code == 303
    texts = flow_drafts.shown(home.runtime, "book").document["texts"]["en"]
    assert (texts["ask_origin"], texts["again_place"]) == ("Theirs?", "Which city?")
    assert node(home, "ask_origin")["wait"] == {"for": "trip.origin", "exits": {"answered": "person"}}


def test_who_did_not_touch_what_a_colleague_changed_is_not_stopped(home: House, edi: FlaskClient) -> None:
    """The form carries many texts; only those that were changed in it count."""
    form = {**opened(edi, "ask_origin"), "text.en.again_place": "Which city?", "act": "save"}
    worded(home, "Theirs?", person=BEA)
    assert edi.post(f"{STEP}/ask_origin", data=form).headers["Location"].endswith("done=saved")
    texts = flow_drafts.shown(home.runtime, "book").document["texts"]["en"]
    assert (texts["ask_origin"], texts["again_place"]) == ("Theirs?", "Which city?")


def test_two_editors_of_one_step_compare_it_in_plain_words(home: House, edi: FlaskClient) -> None:
    """Line by line, what differs marked."""
    form = {**opened(edi, "hello_long"), "next": "search", "act": "save"}
    do(home, SetNext("hello_long", "person"), BEA)
    answer = edi.post(f"{STEP}/hello_long", data=form)
    assert answer.status_code == 409
    assert "<mark>Goes on to person</mark>" in answer.text
    assert "<mark>Goes on to search</mark>" in answer.text
    assert "<li>Say a text: text hello</li>" in answer.text


def test_the_check_is_listed_with_links_and_marks_the_outline(home: House, edi: FlaskClient) -> None:
    """A step that leads nowhere and says what nobody worded: each fault a link, each step its count."""
    do(
        home,
        AddStep("weigh", {"do": [{"do": "ask", "text": "weigh"}], "wait": {"for": "yes_no", "exits": {}}}, "hello"),
    )
    page = edi.get(f"{STEP}/weigh").text
    assert f'href="{STEP}/weigh?lang=fr">weigh</a>' in page
    assert "faults before it can be published" in page
    assert "changed</span>" in page
    assert "Not worded in English." in page


def test_hostile_words_are_text_everywhere(home: House, edi: FlaskClient) -> None:
    """In the outline, the form and the previews."""
    do(home, AddStep("weigh", {"do": [{"do": "say", "text": "weigh"}]}, "hello", label=HOSTILE))
    form = {**opened(edi, "weigh"), "text.en.weigh": HOSTILE, "act": "save"}
    edi.post(f"{STEP}/weigh", data=form)
    for path in ("steps/weigh", "steps/hello"):
        page = edi.get(f"{FLOW}/{path}").text
        assert "<img" not in page
        assert "&lt;img src=x onerror=alert(1)&gt; {{ 7*7 }}" in page


@pytest.mark.parametrize(
    "name",
    [
        "do.0.do.x",
        "goes.x",
        "cases.0.when",
        "wait",
        "do",
        "split.ways",
        "text.en",
        "act.x",
        "seen",
        "cases.0.when.parts.0.field.x",
    ],
)
def test_forms_written_by_hand_are_answered(edi: FlaskClient, name: str) -> None:
    """With the form again or a refusal, never with a fault of ours."""
    for act in ("refresh", "save", "add do", "group cases.0.when.parts"):
        assert edi.post(f"{STEP}/missing", data={**opened(edi, "missing"), name: "x", "act": act}).status_code < 500


def test_who_may_only_read_gets_no_buttons_and_steps_that_are_not_there_are_said(app: Flask, edi: FlaskClient) -> None:
    """A supervisor sees the same flow."""
    bo = sits(app, BO)
    page = bo.get(f"{STEP}/hello")
    assert (page.status_code, ">Save</button>" in page.text, f'action="{STEP}"' in page.text) == (200, False, False)
    assert bo.post(f"{STEP}/hello", data={}).status_code == 403
    assert edi.get(f"{STEP}/no_such").status_code == 404
    assert edi.get("/staff/flows/nothing").status_code == 404
    assert edi.post(f"{STEP}/no_such", data={"act": "save"}).status_code == 404


def test_what_each_language_lacks_is_told_of_the_whole_flow(home: House, edi: FlaskClient) -> None:
    """As soon as a step says what nobody has worded; where the check is long, each step still tells its own faults."""
    assert "Texts: English whole, French whole, " in " ".join(edi.get(FLOW).text.split())
    for at in range(6):
        do(home, AddStep(f"weigh{at}", {"do": [{"do": "say", "text": f"weigh{at}"}], "end": True}, "hello"))
    page = edi.get(f"{STEP}/weigh1").text
    assert "What the check found at this step" in page
    assert "English <strong>" in page
