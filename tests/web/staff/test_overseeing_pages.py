"""The console's pages of supervisors: service levels, macros, reports."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.staff.happenings import DeskEvent
from bot.domain.staff.hours import Span
from bot.domain.staff.macros import Assign, Close, HandBack, Label, SayText, SetPriority, Snooze, Transfer
from bot.domain.staff.person import Person
from bot.domain.staff.roles import Role
from bot.ports.happening_records import Rating
from bot.ports.team_records import Team
from bot.web.staff import lengths
from bot.web.staff.action_forms import as_row, read
from tests.builders.world import NOW_MS
from tests.web.archive import Bench
from tests.web.conftest import Browser
from tests.web.staff_door import asked_by

LEVELS, MACROS, REPORTS = "/staff/service-levels", "/staff/macros", "/staff/reports"


@pytest.fixture
def eva(stage: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A supervisor's browser."""
    return entered(stage, app, monkeypatch, "supervisor")


def entered(stage: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch, role: Role) -> FlaskClient:
    """The browser of somebody with a role."""
    person = Person("per_eva", "Eva", roles=(role,))
    asked_by(monkeypatch, lambda: person)
    stage.archive.people.keep(person)
    stage.archive.teams.keep(Team(id="tea_1", name="Payments"))
    app.test_client_class = Browser
    return app.test_client()


def test_a_service_level_is_made_changed_and_dropped(stage: Bench, eva: FlaskClient) -> None:
    """Without a script, and with a sentence for each."""
    assert "Nothing is promised yet." in eva.get(LEVELS).text
    form = {
        "name": "Urgent",
        "team": "tea_1",
        "priority": "urgent",
        "channel": "webchat",
        "first": "5",
        "counts": "always",
    }
    assert "The service level is saved." in eva.post(LEVELS, data=form, follow_redirects=True).text
    (policy,) = stage.archive.oversight.policies()
    assert (policy.name, policy.priority, policy.first, policy.next, policy.always) == ("Urgent", 3, 5, 0, True)
    assert 'value="5"' in eva.get(f"{LEVELS}?edit={policy.id}").text
    eva.post(LEVELS, data={**form, "id": policy.id, "first": "7", "counts": "hours"})
    (policy,) = stage.archive.oversight.policies()
    assert (policy.first, policy.always) == (7, False)
    assert "is gone" in eva.post(f"{LEVELS}/{policy.id}/drop", follow_redirects=True).text
    assert eva.post(f"{LEVELS}/{policy.id}/drop").status_code == 400


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"name": "x", "first": "soon"}, "Minutes are whole numbers."),
        ({"name": "x"}, "Enter the minutes of at least one clock."),
        ({"name": "", "first": "5"}, "A service level has a name"),
        ({"name": "x", "first": "5", "team": "tea_gone"}, "There is no such team."),
    ],
)
def test_a_promise_that_cannot_be_kept_is_refused(eva: FlaskClient, form: dict[str, str], told: str) -> None:
    """With the reason above the page."""
    answer = eva.post(LEVELS, data=form)
    assert answer.status_code == 400
    assert told in answer.text


def test_business_hours_are_entered_as_a_week(stage: Bench, eva: FlaskClient) -> None:
    """Of everybody, or of one team; a day without times is closed."""
    assert "clocks run day and night" in eva.get(LEVELS).text
    form = {"zone": "Europe/Paris", "start_0": "09:00", "end_0": "17:30", "start_6": "00:00", "end_6": "24:00"}
    eva.post(f"{LEVELS}/hours", data={**form, "holidays": "2026-12-25\n2026-12-26"})
    hours = stage.archive.oversight.hours("")
    assert hours is not None
    assert hours.week == (Span(0, 540, 1050), Span(6, 0, 1440))
    assert len(hours.holidays) == 2
    assert 'value="17:30"' in eva.get(LEVELS).text
    eva.post(f"{LEVELS}/hours", data={**form, "team": "tea_1"})
    assert "Business hours of Payments" in eva.get(f"{LEVELS}?team=tea_1").text


def test_lunch_and_the_night_are_entered_as_well(stage: Bench, eva: FlaskClient) -> None:
    """And come back as they were typed."""
    form = {"start_0": "09:00", "end_0": "12:30", "start_0_2": "13:30", "end_0_2": "18:00", "start_4": "22:00"}
    eva.post(f"{LEVELS}/hours", data={"zone": "UTC", **form, "end_4": "06:00"})
    hours = stage.archive.oversight.hours("")
    assert hours is not None
    assert hours.week == (Span(0, 540, 750), Span(0, 810, 1080), Span(4, 1320, 1440), Span(5, 0, 360))
    page = eva.get(LEVELS).text
    for name, value in {**form, "end_4": "06:00", "start_5": "", "end_5": ""}.items():
        assert f'name="{name}" value="{value}"' in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"zone": "Europe/Nowhere"}, "Name a time zone"),
        ({"zone": "../etc"}, "Name a time zone"),
        ({"zone": "UTC", "start_1": "9", "end_1": "17:00"}, "Tuesday: enter two times"),
        ({"zone": "UTC", "start_2": "17:00", "end_2": "17:00"}, "Wednesday: enter two times"),
        ({"zone": "UTC", "holidays": "Christmas"}, "Write holidays as"),
        ({"zone": "UTC", "holidays": " ".join(["2026-12-25"] * 101)}, "at most 100 holidays"),
    ],
)
def test_hours_that_are_none_are_refused(eva: FlaskClient, form: dict[str, str], told: str) -> None:
    """The sentence names the day."""
    answer = eva.post(f"{LEVELS}/hours", data=form)
    assert answer.status_code == 400
    assert told in answer.text


def test_a_macro_is_made_of_rows(stage: Bench, eva: FlaskClient) -> None:
    """Personal, or everybody's; what is wrong is told with what was typed still there."""
    form = {"name": "Bye", "kind_1": "say", "value_1": "Good bye", "kind_3": "close"}
    assert "The macro is saved." in eva.post(MACROS, data=form, follow_redirects=True).text
    (macro,) = stage.archive.macros.macros()
    assert (macro.name, macro.owner, macro.actions) == ("Bye", "per_eva", (SayText("Good bye"), Close()))
    assert 'value="Good bye"' in eva.get(f"{MACROS}?edit={macro.id}").text
    wrong = eva.post(
        MACROS, data={"name": "Bye", "kind_1": "label", "value_1": "x", "kind_2": "snooze", "value_2": "soon"}
    )
    assert wrong.status_code == 400
    assert "Action 2: Minutes are a whole number." in wrong.text
    assert 'value="soon"' in wrong.text
    eva.post(MACROS, data={**form, "id": macro.id, "shared": "1"})
    assert stage.archive.macros.macros()[0].owner == ""
    assert "is gone" in eva.post(f"{MACROS}/{macro.id}/drop", follow_redirects=True).text
    assert eva.post(f"{MACROS}/{macro.id}/drop").status_code == 400
    assert "This macro is gone." in eva.get(f"{MACROS}?edit={macro.id}").text


def test_an_agent_keeps_macros_but_makes_none_for_all(
    stage: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What everybody has is a supervisor's to write."""
    client = entered(stage, app, monkeypatch, "agent")
    form = {"name": "Bye", "kind_1": "close"}
    assert client.post(MACROS, data=form).status_code == 303
    assert client.post(MACROS, data={**form, "shared": "1"}).status_code == 400
    assert "Everybody may run it" not in client.get(MACROS).text
    for path in (LEVELS, REPORTS):
        assert client.get(path).status_code == 403
    assert client.post(f"{REPORTS}/desk.csv").status_code == 403
    assert client.post(LEVELS).status_code == client.post(f"{LEVELS}/hours").status_code == 403


def test_every_kind_of_action_comes_back_from_its_row() -> None:
    """What is shown for a change is what was saved."""
    for action in (SayText("x"), Label("x"), Label("x", off=True), SetPriority(2), Snooze(5), Assign("p"),
                   Transfer("t", "n"), HandBack("s"), Close()):  # fmt: skip
        assert read(as_row(action)) == action


def lines(stage: Bench) -> None:
    """A hand-over that was answered and rated, by a name that would be markup."""
    who = {"thread": "webchat:TF:marie", "channel": "webchat", "team": "tea_1", "agent": "per_x", "name": "<b>Bo"}
    stage.archive.happenings.append(
        (
            DeskEvent(id="1", at=NOW_MS, kind="queued", about="asked", **{**who, "agent": "", "name": ""}),
            DeskEvent(id="2", at=NOW_MS + 245_000, kind="answered", **who),
            DeskEvent(id="3", at=NOW_MS + 600_000, kind="rated", value=4, **who),
        )
    )
    rating = Rating(
        closing="c", thread="webchat:TF:marie", state="answered", score=4, answered_at=NOW_MS, comment="gone"
    )
    stage.archive.happenings.keep_rating(rating)
    stage.clock.pass_time(minutes=20)


def test_the_report_shows_and_exports_the_same_figures(stage: Bench, eva: FlaskClient) -> None:
    """Times in words on the page, in seconds in the file; a chart has its words and its table."""
    lines(stage)
    page = eva.get(REPORTS).text
    assert "4 min 05 s" in page
    assert "Asked for a person" in page
    assert 'role="img" aria-label="Hand-overs a day: 1 in all; most at 24 Nov: 1."' in page
    assert "Taken back since." in page
    assert "&lt;b&gt;Bo" in page
    assert 'formmethod="post" formaction="/staff/reports/desk.csv"' in page
    assert eva.get(f"{REPORTS}/desk.csv").status_code == 405
    answer = eva.post(f"{REPORTS}/desk.csv", data={"from": "2026-11-24", "to": "2026-11-24"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="desk-2026-11-24-2026-11-24.csv"'
    assert "agent,<b>Bo,2026-11-24,2026-11-24,1,245,245" in answer.text
    assert stage.archive.audit.acts[-1].what == "report.export"


def test_a_report_is_asked_for_by_its_address(stage: Bench, eva: FlaskClient) -> None:
    """A range, a team, an agent, a channel; what is no range says so and shows the week."""
    lines(stage)
    assert "4 min 05 s" not in eva.get(f"{REPORTS}?from=2026-11-01&to=2026-11-02").text
    assert "4 min 05 s" in eva.get(f"{REPORTS}?from=2026-11-24&team=tea_1&agent=per_x&channel=webchat").text
    for wrong in ("from=yesterday", "from=2026-11-24&to=2026-11-01"):
        assert eva.get(f"{REPORTS}?{wrong}").status_code == 400
        assert eva.post(f"{REPORTS}/desk.csv?{wrong}").status_code == 400


@pytest.mark.parametrize(
    ("milliseconds", "told"),
    [(None, "–"), (5_000, "5 s"), (245_000, "4 min 05 s"), (3_720_000, "1 h 02 min"), (90_000_000, "1 d 1 h")],
)
def test_lengths_are_read_in_two_units(milliseconds: int | None, told: str) -> None:
    """Nobody divides by sixty."""
    assert lengths.length(milliseconds) == told
    assert lengths.since(0, 30_000) == "now"
    assert lengths.since(0, 7_300_000) == "2 h"
