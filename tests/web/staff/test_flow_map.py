"""The page of a flow's map: every step is a link with its figures and faults, whatever the steps are called."""

import re
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from bot.adapters.data.catalogue import sample_flows
from bot.domain.flow.footfall import Passed
from bot.domain.flow.operations import RenameStep, SetNext, SetStart
from bot.services import flow_drafts
from bot.services.flow_figures import StepFigures
from bot.web.staff.flow_map_pieces import told
from tests.builders.flow_room import by, do, publish, worded
from tests.builders.house import House
from tests.builders.staff import ANA, BO
from tests.web.flow_rooms import entered, flow_editor, flow_home, text_of, walked

__all__ = ["flow_editor", "flow_home"]
MAP = "/staff/flows/book/map"
HOSTILE = '<script>alert("1")</script>'


def node_of(page: str, step: str) -> str:
    """What the picture has of a step."""
    found = re.search(rf'<a href="[^"]*" data-step="{step}".*?</a>', page, re.DOTALL)
    assert found is not None
    return found[0]


def test_every_step_is_a_link_to_where_it_is_edited(edi: FlaskClient) -> None:
    """In the picture, and in the list of words below it with all its ways."""
    page = edi.get(MAP).text
    flow = msgspec.json.decode(sample_flows()[0])
    for step in flow["nodes"]:
        assert page.count(f'<a href="/staff/flows/book/steps/{step}"') >= 2
    assert "Begins here" in node_of(page, "hello")
    assert "Locked" in node_of(page, "review")
    assert "waits for trip.origin" in node_of(page, "ask_origin")
    assert "chooses a way" in node_of(page, "missing")
    assert "To is not known" in page


def test_the_map_comes_alone_for_the_page_of_the_editor(edi: FlaskClient) -> None:
    """The editor asks for it when its own page is there; a flow that is not there has none."""
    part = edi.get(f"{MAP}/part")
    assert part.text.lstrip().startswith('<section class="map-part"')
    assert "Begins here" in node_of(part.text, "hello")
    assert f'data-map="{MAP}"' in edi.get("/staff/flows/book").text
    assert edi.get("/staff/flows/nothing/map/part").status_code == 404


def test_steps_tell_who_came_is_there_and_ended(home: House, edi: FlaskClient) -> None:
    """In words; colour only adds to them. A draft shows the figures of the live revision."""
    walked(home, "ask_origin", Passed(1300, 700, 400, 12))
    walked(home, "search", Passed(10, 10))
    page = edi.get(MAP).text
    node = node_of(page, "ask_origin")
    assert "1,300 came, 200 here now" in node
    assert "31 % ended here" in node
    assert 'class="spot much"' in node
    assert "12 went on to a person" in page
    assert 'class="spot"' in node_of(page, "search")
    assert "Nobody came yet" in node_of(page, "hello")
    assert "Figures of revision 1" in page


def test_an_open_map_asks_for_the_figures_of_now(home: House, edi: FlaskClient) -> None:
    """By a quiet request that keeps no session alive."""
    walked(home, "ask_origin", Passed(10, 8, 1))
    figures = edi.get(f"{MAP}/figures?revision=1").json
    assert figures == {
        "ask_origin": {"came": "10 came, 1 here now", "ended": "10 % ended here", "handed": "", "level": "some"}
    }
    assert edi.get(f"{MAP}/figures").json == {}


def test_a_fault_of_the_draft_is_marked_on_its_step(home: House, edi: FlaskClient) -> None:
    """With its count in words, and where the way leads that leads nowhere."""
    do(home, SetNext("hello_long", "nowhere"))
    page = edi.get(MAP).text
    assert "1 fault" in node_of(page, "hello_long")
    assert "spot faulty" in node_of(page, "hello_long")
    assert "then → nowhere" in node_of(page, "hello_long")
    assert "nowhere, which is not there" in text_of(edi.get(MAP))


def test_a_map_that_was_drawn_before_shows_what_changed_since(home: House, edi: FlaskClient) -> None:
    """Pieces are drawn once and used again, and never for another name, figure, fault, way or start."""
    before = edi.get(MAP).text
    assert edi.get(MAP).text == before
    do(home, RenameStep("hello_long", "Long greeting"))
    do(home, SetNext("hello_long", "nowhere"))
    walked(home, "hello_long", Passed(10, 10))
    page = edi.get(MAP).text
    node = node_of(page, "hello_long")
    assert "Long greeting" in node
    assert "10 came, 0 here now" in node
    assert "1 fault" in node
    assert "then → nowhere" in node
    assert page.count("Long greeting") > page.count('data-step="hello_long"') + 1  # also where steps lead to it
    assert edi.get(f"{MAP}?revision=1").text.count("hello_long") > 2
    assert "Long greeting" not in edi.get(f"{MAP}?revision=1").text
    do(home, SetStart("ask_origin"))
    assert "Begins here" in node_of(edi.get(MAP).text, "ask_origin")
    assert "Begins here" not in node_of(edi.get(MAP).text, "hello")


def test_a_revision_has_its_own_map(home: House, edi: FlaskClient) -> None:
    """With its own figures, and without what was edited since."""
    walked(home, "hello", Passed(7, 7), revision=1)
    worded(home, "Whence?")
    publish(home)
    do(home, SetNext("hello_long", "nowhere"))
    page = edi.get(f"{MAP}?revision=1").text
    assert "Map of revision 1" in page
    assert "7 came" in node_of(page, "hello")
    assert "fault" not in node_of(page, "hello_long")
    assert edi.get(f"{MAP}?revision=9").status_code == 404


def test_steps_show_the_name_that_staff_gave_them(home: House, edi: FlaskClient) -> None:
    """A name of markup is text, also where it is cut to fit."""
    do(home, RenameStep("ask_origin", HOSTILE))
    page = edi.get(MAP).text
    assert "&lt;script&gt;alert(" in node_of(page, "ask_origin")
    assert HOSTILE not in page


def test_hostile_names_of_steps_are_text(home: House, edi: FlaskClient) -> None:
    """Imports refuse them; a revision that has one all the same shows it as text, in the picture and in addresses."""
    document: Any = msgspec.json.decode(sample_flows()[0])
    document["nodes"][HOSTILE] = document["nodes"]["hello_long"]
    document["nodes"]["hello"]["next"] = HOSTILE
    with home.records.begin() as work:
        work.flows.publish("book", msgspec.json.encode(document), author="per_edi", at=1)
    page = edi.get(f"{MAP}?revision=2").text
    assert HOSTILE not in page
    assert "/steps/%3Cscript" in page


def test_a_map_is_shown_in_several_sizes_without_a_script(edi: FlaskClient) -> None:
    """By links; a size that there is not is the usual one."""
    whole, half, other = (edi.get(f"{MAP}{zoom}").text for zoom in ("", "?zoom=50", "?zoom=9999999999999"))
    width, smaller, usual = (
        int(re.search(r'<svg class="flow-map" [^>]*?width="(\d+)"', one)[1])  # type: ignore[index]  # it is there
        for one in (whole, half, other)
    )
    assert width // 2 == smaller
    assert usual == width


def test_readers_see_the_map_and_agents_do_not(home: House) -> None:
    """It is no secret of editors; an agent's work is elsewhere."""
    assert entered(home, BO).get(MAP).status_code == 200
    assert entered(home, ANA).get(MAP).status_code == 403


def test_a_flow_that_is_not_there_has_no_map(edi: FlaskClient) -> None:
    """And says so."""
    answer = edi.get("/staff/flows/nothing/map")
    assert answer.status_code == 404
    assert "There is no flow" in answer.text


def test_a_flow_that_was_just_begun_has_an_empty_map(edi: FlaskClient, home: House) -> None:
    """Before its first step, and before anybody came."""
    flow_drafts.create(home.runtime, "fresh", by(home))
    page = edi.get("/staff/flows/fresh/map").text
    assert "0 steps" in page
    assert "Nobody has talked on this flow yet." in page


@pytest.mark.parametrize(
    ("passed", "silent", "level", "ended"),
    [
        (Passed(100, 95, 5), 0, "", "5 % ended here"),
        (Passed(100, 80, 5), 5, "some", "10 % ended here"),
        (Passed(100, 60, 10), 20, "much", "30 % ended here"),
    ],
)
def test_who_fell_silent_counts_as_ended(passed: Passed, silent: int, level: str, ended: str) -> None:
    """A third of all stands out, a tenth a little."""
    found = told(StepFigures(passed, silent))
    assert (found.level, found.ended) == (level, ended)
