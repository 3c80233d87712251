"""The bar of a thread: label, priority, snooze and close by form and by script, and undo of what was just done."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.events import TextReceived
from bot.domain.staff.snoozing import UNTIL_WRITES
from bot.services import turns
from tests.builders.world import NOW_MS
from tests.web.archive import Bench
from tests.web.desk.test_desk_pages import PAGE, THREAD, ana, app, enter, stage

__all__ = ["ana", "app", "stage"]  # fixtures
HOUR = 3_600_000
SCRIPT = {"Accept": "application/json"}


def post(client: FlaskClient, act: str, **fields: str) -> Any:
    """What a script is told."""
    answer = client.post(f"{PAGE}/{act}", data=fields, headers=SCRIPT)
    return {**answer.json, "status": answer.status_code}  # type: ignore[dict-item]  # an object


def listed(client: FlaskClient, view: str) -> bool:
    """Whether the thread stands in a view."""
    return PAGE in client.get(f"/desk?view={view}").text.partition('id="queue"')[2]


def test_labels_are_put_on_and_taken_off_without_a_script(stage: Bench, ana: FlaskClient) -> None:
    """Both are buttons of plain forms, and labels in use are offered."""
    assert ana.post(f"{PAGE}/label", data={"label": "  vip  guest "}).headers["Location"] == PAGE
    page = ana.get(PAGE).text
    assert 'aria-label="Take the label vip guest off"' in page
    assert '<option value="vip guest">' in page
    ana.post(f"{PAGE}/label", data={"label": "vip guest", "off": "1"})
    assert stage.archive.desk.thread(THREAD).labels == ()


def test_a_priority_is_one_of_four(stage: Bench, ana: FlaskClient) -> None:
    """Anything else is refused and changes nothing."""
    assert post(ana, "priority", priority="3")["said"] == "Priority set."
    for wrong in ("4", "-1", "", "high", "²", "33"):
        assert post(ana, "priority", priority=wrong)["status"] == 400
    assert stage.archive.desk.thread(THREAD).priority == 3


@pytest.mark.parametrize(
    ("fields", "hours"),
    [
        ({"when": "hour"}, 1),
        ({"when": "own", "until": "2026-11-01T12:00", "zone": "UTC"}, None),
        ({"when": "tomorrow"}, None),
    ],
)
def test_a_snoozed_thread_leaves_the_lists_until_its_time(
    stage: Bench, app: Flask, ana: FlaskClient, fields: dict[str, str], hours: int | None
) -> None:
    """Then it is back by itself."""
    until = stage.clock.moment.replace(microsecond=0)
    if "until" in fields:
        fields = {**fields, "until": (until.replace(tzinfo=None)).isoformat()}
        stage.clock.pass_time(hours=-2)
    assert post(ana, "snooze", **fields)["problem"] == ""
    asleep = stage.archive.desk.thread(THREAD).snoozed_until
    assert hours is None or asleep == NOW_MS + hours * HOUR
    assert listed(ana, "snoozed")
    assert not listed(ana, "unassigned")
    assert "Snoozed until" in ana.get(PAGE).text
    stage.clock.pass_time(days=3)
    assert listed(enter(stage, app), "unassigned")


def test_until_the_traveller_writes_no_time_wakes_it(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """The next word does."""
    post(ana, "snooze", when="writes")
    assert stage.archive.desk.thread(THREAD).snoozed_until == UNTIL_WRITES
    stage.clock.pass_time(days=90)
    ana = enter(stage, app)
    assert "Until they write" in ana.get("/desk?view=snoozed").text
    assert "Snoozed until the traveller writes" in ana.get(PAGE).text
    turns.take(stage.runtime, THREAD, TextReceived("t9", NOW_MS, "I am back"))
    assert not listed(ana, "snoozed")
    assert listed(ana, "unassigned")


def test_a_sleeping_thread_can_be_woken(stage: Bench, ana: FlaskClient) -> None:
    """By a button beside the words that say that it sleeps."""
    post(ana, "snooze", when="hour")
    assert ">Wake</button>" in ana.get(PAGE).text
    assert post(ana, "snooze", when="wake")["said"] == "Woken."
    assert stage.archive.desk.thread(THREAD).snoozed_until == 0


def test_a_snooze_that_is_none_says_why(ana: FlaskClient) -> None:
    """In a sentence."""
    assert post(ana, "snooze", when="own", until="yesterday")["problem"] == "Enter a day and a time."
    assert post(ana, "snooze", when="hour", zone="Mars")["problem"] == "There is no such time zone."
    assert post(ana, "snooze")["status"] == 400


def test_what_was_just_done_can_be_undone(stage: Bench, ana: FlaskClient) -> None:
    """For a minute, by who did it, unless somebody changed it since."""
    post(ana, "label", label="old")
    token = post(ana, "label", label="vip")["undo"]
    assert post(ana, "undo", undo=token)["said"] == "Undone."
    assert stage.archive.desk.thread(THREAD).labels == ("old",)
    token = post(ana, "priority", priority="2")["undo"]
    post(ana, "priority", priority="3")
    assert post(ana, "undo", undo=token)["status"] == 409
    token = post(ana, "snooze", when="hour")["undo"]
    stage.clock.pass_time(minutes=2)
    assert post(ana, "undo", undo=token)["status"] == 400


def test_nobody_undoes_what_another_did_or_what_never_was(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """The page's token is signed, and names no traveller."""
    token = post(ana, "label", label="vip")["undo"]
    assert post(enter(stage, app, "Eva"), "undo", undo=token)["status"] == 400
    for wrong in ("", "x", f"{token}x", token.partition(".")[0]):
        assert post(ana, "undo", undo=wrong)["status"] == 400
    assert "marie" not in str(token)
    assert stage.archive.desk.thread(THREAD).labels == ("vip",)


def test_closing_is_final_and_moves_the_thread_to_done(ana: FlaskClient) -> None:
    """The bot has it again, which cannot be taken back by a click; a second time there is nothing to close."""
    ana.post(f"{PAGE}/take")
    told = post(ana, "close")
    assert (told["said"], told["undo"]) == ("Closed as done.", "")
    assert listed(ana, "done")
    assert post(ana, "close")["problem"] == "This thread is closed already."


def test_who_may_only_read_sees_marks_and_no_bar(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """And is refused in any case."""
    post(ana, "label", label="vip")
    viewer = enter(stage, app, "Vic", roles=("viewer",))
    page = viewer.get(PAGE).text
    assert '<span class="mark-label">vip</span>' in page
    assert "data-thread-marks" not in page
    assert viewer.post(f"{PAGE}/label", data={"label": "x"}).status_code == 403


def test_a_thread_that_is_none_takes_no_mark(stage: Bench, ana: FlaskClient) -> None:
    """Nothing is kept of it."""
    nobody = "/desk/t/webchat:TF:nobody"
    assert ana.post(f"{nobody}/label", data={"label": "x"}, headers=SCRIPT).status_code == 400
    assert "webchat:TF:nobody" not in stage.archive.desk.threads


def test_labels_are_found_and_counted_by_their_filter(ana: FlaskClient) -> None:
    """The label narrows every list."""
    post(ana, "label", label="vip")
    assert PAGE in ana.get("/desk?label=vip").text.partition('id="queue"')[2]
    assert PAGE not in ana.get("/desk?label=other").text.partition('id="queue"')[2]
