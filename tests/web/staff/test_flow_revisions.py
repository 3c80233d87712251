"""Pages of a flow's revisions: the list, one of them, what differs between two, and rolling back in one click."""

import msgspec
from flask.testing import FlaskClient

from bot.adapters.data.catalogue import sample_flows
from bot.domain.flow.conversion import Took
from bot.domain.flow.footfall import Passed
from bot.domain.flow.operations import Import
from bot.services import flow_drafts
from bot.web.staff.flow_revisions import AT_ONCE
from tests.builders.flow_room import acts, do, live, publish, worded
from tests.builders.house import House
from tests.builders.staff import ANA, BO, EDI
from tests.web.flow_rooms import entered, flow_editor, flow_home, standing, text_of, walked

__all__ = ["flow_editor", "flow_home"]
HERE = "/staff/flows/book/revisions"
HOSTILE = "<img src=x onerror=alert(1)>"


def revised(home: House, *notes: str) -> None:
    """Publish another wording for each of some notes."""
    for count, note in enumerate(notes):
        worded(home, f"From where, {count}?")
        publish(home, notes=note)


def test_the_list_tells_who_published_what_when_and_why(home: House, edi: FlaskClient) -> None:
    """The newest first, with digest, and how many talks are on each."""
    revised(home, "Shorter", HOSTILE)
    standing(home, "webchat:TF:a", "webchat:TF:b", revision=2)
    walked(home, "hello", Passed(2), revision=2)
    page = edi.get(HERE).text
    assert page.index("Revision 3") < page.index("Revision 2") < page.index("Revision 1")
    assert "Shorter" in page
    assert "&lt;img src=x" in page
    assert HOSTILE not in page
    assert "Edi" in page
    row = page[page.index(f'href="{HERE}/2"') : page.index(f'href="{HERE}/1"')]
    assert '<td role="cell" data-label="Talks now" class="number">2</td>' in row


def test_a_long_history_is_shown_page_by_page(home: House, edi: FlaskClient) -> None:
    """Older ones are a link away, and back."""
    for count in range(AT_ONCE + 3):
        document = msgspec.json.decode(sample_flows()[0])
        document["texts"]["en"]["ask_origin"] = f"Whence, {count}?"
        with home.records.begin() as work:
            work.flows.publish("book", msgspec.json.encode(document), author=EDI.id, at=1, notes="again")
    first = edi.get(HERE).text
    assert "54 revisions" in first
    assert f'href="?before={AT_ONCE + 3 - AT_ONCE + 2}"' in first
    older = edi.get(f"{HERE}?before=5").text
    assert "Revision 4<" in older
    assert "Revision 5<" not in older
    assert "Newest" in older
    assert "Older" not in older


def test_a_revision_tells_what_it_changed(home: House, edi: FlaskClient) -> None:
    """In words, text by text; the first one changed nothing."""
    revised(home, "Shorter")
    page = text_of(edi.get(f"{HERE}/2"))
    assert "The text ask_origin (en) changes." in page
    assert "<ins>From where, 0?</ins>" in page
    assert "/map?revision=2" in page
    assert "There was nothing before it." in edi.get(f"{HERE}/1").text
    assert edi.get(f"{HERE}/3").status_code == 404
    assert edi.get(f"{HERE}/99999999999").status_code == 404


def test_any_two_revisions_are_compared(home: House, edi: FlaskClient) -> None:
    """Either way round; a revision with itself says the same."""
    revised(home, "Shorter", "Longer")
    page = edi.get("/staff/flows/book/difference?before=3&after=2").text
    assert "<del>From where, 1?</del>" in page
    assert "<ins>From where, 0?</ins>" in page
    assert "They say and do the same." in edi.get("/staff/flows/book/difference?before=2&after=2").text
    assert edi.get("/staff/flows/book/difference?before=2&after=7").status_code == 404
    answer = edi.get("/staff/flows/book/difference?before=two")
    assert (answer.status_code, "Choose two revisions" in answer.text) == (400, True)


def test_what_is_compared_first_is_what_one_wants_to_know(home: House, edi: FlaskClient) -> None:
    """The newest two, or after rolling back the live one and the newest."""
    revised(home, "Shorter", "Longer")
    assert 'name="before" inputmode="numeric" pattern="[0-9]+" required size="6" value="2"' in edi.get(HERE).text
    edi.post(f"{HERE}/1/roll-back", data={"reason": "It confused people", "live": "3"})
    assert 'name="before" inputmode="numeric" pattern="[0-9]+" required size="6" value="1"' in edi.get(HERE).text


def test_one_click_rolls_back_with_a_reason(home: House, edi: FlaskClient) -> None:
    """The older one is live again, and the audit knows why."""
    revised(home, "Shorter")
    assert "Roll back to revision 1" in edi.get(f"{HERE}/1").text
    answer = edi.post(f"{HERE}/1/roll-back", data={"reason": "It confused people", "live": "2"}, follow_redirects=True)
    assert "Rolled back." in answer.text
    assert live(home) == 1
    assert acts(home)[-1] == (EDI.id, "flow.roll_back", "book")
    assert home.records.audit.acts[-1].reason == "It confused people"


def test_rolling_back_is_refused_with_the_reason(home: House, edi: FlaskClient) -> None:
    """Without a why, over what somebody did not see, or to what is live already; what was typed stays."""
    revised(home, "Shorter")
    told = edi.post(f"{HERE}/1/roll-back", data={"reason": " ", "live": "2"})
    assert (told.status_code, "Say why" in told.text) == (400, True)
    told = edi.post(f"{HERE}/1/roll-back", data={"reason": "Because", "live": "1"})
    assert (told.status_code, "went live since" in told.text, 'value="Because"' in told.text) == (409, True, True)
    told = edi.post(f"{HERE}/2/roll-back", data={"reason": "Because", "live": "2"})
    assert (told.status_code, "live already" in told.text) == (400, True)
    assert edi.post(f"{HERE}/9/roll-back", data={"reason": "Because", "live": "2"}).status_code == 404
    assert live(home) == 2


def test_who_reads_flows_does_not_roll_back(home: House) -> None:
    """The form is not offered, and the post is refused; others do not even read."""
    revised(home, "Shorter")
    reader = entered(home, BO)
    assert "Roll back to" not in reader.get(f"{HERE}/1").text
    assert reader.post(f"{HERE}/1/roll-back", data={"reason": "x", "live": "2"}).status_code == 403
    assert entered(home, ANA).get(HERE).status_code == 403


def test_an_ab_trial_is_counted_way_by_way(home: House, edi: FlaskClient) -> None:
    """How many came to the first step of each way and ended there, how many paid, and what that does not tell yet."""
    document = msgspec.json.decode(sample_flows()[0])
    ways = [{"name": "short", "weight": 70, "to": "hello_short"}, {"name": "long", "weight": 30, "to": "hello_long"}]
    document["nodes"]["trial"] = {"split": {"name": "greeting", "ways": ways}}
    document["nodes"]["hello"]["next"] = "trial"
    do(home, Import(document, seen=flow_drafts.shown(home.runtime, "book").version))
    publish(home)
    walked(home, "hello_short", Passed(70, 60, 4), revision=2)
    takers = [Took("greeting", f"messenger:page:{number}", "short" if number % 2 else "long") for number in range(41)]
    with home.records.begin() as work:
        work.flow_figures.take(takers)
        work.flow_figures.pay({one.thread: 1 for one in takers[:30] if one.way == "short"})
    page = text_of(edi.get(f"{HERE}/2"))
    assert "A/B trials on this revision" in page
    assert "short <span" in page
    assert '<td role="cell" data-label="Share" class="number">70 %</td>' in page
    assert 'first step" class="number">70</td><td role="cell" data-label="Ended there" class="number">4</td>' in page
    assert "where other ways lead, too" in page
    assert 'data-label="Took it" class="number">20</td>' in page
    assert 'data-label="Paid after that" class="number"><span>15 <span class="small soft">75.0 %</span></span>' in page
    assert "long 0.0 %, short 75.0 %: too few yet to tell a difference from chance." in page
    drawn = edi.get("/staff/flows/book/map?revision=2").text
    assert "A/B" in drawn
    assert "tries several ways" in drawn


def test_a_flow_without_revisions_says_so(edi: FlaskClient) -> None:
    """Also one that is not there."""
    answer = edi.get("/staff/flows/nothing/revisions")
    assert (answer.status_code, "nobody has published it" in answer.text) == (404, True)
