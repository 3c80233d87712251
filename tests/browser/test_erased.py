"""A traveller is forgotten while pages show what they said: nothing of it stays, on the desk and in the chat."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.services import turns
from bot.web.app import create_app
from bot.web.places import Places
from tests.browser.conftest import Serve
from tests.browser.test_desk import at_the_desk, open_thread
from tests.browser.test_pages import say
from tests.web.archive import Bench, greeting

pytestmark = pytest.mark.browser
THREAD = "webchat:TF:marie"
SECRET = "my aunt lives in Lyon"


@pytest.fixture(params=["stream", "asking"])
def site(request: pytest.FixtureRequest, stage: Bench, serve: Serve) -> str:
    """The application, with places for streams and without any."""
    app = create_app(stage.runtime)
    if request.param == "asking":
        app.extensions["threadfare places"] = Places(0)
    return serve(app)


def test_an_open_desk_shows_nothing_of_who_was_forgotten(stage: Bench, browser: Browser, site: str) -> None:
    """Neither in the talk nor in the list, without a reload by hand; what is said afterwards comes as always."""
    turns.take(stage.runtime, THREAD, ChoiceTapped("m1", 1, "go:person", "Person"))
    turns.take(stage.runtime, THREAD, TextReceived("m2", 2, SECRET))
    with at_the_desk(stage, browser, site, "Ana") as agent:
        open_thread(agent)
        expect(agent.locator("#log")).to_contain_text(SECRET)
        expect(agent.locator("#queue")).to_contain_text(SECRET)
        stage.archive.erase(THREAD)
        expect(agent.locator("#log")).not_to_contain_text(SECRET)
        expect(agent.locator("#queue")).not_to_contain_text(SECRET)
        expect(agent.locator("#connection")).to_have_text("Live")
        stage.archive.say(THREAD, greeting("Everything is forgotten."))
        expect(agent.locator(".line .bubble")).to_have_text(["Everything is forgotten."])


def test_a_chat_forgets_on_the_screen_too(stage: Bench, page: Page, site: str) -> None:
    """Who asked to be forgotten sees their words go, and is answered in the same page."""
    page.goto(site)
    say(page, SECRET)
    expect(page.locator(".line.me[data-row]")).to_contain_text(SECRET)
    expect(page.locator(".line.bot[data-row]").last).to_be_visible()
    page.evaluate("window.same = true")
    thread = stage.archive.shelf[-1].thread
    stage.archive.erase(thread)
    stage.archive.say(thread, greeting("Everything is forgotten."))
    expect(page.locator("#log .bubble")).to_have_text(["Everything is forgotten."])
    assert page.evaluate("window.same")
