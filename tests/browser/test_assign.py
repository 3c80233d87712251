"""Assigning and transferring in a browser: two agents, by keyboard, live on both sides, in every look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.team import Team
from bot.services import assigning, desk, presence, teams, transfers, turns
from bot.services.transfers import To
from tests.browser.looks import looks
from tests.browser.test_access import inspect
from tests.browser.test_desk import at_the_desk, open_thread, sign_in
from tests.builders.world import NOW_MS
from tests.web.archive import Bench
from tests.web.staff_door import somebody

pytestmark = pytest.mark.browser
THREAD = "webchat:TF:marie"
ANA, BO = somebody("Ana"), somebody("Bo")
NOTE = "She wants another name on the ticket."


@pytest.fixture(autouse=True)
def waits(stage: Bench) -> None:
    """A traveller who waits."""
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))


@pytest.fixture
def ana(stage: Bench, browser: Browser, site: str) -> Iterator[Page]:
    """Ana at the desk."""
    with at_the_desk(stage, browser, site, "Ana") as found:
        yield found


@pytest.fixture
def bo(stage: Bench, browser: Browser, site: str, ana: Page) -> Iterator[Page]:
    """Bo at the desk, after Ana."""
    with at_the_desk(stage, browser, site, "Bo") as found:
        ana.reload()
        yield found


def test_a_thread_is_transferred_by_keyboard_and_accepted_live(ana: Page, bo: Page) -> None:
    """`c` takes, `t` opens the form, and the receiver's page shows note and answers without a reload."""
    open_thread(ana)
    open_thread(bo)
    ana.keyboard.press("c")
    expect(ana.locator("[data-standing]")).to_have_attribute("data-standing", "mine")
    ana.get_by_label("Reply").blur()
    ana.keyboard.press("t")
    form = ana.locator(".when-mine")
    expect(form.get_by_label("Transfer to")).to_be_focused()
    form.get_by_label("Transfer to").select_option(label="Bo – available, 0 of 6")
    ana.keyboard.press("Tab")
    ana.keyboard.type(NOTE)
    ana.keyboard.press("Tab")
    ana.keyboard.press("Enter")
    expect(ana.get_by_text("Waits for Bo to accept the transfer")).to_be_visible()
    expect(form.get_by_label("Transfer to")).to_be_hidden()
    expect(bo.get_by_text(NOTE).first).to_be_visible()
    bo.get_by_role("button", name="Accept").click()
    expect(bo.locator("[data-standing]")).to_have_attribute("data-standing", "mine")
    expect(ana.locator("[data-standing]")).to_have_attribute("data-standing", "taken")


def test_a_thread_is_assigned_by_keyboard_and_is_theirs_when_they_open_it(ana: Page, bo: Page) -> None:
    """`a` opens the form while the thread waits; a note that somebody writes is not lost when the part is redrawn."""
    open_thread(ana)
    ana.keyboard.press("a")
    form = ana.locator(".when-queue")
    expect(form.get_by_label("Assign to")).to_be_focused()
    expect(ana.locator(".when-mine")).to_be_hidden()
    form.get_by_label("Assign to").select_option(label="Bo – available, 0 of 6")
    form.get_by_role("button", name="Assign thread").click()
    expect(ana.get_by_text("Assigned to Bo, who has not taken it up yet.")).to_be_visible()
    open_thread(bo)
    expect(bo.locator("[data-standing]")).to_have_attribute("data-standing", "mine")
    expect(ana.get_by_text("Assigned to Bo, who has not taken it up yet.")).to_be_hidden()


def test_what_is_assigned_while_somebody_reads_is_not_taken_by_itself(stage: Bench, ana: Page, bo: Page) -> None:
    """Only opening or answering takes it up: a page that lies open somewhere does not."""
    assert bo is not None
    open_thread(ana)
    teams.keep(stage.runtime, ANA, Team(id="t", name="T", automatic=True, members=(ANA.id,)))
    assigning.drain(stage.runtime)
    expect(ana.get_by_text("This thread was assigned to you.")).to_be_visible()
    ana.wait_for_timeout(300)
    expect(ana.locator("[data-standing]")).to_have_attribute("data-standing", "queue")


def test_presence_is_chosen_in_the_bar_and_nothing_written_is_lost(stage: Bench, ana: Page) -> None:
    """Other tabs follow."""
    open_thread(ana)
    ana.keyboard.press("c")
    ana.get_by_label("Reply").fill("Half a sentence")
    ana.locator(".presence summary").click()
    ana.get_by_role("button", name="Busy").click()
    expect(ana.locator("#presence")).to_contain_text("Busy")
    expect(ana.get_by_label("Reply")).to_have_value("Half a sentence")
    presence.choose(stage.runtime, ANA, "away")
    expect(ana.locator("#presence")).to_contain_text("Away")


@pytest.mark.parametrize(("size", "scheme"), looks((390, 844), (768, 1024), (1440, 900)))
def test_everything_is_reached_and_read_in_every_look(
    stage: Bench, browser: Browser, site: str, size: tuple[int, int], scheme: str
) -> None:
    """Nothing is wider than the page, and axe finds nothing: a transfer that waits, its history, the page of teams."""
    for person in (ANA, BO):
        presence.choose(stage.runtime, person, "available")
        stage.archive.people.keep(person)
    teams.keep(stage.runtime, ANA, Team(id="t", name="Names", topics=("payment",), members=(ANA.id, BO.id)))
    desk.take(stage.runtime, THREAD, BO)
    transfers.begin(stage.runtime, BO, THREAD, To(person=ANA.id), note=NOTE)
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]  # a scheme by its name
        reduced_motion="reduce",
    )
    sign_in(stage, context, site, ANA)
    page = context.new_page()
    for path in (f"/desk/t/{THREAD}", "/staff/teams", "/desk/overview"):
        page.goto(site + path)
        if "/t/" in path:
            page.locator(".hands summary").click()
        inspect(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
    context.close()
