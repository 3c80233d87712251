"""The page of a thread with everything in it: head, talk and field are in sight at once, on a phone and on a desk."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.staff.canned import Canned
from bot.domain.staff.macros import Label, Macro
from bot.services import canned, macros, notes, thread_marks, turns
from bot.services.thread_refs import ref_of
from tests.browser.looks import looks
from tests.browser.test_access import inspect
from tests.browser.test_desk import at_the_desk
from tests.builders.checkouts import paid_checkout
from tests.builders.world import NOW_MS
from tests.web.archive import Bench
from tests.web.staff_door import somebody

pytestmark = pytest.mark.browser
THREAD = "whatsapp:106:447700900001"
ANA = somebody("Ana")
TALK_SHARE = 0.38
"""Of the window's height that the talk has at least, with nothing folded out."""


def fill(stage: Bench) -> None:
    """Somebody who was not understood and wrote a lot; whatever can stand on a thread stands on it."""
    runtime = stage.runtime
    turns.take(runtime, THREAD, TextReceived("m0", NOW_MS, "Paris to New York on 4 December"))
    for number in range(12):
        turns.take(runtime, THREAD, TextReceived(f"n{number}", NOW_MS, "Her name is Anne-Sophie, not Annesophie"))
    turns.take(runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    stage.archive.money.add(paid_checkout(thread=THREAD))
    macros.keep(runtime, ANA, Macro(id="mac_1", name="Solved", actions=(Label("solved"),)))
    canned.keep(runtime, ANA, Canned(id="can_1", shortcut="bag", title="Late bag", texts={"en": "It is late."}))
    for label in ("name change", "vip"):
        thread_marks.label(runtime, ANA, THREAD, label, off=False)
    thread_marks.set_priority(runtime, ANA, THREAD, 2)
    notes.write(runtime, ANA, THREAD, "Ticketing says that this is free.", key="abcdefgh")


def height(page: Page, selector: str) -> float:
    """How high an element is, all of which is in sight."""
    found = page.locator(selector)
    expect(found).to_be_in_viewport(ratio=1)
    box = found.bounding_box()
    assert box is not None
    return float(box["height"])


@pytest.mark.parametrize(("size", "scheme"), looks((390, 844), (768, 1024), (1440, 900)))
def test_head_talk_and_field_are_in_sight_at_once(
    stage: Bench, browser: Browser, site: str, size: tuple[int, int], scheme: str
) -> None:
    """Whoever has a thread reads and answers without looking for either; menus open over the talk and fold again."""
    fill(stage)
    with at_the_desk(stage, browser, site, "Ana") as page:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its two words
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(f"{site}/desk/t/{ref_of(stage.runtime, THREAD)}")
        expect(page.locator("#connection")).to_have_text("Live")
        page.get_by_role("button", name="Take", exact=True).click()
        expect(page.get_by_label("Reply", exact=True)).to_be_focused()
        height(page, "#head")
        height(page, "#reply")
        height(page, ".tools")
        talk = height(page, ".scroll")
        assert talk > TALK_SHARE * size[1]
        inspect(page)
        for menu in ("Macro", "Label", "Snooze", "Transfer"):
            page.locator(".thread-bar summary", has_text=menu).click()
            expect(page.locator(".thread-bar details[open]")).to_have_count(1)
            assert height(page, ".thread-bar details[open] form") > 0
            assert height(page, ".scroll") == talk
        inspect(page)
        page.keyboard.press("Escape")
        expect(page.locator(".thread-bar details[open]")).to_have_count(0)
