"""The editor of flows in a browser: by keyboard alone, live while typing, and without anything that bars anybody."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.flow.footfall import Passed
from bot.domain.flow.operations import AddStep
from bot.services import flow_drafts
from tests.browser.conftest import Serve
from tests.browser.keyboard import tab_to
from tests.browser.looks import looks
from tests.browser.test_access import inspect
from tests.browser.test_approvals import sitting
from tests.builders.flow_desk import console_of, flow_desk
from tests.builders.flow_room import BEA, do, worded
from tests.builders.house import House
from tests.builders.staff import EDI
from tests.web.flow_rooms import walked

pytestmark = pytest.mark.browser
FLOW = "/staff/flows/book"
SIZES = ((390, 844), (1440, 900))
WIDE = 1280


@pytest.fixture(name="home")
def _home(monkeypatch: pytest.MonkeyPatch) -> House:
    return flow_desk(monkeypatch)


@pytest.fixture(name="place")
def _place(home: House, serve: Serve) -> str:
    """The address of the application."""
    return serve(console_of(home))


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_step_with_a_condition_is_added_by_keyboard_and_mended(home: House, browser: Browser, place: str) -> None:
    """Through the outline, a new step, a condition, the check's complaint, its words in the form, undo and redo."""
    with sitting(browser, EDI) as page:
        page.goto(f"{place}{FLOW}")
        _press(page, "j", "j")
        expect(page.locator(".outline :focus")).to_contain_text("hello_short")
        _press(page, "o")
        page.keyboard.type("weigh")
        tab_to(page, "Add")
        _press(page, "Enter")
        expect(page.get_by_role("status").filter(has_text="The step is added")).to_be_visible()
        expect(page.locator(".outline [aria-current]")).to_contain_text("5 faults")
        page.wait_for_load_state()
        _press(page, "s")
        expect(page.locator("#step-title")).to_be_focused()
        tab_to(page, "Add a condition")
        _press(page, "Enter")
        expect(page.locator("#step-form :focus")).to_be_visible()
        page.get_by_label("Field, condition 1, row 1").focus()
        page.keyboard.type("Number of trav")
        expect(page.get_by_label("Comparison, condition 1, row 1")).not_to_contain_text("begins with")
        page.get_by_label("Comparison, condition 1, row 1").focus()
        _press(page, *["ArrowDown"] * 4)
        expect(page.get_by_label("Comparison, condition 1, row 1")).to_have_value("at_least")
        page.get_by_label("Value, condition 1, row 1").focus()
        page.keyboard.type("3")
        page.get_by_label("weigh said").focus()
        page.keyboard.type("Many of you!")
        expect(page.get_by_role("region", name="WhatsApp")).to_contain_text("Many of you!")
        _press(page, "Control+Enter")
        expect(page.get_by_role("status").filter(has_text="Saved to the draft")).to_be_visible()
        page.wait_for_load_state()
        _press(page, "u")
        expect(page.get_by_role("status").filter(has_text="Your last change is undone")).to_be_visible()
        page.wait_for_load_state()
        _press(page, "y")
        expect(page.get_by_role("status").filter(has_text="Your change is there again")).to_be_visible()
    document = flow_drafts.shown(home.runtime, "book").document
    (case,) = document["nodes"]["weigh"]["cases"]
    assert case["when"] == {"field": "trip.passengers", "op": "at_least", "value": 3}
    assert document["texts"]["en"]["weigh"] == "Many of you!"


def test_rooms_follow_what_is_typed_and_other_languages_keep_it(home: House, browser: Browser, place: str) -> None:
    """A button that a channel would cut says so at once; nothing typed is lost by looking at another language."""
    with sitting(browser, EDI) as page:
        page.goto(f"{place}{FLOW}/steps/offers")
        field = page.get_by_label("choose_button on something to tap")
        field.fill("Choose this lovely flight")
        expect(page.get_by_role("region", name="Messenger").get_by_text("25 of 20, cut").first).to_be_visible()
        page.get_by_role("button", name="French").click()
        expect(page.get_by_role("button", name="French")).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name="English").click()
        expect(field).to_have_value("Choose this lovely flight")
        expect(page.get_by_role("button", name="English")).to_be_focused()
        worded(home, "Theirs?", person=BEA)
        expect(page.get_by_text("Bea has just changed this draft.")).to_be_visible()


def test_the_map_stands_beside_the_outline(home: House, browser: Browser, place: str) -> None:
    """The chosen step stands out on both sides; it is hidden and shown by a key, which this browser remembers."""
    walked(home, "review", Passed(41, 40))
    with sitting(browser, EDI, reduced_motion="reduce") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/part") else None)
        page.goto(f"{place}{FLOW}/steps/review")
        chosen = page.locator("#map-beside .spot[aria-current]")
        expect(chosen).to_have_attribute("data-step", "review")
        expect(chosen).to_be_in_viewport()
        expect(chosen.locator(".came")).to_have_text("41 came, 1 here now")
        tab_to(page, "Skip to the map")
        _press(page, "Enter", "Tab")
        expect(chosen).to_be_focused()
        _press(page, "ArrowDown", "Enter")
        expect(page.locator(".outline [aria-current]")).not_to_contain_text("review")
        step = page.locator("#step-form #step-title").inner_text()
        expect(chosen).to_have_attribute("data-step", step)
        walked(home, "review", Passed(1))
        page.goto(f"{place}{FLOW}/steps/review")
        expect(chosen.locator(".came")).to_have_text("42 came, 2 here now")
        assert len(asked) == 1, "the same draft has the same map"
        worded(home, "Another?")
        page.reload()
        expect(chosen).to_be_visible()
        assert len(asked) == 2
        _press(page, "m")
        expect(page.locator("#map-beside")).to_be_hidden()
        expect(page.get_by_role("button", name="Map")).to_have_attribute("aria-expanded", "false")
        page.reload()
        expect(page.locator("#step-title")).to_be_visible()
        expect(page.locator("#map-beside")).to_be_hidden()
        _press(page, "m")
        expect(chosen).to_be_visible()
        page.set_viewport_size({"width": 1000, "height": 900})
        expect(page.locator("#map-beside")).to_be_hidden()
        expect(page.get_by_role("button", name="Map")).to_be_hidden()
        expect(page.get_by_role("link", name="Map")).to_be_visible()


def test_what_channels_show_stays_in_sight_beside_the_map_while_somebody_types(browser: Browser, place: str) -> None:
    """However long the form: the newest words are seen where they will be read, below the map or beside it."""
    with sitting(browser, EDI, reduced_motion="reduce") as page:
        for width, height in ((WIDE, 720), (1440, 900), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{place}{FLOW}/steps/offers")
            chosen = page.locator("#map-beside .spot[aria-current]")
            expect(chosen).to_be_visible()
            field = page.locator("#text-offers")
            field.fill("Fly!")
            expect(page.get_by_role("region", name="Messenger").get_by_text("Fly!")).to_be_in_viewport(ratio=1)
            expect(chosen).to_be_in_viewport()
            places = [page.locator(one).bounding_box() or {} for one in (".outline", "#map-beside", "#step-form")]
            assert all(one["x"] + one["width"] <= other["x"] for one, other in pairwise(places))


def test_a_map_that_does_not_come_leaves_a_link(browser: Browser, place: str) -> None:
    """The editor works without it."""
    with sitting(browser, EDI, reduced_motion="reduce") as page:
        page.route("**/map/part", lambda route: route.abort())
        page.goto(f"{place}{FLOW}/steps/review")
        expect(page.get_by_role("link", name="Open the map")).to_have_attribute("href", f"{FLOW}/map")


@pytest.mark.parametrize(("size", "scheme"), looks(*SIZES))
def test_nothing_bars_anybody(home: House, browser: Browser, place: str, size: tuple[int, int], scheme: Any) -> None:
    """Every page of the editor passes the automatic rules of WCAG 2.2 AA and scrolls one way only."""
    do(
        home,
        AddStep("weigh", {"do": [{"do": "ask", "text": "weigh"}], "wait": {"for": "yes_no", "exits": {}}}, "hello"),
    )
    seen = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme, "reduced_motion": "reduce"}
    with sitting(browser, EDI, **seen) as page:
        for path in (
            "",
            "/book/steps/weigh",
            "/book/steps/missing",
            "/book/steps/check_out",
            "/book/history",
            "/import",
        ):
            page.goto(f"{place}/staff/flows{path}")
            if "/steps/" in path and size[0] > WIDE:
                expect(page.locator("#map-beside .spot[aria-current]")).to_be_visible()
            inspect(page)
        page.goto(f"{place}{FLOW}/steps/ask_origin")
        page.get_by_label("ask_origin said").fill("Mine?")
        worded(home, "Theirs?", person=BEA)
        page.get_by_label("ask_origin said").press("Control+Enter")
        expect(page.get_by_role("heading", name="As you wanted it")).to_be_visible()
        inspect(page)
