"""The desk's note on a channel's window: readable on a phone and on a desk, in both colour schemes, and true."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from bot.domain.conversation.events import ChoiceTapped
from bot.services import desk, turns
from tests.browser.axe import barriers
from tests.browser.looks import looks
from tests.browser.test_desk import at_the_desk
from tests.builders.world import NOW_MS
from tests.web.archive import Bench

pytestmark = pytest.mark.browser

THREAD = "whatsapp:106:447700900001"
HOUR = 3600 * 1000


@pytest.mark.parametrize(("width", "scheme"), looks(390, 1440))
def test_an_agent_reads_how_a_reply_would_go(
    stage: Bench, browser: Browser, site: str, width: int, scheme: str
) -> None:
    """Nothing is cut off, colours are told apart, and nobody writes what cannot arrive."""
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS - 30 * HOUR, "go:person", "Talk to a person"))
    with at_the_desk(stage, browser, site, "Ana") as page:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its two words
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{site}/desk/t/{quote(THREAD)}")
        page.get_by_role("button", name="Take").click()
        note = page.locator("[data-window]")
        expect(note).to_contain_text("a reply cannot be sent, and no e-mail address is known")
        expect(note.locator("time")).to_have_text(re.compile(r"^Tue,? 24 Nov,? 03:59$"))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.get_by_label("Reply")).to_be_hidden()
        assert barriers(page) == ""
        assert desk.thread_state(stage.runtime, THREAD)
