"""The chat on somebody's page, in Chromium: another site, which allows scripts and frames of ours and nothing else."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from bot.domain.embedding.sites import Site, Theme
from bot.web.app import create_app
from tests.browser.conftest import Serve
from tests.web.archive import Bench, bench, greeting

pytestmark = pytest.mark.browser


class Host:
    """A page of an airline on `localhost`, which is another site than the chat on 127.0.0.1."""

    def __init__(self, serve: Serve, **theme: Any) -> None:
        self.app = Flask("host")
        self.app.add_url_rule("/", view_func=self._page)
        self.app.add_url_rule("/twice", view_func=lambda: self._page(times=2), endpoint="twice")
        self.app.add_url_rule("/other", view_func=lambda: self._page(site="other"), endpoint="other")
        self.app.add_url_rule("/own.js", view_func=_own_script)
        self.url = serve(self.app).replace("127.0.0.1", "localhost")
        self.stage = bench(sites={"main": Site((self.url,), Theme(**theme))})
        self.chat_app = create_app(self.stage.runtime)
        self.chat = serve(self.chat_app)

    def thread(self) -> str:
        """The only visitor's thread."""
        [visitor] = self.stage.archive.visits.known
        return f"webchat:TF:{visitor}"

    def _page(self, site: str = "main", times: int = 1) -> Response:
        tag = f'<script async src="{self.chat}/v1/loader.js" data-site="{site}" data-locale="en"></script>'
        body = (
            '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>Host</title>'
            f'<script src="/own.js"></script>{tag * times}</head>'
            "<body><main><h1>Fly with us</h1><p><a href='#x'>A link</a></p></main></body></html>"
        )
        response = Response(body)
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src {self.chat} {self.url}/own.js; frame-src {self.chat}"
        )
        return response


def _own_script() -> Response:
    """What a host may do before the loader is there: ask for something, and listen."""
    return Response(
        "window.tf = (...call) => (tf.q ??= []).push(call); window.told = [];"
        "for (const name of ['open', 'close', 'unread']) tf('on', name, (value) => told.push([name, value ?? null]));",
        mimetype="text/javascript",
    )


@pytest.fixture
def host(serve: Serve) -> Host:
    """The host page and the chat."""
    return Host(serve)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop's browser; a violated policy or a fault of a script fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(8000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on(
        "console", lambda message: faults.append(message.text) if "Content Security" in message.text else None
    )
    yield context
    context.close()
    assert faults == []


def launcher(page: Page) -> Any:
    """The button on the host page."""
    return page.get_by_role("button", name="Chat")


def panel(page: Page) -> FrameLocator:
    """The page in the frame."""
    return page.frame_locator("iframe[title='Chat with Threadfare Air']")


def say(page: Page, text: str) -> None:
    """Write in the panel and press Enter."""
    panel(page).get_by_label("Message", exact=True).fill(text)
    page.keyboard.press("Enter")


def test_a_traveller_talks_on_the_airlines_own_page(host: Host, context: BrowserContext) -> None:
    """Open, write, be answered: under a policy that names the chat's origin twice and nothing else."""
    page = context.new_page()
    page.goto(host.url)
    assert page.locator("iframe").count() == 0
    launcher(page).click()
    expect(panel(page).get_by_label("Message", exact=True)).to_be_focused()
    say(page, "Paris to New York next Friday, one way")
    expect(panel(page).locator(".line.me[data-row] .bubble")).to_have_text("Paris to New York next Friday, one way")
    expect(panel(page).locator(".line.bot").first).to_be_visible()
    page.screenshot(path="/tmp/widget-1.png")


def test_the_talk_is_there_after_a_reload(host: Host, context: BrowserContext) -> None:
    """The host page keeps the token; its frame comes back to the same talk."""
    page = context.new_page()
    page.goto(host.url)
    launcher(page).click()
    say(page, "Help")
    expect(panel(page).locator(".line.bot").first).to_be_visible()
    page.reload()
    launcher(page).click()
    expect(panel(page).locator(".line.me .bubble")).to_have_text("Help")
    assert len(host.stage.archive.visits.known) == 1
    assert urlsplit(page.frames[1].url).query == "locale=en"
