"""The page on which a draft is published: what is read before, what may be done, and what waits for its time."""

import re
from datetime import UTC, datetime

import msgspec
import pytest
from flask.testing import FlaskClient

from bot.domain.flow.definition import parse_flow
from bot.domain.flow.drafting import Draft
from bot.domain.flow.operations import SetNext
from bot.services import flow_drafts, flow_schedules, goldens
from bot.web.staff.flow_publish import due_of
from tests.builders.flow_room import BEA, SOON, acts, by, do, live, publish, worded
from tests.builders.house import House
from tests.builders.rehearsals import TO_OFFERS, script
from tests.builders.staff import BO, EDI, acting
from tests.builders.world import NOW_MS, book
from tests.web.flow_rooms import entered, flow_editor, flow_home, text_of

__all__ = ["flow_editor", "flow_home"]
HERE = "/staff/flows/book/publish"
LATER = "2026-11-24T20:30"
HOSTILE = "</textarea><script>alert(1)</script>"


def form_of(page: str, **values: str) -> dict[str, str]:
    """The form as a browser sends it back, with what somebody fills in."""
    hidden = dict(re.findall(r'<input type="hidden" name="(name|version|live)" value="([^"]*)">', page))
    return {**hidden, "when": "now", "at": "", **values}


def test_what_changes_and_that_all_rules_hold_is_read_before(home: House, edi: FlaskClient) -> None:
    """In words, with links to the steps, and how many talks stay on the old one."""
    worded(home, "Whence?")
    page = text_of(edi.get(HERE))
    assert "Nothing in the way" in page
    assert "All rules hold." in page
    assert "The text ask_origin (en) changes." in page
    assert "<ins>Whence?</ins>" in page
    assert "0 talks are on it and finish on it" in page
    assert "None is kept with this flow." in page


def test_a_draft_goes_live_with_its_notes(home: House, edi: FlaskClient) -> None:
    """One form; the page of the new revision says what happens to talks that have begun."""
    worded(home, "Whence?")
    answer = edi.post(HERE, data=form_of(edi.get(HERE).text, notes="Older words"), follow_redirects=True)
    assert "Published. New talks begin on this revision" in answer.text
    assert "Older words" in answer.text
    assert (live(home), acts(home)[-1]) == (2, (EDI.id, "flow.publish", "book"))
    assert "there is nothing to publish" in edi.get(HERE).text


def test_a_draft_goes_live_at_a_time_of_the_airline(home: House, edi: FlaskClient) -> None:
    """What waits is told, and is cancelled with a reason that its author reads."""
    worded(home, "Whence?")
    form = form_of(edi.get(HERE).text, notes="For winter", when="later", at=LATER)
    page = edi.post(HERE, data=form, follow_redirects=True).text
    assert "It waits for its time." in page
    assert "“For winter” by Edi goes live" in page
    (one,) = flow_schedules.waiting(home.runtime)
    assert datetime.fromtimestamp(one.due / 1000, UTC).isoformat() == "2026-11-24T19:30:00+00:00"
    bea = entered(home, BEA)
    assert bea.post(f"{HERE}/{one.id}/cancel", data={"reason": ""}).status_code == 400
    assert "cancelled" in bea.post(f"{HERE}/{one.id}/cancel", data={"reason": "Too soon"}, follow_redirects=True).text
    assert bea.post(f"{HERE}/{one.id}/cancel", data={"reason": "Too soon"}).status_code == 409
    told = text_of(edi.get(HERE))
    assert "was cancelled by Bea: Too soon" in told
    assert "was cancelled by Bea" not in bea.get(HERE).text
    assert bea.post(f"{HERE}/{one.id}/seen").status_code == 400
    assert "was cancelled" not in edi.post(f"{HERE}/{one.id}/seen", follow_redirects=True).text


def test_a_refusal_at_its_time_is_told_to_its_author(home: House) -> None:
    """Another revision went live in between."""
    worded(home, "Whence?")
    publish(home, due=SOON)
    worded(home, "From where now?")
    publish(home)
    home.clock.move(seconds=7200)
    assert flow_schedules.carry_out(home.runtime) == 1
    assert "was refused: Another revision went live since" in text_of(entered(home).get(HERE))


def test_what_stands_in_the_way_is_listed_with_links(home: House, edi: FlaskClient) -> None:
    """And publishing is refused; the notes stay in the form."""
    do(home, SetNext("hello_long", "nowhere"))
    page = text_of(edi.get(HERE))
    assert "1 in the way" in page
    assert '<a href="/staff/flows/book/steps/hello_long">hello_long</a>: ' in page
    answer = edi.post(HERE, data=form_of(edi.get(HERE).text, notes="Shorter"))
    assert answer.status_code == 400
    assert "hello_long" in answer.text
    assert ">Shorter</textarea>" in answer.text
    assert live(home) == 1


def test_golden_conversations_are_played_before(home: House, edi: FlaskClient) -> None:
    """Each with its verdict; one that differs blocks, with the first difference and its step."""
    act = acting(EDI, home.runtime)
    goldens.save(home.runtime, act, script(*TO_OFFERS), name="Finds flights", draft=book())
    worded(home, "{{ trip.origin | city }} → {{ trip.destination | city }}: here is what flies.", key="offers")
    page = text_of(edi.get(HERE))
    assert "Differs" in page
    assert "here is what flies." in page
    answer = edi.post(HERE, data=form_of(edi.get(HERE).text, notes="Older"))
    assert (answer.status_code, "Golden conversation" in answer.text) == (400, True)
    draft = flow_drafts.shown(home.runtime, "book")
    (talk,) = goldens.of_flow(home.runtime, "book")
    goldens.accept(home.runtime, act, talk.id, parse_flow(msgspec.json.encode(draft.document)))
    assert "Passes" in edi.get(HERE).text
    assert edi.post(HERE, data=form_of(edi.get(HERE).text, notes="Older")).status_code == 303


def test_words_about_money_are_sent_to_a_second_person(home: House, edi: FlaskClient) -> None:
    """The page says so before, and why; the form then asks instead of publishing."""
    worded(home, "Your seats are held.", key="holding")
    page = edi.get(HERE).text
    assert "a second person has to approve it" in page
    assert "<li>the text holding (en) changes</li>" in page
    assert "Ask a second person" in page
    answer = edi.post(HERE, data=form_of(page, notes="Clearer"))
    assert answer.headers["Location"] == "/staff/approvals?done=asked"
    assert live(home) == 1


def test_nothing_is_published_that_was_not_seen(home: House, edi: FlaskClient) -> None:
    """A colleague's change of the last second is shown first, and the notes stay."""
    worded(home, "Whence?")
    form = form_of(edi.get(HERE).text, notes="Shorter")
    worded(home, "From which town?", person=BEA)
    answer = edi.post(HERE, data=form)
    assert (answer.status_code, live(home)) == (409, 1)
    assert "The draft was changed since you looked." in answer.text
    assert "From which town?" in answer.text


def test_a_draft_that_is_behind_says_what_it_would_take_back(home: House, edi: FlaskClient) -> None:
    """Somebody rolled back, or published a file, under the draft."""
    worded(home, "Whence?")
    publish(home)
    worded(home, "Whence now?")
    edi.post("/staff/flows/book/revisions/1/roll-back", data={"reason": "Odd", "live": "2"})
    page = text_of(edi.get(HERE))
    assert "This draft began on revision 2, and revision 1 went live since." in page
    assert "difference?before=2&amp;after=1" in page


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"notes": " "}, "Say what changes"),
        ({"notes": "x", "when": "later", "at": ""}, "Choose the day and the hour"),
        ({"notes": "x", "when": "later", "at": "2020-01-01T10:00"}, "Choose a time from a minute"),
        ({"notes": "x", "when": "later", "at": "9999-99-99"}, "Choose the day and the hour"),
    ],
)
def test_what_was_filled_in_wrongly_is_told(home: House, edi: FlaskClient, values: dict[str, str], told: str) -> None:
    """With the form as it was."""
    worded(home, "Whence?")
    answer = edi.post(HERE, data=form_of(edi.get(HERE).text, **values))
    assert (answer.status_code, told in answer.text) == (400, True)


def test_a_form_that_says_anything_harms_nothing(home: House, edi: FlaskClient) -> None:
    """Notes of markup come back as text; an id that is none is replaced."""
    worded(home, "Whence?")
    answer = edi.post(HERE, data={"notes": HOSTILE, "version": "x", "live": "-1", "name": "../../etc"})
    assert answer.status_code == 409
    assert HOSTILE not in answer.text
    form = form_of(edi.get(HERE).text, notes=HOSTILE, name="per_ana")
    page = edi.post(HERE, data=form, follow_redirects=True).text
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_who_reads_flows_sees_the_page_and_publishes_nothing(home: House) -> None:
    """Neither the form nor the post; a flow that is not there is told."""
    worded(home, "Whence?")
    reader = entered(home, BO)
    assert "<ins>Whence?</ins>" in reader.get(HERE).text
    assert "What changes, and why" not in reader.get(HERE).text
    assert reader.post(HERE, data={"notes": "x"}).status_code == 403
    assert reader.get("/staff/flows/nothing/publish").status_code == 404


def test_a_new_flow_differs_by_all_that_it_has(home: House, edi: FlaskClient) -> None:
    """Nothing is live yet."""
    flow_drafts.create(home.runtime, "fresh", by(home))
    page = edi.get("/staff/flows/fresh/publish").text
    assert "This flow was never published." in page


def test_a_draft_that_cannot_be_read_says_why(home: House, edi: FlaskClient) -> None:
    """It has neither a map nor a form; whoever edits it reads what is wrong."""
    home.records.flow_drafts.begin(Draft(flow="broken", document={"spec": 2, "flow": "broken", "nodes": 7}))
    page = edi.get("/staff/flows/broken/publish")
    assert (page.status_code, "The flow cannot be read" in page.text) == (200, True)
    assert "What changes, and why" not in page.text
    assert edi.get("/staff/flows/broken/map").status_code == 404


def test_times_are_those_of_the_airline() -> None:
    """In winter and in summer."""
    winter, summer = due_of("2026-12-01T09:30", "Europe/Paris"), due_of(" 2026-07-01T09:30 ", "Europe/Paris")
    assert datetime.fromtimestamp(winter / 1000, UTC).hour == 8
    assert datetime.fromtimestamp(summer / 1000, UTC).hour == 7
    assert winter > NOW_MS
