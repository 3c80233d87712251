"""The inbox's pages: views, what they say when they are empty, filters, the search, the test of the connection."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.ports.team_records import Team
from bot.services import desk_lists, turns
from bot.services.desk_lists import asked_for
from bot.services.thread_refs import ref_of
from bot.web.desk import connection
from bot.web.desk.words import EMPTY, VIEWS
from bot.web.streaming import KEEP_ALIVE_SECONDS, Watch
from tests.web.archive import Bench
from tests.web.desk.test_desk_pages import PAGE, THREAD, ana, app, enter, stage

__all__ = ["ana", "app", "stage"]  # fixtures

_ROW = re.compile(r'class="row" href="([^"]+)"')
_TABS = re.compile(r"<span>([^<]+)</span> <span class=\"number\">(\d+)</span>")


def rows(browser: FlaskClient, path: str) -> list[str]:
    """The links of a list."""
    return _ROW.findall(browser.get(path).text)


def test_every_view_has_a_number_that_is_the_length_of_its_list(stage: Bench, ana: FlaskClient) -> None:
    """What an agent reads beside a view is what opens behind it."""
    for name, state in {
        "bot": {"owner": "bot"},
        "stuck": {"owner": "bot", "stuck_since": 1, "stuck_by": "payment"},
        "failed": {"owner": "bot", "failed": 2},
        "snoozed": {"owner": "queue", "snoozed_until": 9_999_999_999_999},
        "done": {"done_at": 5},
    }.items():
        stage.archive.desk.change(f"webchat:TF:{name}", **state)
    ana.post(f"{PAGE}/take")
    told = dict(_TABS.findall(ana.get("/desk").text))
    lists = {name: len(rows(ana, f"/desk?view={view}")) for view, name in VIEWS.items()}
    assert {name: int(number) for name, number in told.items()} == lists
    assert lists["Mine"] == lists["Done"] == lists["Snoozed"] == 1
    assert lists["With the bot"] == 3
    assert "Trouble with a payment" in ana.get("/desk?view=stuck").text
    assert "2 not delivered" in ana.get("/desk?view=failed").text


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in ("all", "unassigned")])
def test_an_empty_view_says_so_and_what_to_do_next(ana: FlaskClient, view: str) -> None:
    """Nothing yet is told apart from nothing that matches."""
    page = ana.get(f"/desk?view={view}").text
    assert EMPTY[view][0] in page  # type: ignore[index]  # one of the views
    assert "No thread matches." in ana.get(f"/desk?view={view}&language=de").text
    assert "Clear the filters" in ana.get(f"/desk?view={view}&language=de").text


def test_an_empty_desk_says_how_much_the_bot_does(ana: FlaskClient) -> None:
    """Quiet is told apart from broken."""
    ana.post(f"{PAGE}/return")
    assert "Nobody is waiting. The bot has every conversation. It has 1." in ana.get("/desk").text


def test_a_list_goes_on_on_a_page_with_an_address_of_its_own(
    stage: Bench, ana: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads on sees the others, and finds the way back; the address holds no traveller's id."""
    monkeypatch.setattr(desk_lists, "PAGE", 2)
    for number in range(4):
        name = f"whatsapp:106:4477009001{number}"
        turns.take(stage.runtime, name, ChoiceTapped(f"n{number}", 1, "go:person", "Person"))
    found, path = list[str](), "/desk?channel=whatsapp"
    while path:
        found += rows(ana, path)
        link = re.search(r'href="([^"]+after=[^"]+)">More', ana.get(path).text)
        path = link[1].replace("&amp;", "&") if link else ""
        assert "447700" not in path
    assert len(found) == len(set(found)) == 4


def test_a_thread_keeps_the_list_beside_it(stage: Bench, ana: FlaskClient) -> None:
    """Opening a thread of a narrowed list leaves the list as it was, and marks the thread in it."""
    [link] = rows(ana, "/desk?view=unassigned&sort=newest")
    assert link.startswith(f"/desk/t/{ref_of(stage.runtime, THREAD)}?")
    page = ana.get(link.replace("&amp;", "&")).text
    assert f'href="{link}" aria-current="page"' in page
    assert '<a class="tab urgent" href="/desk?view=unassigned" aria-current="true">' in page


def test_what_an_address_says_wrongly_it_does_not_say(ana: FlaskClient) -> None:
    """A link from an older version of the desk opens something."""
    assert ana.get("/desk?view=nonsense&sort=upwards&after=x.y&team=" + "t" * 900).status_code == 200
    assert asked_for({"view": "nonsense", "sort": "upwards"}) == asked_for({})
    assert ana.get(f"/desk?after={'9' * 5000}.{'9' * 5000}").status_code == 200


def test_a_list_can_be_narrowed_to_a_team_when_there_are_teams(stage: Bench, ana: FlaskClient) -> None:
    """Nobody is offered a choice among nothing."""
    assert 'name="team"' not in ana.get("/desk").text
    stage.archive.teams.keep(Team(id="tea_fr", name="French speakers"))
    stage.archive.desk.change(THREAD, team="tea_fr")
    page = ana.get("/desk?team=tea_fr").text
    assert '<option value="tea_fr" selected>French speakers</option>' in page
    assert len(_ROW.findall(page)) == 1
    assert rows(ana, "/desk?team=other") == []


def test_a_filter_is_made_renamed_and_deleted(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """A person's own is seen by nobody else; everybody's by all, with its number; each change is in the audit."""
    bo = enter(stage, app, "Bo")
    own = {"name": " My  own ", "view": "unassigned", "language": "en"}
    assert ana.post("/desk/filters", data=own).headers["Location"] == "/desk?view=unassigned&language=en"
    assert ana.post("/desk/filters", data={"name": "Ours", "shared": "on"}).status_code == 303
    tabs = dict(re.findall(r"<span>(My own|Ours)[^0-9]*number\">(\d+)<", ana.get("/desk").text))
    assert tabs == {"My own": "1", "Ours": "1"}
    assert "My own" not in bo.get("/desk").text
    assert "Ours" in bo.get("/desk").text
    mine, ours = (one.id for one in stage.archive.inbox.filters(next(iter(stage.archive.audit.acts)).who))
    assert bo.post(f"/desk/filters/{mine}/delete").text.count("There is no such filter any more.") == 1
    assert ana.post(f"/desk/filters/{mine}/rename", data={"name": "Renamed"}).status_code == 303
    assert "Renamed" in ana.get("/desk/filters").text
    assert ana.post(f"/desk/filters/{ours}/delete").status_code == 303
    assert "Ours" not in bo.get("/desk").text
    did = [act.what for act in stage.archive.audit.acts if act.what.startswith("filter")]
    assert did == ["filter.save", "filter.save", "filter.rename", "filter.delete"]
    assert all(act.request.startswith("req") for act in stage.archive.audit.acts if act.what.startswith("filter"))
    assert "Give the filter a name." in ana.post("/desk/filters", data={"name": "  "}).text


def test_the_search_marks_words_masks_contacts_and_goes_on(stage: Bench, ana: FlaskClient) -> None:
    """What was said in any thread is found, whoever has it, with nothing in it that a list must not show."""
    other = "messenger:page:zoe"
    for number in range(23):
        said = TextReceived(f"z{number}", number, f"My {'grüne ' * 40}tasche {number}: zoe@example.org")
        turns.take(stage.runtime, other, said)
    page = ana.get("/desk/search?q=TASCHE").text
    assert page.count('class="hit"') == 20
    assert "<mark>tasche</mark>" in page
    assert "<mark>grüne grüne</mark>" not in ana.get("/desk/search?q=grune").text
    assert "<mark>grüne</mark>" in ana.get("/desk/search?q=grune").text
    assert "z•••@…" in page
    assert "zoe@example.org" not in page
    older = re.search(r'href="([^"]+)">Older', page)
    assert older
    assert ana.get(older[1].replace("&amp;", "&")).text.count('class="hit"') == 3
    assert "Nothing was found." in ana.get("/desk/search?q=xylophone").text
    assert ana.get("/desk/search").text.count('class="hit"') == 0


def test_hostile_words_do_nothing_in_lists_and_results(stage: Bench, ana: FlaskClient) -> None:
    """A traveller's markup is read as words."""
    turns.take(stage.runtime, THREAD, TextReceived("x1", 2, "<script>alert(1)</script> &amp; <b>bold</b>"))
    for path in ("/desk", "/desk/search?q=bold", '/desk/search?q="><script>'):
        assert "<script>alert" not in ana.get(path).text
        assert '"><script>' not in ana.get(path).text


def test_the_connection_is_tested_by_a_stream_of_its_own(ana: FlaskClient) -> None:
    """Pieces come one by one with a pause between them, so that something on the way that collects them shows."""
    paused: list[float] = []
    told = list(connection.ticks(Watch(lambda: ""), pause=paused.append))
    assert len(told) == connection.TICKS
    assert paused == [connection.TICK_SECONDS] * (connection.TICKS - 1)
    page = ana.get("/desk/connection").text
    assert f'data-ticks="{connection.TICKS}"' in page
    assert f"every {KEEP_ALIVE_SECONDS:.0f} seconds" in page
